import type { Ledger, Row, RowChange } from '../../store/contracts/ledger.ts';

/** Setting that says that this ledger has forgotten something: what it said and took in after `since`. */
const RESTORE_MARKER = 'restore';

/** Why the ledger is older than what its gateway has said to others, and how far it has been made good. */
export interface RestoreMarker {
  /** `restored` from a backup; `rolled-back`: found out by what a peer knows, for example after a snapshot of a machine was put back. */
  reason: 'restored' | 'rolled-back';
  /** Everything before this moment is here. */
  since: string;
  /** When it was restored, or found out. */
  at: string;
  /** SHA-256 of the signed statement of the backup. */
  statement?: string;
}

/** The marker as stored, with the progress of the recovery. */
export interface StoredMarker extends RestoreMarker {
  /** Whether the successor of the log has been opened. */
  succeeded?: boolean;
  /** Peers that have given back everything they hold. */
  recovered?: readonly string[];
}

/** The change that marks a ledger. It begins the recovery anew, also when one before it was not finished: its time then still counts. */
export async function restoreMarkerRow(ledger: Pick<Ledger, 'get'>, marker: RestoreMarker): Promise<RowChange> {
  const earlier = await readRestoreMarker(ledger);
  const since = earlier !== undefined && earlier.marker.since < marker.since ? earlier.marker.since : marker.since;
  return markerChange(earlier?.row, { ...marker, since });
}

export async function readRestoreMarker(ledger: Pick<Ledger, 'get'>): Promise<{ row: Row<'settings'>; marker: StoredMarker } | undefined> {
  const row = await ledger.get('settings', RESTORE_MARKER);
  return row === undefined ? undefined : { row, marker: JSON.parse(row.value.value) as StoredMarker };
}

export function markerChange(row: Row<'settings'> | undefined, marker: StoredMarker): RowChange {
  return { table: 'settings', key: RESTORE_MARKER, expect: row?.version ?? 0, value: { value: JSON.stringify(marker) } };
}
