import { readdir, readFile, rename, rm, stat, unlink } from 'node:fs/promises';
import { isAbsolute, join, normalize, sep } from 'node:path';
import type { Signer } from '../../crypto/signer.ts';
import type { BackupRequest, BackupResult, BackupWriter } from '../../gateway/contracts/backup.ts';
import type { Blobs } from '../../store/contracts/blobs.ts';
import type { Ledger } from '../../store/contracts/ledger.ts';
import { DATA_VERSION } from '../data-folder.ts';
import { digestOfFile, makeFolder, readFileInChunks, syncFolder, type Written, writeDurably } from './durable-files.ts';
import { BackupError } from './error.ts';
import { listGenerations, readSums, removeOldGenerations } from './generations.ts';
import { blobPath, GENERATIONS, generationName, isFullTile, LEDGER, MARK, STATEMENT, SUMS, UNFINISHED } from './layout.ts';
import { signStatement } from './statement.ts';
import { formatSums } from './sums.ts';

/** Rows read at a time. */
const BATCH = 1_000;

export interface BackupParts {
  authority: string;
  logOrigin: string;
  ledger: Ledger;
  blobs: Blobs;
  /** Folder of the tiles of the log. */
  logFolder: string;
  /** Opens a copy of the ledger. */
  openCopy: (path: string) => Promise<Ledger>;
  signer: () => Signer;
  now: () => Date;
  /** Folders that backups may be written to, or below. */
  allowedFolders: readonly string[];
}

/** Writes backups of this gateway; docs/backup.md describes the folder. */
export function createBackupWriter(parts: BackupParts): BackupWriter {
  return {
    requireAllowed: (folder) => requireAllowed(parts.allowedFolders, folder),
    write: (request, { signal }) => writeBackup(parts, request, signal),
  };
}

function requireAllowed(allowed: readonly string[], folder: string): void {
  const isBelow = (root: string) => folder === root || folder.startsWith(root.endsWith(sep) ? root : `${root}${sep}`);
  if (isAbsolute(folder) && normalize(folder) === folder && allowed.some(isBelow)) return;
  throw new BackupError('backup-folder-not-allowed', 'operation.backupFolders does not name this folder');
}

/** A backup while it is being written. */
interface Work {
  parts: BackupParts;
  root: string;
  /** Digests of the earlier generations: what they have need not be copied again. */
  known: ReadonlyMap<string, string>;
  digests: Map<string, string>;
  octets: number;
  copied: { files: number; octets: number };
  signal: AbortSignal;
}

/**
 * Tiles first, then the ledger, then the files it refers to: so the ledger has every leaf of the tiles, and every file is there that it
 * names, because removals wait meanwhile. The generation gets its name last. BackupError, StoreError; a crash or an abort leaves only what
 * the next backup uses or removes.
 */
async function writeBackup(parts: BackupParts, request: BackupRequest, signal: AbortSignal): Promise<BackupResult> {
  const root = request.folder;
  await claimFolder(root, parts.authority);
  await removeUnfinished(root);
  const generation = generationName(request.startedAt, request.identifier);
  const unfinished = join(root, GENERATIONS, `${generation}${UNFINISHED}`);
  await makeFolder(unfinished);
  const known = await knownDigests(root);
  const work: Work = { parts, root, known, digests: new Map(), octets: 0, copied: { files: 0, octets: 0 }, signal };
  const release = await parts.blobs.holdRemovals();
  let logSize: number;
  try {
    await copyTiles(work);
    await parts.ledger.backup(join(unfinished, LEDGER));
    logSize = await copyBlobs(work, join(unfinished, LEDGER));
  } finally {
    await release();
  }
  const ledger = await digestOfFile(join(unfinished, LEDGER));
  note(work, `${GENERATIONS}/${generation}/${LEDGER}`, ledger, true);
  const statementDigest = await finish(work, { request, generation, unfinished, logSize });
  await removeOldGenerations(root, request.keep);
  const { files: copiedFiles, octets: copiedOctets } = work.copied;
  return { generation, files: work.digests.size, octets: work.octets, copiedFiles, copiedOctets, statementDigest };
}

/** One folder is for the backups of one authority. */
async function claimFolder(root: string, authority: string): Promise<void> {
  const mark = `valija-backups/1\n${authority}\n`;
  try {
    await makeFolder(root);
    const names = await readdir(root);
    if (names.filter((name) => name !== `${MARK}.new`).length === 0) await writeDurably(join(root, MARK), [Buffer.from(mark, 'utf8')]);
    if ((await readFile(join(root, MARK), 'utf8')) === mark) return;
  } catch (cause) {
    throw new BackupError('backup-folder-not-usable', 'backups cannot be written to this folder', { cause });
  }
  throw new BackupError('backup-folder-not-usable', 'the folder holds backups of another authority');
}

async function removeUnfinished(root: string): Promise<void> {
  await makeFolder(join(root, GENERATIONS));
  for (const name of await readdir(join(root, GENERATIONS))) {
    if (name.endsWith(UNFINISHED)) await rm(join(root, GENERATIONS, name), { recursive: true, force: true });
  }
}

async function knownDigests(root: string): Promise<Map<string, string>> {
  const known = new Map<string, string>();
  for (const generation of await listGenerations(root)) {
    for (const [path, digest] of await readSums(root, generation)) known.set(path, digest);
  }
  return known;
}

async function copyTiles(work: Work): Promise<void> {
  const names = await readdir(work.parts.logFolder, { recursive: true });
  for (const path of names.map((name) => name.split(sep).join('/')).filter(isFullTile)) {
    await copyOnce(work, `log/${path}`, async () => {
      const source = join(work.parts.logFolder, path);
      return { content: readFileInChunks(source), close: async () => {} };
    });
  }
}

/** Copies the files of the ledger that was just copied; returns how many entries its log has. */
async function copyBlobs(work: Work, ledgerPath: string): Promise<number> {
  const copy = await work.parts.openCopy(ledgerPath);
  try {
    for (let after: string | undefined, full = true; full; ) {
      const rows = await copy.list('blobs', { index: 'files', equals: 'file', limit: BATCH, ...(after === undefined ? {} : { after }) });
      for (const { key } of rows) {
        await copyOnce(work, blobPath(key), async () => {
          const opened = await work.parts.blobs.openAtRest(key);
          return { content: opened.stream(), close: () => opened.close() };
        });
      }
      after = rows.at(-1)?.order;
      full = rows.length === BATCH;
    }
    return await copy.log.size();
  } finally {
    await copy.close();
  }
}

type Open = () => Promise<{ content: AsyncIterable<Buffer>; close: () => Promise<void> }>;

/** What an earlier generation has stays as it is: neither encrypted files nor full tiles ever change. */
async function copyOnce(work: Work, path: string, open: Open): Promise<void> {
  work.signal.throwIfAborted();
  const target = join(work.root, path);
  const digest = work.known.get(path);
  const size = digest === undefined ? undefined : await sizeOf(target);
  if (digest !== undefined && size !== undefined) return note(work, path, { size, sha256: digest }, false);
  const { content, close } = await open();
  try {
    note(work, path, await writeDurably(target, content), true);
  } finally {
    await close();
  }
}

async function sizeOf(path: string): Promise<number | undefined> {
  return stat(path).then(
    (found) => found.size,
    () => undefined,
  );
}

function note(work: Work, path: string, { size, sha256 }: Written, isNew: boolean): void {
  work.digests.set(path, sha256);
  work.octets += size;
  if (!isNew) return;
  work.copied.files += 1;
  work.copied.octets += size;
}

/** Manifest and statement, every folder durable, and only then the name. Returns the digest of the statement. */
async function finish(
  work: Work,
  made: { request: BackupRequest; generation: string; unfinished: string; logSize: number },
): Promise<string> {
  const { parts, root, digests, octets } = work;
  const { request, generation, unfinished, logSize } = made;
  const sums = await writeDurably(join(unfinished, SUMS), [formatSums(digests)]);
  const statement = await signStatement(
    {
      identifier: request.identifier,
      generation,
      authority: parts.authority,
      startedAt: request.startedAt.toISOString(),
      actor: request.actor,
      dataVersion: DATA_VERSION,
      log: { origin: parts.logOrigin, size: logSize },
      sums: sums.sha256,
      files: digests.size,
      octets,
    },
    parts.signer(),
    parts.now(),
  );
  const { sha256 } = await writeDurably(join(unfinished, STATEMENT), [statement]);
  await unlink(join(unfinished, `${LEDGER}-wal`)).catch(() => undefined);
  const folders = new Set([...digests.keys()].map((path) => join(root, path, '..')));
  folders.delete(join(root, GENERATIONS, generation));
  for (const folder of [...folders, unfinished, root]) await syncFolder(folder);
  await rename(unfinished, join(root, GENERATIONS, generation));
  await syncFolder(join(root, GENERATIONS));
  return sha256;
}
