import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { deflate, inflate } from 'node:zlib';
import * as z from 'zod';
import { DirectoryError } from '../../adapters/directory/error.ts';
import type { DirectoryFloor, DirectoryStore } from '../../adapters/directory/tuf/directory-store.ts';
import type { Ledger } from '../../store/contracts/ledger.ts';
import { writeDurably } from '../backup/durable-files.ts';

const KEY = 'directory-state';
const MAXIMUM_STATE_LENGTH = 256 * 1024 * 1024;

const floorDocument = z.strictObject({ version: z.int().min(1), keys: z.string().exactOptional() });

const compress = promisify(deflate);
const decompress = promisify<Buffer, { maxOutputLength: number }, Buffer>(inflate);

/**
 * Keeps the verified directory in a row of the ledger, and the highest version seen in a file beside it: a ledger that was put back from a copy
 * does not take the file back with it.
 */
export function createDirectoryStore(ledger: Ledger, floorPath: string): DirectoryStore {
  return {
    async load() {
      const row = await ledger.get('settings', KEY);
      return row?.bytes === undefined ? undefined : decompress(row.bytes, { maxOutputLength: MAXIMUM_STATE_LENGTH });
    },
    async save(state) {
      const bytes = await compress(state);
      const row = await ledger.get('settings', KEY);
      await ledger.commit({ rows: [{ table: 'settings', key: KEY, expect: row?.version ?? 0, value: { value: 'deflate' }, bytes }] });
    },
    floor: () => readFloor(floorPath),
    async raiseFloor(floor) {
      await writeDurably(floorPath, [Buffer.from(`${JSON.stringify(floor)}\n`, 'utf8')]);
    },
  };
}

/** For who looks at a directory without having one of its own, such as diagnosis: nothing is kept. */
export function createPassingStore(): DirectoryStore {
  return { load: async () => undefined, save: async () => {}, floor: async () => undefined, raiseFloor: async () => {} };
}

async function readFloor(path: string): Promise<DirectoryFloor | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    if ((cause as { code?: unknown }).code === 'ENOENT') return undefined;
    throw new DirectoryError('directory-unreadable', `${path} cannot be read`, { cause });
  }
  try {
    return floorDocument.parse(JSON.parse(text));
  } catch (cause) {
    throw new DirectoryError('directory-malformed', `${path} is not ours`, { cause });
  }
}
