import type { ClaimedJob, JobChange } from '../store/contracts/outbox.ts';
import type { GatewayDependencies } from './dependencies.ts';
import { commit } from './unit-of-work.ts';

/** The change that ends a job, to be committed with its result. */
export function completion(job: ClaimedJob): JobChange {
  return { operation: 'complete', id: job.id, lease: job.lease };
}

/** Ends a job that has nothing left to do. */
export function completeJob(dependencies: GatewayDependencies, job: ClaimedJob): Promise<void> {
  return commit(dependencies, { jobs: [completion(job)] });
}
