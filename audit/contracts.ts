/**
 * What the log needs of others, declared here because audit imports neither the store nor a driver. The ledger's log rows fit
 * `LogRows` by shape; the tile files of `log/tile-files.ts` fit `Tiles`.
 */

/** An entry of the log as the ledger keeps it. */
export interface LogRow {
  index: number;
  /** ASCII `valija/<type>/1\n` followed by 32 octets SHA-256(salt then digest). */
  entry: Buffer;
  /** 32 octets. */
  salt: Buffer;
  /** 32 octets: digest of the logged object. */
  digest: Buffer;
}

export interface PublishedNote {
  size: number;
  /** The signed note, verbatim. */
  note: string;
  epoch: number;
}

/** Rows behind the log: an index once committed MUST NOT change or disappear. */
export interface LogRows {
  /** Becomes (or stays) the sequencer; undefined while another holder's lease runs. A new holder gets a higher epoch. */
  acquire(holder: string, now: number, milliseconds: number): Promise<{ epoch: number } | undefined>;
  /** Gives indexes to up to `limit` waiting leaves, oldest first; MUST fail when a newer epoch exists. Durable. */
  sequence(epoch: number, limit: number): Promise<{ firstIndex: number; count: number }>;
  pendingCount(): Promise<number>;
  size(): Promise<number>;
  /** Entries with `from` <= index < `to`, ascending. */
  entries(from: number, to: number): Promise<LogRow[]>;
  findByDigest(digest: Buffer): Promise<LogRow | undefined>;
  published(): Promise<PublishedNote | undefined>;
  /** Compare-and-set on the size of the note before (0: none) under the epoch. Durable. */
  publish(checkpoint: PublishedNote, expectedSize: number): Promise<void>;
}

/** A static resource of the log, by its C2SP tlog-tiles path. */
export interface TileFile {
  path: string;
  content: Buffer;
}

/** Read access to the static resources of a log. */
export interface TileReader {
  /** The resource, or undefined when it does not exist. */
  read(path: string): Promise<Buffer | undefined>;
  /** The checkpoint as published (a signed note), or undefined. */
  readCheckpoint(): Promise<string | undefined>;
}

/** Where tiles are kept and served from. */
export interface Tiles extends TileReader {
  /**
   * Stores every file that is not there yet; MUST NOT overwrite. A file already there MUST be equal, otherwise AuditError
   * `tile-conflict`. Everything has reached stable storage when this resolves.
   */
  write(files: readonly TileFile[]): Promise<void>;
  /** Replaces the published checkpoint atomically and durably: a reader sees the old or the new one, never a mixture. */
  publishCheckpoint(note: string): Promise<void>;
  /** Removes the partial forms of a resource whose full form is there. Never throws for what is already gone. */
  removePartials(fullPath: string): Promise<void>;
}

export interface Clock {
  now(): Date;
}
