import type { RevocationList } from '../../crypto/x509/revocation-list.ts';

/**
 * Where revocation information comes from. current() returns what is held now, also when it is stale: the path check decides by
 * thisUpdate and nextUpdate, so that an outage degrades to INDETERMINATE instead of halting.
 */
export interface RevocationSource {
  current(): readonly RevocationList[];
  /** Reads the source again; keeps the former lists when that fails and reports it by status(). */
  refresh(): Promise<void>;
  status(): { lists: number; staleIssuers: readonly string[]; lastError?: string };
}
