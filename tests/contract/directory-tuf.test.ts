import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFolderMirror } from '../../adapters/directory/tuf/folder-mirror.ts';
import { openTufDirectory } from '../../adapters/directory/tuf/tuf-directory.ts';
import type { DirectoryDocument } from '../../gateway/contracts/directory.ts';
import { createMemoryStore } from '../support/directory-stores.ts';
import { documentsOf, makeTufKey, makeTufKeys, type TufContent, tufFiles, writeTufFiles } from '../support/tuf-repository.ts';
import { type DirectoryDamage, directoryContract } from './directory.suite.ts';

const TIMESTAMP = 'metadata/timestamp.json';

directoryContract('a TUF repository in a folder', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'valija-tuf-'));
  const keys = makeTufKeys(['XA']);
  let now = new Date();
  const contentOf = (document: DirectoryDocument): TufContent => ({
    keys,
    version: document.version,
    expires: new Date(document.expiresAt),
    documents: {
      ...documentsOf(document.authorities),
      ...Object.fromEntries(
        (document.instruments ?? []).map((each, index) => [`instruments/invented-${index}.json`, JSON.stringify(each)]),
      ),
    },
  });
  const first = tufFiles({ keys, version: 1, expires: new Date('2100-01-01T00:00:00Z'), documents: {} });
  const root = first.get('metadata/1.root.json') ?? Buffer.alloc(0);
  const put = (files: Map<string, Buffer>) => writeTufFiles(folder, files.set('metadata/1.root.json', root));
  const changed = (document: DirectoryDocument, change: (text: string) => string) => {
    const content = contentOf(document);
    const documents = Object.entries(content.documents).map(([path, text], index) => [path, index === 0 ? change(text) : text]);
    return tufFiles({ ...content, documents: Object.fromEntries(documents) });
  };
  const damages: Record<DirectoryDamage, (document: DirectoryDocument) => Map<string, Buffer>> = {
    'byte-flipped': (document) => edited(tufFiles(contentOf(document)), (text) => text.replace('"length":', '"lengtg":')),
    'signature-byte-flipped': (document) =>
      edited(tufFiles(contentOf(document)), (text) => text.replace(/"sig":"(.)/, (_, digit) => `"sig":"${digit === '0' ? '1' : '0'}`)),
    'wrong-signer': (document) => tufFiles({ ...contentOf(document), signers: { timestamp: [makeTufKey()] } }),
    'signature-missing': (document) => {
      const files = tufFiles(contentOf(document));
      files.delete(TIMESTAMP);
      return files;
    },
    'not-json': (document) => changed(document, (text) => `${text} trailing`),
    'unknown-key': (document) => changed(document, (text) => text.replace('{', '{"comment":"not in the schema",')),
    'too-large': (document) => edited(tufFiles(contentOf(document)), (text) => text + ' '.repeat(17 * 1024)),
    'identifier-repeated': (document) =>
      tufFiles(contentOf({ ...document, authorities: [...document.authorities, ...document.authorities] })),
  };
  return {
    open: ({ minimumVersion, onAccepted } = {}) =>
      openTufDirectory({
        mirrors: [createFolderMirror(folder)],
        root,
        store: createMemoryStore(minimumVersion === undefined ? undefined : { version: minimumVersion }),
        clock: { now: () => now, status: () => ({ trusted: true }), observe: () => {} },
        ...(onAccepted === undefined ? {} : { onAccepted }),
      }),
    setNow: (moment) => {
      now = moment;
    },
    publish: (document) => put(tufFiles(contentOf(document))),
    publishDamaged: (document, damage) => put(damages[damage](document)),
    close: () => rm(folder, { recursive: true }),
  };
});

function edited(files: Map<string, Buffer>, edit: (text: string) => string): Map<string, Buffer> {
  return files.set(TIMESTAMP, Buffer.from(edit(files.get(TIMESTAMP)?.toString('utf8') ?? ''), 'utf8'));
}
