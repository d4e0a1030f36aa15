import type { JudgedLog } from './bundle-logs.ts';
import type { BundleObjects } from './bundle-objects.ts';
import type { Findings } from './finding.ts';

/** Evidence is logged as it is signed, and published a second later; this much is left to clocks and to a log that had to catch up. */
const TOLERANCE_MILLISECONDS = 300_000;

/**
 * Whether receipts were in the log of their issuer when they say that they were made. A state of that log that has a time-stamp and does
 * not hold a receipt yet shows that it was not logged before; when the receipt claims a time well before that stamp, either the log stood
 * still for that long, or the receipt was backdated. Nobody but the issuer can tell, so this is left open.
 */
export function judgeLoggedTimes(findings: Findings, objects: BundleObjects, logs: readonly JudgedLog[]): void {
  for (const { path, verified } of objects.evidence) {
    const { issuer, eventTime } = verified.summary;
    for (const log of logs.filter(({ authority }) => authority === issuer)) {
      const index = log.entries.get(verified.evidenceDigest);
      const absentAt = index === undefined ? undefined : lastStampWithout(log, index);
      if (absentAt !== undefined && absentAt.getTime() - new Date(eventTime).getTime() > TOLERANCE_MILLISECONDS) {
        findings.open('evidence-time', path, 'logged-later-than-claimed');
      }
    }
  }
}

/** The latest time-stamp of a state that does not reach the entry. */
function lastStampWithout({ checkpoints }: JudgedLog, index: number): Date | undefined {
  const stamps = checkpoints.flatMap(({ checkpoint, existedBefore }) =>
    checkpoint.size <= index && existedBefore !== undefined ? [existedBefore] : [],
  );
  return stamps.sort((one, other) => other.getTime() - one.getTime())[0];
}
