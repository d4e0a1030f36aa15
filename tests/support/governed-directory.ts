import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DirectoryStore } from '../../adapters/directory/tuf/directory-store.ts';
import { createFolderMirror } from '../../adapters/directory/tuf/folder-mirror.ts';
import type { Mirror } from '../../adapters/directory/tuf/mirror.ts';
import { openTufDirectory } from '../../adapters/directory/tuf/tuf-directory.ts';
import type { AuthorityRecord, Directory } from '../../gateway/contracts/directory.ts';
import { createMemoryStore } from './directory-stores.ts';
import { documentsOf, makeTufKeys, type TufContent, type TufKeys, tufFiles, writeTufFiles } from './tuf-repository.ts';

export const DAY = 86_400_000;
export const XA_CENTRAL = 'urn:valija:authority:xa-central';
export const XB_CENTRAL = 'urn:valija:authority:xb-central';

/** A repository of two invented States whose every part a test can exchange, and readers of it on a clock that the test moves. */
export interface GovernedDirectory {
  keys: TufKeys;
  folder: string;
  now: Date;
  /** A sound repository of that version, with these parts different. */
  content(version: number, change?: Partial<TufContent>): TufContent;
  publish(version: number, change?: Partial<TufContent>): Promise<void>;
  /** Puts files as they are, with the first root beside them. */
  put(files: ReadonlyMap<string, Buffer>): Promise<void>;
  /** The root with which readers begin. */
  root: Buffer;
  open(options?: {
    store?: DirectoryStore;
    mirrors?: Mirror[];
    faults?: string[];
    mirrorMilliseconds?: number;
  }): Promise<Directory & { close(): Promise<void> }>;
  close(): Promise<void>;
}

export async function createGovernedDirectory(): Promise<GovernedDirectory> {
  const folder = await mkdtemp(join(tmpdir(), 'valija-governed-'));
  const keys = makeTufKeys(['XA', 'XB']);
  const start = new Date();
  const documents = documentsOf([inventedAuthority(XA_CENTRAL, 'XA'), inventedAuthority(XB_CENTRAL, 'XB')]);
  const expires = new Date(start.getTime() + 7 * DAY);
  const content: GovernedDirectory['content'] = (version, change = {}) => ({ keys, version, expires, documents, ...change });
  const far = { root: new Date(start.getTime() + 365 * DAY) };
  const root = tufFiles({ ...content(1), expiresOf: far }).get('metadata/1.root.json') ?? Buffer.alloc(0);
  const governed: GovernedDirectory = {
    keys,
    folder,
    now: start,
    content,
    root,
    publish: (version, change) => governed.put(tufFiles(content(version, change))),
    put: (files) => writeTufFiles(folder, new Map([...files, ['metadata/1.root.json', root]])),
    open: ({ store = createMemoryStore(), mirrors = [createFolderMirror(folder)], faults, mirrorMilliseconds } = {}) =>
      openTufDirectory({
        mirrors,
        root,
        store,
        clock: { now: () => governed.now, status: () => ({ trusted: true }), observe: () => {} },
        ...(mirrorMilliseconds === undefined ? {} : { mirrorMilliseconds }),
        ...(faults === undefined ? {} : { onFault: (_, { code }) => faults.push(code) }),
      }),
    close: () => rm(folder, { recursive: true, force: true }),
  };
  return governed;
}

export function inventedAuthority(
  identifier: string,
  country: string,
  names: Record<string, string> = { en: 'Invented authority' },
): AuthorityRecord {
  return {
    identifier,
    country,
    kind: 'central-authority',
    names,
    languages: ['es'],
    channels: ['ordinary', 'urgent'],
    certificates: [],
    noteKeys: [],
    endpoints: [{ url: 'https://gateway.invalid:8443', pins: ['0'.repeat(64)] }],
    relays: [],
    treaties: [],
  };
}
