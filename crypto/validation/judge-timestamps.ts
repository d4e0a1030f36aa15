import type { Circumstances } from './context.ts';
import { type JudgedStamp, judgeTimestamp, type Stamp } from './judge-timestamp.ts';
import { VERDICTS } from './verdict-table.ts';

/**
 * All time-stamps of a signature (EN 319 102-1 clauses 5.5.4 and 5.6.3), judged from the outermost inwards: each one that passes proves
 * that what it covers existed at its time, the inner time-stamps among it, which are then judged at that time. `stamps` come inner
 * first; the answers stand in the same order.
 */
export async function judgeTimestamps(stamps: readonly Stamp[], circumstances: Circumstances): Promise<JudgedStamp[]> {
  const judged: JudgedStamp[] = [];
  for (const stamp of stamps.toReversed()) {
    const answer = inOrder(await judgeTimestamp(stamp, circumstances), judged);
    if (answer.indication === 'PASSED' && answer.existedBefore !== undefined) circumstances.proofs.add(stamp.covers, answer.existedBefore);
    judged.unshift(answer);
  }
  return judged;
}

/** A time-stamp cannot be younger than one that covers it (clause 5.5.4, order of time-stamps). */
function inOrder(answer: JudgedStamp, outer: readonly JudgedStamp[]): JudgedStamp {
  const { generationTime } = answer;
  const isYounger = outer.some(
    ({ indication, existedBefore, stamp }) =>
      indication === 'PASSED' &&
      stamp.covers.some((object) => object.equals(answer.stamp.token)) &&
      generationTime !== undefined &&
      existedBefore !== undefined &&
      generationTime > existedBefore,
  );
  return isYounger ? { ...answer, ...VERDICTS['timestamp-order'], code: 'timestamp-order' } : answer;
}
