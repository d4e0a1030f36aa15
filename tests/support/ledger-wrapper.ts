import type { Ledger } from '../../store/contracts/ledger.ts';

/** The same ledger with another `commit`. */
export function withCommit(ledger: Ledger, commit: Ledger['commit']): Ledger {
  return {
    commit,
    get: (table, key) => ledger.get(table, key),
    list: (table, query) => ledger.list(table, query),
    readFeed: (feed, after, limit) => ledger.readFeed(feed, after, limit),
    get feedEpoch() {
      return ledger.feedEpoch;
    },
    outbox: ledger.outbox,
    log: ledger.log,
    backup: (path) => ledger.backup(path),
    scrub: () => ledger.scrub(),
    close: () => ledger.close(),
  };
}
