import { MAXIMUM_PREVIOUS } from './schema.ts';
import type { EvidenceSummary, PreviousEvidence } from './summary.ts';

/** The summaries of one message, each digest once, in the order of their digests: the form from which everything here is derived. */
export function distinctEvidence(evidence: Iterable<EvidenceSummary>): EvidenceSummary[] {
  const byDigest = new Map<string, EvidenceSummary>();
  for (const summary of evidence) byDigest.set(summary.evidenceDigest, summary);
  return [...byDigest.values()].sort((one, other) => compareText(one.evidenceDigest, other.evidenceDigest));
}

/**
 * Evidence of one message with everything after what it names as previous. Between pieces the graph leaves open, the stated time
 * decides, then issuer and sequence, then the digest: the same set is ordered the same way everywhere, whatever order it came in.
 *
 * Digests name what existed before, so there are no circles; summaries that nevertheless form one are put last, by the same rule.
 */
export function orderEvidence(evidence: Iterable<EvidenceSummary>): EvidenceSummary[] {
  const waiting = distinctEvidence(evidence).sort(compareStated);
  const open = new Map(waiting.map((summary) => [summary.evidenceDigest, 0]));
  const followers = new Map<string, EvidenceSummary[]>();
  for (const summary of waiting) {
    for (const digest of knownParents(summary, open)) {
      open.set(summary.evidenceDigest, (open.get(summary.evidenceDigest) ?? 0) + 1);
      followers.set(digest, [...(followers.get(digest) ?? []), summary]);
    }
  }
  const ordered: EvidenceSummary[] = [];
  const ready = waiting.filter((summary) => open.get(summary.evidenceDigest) === 0);
  for (let next = ready.shift(); next !== undefined; next = ready.shift()) {
    ordered.push(next);
    for (const follower of followers.get(next.evidenceDigest) ?? []) {
      const left = (open.get(follower.evidenceDigest) ?? 0) - 1;
      open.set(follower.evidenceDigest, left);
      if (left === 0) insertSorted(ready, follower);
    }
  }
  const placed = new Set(ordered);
  return [...ordered, ...waiting.filter((summary) => !placed.has(summary))];
}

/**
 * What new evidence names as previous: every piece that no other piece names yet. With more than one payload holds, the latest.
 */
export function headsOf(evidence: Iterable<EvidenceSummary>): PreviousEvidence[] {
  const ordered = orderEvidence(evidence);
  const named = new Set(ordered.flatMap((summary) => summary.previous.map((reference) => reference.evidenceDigest)));
  const heads = ordered.filter((summary) => !named.has(summary.evidenceDigest));
  return heads.slice(-MAXIMUM_PREVIOUS).map(({ evidenceDigest, issuer }) => ({ evidenceDigest, issuer }));
}

export interface Orphan {
  readonly evidenceDigest: string;
  /** Digests it names as previous and that are not in the set, sorted. */
  readonly missing: readonly string[];
}

/** Evidence whose previous evidence is not all there. */
export function findOrphans(evidence: Iterable<EvidenceSummary>): Orphan[] {
  const all = distinctEvidence(evidence);
  const known = new Set(all.map((summary) => summary.evidenceDigest));
  return all.flatMap(({ evidenceDigest, previous }) => {
    const missing = new Set(previous.map((reference) => reference.evidenceDigest).filter((digest) => !known.has(digest)));
    return missing.size === 0 ? [] : [{ evidenceDigest, missing: [...missing].sort() }];
  });
}

export interface SequenceGap {
  readonly issuer: string;
  /** First and last missing number. */
  readonly from: number;
  readonly to: number;
}

/** Numbers of an issuer's evidence that are missing before the highest one seen: something was withheld or has not arrived yet. */
export function findSequenceGaps(evidence: Iterable<EvidenceSummary>): SequenceGap[] {
  const sequences = new Map<string, number[]>();
  for (const { issuer, issuerSequence } of distinctEvidence(evidence))
    sequences.set(issuer, [...(sequences.get(issuer) ?? []), issuerSequence]);
  const gaps: SequenceGap[] = [];
  for (const issuer of [...sequences.keys()].sort()) {
    let expected = 1;
    for (const number of (sequences.get(issuer) ?? []).sort((one, other) => one - other)) {
      if (number > expected) gaps.push({ issuer, from: expected, to: number - 1 });
      expected = Math.max(expected, number + 1);
    }
  }
  return gaps;
}

function knownParents(summary: EvidenceSummary, known: ReadonlyMap<string, number>): Set<string> {
  return new Set(summary.previous.map((reference) => reference.evidenceDigest).filter((digest) => known.has(digest)));
}

function insertSorted(list: EvidenceSummary[], summary: EvidenceSummary): void {
  const index = list.findIndex((other) => compareStated(summary, other) < 0);
  list.splice(index === -1 ? list.length : index, 0, summary);
}

function compareStated(one: EvidenceSummary, other: EvidenceSummary): number {
  return (
    Date.parse(one.eventTime) - Date.parse(other.eventTime) ||
    compareText(one.issuer, other.issuer) ||
    one.issuerSequence - other.issuerSequence ||
    compareText(one.evidenceDigest, other.evidenceDigest)
  );
}

/** By code units: the order must not depend on the language of the machine. */
function compareText(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
