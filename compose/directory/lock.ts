import { open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { GovernanceError } from './error.ts';

const NAME = 'lock';
const ATTEMPTS = 100;
const PAUSE_MILLISECONDS = 100;

/**
 * Does something to a working copy while nobody else on this machine does: a server that renews it, and a person who publishes. A lock whose
 * process is gone does not count.
 *
 * @throws GovernanceError `working-copy-not-usable` when another process holds it for ten seconds
 */
export async function withLock<Result>(folder: string, action: () => Promise<Result>): Promise<Result> {
  const path = join(folder, NAME);
  await acquire(path);
  try {
    return await action();
  } finally {
    await rm(path, { force: true });
  }
}

async function acquire(path: string): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    try {
      const file = await open(path, 'wx', 0o600);
      await file.writeFile(String(process.pid));
      await file.close();
      return;
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'EEXIST') {
        throw new GovernanceError('working-copy-not-usable', `${path} cannot be written`, { cause: error });
      }
    }
    if (await isLeftOver(path)) await rm(path, { force: true });
    else await sleep(PAUSE_MILLISECONDS);
  }
  throw new GovernanceError('working-copy-not-usable', `another process is at work: ${path}`);
}

/** Whether the process that took the lock is gone. An empty file has just been made. */
async function isLeftOver(path: string): Promise<boolean> {
  const text = await readFile(path, 'utf8').catch(() => '');
  if (!/^[1-9]\d{0,9}$/.test(text)) return false;
  try {
    process.kill(Number(text), 0);
    return false;
  } catch (error) {
    return (error as { code?: unknown }).code === 'ESRCH';
  }
}
