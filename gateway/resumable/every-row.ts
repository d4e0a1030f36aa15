import type { Ledger, ListedRow } from '../../store/contracts/ledger.ts';

const PAGE = 500;

/** All unfinished transfers or uploads: some per peer and client at most. */
export async function everyRow<Name extends 'transfers' | 'uploads'>(ledger: Ledger, table: Name): Promise<ListedRow<Name>[]> {
  const all: ListedRow<Name>[] = [];
  for (let after: string | undefined; ; after = all.at(-1)?.order) {
    const query = { index: 'byExpiry', equals: 'all', limit: PAGE, ...(after === undefined ? {} : { after }) } as const;
    // Both tables have this index; the type of a name cannot say so.
    const page = await ledger.list(table, query as unknown as Parameters<typeof ledger.list<Name>>[1]);
    all.push(...page);
    if (page.length < PAGE) return all;
  }
}
