export type BackupErrorCode =
  /** The configuration names no such folder for backups. */
  | 'backup-folder-not-allowed'
  /** The folder belongs to something else, or cannot be written. */
  | 'backup-folder-not-usable'
  /** A file is missing or has other octets than the manifest says. */
  | 'backup-damaged'
  | 'backup-malformed'
  /** Written by a newer program. */
  | 'backup-version'
  /** Of another authority, or signed with a certificate that the directory does not list for this one. */
  | 'backup-not-ours'
  | 'restore-target-not-empty';

/** Why a backup cannot be written or used. `detail` names a file of the backup; nothing of a case is ever in one. */
export class BackupError extends Error {
  override readonly name = 'BackupError';
  readonly code: BackupErrorCode;
  readonly disposition: 'operator' | 'refuse';

  constructor(code: BackupErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.disposition = code === 'backup-folder-not-allowed' ? 'refuse' : 'operator';
  }
}
