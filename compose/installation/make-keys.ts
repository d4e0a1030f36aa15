import { createPrivateKey, generateKeyPair, type KeyObject, randomBytes } from 'node:crypto';
import { chmod, cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openKeyStore } from '../../adapters/keystore/open-key-store.ts';
import { buildCertificationRequest } from '../../crypto/x509/certification-request.ts';
import { CERTIFIED_ROLES, type KeyKind, NOTE_ROLES, usageOf } from './roles.ts';

export const PRIVATE_MODE = 0o600;
export const FOLDER_MODE = 0o700;
const RSA_BITS = 3072;

const generate = promisify(generateKeyPair);

/** Whose keys they are, as the requests name them. */
export interface KeyOwner {
  country: string;
  name: string;
  authority: string;
  host: string;
}

/** New keys for every role, and a request for a certificate beside each: `<role>.key.pem`, `<role>.csr.pem`. Gives the files of the requests. */
export async function makeKeys(folder: string, kind: KeyKind, owner: KeyOwner): Promise<string[]> {
  await mkdir(folder, { mode: FOLDER_MODE });
  for (const role of NOTE_ROLES) await makeNoteKey(folder, role);
  const requests: string[] = [];
  for (const role of CERTIFIED_ROLES) {
    const privateKey = await newKey(kind);
    await writeKey(join(folder, `${role}.key.pem`), privateKey);
    const { country, name, authority, host } = owner;
    const der = buildCertificationRequest({
      privateKey,
      subject: { country, organization: name, commonName: role },
      ...usageOf(role, kind),
      names: { hosts: role === 'tls' ? [host] : [], uris: [authority] },
    });
    const path = join(folder, `${role}.csr.pem`);
    await writeFile(path, pem('CERTIFICATE REQUEST', der));
    requests.push(path);
  }
  return requests;
}

const IMPORTED = new RegExp(
  `^(?:${CERTIFIED_ROLES.join('|')})\\.(?:key\\.pem|crt\\.pem|p12|pfx|password)$|^(?:${NOTE_ROLES.join('|')})\\.key\\.pem$`,
);

/**
 * Copies the keys of a folder in the form of docs/configuration.md#keys, PEM or PKCS#12, and makes those of log and witness where there
 * are none. They are then read as a gateway reads them.
 *
 * @throws KeyStoreError when they cannot be used
 */
export async function importKeys(folder: string, source: string): Promise<void> {
  await mkdir(folder, { mode: FOLDER_MODE });
  const names = (await readdir(source)).filter((name) => IMPORTED.test(name));
  for (const name of names) {
    const path = join(folder, name);
    await cp(join(source, name), path);
    if (!name.endsWith('.crt.pem')) await chmod(path, PRIVATE_MODE);
  }
  for (const role of NOTE_ROLES) if (!names.includes(`${role}.key.pem`)) await makeNoteKey(folder, role);
  await openKeyStore({ directory: folder });
}

/** What wraps the keys of stored content: 64 hexadecimal digits. */
export async function makeKeyEncryptionKey(path: string): Promise<void> {
  await writePrivate(path, `${randomBytes(32).toString('hex')}\n`);
}

async function makeNoteKey(folder: string, role: string): Promise<void> {
  await writeKey(join(folder, `${role}.key.pem`), (await generate('ed25519')).privateKey);
}

async function newKey(kind: KeyKind): Promise<KeyObject> {
  if (kind === 'rsa') return (await generate('rsa', { modulusLength: RSA_BITS })).privateKey;
  return (await generate('ec', { namedCurve: kind === 'p256' ? 'P-256' : 'P-384' })).privateKey;
}

/** The key that a request was made for: certificates may still be away. */
export async function readMadeKey(path: string): Promise<KeyObject> {
  return createPrivateKey(await readFile(path));
}

async function writeKey(path: string, key: KeyObject): Promise<void> {
  await writePrivate(path, key.export({ type: 'pkcs8', format: 'pem' }).toString());
}

async function writePrivate(path: string, content: string): Promise<void> {
  await writeFile(path, content, { mode: PRIVATE_MODE, flag: 'wx' });
}

function pem(label: string, der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
