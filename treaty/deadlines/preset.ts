import * as z from 'zod';
import { lineText } from '../common/text.ts';
import { requestTypeIdentifier } from '../competence/request-type-identifier.ts';
import { provenance } from '../instruments/provenance.ts';

/** In what a time limit is counted. Hours run on through nights; days end at midnight of the addressee; working days skip the others. */
export const TIME_UNITS = ['hours', 'days', 'working-days'] as const;

/** A length of time. */
export const timeLength = z.strictObject({ amount: z.int().min(1).max(10_000), unit: z.enum(TIME_UNITS) });
export type TimeLength = z.infer<typeof timeLength>;

/** From what moment a time limit runs. */
export const STARTING_POINTS = [
  'receipt',
  'answer-incomplete',
  'order-issued',
  'emergency-order-issued',
  'objection-possible',
  'arrest',
  'free-to-leave',
  'oral-request',
  'status-enquiry',
] as const;

/** Name of a preset, such as `emergency-answer`. */
export const deadlinePresetIdentifier = z
  .string()
  .max(64)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);

/** A time limit that an instrument sets, or that an installation has set itself. */
export const deadlinePreset = z.strictObject({
  identifier: deadlinePresetIdentifier,
  length: timeLength,
  startsFrom: z.enum(STARTING_POINTS),
  /** Without: for every type. */
  requestTypes: z.array(requestTypeIdentifier).min(1).max(64).exactOptional(),
  urgency: z.enum(['ordinary', 'urgent', 'emergency']).exactOptional(),
  /** By how much it can be extended once, in the unit of its length. */
  extension: z.int().min(1).max(10_000).exactOptional(),
  /** It does not run while the addressee waits for a supplement (UNTOC 18(16)). */
  pausesForSupplement: z.boolean(),
  /** When its last day is no working day, it ends with the next one that is. Of no effect on hours: they end when they end. */
  endsOnWorkingDay: z.boolean(),
  /** Only where `provenance` confirms it. */
  article: lineText.exactOptional(),
  provenance,
});
export type DeadlinePreset = z.infer<typeof deadlinePreset>;
