import * as z from 'zod';

/**
 * Where a request stands in the requested State, in codes that may be told to the other side: nothing of the case is in them. In the order in
 * which a request usually goes through them.
 */
export const STAGE_CODES = [
  'registered',
  'under-examination',
  'supplement-awaited',
  'forwarded-for-execution',
  'awaiting-court-decision',
  'in-execution',
  'awaiting-third-party',
  'postponed',
  'executed-in-part',
  'executed-being-returned',
  'completed',
] as const;
export type StageCode = (typeof STAGE_CODES)[number];
export const stage = z.enum(STAGE_CODES);
