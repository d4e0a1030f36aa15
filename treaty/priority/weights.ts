import * as z from 'zod';
import type { STAGES } from './criteria.ts';

const points = z.int().min(0).max(1_000);

/** Points for a date that comes nearer: none until `withinDays` before it, all of them on the day and after. */
const nearing = z.strictObject({ points, withinDays: z.int().min(1).max(3_650) });

/**
 * How much each criterion counts. An installation may change every number; none can be negative, so that declaring more never puts a request
 * further back. A criterion with several levels gets its points in equal steps.
 */
export const priorityWeights = z.strictObject({
  urgency: points,
  seriousness: points,
  arrestBeforeTrial: points,
  libertyAtStake: points,
  evidenceLossRisk: points,
  evidenceLostOn: nearing,
  stage: z.strictObject({
    preliminary: points,
    investigation: points,
    prosecution: points,
    trial: points,
    appeal: points,
    enforcement: points,
  } satisfies Record<(typeof STAGES)[number], typeof points>),
  hearingOn: nearing,
  limitationOn: nearing,
  /** A wished deadline counts only with its reasons (UNTOC 18(24)). */
  reasonedDeadline: nearing,
  /** Grows with every day that the request has waited, up to all of it. */
  age: z.strictObject({ points, fullAfterDays: z.int().min(1).max(3_650) }),
});
export type PriorityWeights = z.infer<typeof priorityWeights>;

/** Our own setting: threat to life and loss of liberty before anything else; then what vanishes, what is time-barred; then the rest. */
export const DEFAULT_PRIORITY_WEIGHTS: PriorityWeights = {
  urgency: 100,
  seriousness: 45,
  arrestBeforeTrial: 40,
  libertyAtStake: 50,
  evidenceLossRisk: 40,
  evidenceLostOn: { points: 30, withinDays: 30 },
  stage: { preliminary: 0, investigation: 5, prosecution: 10, trial: 20, appeal: 10, enforcement: 5 },
  hearingOn: { points: 30, withinDays: 60 },
  limitationOn: { points: 40, withinDays: 180 },
  reasonedDeadline: { points: 25, withinDays: 60 },
  age: { points: 30, fullAfterDays: 365 },
};
