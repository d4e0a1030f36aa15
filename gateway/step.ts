import type { ClaimedJob } from '../store/contracts/outbox.ts';
import type { GatewayDependencies } from './dependencies.ts';

/** A claimed job with the signal that tells when its lease was lost or the process is closing. */
export interface StepContext {
  job: ClaimedJob;
  signal: AbortSignal;
}

/** One step of the flow: does its work and commits the completion of its job together with the result. */
export type Step = (dependencies: GatewayDependencies, context: StepContext) => Promise<void>;
