import { createPublicKey, type KeyObject, sign } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createSigner, type Signer } from '../../crypto/signer.ts';
import type { Certificate } from '../../crypto/x509/certificate.ts';
import type { DecryptionKey, KeyStore, NoteKey, NoteRole, SigningRole, TlsMaterial } from '../../gateway/contracts/key-store.ts';
import { KeyStoreError } from './error.ts';
import { checkKeyFolder, readCertificateFile, readPrivateKeyFile } from './key-files.ts';
import { type CertifiedRole, usageProblemOf } from './role-usage.ts';

interface CertifiedKey {
  readonly name: string;
  readonly privateKey: KeyObject;
  readonly certificate: Certificate;
  readonly chain: readonly Certificate[];
}

const SIGNING_ROLES: readonly SigningRole[] = ['seal', 'envelope', 'evidence'];

/**
 * Opens a folder of PEM files as the authority's key store.
 *
 * `<role>.key.pem` (PKCS#8, readable by its owner alone) and `<role>.crt.pem` (certificate, then issuing authorities) for the
 * roles seal, envelope, evidence, encryption and tls; `log.key.pem` and, where there is one, `witness.key.pem` (Ed25519).
 * Encryption keys may have generations: `encryption.next`, `encryption.former-<n>`, the greater n the younger.
 *
 * @throws KeyStoreError when a file is missing, malformed or readable by others, a key does not match its certificate, stands
 * in a role that its certificate does not allow, or serves two roles
 */
export async function openPemKeyStore(options: { directory: string }): Promise<KeyStore> {
  const { directory } = options;
  await checkKeyFolder(directory);
  const signing = await Promise.all(SIGNING_ROLES.map((role) => readCertifiedKey(directory, role)));
  const encryption = await readEncryptionKeys(directory);
  const tls = await readCertifiedKey(directory, 'tls');
  const notes = await readNoteKeys(directory);
  refuseSharedKeys([...signing, ...encryption, tls]);

  const signers = new Map(SIGNING_ROLES.map((role, index) => [role, signerOf(directory, signing[index])]));
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

async function readCertifiedKey(directory: string, role: CertifiedRole, name: string = role): Promise<CertifiedKey> {
  const privateKey = await readPrivateKeyFile(join(directory, `${name}.key.pem`));
  const { certificate, chain } = await readCertificateFile(join(directory, `${name}.crt.pem`));
  if (!createPublicKey(privateKey).equals(certificate.publicKey)) {
    throw new KeyStoreError('key-mismatch', `${directory}: ${name}.crt.pem belongs to another key than ${name}.key.pem`);
  }
  const problem = usageProblemOf(role, certificate);
  if (problem !== undefined)
    throw new KeyStoreError('role-not-allowed', `${directory}: ${name}.crt.pem cannot be used for ${role}: ${problem}`);
  return { name, privateKey, certificate, chain };
}

/** Current first, then the next one, to which a peer may already seal, then the former ones from the youngest to the oldest. */
async function readEncryptionKeys(directory: string): Promise<CertifiedKey[]> {
  const names = await readdir(directory);
  const former = names
    .flatMap((name) => /^encryption\.former-(\d{1,6})\.key\.pem$/.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((left, right) => right - left)
    .map((number) => `encryption.former-${number}`);
  const next = names.includes('encryption.next.key.pem') ? ['encryption.next'] : [];
  return Promise.all(['encryption', ...next, ...former].map((name) => readCertifiedKey(directory, 'encryption', name)));
}

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

function signerOf(directory: string, key: CertifiedKey | undefined): Signer {
  return key === undefined ? missing(directory, 'signing') : createSigner(key);
}

function missing(directory: string, role: string): never {
  throw new KeyStoreError('key-file-missing', `${directory} holds no ${role} key`);
}

function toPem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
