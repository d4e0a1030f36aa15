import type { ClaimedItem, WorkSource } from './contract.ts';
import { QueueError } from './error.ts';

/** A lease is renewed this many times within its length, so that one failed renewal costs nothing. */
const RENEWALS_PER_LEASE = 3;

export interface HeldLease {
  /** Aborted with `lease-lost` (the source said so) or `lease-expired` (no renewal came through in time). */
  readonly signal: AbortSignal;
  abort(reason: QueueError): void;
  /** Renews no more. */
  release(): void;
}

/** Renews the lease of a claimed item until it is released or lost. `claimedAt` is the time given to the claim. */
export function keepLease(options: {
  source: Pick<WorkSource, 'renew'>;
  job: ClaimedItem;
  claimedAt: number;
  milliseconds: number;
  clock: () => number;
}): HeldLease {
  const { source, job, milliseconds, clock } = options;
  const controller = new AbortController();
  let leaseUntil = options.claimedAt + milliseconds;
  let renewing = false;

  async function renew(): Promise<void> {
    const until = clock() + milliseconds;
    try {
      if (!(await source.renew(job.id, job.lease, until))) return lose('lease-lost', 'another worker may hold the job now');
      leaseUntil = until;
    } catch (error) {
      // A source that cannot answer now may answer the next time; the lease is given up only when its time is over.
      if (clock() >= leaseUntil) lose('lease-expired', 'the lease could not be renewed in time', error);
    }
  }

  function lose(code: 'lease-lost' | 'lease-expired', message: string, cause?: unknown): void {
    clearInterval(timer);
    if (!controller.signal.aborted) controller.abort(new QueueError(code, message, cause === undefined ? {} : { cause }));
  }

  function tick(): void {
    if (renewing) {
      // The source neither confirms nor refuses: past its time the lease cannot be relied on.
      if (clock() >= leaseUntil) lose('lease-expired', 'the lease could not be renewed in time');
      return;
    }
    renewing = true;
    void renew().finally(() => {
      renewing = false;
    });
  }

  const timer = setInterval(tick, Math.max(1, Math.floor(milliseconds / RENEWALS_PER_LEASE)));

  return {
    signal: controller.signal,
    abort: (reason) => controller.abort(reason),
    release: () => clearInterval(timer),
  };
}
