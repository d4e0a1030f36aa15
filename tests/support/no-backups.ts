import { BackupError } from '../../compose/backup/error.ts';
import type { BackupWriter } from '../../gateway/contracts/backup.ts';
import { type Backups, createBackups } from '../../gateway/operations/backup.ts';

/** For gateways in tests about something else: backups are allowed nowhere. */
export function noBackups(): Backups {
  const refuse = (): never => {
    throw new BackupError('backup-folder-not-allowed', 'no backups in this test');
  };
  const writer: BackupWriter = { requireAllowed: refuse, write: async () => refuse() };
  return createBackups(writer);
}
