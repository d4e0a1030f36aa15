import { mkdir, readdir, readFile, rename, stat, unlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { StoreError } from '../error.ts';
import { isBlobId } from './blob-format.ts';
import { FolderSync, isMissing, type OpenFile } from './disk.ts';

/** Content of the file `format`, which tells a later program what it finds. */
const FOLDER_FORMAT = 'valija-blobs 1\n';
const PARTIAL_SUFFIX = '.part';
const SHARDS = Array.from({ length: 256 }, (_, shard) => shard.toString(16).padStart(2, '0'));

/** A file found in the folders: a finished blob, or one that is being written or was left behind. */
export interface FoundFile {
  blobId: string;
  partial: boolean;
  changedAt: Date;
}

/** The files of the blobs: 256 folders named by the first octet of the blob id. */
export class BlobFolders {
  readonly #root: string;
  readonly #folderSync: FolderSync;

  private constructor(root: string, openFile: OpenFile) {
    this.#root = root;
    this.#folderSync = new FolderSync(openFile);
  }

  /** Makes the folders where they are missing, durably. @throws StoreError `store-version` when a newer program made them. */
  static async open(root: string, openFile: OpenFile): Promise<BlobFolders> {
    const folders = new BlobFolders(root, openFile);
    await mkdir(root, { recursive: true, mode: 0o700 });
    const format = join(root, 'format');
    const found = await readFile(format, 'utf8').catch((error: unknown) => {
      if (isMissing(error)) return undefined;
      throw error;
    });
    if (found !== undefined && found !== FOLDER_FORMAT) {
      throw new StoreError('store-version', 'The folder of the blobs was made by a newer program', { disposition: 'operator' });
    }
    await Promise.all(SHARDS.map((shard) => mkdir(join(root, shard), { recursive: true, mode: 0o700 })));
    // The file comes last and is durable before it bears its name: without it the folders are made again.
    if (found === undefined) {
      await writeFile(`${format}${PARTIAL_SUFFIX}`, FOLDER_FORMAT, { mode: 0o600, flush: true });
      await rename(`${format}${PARTIAL_SUFFIX}`, format);
    }
    await folders.#folderSync.sync(root);
    await folders.#folderSync.sync(dirname(root));
    return folders;
  }

  path(blobId: string): string {
    return join(this.#folder(blobId), blobId);
  }

  partialPath(blobId: string): string {
    return `${this.path(blobId)}${PARTIAL_SUFFIX}`;
  }

  /** Gives the finished file its name and makes that durable. */
  async publish(blobId: string): Promise<void> {
    await rename(this.partialPath(blobId), this.path(blobId));
    await this.makeNamesDurable(blobId);
  }

  /** Takes the name of a finished file away again, so that it may be written on. @throws when there is no such file */
  async withdraw(blobId: string): Promise<void> {
    await rename(this.path(blobId), this.partialPath(blobId));
  }

  makeNamesDurable(blobId: string): Promise<void> {
    return this.#folderSync.sync(this.#folder(blobId));
  }

  async remove(blobId: string, partial: boolean): Promise<void> {
    await unlink(partial ? this.partialPath(blobId) : this.path(blobId)).catch((error: unknown) => {
      if (!isMissing(error)) throw error;
    });
  }

  async *files(): AsyncGenerator<FoundFile> {
    for (const shard of SHARDS) {
      for (const name of await readdir(join(this.#root, shard))) {
        const partial = name.endsWith(PARTIAL_SUFFIX);
        const blobId = partial ? name.slice(0, -PARTIAL_SUFFIX.length) : name;
        if (!isBlobId(blobId) || !blobId.startsWith(shard)) continue;
        const found = await stat(join(this.#root, shard, name)).catch(() => undefined);
        if (found) yield { blobId, partial, changedAt: found.mtime };
      }
    }
  }

  #folder(blobId: string): string {
    if (!isBlobId(blobId)) throw new StoreError('blob-missing', 'This is not the id of a blob', { disposition: 'refuse' });
    return join(this.#root, blobId.slice(0, 2));
  }
}
