import * as z from 'zod';

/**
 * Name of a type of request, such as `mutual-legal-assistance`. Not the closed list of the types that this version knows: a directory or an
 * instrument written for a later version must stay readable.
 */
export const requestTypeIdentifier = z
  .string()
  .max(64)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);
