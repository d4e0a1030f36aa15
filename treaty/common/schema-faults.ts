import type * as z from 'zod';

/** Faults told of one message: a hostile one could have as many as it has octets. */
const MAXIMUM_FAULTS = 200;

/** One place where a value does not follow its schema. The value itself is never repeated: it may be content. */
export interface SchemaFault {
  /** JSON Pointer (RFC 6901). */
  pointer: string;
  /** What zod calls the fault, for example `invalid_type` or `unrecognized_keys`. */
  issue: string;
}

/** Every fault of a failed parse, in the order of the document; of a union that was discriminated, those of the variant chosen. */
export function schemaFaults(error: z.ZodError): SchemaFault[] {
  return error.issues.slice(0, MAXIMUM_FAULTS).map(({ path, code }) => ({ pointer: jsonPointer(path), issue: code }));
}

/** RFC 6901 of a path of names and indexes. */
export function jsonPointer(path: readonly PropertyKey[]): string {
  return path.map((segment) => `/${String(segment).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
