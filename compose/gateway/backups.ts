import type { GatewayDependencies } from '../../gateway/dependencies.ts';
import { type Backups, closeBackups, createBackups } from '../../gateway/operations/backup.ts';
import { openSqliteLedger } from '../../store/sqlite/ledger.ts';
import { createBackupWriter } from '../backup/write-backup.ts';
import type { GatewayConfiguration } from '../configuration/gateway-configuration.ts';
import type { ClosingStack } from './closing-stack.ts';
import type { Foundation } from './foundation.ts';

/** What the running gateway needs to copy itself. */
export function openBackups(
  { operation }: Pick<GatewayConfiguration, 'operation'>,
  { dependencies, foundation }: { dependencies: GatewayDependencies; foundation: Foundation },
  stack: ClosingStack,
): Backups {
  const { authority, ledger, blobs, keys, clock } = dependencies;
  const writer = createBackupWriter({
    authority,
    logOrigin: dependencies.logOrigin,
    ledger,
    blobs,
    logFolder: foundation.logFolder,
    openCopy: (path) => openSqliteLedger({ path }),
    signer: () => keys.signer('evidence'),
    now: () => clock.now(),
    allowedFolders: operation.backupFolders,
  });
  const backups = createBackups(writer);
  stack.add('backups', () => closeBackups(backups));
  return backups;
}
