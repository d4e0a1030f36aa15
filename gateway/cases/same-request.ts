import type { CaseRecord } from '../../store/contracts/case-records.ts';
import type { GatewayDependencies } from '../dependencies.ts';

/** More than this many other cases of one request are not told. */
const MAXIMUM_SAME = 50;

/** Other cases that have a reference or the letter in common with this one: the same request that came by another route, or went to others. */
export async function casesOfSameRequest({ ledger }: GatewayDependencies, caseKey: string): Promise<CaseRecord[]> {
  const own = await ledger.list('caseMatches', { index: 'byCase', equals: caseKey, limit: 100 });
  const keys = new Set<string>();
  for (const { value } of own) {
    const same = await ledger.list('caseMatches', { index: 'byFingerprint', equals: value.fingerprint, limit: MAXIMUM_SAME });
    for (const match of same) if (match.value.caseKey !== caseKey) keys.add(match.value.caseKey);
  }
  const rows = await Promise.all(
    [...keys]
      .sort()
      .slice(0, MAXIMUM_SAME)
      .map((key) => ledger.get('cases', key)),
  );
  return rows.flatMap((row) => (row === undefined ? [] : [row.value]));
}
