import { stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { GatewayConfiguration } from '../configuration/gateway-configuration.ts';
import { readKeyEncryptionKey, readPassword } from '../configuration/secrets.ts';
import type { Findings } from './finding.ts';

const FOR_OTHERS = 0o077;
const WRITABLE_BY_OTHERS = 0o022;

/** Times the floor below which the gateway takes nothing in; less is told in time. */
const COMFORTABLE_FLOORS = 2;

/** Secrets that can be read by their owner alone, and nothing that others could change. */
export async function examineFiles(path: string, configuration: GatewayConfiguration, findings: Findings): Promise<void> {
  const before = findings.found.length;
  const { keys, queue, dataFolder } = configuration;
  for (const secret of [keys.keyEncryptionKey, ...keys.formerKeyEncryptionKeys]) {
    await findings.attempt(secret, () => readKeyEncryptionKey(secret));
  }
  if (queue.kind === 'bullmq' && queue.passwordFile !== undefined) {
    const { passwordFile } = queue;
    await findings.attempt(passwordFile, () => readPassword(passwordFile));
  }
  await examineMode(path, WRITABLE_BY_OTHERS, findings);
  await examineMode(dataFolder, FOR_OTHERS, findings);
  if (findings.found.length === before) findings.pass('files-private', path);
}

async function examineMode(path: string, forbidden: number, findings: Findings): Promise<void> {
  const status = await stat(path).catch(() => undefined);
  // What does not exist yet is made by the gateway, as it should be.
  if (status === undefined || (status.mode & forbidden) === 0) return;
  const mode = (status.mode & 0o777).toString(8);
  if ((status.mode & WRITABLE_BY_OTHERS) !== 0) findings.fault('open-to-others', path, mode);
  else findings.warning('open-to-others', path, mode);
}

/** Room for what comes in. */
export async function examineDisk({ dataFolder, operation }: GatewayConfiguration, findings: Findings): Promise<void> {
  const room = await findings.attempt(dataFolder, () => statfs(dataFolder).catch(() => statfs(dirname(dataFolder))));
  if (room === undefined) return;
  const free = room.bavail * room.bsize;
  const text = `${Math.floor(free / 1024 ** 2)} MiB`;
  if (free < operation.diskFloor) findings.told('storage-full', dataFolder);
  else if (free < COMFORTABLE_FLOORS * operation.diskFloor) findings.warning('disk-filling', dataFolder, text);
  else findings.pass('disk-room', dataFolder, text);
}
