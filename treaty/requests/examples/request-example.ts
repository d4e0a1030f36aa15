import type { ParticularName } from '../../completeness/particulars.ts';
import type { RequestMessage, RequestOf } from '../request-message.ts';

/** Two requests of one type, and what the report on their completeness says of the second: the first lacks nothing at all. */
export interface RequestExample<Type extends RequestMessage['requestType'] = RequestMessage['requestType']> {
  complete: RequestOf<Type>;
  deficient: RequestOf<Type>;
  /** Required, always or in this case, and absent; in the order of the report. */
  missing: readonly ParticularName[];
  /** Recommended and absent. */
  advised: readonly ParticularName[];
}
