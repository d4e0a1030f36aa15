import type { AuditErrorCode } from '../../audit/error.ts';
import type { CryptoErrorCode } from '../../crypto/error.ts';
import type { EvidenceErrorCode } from '../../evidence/error.ts';
import type { EventName } from '../../evidence/event.ts';
import { REASONS, type ReasonName } from '../../evidence/reason.ts';
import type { GatewayErrorCode } from '../error.ts';
import type { AdapterCode } from './adapter-codes.ts';
import { ROW_OF_CRYPTO_CODE } from './codes/crypto.ts';
import { ROW_OF_AUDIT_CODE, ROW_OF_EVIDENCE_CODE, ROW_OF_GATEWAY_CODE } from './codes/ours.ts';
import { ROW_OF_ADAPTER_CODE, ROW_OF_OUTSIDE_CODE } from './codes/outside.ts';
import type { OutsideCode } from './outside-codes.ts';
import type { ProblemRow } from './problem-row.ts';
import { PROBLEM_ROWS, type RowName } from './rows.ts';

/** Every code that an error of ours can carry. */
export type ErrorCode = GatewayErrorCode | CryptoErrorCode | EvidenceErrorCode | AuditErrorCode | AdapterCode | OutsideCode;

/** Codes with a row of another name. A code that is not here is itself the name of its row. */
const SHARED: Readonly<Record<Exclude<ErrorCode, RowName>, RowName>> = {
  ...ROW_OF_GATEWAY_CODE,
  ...ROW_OF_CRYPTO_CODE,
  ...ROW_OF_EVIDENCE_CODE,
  ...ROW_OF_AUDIT_CODE,
  ...ROW_OF_ADAPTER_CODE,
  ...ROW_OF_OUTSIDE_CODE,
};

/** The codes that share a row of another name, for the documentation and its tests. */
export const SHARED_CODES: readonly string[] = Object.keys(SHARED);

/** The name of the row of a code; undefined for what is no code of ours. */
export function rowNameOf(code: string): RowName | undefined {
  // Own properties only: a code may come from a foreign error, and "constructor" is a property of every object.
  if (Object.hasOwn(PROBLEM_ROWS, code)) return code as RowName;
  return Object.hasOwn(SHARED, code) ? SHARED[code as keyof typeof SHARED] : undefined;
}

export function problemRow(name: RowName): ProblemRow {
  return PROBLEM_ROWS[name];
}

/**
 * The reason that evidence of an event states about an error with this code; undefined where the table has none, and the event is
 * either not the right one or stated for another reason.
 */
export function evidenceReason(code: string, event: EventName): ReasonName | undefined {
  const name = rowNameOf(code);
  if (name === undefined) return undefined;
  return problemRow(name).reasons?.find((reason) => (REASONS[reason].events as readonly EventName[]).includes(event));
}
