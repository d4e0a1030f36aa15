/** What to copy where, decided by the operation and not by the caller. */
export interface BackupRequest {
  identifier: string;
  /** Absolute path on the machine of the gateway. */
  folder: string;
  /** Who asked for it. */
  actor: string;
  startedAt: Date;
  /** Generations that stay, this one included; older ones are removed with what only they needed. */
  keep: number;
}

export interface BackupResult {
  /** Name of the generation in the folder. */
  generation: string;
  /** Files and octets of the whole backup. */
  files: number;
  octets: number;
  /** What had to be copied now: the rest was there from before. */
  copiedFiles: number;
  copiedOctets: number;
  /** SHA-256 of the signed statement (lowercase hexadecimal). */
  statementDigest: string;
}

/** Copies a gateway in use: a consistent ledger, and every file that it refers to. */
export interface BackupWriter {
  /** Throws `backup-folder-not-allowed` unless the configuration lets backups be written there. */
  requireAllowed(folder: string): void;
  write(request: BackupRequest, options: { signal: AbortSignal }): Promise<BackupResult>;
}
