import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import type { ApiClient } from '../../compose/api-client/client.ts';
import { ApiError } from '../../compose/api-client/error.ts';
import { exitCode } from '../../compose/command-outcome.ts';
import { defineApiCommand } from '../api-options.ts';
import { defineCommand, UsageError } from '../command-line.ts';

const POLL_MILLISECONDS = 500;

/** `valija backup --to FOLDER`: the running gateway copies itself; needs the certificate of an operator. */
export function backupCommand(): Command {
  return defineApiCommand('backup', 'have a running gateway write a backup of itself', async (client, terminal, { to, keep }) => {
    const generations = keep === undefined ? undefined : Number(keep);
    if (generations !== undefined && !(Number.isInteger(generations) && generations >= 1 && generations <= 1_000)) {
      throw new UsageError('--keep takes a number from 1 to 1000');
    }
    const begun = await client.startBackup({
      folder: resolve(String(to)),
      ...(generations === undefined ? {} : { keep: generations }),
    });
    terminal.note(begun.identifier);
    const backup = await finished(client, begun.identifier);
    const { generation = '', files = 0, octets = 0, copiedFiles = 0, copiedOctets = 0 } = backup;
    terminal.result(backup, [
      `${begun.folder}  ${generation}`,
      `${files} files, ${octets} octets; copied now: ${copiedFiles} files, ${copiedOctets} octets`,
    ]);
    return exitCode('ok');
  })
    .requiredOption('--to <folder>', 'folder on the machine of the gateway, one that operation.backupFolders allows')
    .option('--keep <number>', 'generations that stay, this one included (default: 14)');
}

/** `valija restore`: makes a data folder of a backup, with the gateway standing still. */
export function restoreCommand(): Command {
  return defineCommand('restore', 'make a data folder of a backup; the gateway must not run', async (terminal, options) => {
    const { restoreConfigured } = await import('../../compose/run-restore.ts');
    const { from, to, config, generation } = options;
    const restored = await restoreConfigured({
      configuration: String(config),
      from: resolve(String(from)),
      ...(to === undefined ? {} : { to: resolve(String(to)) }),
      ...(generation === undefined ? {} : { generation: String(generation) }),
    });
    terminal.result(restored, [
      `${restored.folder}  ${restored.generation}`,
      `${restored.files} files, ${restored.octets} octets; changes since ${restored.startedAt} come back from the peers`,
    ]);
    return exitCode('ok');
  })
    .requiredOption('--from <folder>', 'folder of backups')
    .requiredOption('--config <file>', 'gateway.json: whose backup this must be, and who may sign it')
    .option('--to <folder>', 'a new or empty folder (default: dataFolder of the configuration)')
    .option('--generation <name>', 'which backup (default: the youngest)');
}

/** Waits until the backup has come to an end; a failed one is told as the gateway would tell it. */
async function finished(client: ApiClient, identifier: string) {
  for (;;) {
    const status = await client.backup(identifier);
    if (status.state === 'done') return status;
    if (status.state === 'failed') throw new ApiError(status.code ?? 'internal', status.code ?? 'internal');
    await sleep(POLL_MILLISECONDS);
  }
}
