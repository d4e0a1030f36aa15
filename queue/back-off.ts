import type { Lane } from './contract.ts';
import { QueueError } from './error.ts';

/** How the waits of one lane grow. Times in milliseconds. */
export interface BackOffRow {
  /** Wait after the first failed attempt. */
  first: number;
  /** Longest wait. */
  limit: number;
  /** Each wait is this many times the one before. */
  factor: number;
  /** Share of the wait, 0 to 1, that chance may take away, so that all that failed together does not come back together. */
  jitter: number;
}

export type BackOffTable = Record<Lane, BackOffRow>;

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Urgent work is tried again soon and often; bulk leaves a peer that is down alone for hours. */
export const BACK_OFF_TABLE: BackOffTable = {
  urgent: { first: SECOND, limit: 5 * MINUTE, factor: 2, jitter: 0.25 },
  ordinary: { first: 5 * SECOND, limit: HOUR, factor: 2, jitter: 0.25 },
  bulk: { first: 30 * SECOND, limit: 6 * HOUR, factor: 2, jitter: 0.25 },
};

export interface BackOffQuestion {
  /** Attempts made so far, the one that just failed included: 1 or more. */
  attempts: number;
  lane: Lane;
  /** Uniform in [0, 1). */
  random: () => number;
  /** Now and the job's end, milliseconds since 1970: with both, the last attempt comes at the end and not after it. */
  now?: number | undefined;
  expiresAt?: number | undefined;
  table?: BackOffTable;
}

/**
 * Milliseconds to wait until the next attempt: growing from seconds to hours, with jitter, never past `expiresAt` while that is still
 * ahead (once it is past, the plain wait, for work that goes on all the same). Throws QueueError `invalid-options` for a table that
 * would make waits of nothing or of forever.
 */
export function nextAttemptDelay(question: BackOffQuestion): number {
  const row = checkedRow((question.table ?? BACK_OFF_TABLE)[question.lane]);
  // The exponent is capped where the limit is long reached: a job with thousands of attempts must not overflow to Infinity * 0.
  const doublings = Math.min(Math.max(question.attempts, 1) - 1, 1000);
  const plain = Math.min(row.first * row.factor ** doublings, row.limit);
  const delay = Math.round(plain * (1 - row.jitter * question.random()));
  const { now, expiresAt } = question;
  if (now === undefined || expiresAt === undefined || expiresAt <= now) return delay;
  return Math.min(delay, expiresAt - now);
}

function checkedRow(row: BackOffRow): BackOffRow {
  const sound =
    row.first > 0 && row.limit >= row.first && row.factor >= 1 && row.jitter >= 0 && row.jitter <= 1 && Number.isFinite(row.limit);
  if (!sound)
    throw new QueueError('invalid-options', 'a back-off row must have 0 < first <= limit, factor >= 1, jitter 0 to 1', {
      disposition: 'operator',
    });
  return row;
}
