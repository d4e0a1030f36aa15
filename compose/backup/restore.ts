import { createHash, randomBytes } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { encodeLeaf } from '../../audit/log/leaf.ts';
import { type RestoreMarker, restoreMarkerRow } from '../../gateway/recovery/restore-marker.ts';
import { everyRow } from '../../gateway/resumable/every-row.ts';
import type { Ledger } from '../../store/contracts/ledger.ts';
import { openSqliteLedger } from '../../store/sqlite/ledger.ts';
import type { GatewayConfiguration } from '../configuration/gateway-configuration.ts';
import { DATA_VERSION, dataFolderPaths, markDataFolder } from '../data-folder.ts';
import { readDirectoryOnce } from '../gateway/open-directory.ts';
import { makeFolder, readFileInChunks, syncFolder, writeDurably } from './durable-files.ts';
import { BackupError } from './error.ts';
import { listGenerations, readPart, readStatement } from './generations.ts';
import { GENERATIONS, LEDGER, SUMS } from './layout.ts';
import type { BackupStatement } from './statement.ts';
import { parseSums } from './sums.ts';

export interface Restore {
  configuration: GatewayConfiguration;
  /** Folder of backups. */
  from: string;
  /** One generation of it; the youngest when left out. */
  generation?: string;
  /** New or empty. */
  to: string;
  now: Date;
}

export interface Restored {
  generation: string;
  startedAt: string;
  files: number;
  octets: number;
  logSize: number;
}

/**
 * Makes a data folder of a backup, offline. Signature, manifest and the digest of every file are checked; the folder becomes a data
 * folder only at the very end. What it holds is marked as restored and its feeds get another epoch, so that the gateway that opens it
 * asks its peers before it says anything, and its readers begin anew.
 * BackupError; also the errors of the directory and of the ledger.
 */
export async function restoreBackup(restore: Restore): Promise<Restored> {
  await requireEmpty(restore.to);
  const root = restore.from;
  const generation = restore.generation ?? (await listGenerations(root)).at(-1);
  if (generation === undefined) throw new BackupError('backup-folder-not-usable', 'there is no finished backup in this folder');
  const { statement, digest } = await readVerified(restore, generation);
  const sums = await readManifest(root, generation, statement);
  try {
    const octets = await copyFiles(restore, generation, sums);
    await prepareLedger(dataFolderPaths(restore.to).ledger, { statement, restoredAt: restore.now, statementDigest: digest });
    await syncFolder(restore.to);
    await markDataFolder(restore.to);
    await syncFolder(dirname(restore.to));
    return { generation, startedAt: statement.startedAt, files: sums.size, octets, logSize: statement.log.size };
  } catch (error) {
    // Nothing was there before, and half a restore is of no use to anybody.
    for (const name of await readdir(restore.to).catch(() => [])) await rm(join(restore.to, name), { recursive: true, force: true });
    throw error;
  }
}

async function requireEmpty(folder: string): Promise<void> {
  const names = await readdir(folder).catch((error: unknown) => {
    if ((error as { code?: unknown }).code === 'ENOENT') return [];
    throw error;
  });
  if (names.length > 0) throw new BackupError('restore-target-not-empty', `${folder} is not empty`);
}

/** Only what this authority signed itself, with a certificate that the directory lists for it: it never takes one off the list. */
async function readVerified({ configuration, from }: Restore, generation: string) {
  const opened = await readStatement(from, generation);
  const { statement, certificate } = opened;
  if (statement.dataVersion > DATA_VERSION)
    throw new BackupError('backup-version', 'the backup was made by a newer version of this program');
  const clock = { now: () => new Date(), status: () => ({ trusted: true }), observe: () => {} };
  const directory = await readDirectoryOnce(configuration.directory, clock);
  const der = certificate.der.toString('base64');
  const listed = directory
    .authority(configuration.authority)
    ?.certificates.some((record) => record.role === 'evidence' && record.certificate === der);
  if (statement.authority !== configuration.authority || listed !== true) {
    throw new BackupError('backup-not-ours', `the backup is not signed by ${configuration.authority}`);
  }
  return opened;
}

async function readManifest(root: string, generation: string, statement: BackupStatement): Promise<Map<string, string>> {
  const bytes = await readPart(root, generation, SUMS);
  if (createHash('sha256').update(bytes).digest('hex') !== statement.sums) {
    throw new BackupError('backup-damaged', `${GENERATIONS}/${generation}/${SUMS} is not the one that was signed`);
  }
  const sums = parseSums(bytes, generation);
  if (sums.size !== statement.files || !sums.has(`${GENERATIONS}/${generation}/${LEDGER}`)) {
    throw new BackupError('backup-damaged', 'the manifest does not name what the statement says');
  }
  return sums;
}

async function copyFiles({ from, to }: Restore, generation: string, sums: ReadonlyMap<string, string>): Promise<number> {
  await makeFolder(to);
  const ledger = `${GENERATIONS}/${generation}/${LEDGER}`;
  const folders = new Set<string>();
  let octets = 0;
  for (const [path, digest] of sums) {
    const target = path === ledger ? dataFolderPaths(to).ledger : join(to, path);
    const { size, sha256 } = await writeDurably(target, readFileInChunks(join(from, path))).catch((cause: unknown) => {
      const isMissing = (cause as { code?: unknown }).code === 'ENOENT';
      throw isMissing ? new BackupError('backup-damaged', `${path} is missing`, { cause }) : cause;
    });
    if (sha256 !== digest) throw new BackupError('backup-damaged', `${path} has other octets than were saved`);
    octets += size;
    for (let folder = dirname(target); folder.length >= to.length; folder = dirname(folder)) folders.add(folder);
  }
  for (const folder of folders) await syncFolder(folder);
  return octets;
}

/** The marker that makes the gateway recover, and no half of a transfer, whose file is not in a backup: peers begin those anew. */
async function prepareLedger(
  path: string,
  { statement, restoredAt, statementDigest }: { statement: BackupStatement; restoredAt: Date; statementDigest: string },
): Promise<void> {
  const ledger = await openSqliteLedger({ path, feedEpoch: randomBytes(16).toString('hex') });
  try {
    const marker: RestoreMarker = {
      reason: 'restored',
      since: statement.startedAt,
      at: restoredAt.toISOString(),
      statement: statementDigest,
    };
    const salt = randomBytes(32);
    const digest = createHash('sha256')
      .update(JSON.stringify({ action: 'restore', ...marker }))
      .digest();
    await ledger.commit({
      rows: [await restoreMarkerRow(ledger, marker)],
      leaves: [{ entry: encodeLeaf({ type: 'administration', salt, digest }), salt, digest }],
    });
    await dropUnfinished(ledger);
  } finally {
    await ledger.close();
  }
}

/** What was unfinished has no row for its blob, and so is in no backup: whoever sent it begins anew. */
async function dropUnfinished(ledger: Ledger): Promise<void> {
  const transfers = (await everyRow(ledger, 'transfers')).filter(({ value }) => value.finishedDigest === undefined);
  const uploads = await everyRow(ledger, 'uploads');
  await ledger.commit({
    rows: [
      ...transfers.map(({ key, version }) => ({ table: 'transfers' as const, key, expect: version, value: null })),
      ...uploads.map(({ key, version }) => ({ table: 'uploads' as const, key, expect: version, value: null })),
    ],
  });
}
