import { randomUUID } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { link, mkdir, open, readdir, readFile, rename, rm, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { TileFile, Tiles } from '../contracts.ts';
import { AuditError } from '../error.ts';
import { CHECKPOINT_FILE, openTileFolder, readTileFile, safeTilePath } from './tile-folder.ts';

const STAGING = '.staging';
/** Files written at the same time: fsyncs of several files share the journal's work. */
const CONCURRENCY = 8;

/** Tiles as files in a folder, which a static web server can publish as it is, `.staging` excepted. */
export interface TileFiles extends Tiles {
  /** Removes what a crash left in the staging folder. Only for the holder of the sequencer's lease: nobody else is writing then. */
  sweepStaging(): Promise<void>;
}

export async function openTileFiles(folder: string): Promise<TileFiles> {
  const folders = new DurableFolders();
  const staging = join(folder, STAGING);
  await folders.ensure(staging);
  return {
    ...openTileFolder(folder),
    write: (files) => writeFiles({ folder, staging, folders }, files),
    publishCheckpoint: (note) => replaceCheckpoint(folder, staging, note),
    removePartials: async (path) => folders.remove(`${join(folder, safeTilePath(path))}.p`),
    sweepStaging: () => emptyFolder(staging),
  };
}

interface Place {
  folder: string;
  staging: string;
  folders: DurableFolders;
}

async function writeFiles(place: Place, files: readonly TileFile[]): Promise<void> {
  const waiting = [...files];
  const touched = new Set<string>();
  const worker = async () => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      const target = join(place.folder, safeTilePath(file.path));
      await place.folders.ensure(dirname(target));
      await writeOnce(place.staging, target, file.content);
      // Also when the file was there already: a crash may have come between its link and the folder's fsync.
      touched.add(dirname(target));
    }
  };
  await Promise.all(Array.from({ length: Math.min(CONCURRENCY, files.length) }, worker));
  await Promise.all([...touched].map(syncFolder));
}

/** A link never overwrites, and it appears with its whole, durable content or not at all. */
async function writeOnce(staging: string, target: string, content: Buffer): Promise<void> {
  const present = await readTileFile(target);
  if (present === undefined) {
    const temporary = await writeTemporary(staging, content);
    try {
      await link(temporary, target);
      return;
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) {
        throw error;
      }
    } finally {
      await unlink(temporary);
    }
  }
  if (!(present ?? (await readFile(target))).equals(content)) {
    throw new AuditError('tile-conflict', 'A tile on disk differs from what the committed entries give.', { disposition: 'operator' });
  }
}

async function replaceCheckpoint(folder: string, staging: string, note: string): Promise<void> {
  const temporary = await writeTemporary(staging, Buffer.from(note, 'utf8'));
  await rename(temporary, join(folder, CHECKPOINT_FILE));
  await syncFolder(folder);
}

async function writeTemporary(staging: string, content: Buffer): Promise<string> {
  const temporary = join(staging, randomUUID());
  await withHandle(await open(temporary, 'wx', 0o644), async (handle) => {
    await handle.writeFile(content);
    await handle.sync();
  });
  return temporary;
}

async function emptyFolder(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    await rm(join(folder, name), { force: true });
  }
}

async function syncFolder(folder: string): Promise<void> {
  await withHandle(await open(folder, 'r'), (handle) => handle.sync());
}

async function withHandle<Result>(handle: FileHandle, use: (handle: FileHandle) => Promise<Result>): Promise<Result> {
  try {
    return await use(handle);
  } finally {
    await handle.close();
  }
}

/** Creates folders so that they survive a crash: the entry of each new one is fsynced in its parent. Remembers what it has seen. */
class DurableFolders {
  readonly #known = new Map<string, Promise<void>>();

  ensure(folder: string): Promise<void> {
    const known = this.#known.get(folder);
    if (known !== undefined) {
      return known;
    }
    const created = this.#create(folder);
    this.#known.set(folder, created);
    // A failure is not remembered, so that the next attempt tries again.
    created.catch(() => this.#known.delete(folder));
    return created;
  }

  async remove(folder: string): Promise<void> {
    this.#known.delete(folder);
    await rm(folder, { recursive: true, force: true });
  }

  async #create(folder: string): Promise<void> {
    const firstNew = await mkdir(folder, { recursive: true });
    if (firstNew === undefined) {
      return;
    }
    const top = dirname(firstNew);
    for (let current = dirname(folder); current.length >= top.length; current = dirname(current)) {
      await syncFolder(current);
      if (current === dirname(current)) {
        return;
      }
    }
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
