import { generateKeyPairSync } from 'node:crypto';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { addDocuments, type NewDocument } from '../../compose/directory/add-documents.ts';
import { exchangeKeys } from '../../compose/directory/exchange-keys.ts';
import { makeDirectory } from '../../compose/directory/make-directory.ts';
import { publishDirectory } from '../../compose/directory/publish.ts';
import { readRoleKey, readSigningKey, type SigningKey } from '../../compose/directory/role-keys.ts';
import { signDrafts } from '../../compose/directory/sign-drafts.ts';
import type { AuthorityRecord } from '../../gateway/contracts/directory.ts';

export const DAY = 86_400_000;

/** A private key of somebody who governs, in a file of its own. */
export function makeKeyFile(folder: string, name: string, kind: 'ed25519' | 'P-256' | 'P-384' = 'ed25519'): string {
  const { privateKey } = kind === 'ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('ec', { namedCurve: kind });
  const path = join(folder, `${name}.key.pem`);
  writeFileSync(path, privateKey.export({ type: 'pkcs8', format: 'pem' }));
  chmodSync(path, 0o600);
  return path;
}

/** A directory of two States that is governed with the product's own functions: who has which keys, and a way to publish. */
export interface Governing {
  /** The working copy. */
  folder: string;
  repository: string;
  now: Date;
  validity: { now: Date; milliseconds: number };
  /** Paths of private keys by their names: `root1`, `root2`, `root3`, `targets1`..., `xa1`, `xa2`, `xb1`, `xb2`, `snapshot`, `timestamp`. */
  key(name: string): string;
  sign(...names: string[]): Promise<void>;
  add(authorities: readonly AuthorityRecord[]): Promise<void>;
  publish(change?: { renewOnly?: boolean; snapshot?: string; timestamp?: string }): ReturnType<typeof publishDirectory>;
}

const NAMES = ['root1', 'root2', 'root3', 'targets1', 'targets2', 'targets3', 'snapshot', 'timestamp', 'xa1', 'xa2', 'xb1', 'xb2'];

/** Makes it, with root and targets by two of three keys and each State by two of two; nothing is signed yet. */
export async function createGoverning(place: string, now: Date): Promise<Governing> {
  const files = new Map(NAMES.map((name) => [name, makeKeyFile(place, name, name.startsWith('xb') ? 'P-256' : 'ed25519')]));
  const key = (name: string): string => {
    const file = files.get(name) ?? makeKeyFile(place, name);
    files.set(name, file);
    return file;
  };
  const keysOf = (...names: string[]) => Promise.all(names.map((name) => readRoleKey(key(name))));
  const folder = join(place, 'working');
  const validity = { now, milliseconds: 365 * DAY };
  await makeDirectory({
    folder,
    root: { keys: await keysOf('root1', 'root2', 'root3'), threshold: 2 },
    targets: { keys: await keysOf('targets1', 'targets2', 'targets3'), threshold: 2 },
    snapshot: { keys: await keysOf('snapshot'), threshold: 1 },
    timestamp: { keys: await keysOf('timestamp'), threshold: 1 },
    now,
    validity: 365 * DAY,
  });
  for (const state of ['xa', 'xb']) {
    const add = await keysOf(`${state}1`, `${state}2`);
    await exchangeKeys({ folder, role: `state-${state}`, add, remove: [], threshold: 2, now, validity: 365 * DAY });
  }
  const signingKey = (name: string): Promise<SigningKey> => readSigningKey(key(name));
  const governing: Governing = {
    folder,
    repository: join(folder, 'repository'),
    now,
    validity,
    key,
    async sign(...names) {
      for (const name of names) await signDrafts(folder, await signingKey(name));
    },
    async add(authorities) {
      const documents = authorities.map((authority): NewDocument => ({ place: authority.identifier, authority }));
      await addDocuments(folder, documents, validity);
    },
    publish: async ({ renewOnly = false, snapshot = 'snapshot', timestamp = 'timestamp' } = {}) =>
      publishDirectory({
        folder,
        snapshotKeys: [await signingKey(snapshot)],
        timestampKeys: [await signingKey(timestamp)],
        now: governing.now,
        validity: { snapshot: 30 * DAY, timestamp: DAY },
        renewOnly,
      }),
  };
  return governing;
}
