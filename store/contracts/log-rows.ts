/** A leaf to be logged: the entry's octets are complete, only its index is missing (design section 4, log). */
export interface LogLeaf {
  /** ASCII `valija/<type>/1\n` followed by 32 octets SHA-256(salt, digest). */
  entry: Buffer;
  /** 32 octets. */
  salt: Buffer;
  /** 32 octets: digest of the logged object; lets us find the index again. */
  digest: Buffer;
}

export interface LogEntryRow {
  index: number;
  entry: Buffer;
  salt: Buffer;
  digest: Buffer;
}

export interface PublishedCheckpoint {
  size: number;
  /** The signed note, verbatim. */
  note: string;
  epoch: number;
}

/**
 * Rows behind the transparency log. Leaves wait in `log_pending` in commit order; one sequencer, fenced by its epoch, gives them
 * consecutive indexes. An index once committed MUST NOT change or disappear.
 */
export interface LogRows {
  /** Becomes the sequencer for `milliseconds`; returns a new, higher epoch, or undefined while another holder's lease runs. Renewed by the same holder keeps its epoch. */
  acquire(holder: string, now: number, milliseconds: number): Promise<{ epoch: number } | undefined>;
  /** Moves up to `limit` pending leaves to the log, oldest first. StoreError `epoch-fenced` when a newer epoch exists. Durable. */
  sequence(epoch: number, limit: number): Promise<{ firstIndex: number; count: number }>;
  pendingCount(): Promise<number>;
  /** Number of entries with an index. */
  size(): Promise<number>;
  /** From index `from` (inclusive) to `to` (exclusive), as far as there are entries. */
  entries(from: number, to: number): Promise<LogEntryRow[]>;
  findByDigest(digest: Buffer): Promise<LogEntryRow | undefined>;
  published(): Promise<PublishedCheckpoint | undefined>;
  /** Compare-and-set of the published checkpoint: `expectedSize` is the size of the one before (0: none). StoreError `version-conflict` or `epoch-fenced`. Durable. */
  publish(checkpoint: PublishedCheckpoint, expectedSize: number): Promise<void>;
}
