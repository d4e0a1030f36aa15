import { createPublicKey, sign } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createSigner, type Signer } from '../../crypto/signer.ts';
import type { SignatureAlgorithm } from '../../crypto/suites.ts';
import type { DecryptionKey, KeyStore, NoteKey, NoteRole, SigningRole, TlsMaterial } from '../../gateway/contracts/key-store.ts';
import { type CertifiedKey, readCertifiedKey } from './certified-key.ts';
import { KeyStoreError } from './error.ts';
import { checkKeyFolder, readPrivateKeyFile } from './key-files.ts';

export interface KeyStoreOptions {
  directory: string;
  /** Algorithm of a signing role, where it is not the first one for its kind of key: RS256 for a PKI that knows no other. */
  signatures?: { readonly [Role in SigningRole]?: SignatureAlgorithm | undefined };
}

const SIGNING_ROLES: readonly SigningRole[] = ['seal', 'envelope', 'evidence'];

/**
 * Opens a folder of key files as the authority's key store.
 *
 * For the roles seal, envelope, evidence, encryption and tls either `<role>.key.pem` (PKCS#8) and `<role>.crt.pem` (certificate, then
 * issuing authorities), or `<role>.p12` (PKCS#12) and `<role>.password`; `log.key.pem` and, where there is one, `witness.key.pem`
 * (Ed25519). Encryption keys may have generations: `encryption.next`, `encryption.former-<n>`, the greater n the younger. Only their
 * owner may read files with keys and passwords.
 *
 * @throws KeyStoreError when a file is missing, malformed or readable by others, a key does not match its certificate, stands
 * in a role that its certificate does not allow, or serves two roles
 */
export async function openKeyStore({ directory, signatures = {} }: KeyStoreOptions): Promise<KeyStore> {
  await checkKeyFolder(directory);
  const signing = await Promise.all(SIGNING_ROLES.map((role) => readCertifiedKey(directory, role)));
  const encryption = await readEncryptionKeys(directory);
  const tls = await readCertifiedKey(directory, 'tls');
  const notes = await readNoteKeys(directory);
  refuseSharedKeys([...signing, ...encryption, tls]);

  const signers = new Map(SIGNING_ROLES.map((role, index) => [role, signerOf(directory, signing[index], signatures[role])]));
  const decryptionKeys = encryption.map(({ certificate, privateKey }): DecryptionKey => ({ certificate, privateKey }));
  const tlsMaterial: TlsMaterial = {
    key: tls.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    certificateChain: [tls.certificate, ...tls.chain].map((certificate) => toPem(certificate.der)).join(''),
  };
  return {
    signer: (role) => signers.get(role) ?? missing(directory, role),
    decryptionKeys: () => decryptionKeys,
    note: (role) => notes.get(role) ?? missing(directory, role),
    tls: () => tlsMaterial,
  };
}

/** Current first, then the next one, to which a peer may already seal, then the former ones from the youngest to the oldest. */
async function readEncryptionKeys(directory: string): Promise<CertifiedKey[]> {
  const generations = new Set((await readdir(directory)).flatMap((name) => ENCRYPTION_GENERATION.exec(name)?.[1] ?? []));
  const former = [...generations]
    .filter((name) => name !== 'next')
    .sort((left, right) => Number(right.slice('former-'.length)) - Number(left.slice('former-'.length)));
  const names = ['encryption', ...(generations.has('next') ? ['next'] : []), ...former].map((name) =>
    name === 'encryption' ? name : `encryption.${name}`,
  );
  return Promise.all(names.map((name) => readCertifiedKey(directory, 'encryption', name)));
}

const ENCRYPTION_GENERATION = /^encryption\.(next|former-\d{1,6})\.(?:key\.pem|p12|pfx)$/;

async function readNoteKeys(directory: string): Promise<ReadonlyMap<NoteRole, NoteKey>> {
  const names = await readdir(directory);
  const notes = new Map<NoteRole, NoteKey>([['log', await readNoteKey(join(directory, 'log.key.pem'))]]);
  if (names.includes('witness.key.pem')) notes.set('witness', await readNoteKey(join(directory, 'witness.key.pem')));
  const [first, second] = [...notes.values()];
  if (first !== undefined && second?.publicKey.equals(first.publicKey))
    throw new KeyStoreError('key-in-two-roles', `${directory}: log and witness have the same key`);
  return notes;
}

async function readNoteKey(path: string): Promise<NoteKey> {
  const privateKey = await readPrivateKeyFile(path);
  if (privateKey.asymmetricKeyType !== 'ed25519') throw new KeyStoreError('role-not-allowed', `${path} is not an Ed25519 key`);
  const { x } = createPublicKey(privateKey).export({ format: 'jwk' });
  return { publicKey: Buffer.from(x ?? '', 'base64url'), sign: (message) => sign(null, message, privateKey) };
}

/** Design rule 8: a key that sealed a package could otherwise be shown to have signed a receipt. */
function refuseSharedKeys(keys: readonly CertifiedKey[]): void {
  const names = new Map<string, string>();
  for (const { name, certificate } of keys) {
    const identity = certificate.spkiSha256.toString('hex');
    const other = names.get(identity);
    if (other !== undefined) throw new KeyStoreError('key-in-two-roles', `${other} and ${name} have the same key`);
    names.set(identity, name);
  }
}

function signerOf(directory: string, key: CertifiedKey | undefined, algorithm: SignatureAlgorithm | undefined): Signer {
  if (key === undefined) return missing(directory, 'signing');
  try {
    return createSigner({ ...key, ...(algorithm === undefined ? {} : { algorithm }) });
  } catch (cause) {
    throw new KeyStoreError(
      'role-not-allowed',
      `${directory}: the ${key.name} key cannot sign ${algorithm ?? 'with any algorithm we use'}`,
      {
        cause,
      },
    );
  }
}

function missing(directory: string, role: string): never {
  throw new KeyStoreError('key-file-missing', `${directory} holds no ${role} key`);
}

function toPem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
