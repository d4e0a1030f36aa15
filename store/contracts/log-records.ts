/** Records about transparency logs: our own checkpoints, and what we know of the logs of others. Times are RFC 3339 in UTC. */

/** How far we know the log of another authority, as its witness. Key: SHA-256 of its origin, hexadecimal. Never goes back. */
export interface WitnessedLogRecord {
  origin: string;
  /** Whose log. */
  authority: string;
  size: number;
  /** Hexadecimal. */
  root: string;
  /** Its signed note; with our cosignature where we have one. */
  note: string;
  isCosigned: boolean;
  at: string;
}

/**
 * A checkpoint of our own log that is more than the newest: cosigned by witnesses, or time-stamped (then the token is the `bytes` of the
 * row, and the row stays for ever). Key: its size.
 */
export interface CheckpointRecord {
  size: number;
  /** The signed note with the cosignatures that came. */
  note: string;
  /** When the last cosignature came. */
  cosignedAt?: string;
  /** Time in the token. */
  stampedAt?: string;
}

/** Two signed notes of one log that do not go together, kept for ever. Key: SHA-256 of both texts, hexadecimal. */
export interface ForkRecord {
  origin: string;
  /** Whose log. */
  authority: string;
  /** `proven`: anybody can check it with the key of the log. `unproven`: the log did not show how they go together. */
  kind: 'proven' | 'unproven' | 'rolled-back';
  foundAt: string;
  /** Who showed us the second note, when it was not the log's own gateway. */
  shownBy?: string;
  /** `valija-fork/1`. */
  document: string;
}
