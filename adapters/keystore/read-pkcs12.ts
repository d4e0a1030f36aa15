import { createPrivateKey, type KeyObject } from 'node:crypto';
import { isSameKey } from '../../crypto/same-key.ts';
import { type Certificate, parseCertificate } from '../../crypto/x509/certificate.ts';
import { KeyStoreError } from './error.ts';
import { decryptWithPassword, macHolds } from './pkcs12-keys.ts';
import { type Bags, type Encrypted, type Pkcs12File, readBags, readPkcs12Structure } from './pkcs12-structure.ts';

/** A private key with its certificate and the issuing authorities of that, in order, the root left out. */
export interface KeyWithCertificate {
  readonly privateKey: KeyObject;
  readonly certificate: Certificate;
  readonly chain: readonly Certificate[];
}

/** Issuing authorities between a certificate and its root. */
const MAXIMUM_CHAIN_LENGTH = 8;

/**
 * Reads a PKCS#12 file (RFC 7292) with one private key, its certificate and, where they are there, the issuing authorities: files of
 * today (PBES2 with AES) and older ones (triple DES, RC2). A file without MAC is refused.
 *
 * @throws KeyStoreError `pkcs12-password-wrong`; `pkcs12-altered` where the password is right and the MAC does not hold; the other
 * `pkcs12-` codes, each for one fault of the file
 */
export async function readPkcs12(bytes: Buffer, password: string): Promise<KeyWithCertificate> {
  const file = readPkcs12Structure(bytes);
  if (!(await macHolds(file.mac, file.authenticated, password))) throw await macFailure(file, password);
  const bags = await openBags(file, password);
  const [key, ...more] = bags.keys;
  if (key === undefined) throw new KeyStoreError('pkcs12-key-missing', 'the PKCS#12 file holds no private key');
  if (more.length > 0) throw new KeyStoreError('pkcs12-several-keys', `the PKCS#12 file holds ${bags.keys.length} private keys`);
  const privateKey = privateKeyOf(await decrypted(key, password));
  return { privateKey, ...certificatesFor(privateKey, bags.certificates) };
}

/** A wrong password and a change both break the MAC: only one of them lets everything be decrypted. */
async function macFailure(file: Pkcs12File, password: string): Promise<KeyStoreError> {
  try {
    const { keys } = await openBags(file, password);
    const encrypted = keys.some(isEncrypted) || file.contents.some(isEncrypted);
    const [key] = keys;
    if (key !== undefined) privateKeyOf(await decrypted(key, password));
    if (encrypted) return new KeyStoreError('pkcs12-altered', 'the PKCS#12 file was changed or damaged: its MAC does not hold');
  } catch (error) {
    if (!(error instanceof KeyStoreError)) throw error;
  }
  return new KeyStoreError('pkcs12-password-wrong', 'the password does not open the PKCS#12 file');
}

async function openBags(file: Pkcs12File, password: string): Promise<Bags> {
  const bags: Bags = { keys: [], certificates: [] };
  for (const content of file.contents) readBags(await decrypted(content, password), bags);
  return bags;
}

async function decrypted(content: Buffer | Encrypted, password: string): Promise<Buffer> {
  return isEncrypted(content) ? decryptWithPassword(content, password) : content;
}

function isEncrypted(content: Buffer | Encrypted): content is Encrypted {
  return !Buffer.isBuffer(content);
}

/** RSA and EC alike are PKCS#8 inside. */
function privateKeyOf(der: Buffer): KeyObject {
  try {
    return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  } catch {
    // The cause may quote the input of the decoder, so it is left out.
    throw new KeyStoreError('pkcs12-malformed', 'the private key in the PKCS#12 file cannot be read');
  }
}

function certificatesFor(privateKey: KeyObject, encoded: readonly Buffer[]): Omit<KeyWithCertificate, 'privateKey'> {
  const readable = encoded.flatMap(readableCertificate);
  const [certificate, ...others] = readable.filter((candidate) => isSameKey(candidate.publicKey, privateKey));
  if (certificate === undefined) {
    throw new KeyStoreError('pkcs12-certificate-missing', 'the PKCS#12 file holds no readable certificate of its private key');
  }
  if (others.some((other) => !other.der.equals(certificate.der))) {
    throw new KeyStoreError('pkcs12-several-certificates', 'the PKCS#12 file holds several certificates of its private key');
  }
  return { certificate, chain: chainOf(certificate, readable) };
}

/** Old roots that strict reading refuses stand in many files; only the chain up to them is needed. */
function readableCertificate(der: Buffer): Certificate[] {
  try {
    return [parseCertificate(der)];
  } catch {
    return [];
  }
}

/** The issuing authorities that are there, in order; files hold them in any. */
function chainOf(certificate: Certificate, candidates: readonly Certificate[]): Certificate[] {
  const chain: Certificate[] = [];
  for (let issued = certificate; chain.length < MAXIMUM_CHAIN_LENGTH; ) {
    const issuer = candidates.find(({ subjectDer, isAuthority }) => isAuthority && subjectDer.equals(issued.issuerDer));
    if (issuer === undefined || issuer.subjectDer.equals(issuer.issuerDer) || chain.includes(issuer)) break;
    chain.push(issuer);
    issued = issuer;
  }
  return chain;
}
