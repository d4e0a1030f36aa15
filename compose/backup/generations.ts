import { readdir, readFile, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { BackupError } from './error.ts';
import { GENERATIONS, isGenerationName, STATEMENT, SUMS } from './layout.ts';
import { type OpenedStatement, openStatement } from './statement.ts';
import { parseSums } from './sums.ts';

/** Names of the finished generations, the oldest first. */
export async function listGenerations(root: string): Promise<string[]> {
  const names = await readdir(join(root, GENERATIONS)).catch((cause: unknown) => {
    throw new BackupError('backup-folder-not-usable', 'this folder holds no backups', { cause });
  });
  return names.filter(isGenerationName).sort();
}

/** The manifest of a generation: path to digest. BackupError `backup-damaged`, `backup-malformed`. */
export async function readSums(root: string, generation: string): Promise<Map<string, string>> {
  return parseSums(await readPart(root, generation, SUMS), generation);
}

/** The signed statement of a generation. BackupError `backup-damaged`, `backup-malformed`, `backup-version`. */
export async function readStatement(root: string, generation: string): Promise<OpenedStatement> {
  const opened = openStatement(await readPart(root, generation, STATEMENT));
  if (opened.statement.generation === generation) return opened;
  throw new BackupError('backup-malformed', 'backup.json is about another generation');
}

/** Octets of a file of the generation itself. BackupError `backup-damaged`. */
export async function readPart(root: string, generation: string, name: string): Promise<Buffer> {
  return readFile(join(root, GENERATIONS, generation, name)).catch((cause: unknown) => {
    throw new BackupError('backup-damaged', `${GENERATIONS}/${generation}/${name} cannot be read`, { cause });
  });
}

/**
 * Removes all but the `keep` youngest generations, then every file that only they had: what was purged here is gone from the backups once
 * the last generation that knew it has gone.
 */
export async function removeOldGenerations(root: string, keep: number): Promise<void> {
  const generations = await listGenerations(root);
  const old = generations.slice(0, -keep);
  for (const name of old) await rm(join(root, GENERATIONS, name), { recursive: true, force: true });
  if (old.length === 0) return;
  const needed = new Set<string>();
  for (const name of generations.slice(-keep)) for (const path of (await readSums(root, name)).keys()) needed.add(path);
  for (const shard of await readdir(join(root, 'blobs')).catch(() => [])) {
    const folder = join(root, 'blobs', shard);
    const names = await readdir(folder);
    const unneeded = names.filter((name) => !needed.has(`blobs/${shard}/${name}`));
    for (const name of unneeded) await rm(join(folder, name), { force: true });
    if (unneeded.length === names.length) await rmdir(folder);
  }
}
