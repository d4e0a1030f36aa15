import { readFile } from 'node:fs/promises';
import { DirectoryError } from '../../adapters/directory/error.ts';
import { openSignedFileDirectory } from '../../adapters/directory/signed-file-directory.ts';
import type { DirectoryStore } from '../../adapters/directory/tuf/directory-store.ts';
import { createFolderMirror } from '../../adapters/directory/tuf/folder-mirror.ts';
import { createHttpMirror } from '../../adapters/directory/tuf/http-mirror.ts';
import type { Mirror } from '../../adapters/directory/tuf/mirror.ts';
import { openTufDirectory } from '../../adapters/directory/tuf/tuf-directory.ts';
import { formatPemCertificates } from '../../audit/trust.ts';
import type { Clock } from '../../gateway/contracts/clock.ts';
import type { Directory } from '../../gateway/contracts/directory.ts';
import type { Ledger } from '../../store/contracts/ledger.ts';
import { readCertificates } from '../configuration/anchors.ts';
import type { DirectorySettings, RepositorySettings } from '../configuration/directory-settings.ts';
import type { Logger } from '../process/logger.ts';
import type { ClosingStack } from './closing-stack.ts';
import { createDirectoryStore, createPassingStore } from './directory-store.ts';
import { rememberDirectoryVersion, rememberedDirectoryVersion } from './directory-version.ts';

export interface DirectoryPlace {
  ledger: Ledger;
  /** File of the highest version seen. */
  floorPath: string;
  clock: Clock;
  logger: Logger;
}

/** The directory of a gateway, which remembers what it has accepted. DirectoryError when there is none to serve. */
export async function openDirectory(settings: DirectorySettings, place: DirectoryPlace, stack: ClosingStack): Promise<Directory> {
  const { ledger, floorPath, clock, logger } = place;
  if (settings.repository === undefined) return openRememberingFile(settings, clock, ledger);
  const directory = await openRepository(settings.repository, {
    clock,
    store: createDirectoryStore(ledger, floorPath),
    ...graceOf(settings),
    onFault: (mirror, { code }) => logger.warn({ event: 'directory-mirror-refused', mirror, code }),
  });
  stack.add('directory', () => directory.close());
  return directory;
}

/** The directory as somebody sees it who keeps nothing; what it holds open is closed again at once. */
export async function readDirectoryOnce(settings: DirectorySettings, clock: Clock): Promise<Directory> {
  if (settings.repository === undefined) return openSignedFileDirectory({ ...signedFileOf(settings), clock, ...graceOf(settings) });
  const directory = await openRepository(settings.repository, { clock, store: createPassingStore(), ...graceOf(settings) });
  await directory.close();
  return directory;
}

async function openRememberingFile(settings: DirectorySettings, clock: Clock, ledger: Ledger): Promise<Directory> {
  const minimumVersion = await rememberedDirectoryVersion(ledger);
  const directory = await openSignedFileDirectory({ ...signedFileOf(settings), clock, minimumVersion, ...graceOf(settings) });
  await rememberDirectoryVersion(ledger, directory.status().version);
  return {
    ...directory,
    async refresh() {
      await directory.refresh();
      await rememberDirectoryVersion(ledger, directory.status().version);
    },
  };
}

interface RepositoryPlace {
  clock: Clock;
  store: DirectoryStore;
  graceMilliseconds?: number;
  onFault?: (mirror: string, error: DirectoryError) => void;
}

async function openRepository(settings: RepositorySettings, place: RepositoryPlace) {
  return openTufDirectory({ ...place, mirrors: await openMirrors(settings), root: await readRoot(settings.root) });
}

async function openMirrors({ mirrors, anchors, timeout }: RepositorySettings): Promise<Mirror[]> {
  const certificates = anchors === undefined ? undefined : await readCertificates(anchors);
  const pem = certificates?.map(({ der }) => formatPemCertificates([der.toString('base64')]));
  return mirrors.map((mirror) =>
    'folder' in mirror
      ? createFolderMirror(mirror.folder)
      : createHttpMirror({ url: mirror.url, timeoutMilliseconds: timeout, ...(pem === undefined ? {} : { anchors: pem }) }),
  );
}

async function readRoot(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new DirectoryError('directory-unreadable', `${path} cannot be read`, { cause });
  }
}

function signedFileOf({ path = '', signers = [] }: DirectorySettings) {
  return { path, signers };
}

function graceOf({ grace }: DirectorySettings): { graceMilliseconds?: number } {
  return grace === undefined ? {} : { graceMilliseconds: grace };
}
