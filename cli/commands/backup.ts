import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import type { ApiClient } from '../../compose/api-client/client.ts';
import { ApiError } from '../../compose/api-client/error.ts';
import { exitCode } from '../../compose/command-outcome.ts';
import { defineApiCommand } from '../api-options.ts';
import { UsageError } from '../command-line.ts';

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

/** Waits until the backup has come to an end; a failed one is told as the gateway would tell it. */
async function finished(client: ApiClient, identifier: string) {
  for (;;) {
    const status = await client.backup(identifier);
    if (status.state === 'done') return status;
    if (status.state === 'failed') throw new ApiError(status.code ?? 'internal', status.code ?? 'internal');
    await sleep(POLL_MILLISECONDS);
  }
}
