import type { OpenAlarms } from '../../gateway/http/management-api.ts';
import type { Ledger } from '../../store/contracts/ledger.ts';

/** Alarms that are read for one answer; more of them would be the same ones again. */
const MAXIMUM_ALARMS = 1_000;

/**
 * Alarms that nobody has acknowledged, those of one code about one peer together, the oldest first. What message they are about is not told:
 * whoever may ask for this need not be who may know of cases.
 */
export async function openAlarms(ledger: Pick<Ledger, 'list'>): Promise<OpenAlarms[]> {
  const rows = await ledger.list('alarms', { index: 'open', equals: 'open', limit: MAXIMUM_ALARMS });
  const groups = new Map<string, OpenAlarms>();
  for (const { code, peer, raisedAt } of rows.map(({ value }) => value)) {
    const name = `${code} ${peer ?? ''}`;
    const known = groups.get(name) ?? { code, ...(peer === undefined || peer === '' ? {} : { peer }), count: 0, since: raisedAt };
    groups.set(name, { ...known, count: known.count + 1, since: raisedAt < known.since ? raisedAt : known.since });
  }
  return [...groups.values()].sort((one, other) => (one.since < other.since ? -1 : 1));
}
