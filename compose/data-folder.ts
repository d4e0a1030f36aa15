import { mkdir, open, readdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigurationError } from './configuration/error.ts';

/** Raised with every change of the layout that an older program would misread. */
export const DATA_VERSION = 1;
const VERSION_FILE = 'VERSION';
const VERSION_LINE = /^valija-data\/([1-9]\d{0,5})\n$/;

/** Where a gateway keeps everything: one folder to back up. */
export interface DataFolder {
  ledger: string;
  blobs: string;
  log: string;
  /** Downloaded revocation lists: they can be had again. */
  revocation: string;
  /** The highest version of a governed directory that was accepted. */
  directoryFloor: string;
}

/**
 * Opens the data folder, making it when it does not exist or is empty. A folder with files but without our version file is somebody
 * else's; one of a newer version belongs to a newer program.
 * Throws ConfigurationError `data-folder-unusable`, `data-folder-foreign`, `data-folder-newer`.
 */
export async function openDataFolder(folder: string): Promise<DataFolder> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await requireVersion(folder);
  } catch (cause) {
    if (cause instanceof ConfigurationError) throw cause;
    throw new ConfigurationError('data-folder-unusable', `${folder} cannot be used as the data folder`, { cause });
  }
  return dataFolderPaths(folder);
}

/** Where everything stands in a data folder. */
export function dataFolderPaths(folder: string): DataFolder {
  return {
    ledger: join(folder, 'ledger.sqlite'),
    blobs: join(folder, 'blobs'),
    log: join(folder, 'log'),
    revocation: join(folder, 'revocation'),
    directoryFloor: join(folder, 'directory-floor.json'),
  };
}

async function requireVersion(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name !== `${VERSION_FILE}.new`);
  if (!names.includes(VERSION_FILE)) {
    if (names.length > 0)
      throw new ConfigurationError('data-folder-foreign', `${folder} holds files, but none that says it is a data folder`);
    return markDataFolder(folder);
  }
  const [, number] = VERSION_LINE.exec(await readFile(join(folder, VERSION_FILE), 'utf8')) ?? [];
  if (number === undefined) throw new ConfigurationError('data-folder-foreign', `${join(folder, VERSION_FILE)} is not ours`);
  if (Number(number) > DATA_VERSION) {
    throw new ConfigurationError('data-folder-newer', `${folder} was written by a newer version (${number}) of this program`);
  }
}

/** Writes the version file, last of all: a folder without it is no data folder. */
export async function markDataFolder(folder: string): Promise<void> {
  const unfinished = join(folder, `${VERSION_FILE}.new`);
  const file = await open(unfinished, 'w', 0o600);
  try {
    await file.writeFile(`valija-data/${DATA_VERSION}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(unfinished, join(folder, VERSION_FILE));
  const entry = await open(folder, 'r');
  try {
    await entry.sync();
  } finally {
    await entry.close();
  }
}
