import type { ClaimedJob, JobChange, JobKind } from '../store/contracts/outbox.ts';
import { archivePackage } from './archive/archive-package.ts';
import type { GatewayDependencies } from './dependencies.ts';
import { codeOf, dispositionOf } from './error.ts';
import { pushEvidence } from './evidence-return/push-evidence.ts';
import { stampEvidence } from './evidence-return/stamp-evidence.ts';
import { stateDeliveryUnconfirmed, stateHandoverSilence, stateRelayFailure } from './evidence-return/state-silence.ts';
import { open } from './inbound/open.ts';
import { deliverAgain } from './outbound/deliver-again.ts';
import { prepare } from './outbound/prepare.ts';
import { transmit } from './outbound/transmit.ts';
import { registerReceived } from './register/register-received.ts';
import type { Step } from './step.ts';
import { commit } from './unit-of-work.ts';

/** Which step does which kind of job: the flow of docs/flow.md as a table. */
export const STEPS: Readonly<Record<JobKind, Step>> = {
  prepare,
  transmit,
  'relay-deadline': stateRelayFailure,
  'consignment-deadline': stateDeliveryUnconfirmed,
  'handover-deadline': stateHandoverSilence,
  open,
  register: registerReceived,
  'return-evidence': pushEvidence,
  'stamp-evidence': stampEvidence,
  archive: archivePackage,
  'deliver-again': deliverAgain,
};

/** Delay in milliseconds before the next attempt; composed from the queue's back-off. */
export type AttemptDelay = (job: ClaimedJob, now: number) => number;

/** Runs one claimed job. */
export function runJob(dependencies: GatewayDependencies, job: ClaimedJob, signal: AbortSignal): Promise<void> {
  return STEPS[job.kind](dependencies, { job, signal });
}

/**
 * Decides what follows from a failed attempt: waiting and retrying put the job back with a growing delay; what only a person can mend
 * becomes a dead letter, listed for operators and released by them. The message keeps its deadlines either way.
 */
export async function settleJob(dependencies: GatewayDependencies, job: ClaimedJob, error: unknown, delay: AttemptDelay): Promise<void> {
  const code = codeOf(error);
  // Somebody else finished or took over this job: there is nothing left to settle.
  if (code === 'lease-lost') return;
  const disposition = dispositionOf(error);
  const now = dependencies.clock.now().getTime();
  const final = disposition === 'operator' || disposition === 'refuse';
  dependencies.observe({
    name: final ? 'job-buried' : 'job-postponed',
    code,
    lane: job.lane,
    ...(job.peer === undefined ? {} : { peer: job.peer }),
  });
  const change: JobChange = final
    ? { operation: 'bury', id: job.id, lease: job.lease, error: code }
    : { operation: 'reschedule', id: job.id, lease: job.lease, dueAt: now + delay(job, now), error: code };
  await commit(dependencies, { jobs: [change] }).catch((failure: unknown) => {
    // Cancelled or taken over while it ran, for example by the evidence that it was waiting for.
    if (codeOf(failure) !== 'lease-lost') throw failure;
  });
}
