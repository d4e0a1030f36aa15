import { type DerNode, integerOf, objectIdentifierOf, readDer, sequenceCursor, smallIntegerOf } from '../../crypto/der/reader.ts';
import { KeyStoreError } from './error.ts';

/** Octets of one file; a key with a chain of four RSA-4096 certificates has about 12 KiB. */
export const MAXIMUM_PKCS12_LENGTH = 256 * 1024;

/** Bags of one file, all levels together. */
const MAXIMUM_BAGS = 64;
const MAXIMUM_BAG_DEPTH = 4;

/** Each content has its own key to derive; files have two: certificates, and the key. */
const MAXIMUM_CONTENTS = 8;

const DATA = '1.2.840.113549.1.7.1';
const ENCRYPTED_DATA = '1.2.840.113549.1.7.6';
const X509_CERTIFICATE = '1.2.840.113549.1.9.22.1';

/** Kinds of bags (RFC 7292 section 4.2). */
const KEY_BAG = '1.2.840.113549.1.12.10.1.1';
const SHROUDED_KEY_BAG = '1.2.840.113549.1.12.10.1.2';
const CERTIFICATE_BAG = '1.2.840.113549.1.12.10.1.3';
const NESTED_BAGS = '1.2.840.113549.1.12.10.1.6';

/** AlgorithmIdentifier as it stands there; parameters are read by whoever knows the algorithm. */
export interface Algorithm {
  readonly identifier: string;
  readonly parameters: DerNode | undefined;
}

/** Octets under a password-based algorithm. */
export interface Encrypted {
  readonly algorithm: Algorithm;
  readonly ciphertext: Buffer;
}

/** What protects the whole file against change (RFC 7292 section 4.1, MacData). */
export interface Mac {
  readonly digest: string;
  readonly value: Buffer;
  readonly salt: Buffer;
  readonly iterations: number;
}

/** A file as it can be read without its password. */
export interface Pkcs12File {
  /** The octets that the MAC covers. */
  readonly authenticated: Buffer;
  readonly mac: Mac;
  /** Bags, in the clear (Buffer) or encrypted, in the order of the file. */
  readonly contents: readonly (Buffer | Encrypted)[];
}

/** What we look for in bags; everything else (revocation lists, secrets of others) is passed over. */
export interface Bags {
  /** PKCS#8, DER, some of them still encrypted. */
  readonly keys: (Buffer | Encrypted)[];
  /** DER of X.509 certificates. */
  readonly certificates: Buffer[];
}

/**
 * Reads the outer structure of a PKCS#12 file (RFC 7292 section 4), strict DER.
 *
 * @throws KeyStoreError `pkcs12-too-large`, `pkcs12-malformed`, `pkcs12-mac-missing`, `pkcs12-algorithm-unsupported`
 */
export function readPkcs12Structure(bytes: Buffer): Pkcs12File {
  if (bytes.length > MAXIMUM_PKCS12_LENGTH) {
    throw new KeyStoreError('pkcs12-too-large', `the PKCS#12 file has more than ${MAXIMUM_PKCS12_LENGTH} octets`);
  }
  return malformedUnlessRead('the PKCS#12 file', () => {
    const pfx = sequenceCursor(readDer(bytes, { maximumBytes: MAXIMUM_PKCS12_LENGTH }), 'PFX');
    if (integerOf(pfx.next(0x02, 'version')) !== 3n) throw malformed('the PKCS#12 file has another version than 3');
    const { type, value } = readContentInfo(pfx.next(0x30, 'authSafe'));
    if (type !== DATA) throw notByPassword();
    const authenticated = octetsOf(value);
    const mac = pfx.optional(0x30);
    pfx.end();
    if (mac === undefined)
      throw new KeyStoreError('pkcs12-mac-missing', 'the PKCS#12 file has no MAC: whoever changed it would not be seen');
    return { authenticated, mac: readMac(mac), contents: readContents(authenticated) };
  });
}

/**
 * Sorts the bags of one content into `into`, bags inside bags included.
 *
 * @throws KeyStoreError `pkcs12-malformed`
 */
export function readBags(bytes: Buffer, into: Bags): void {
  malformedUnlessRead('a content of the PKCS#12 file', () => {
    const left = { bags: MAXIMUM_BAGS - into.keys.length - into.certificates.length };
    collectBags(readDer(bytes, { maximumBytes: MAXIMUM_PKCS12_LENGTH }), into, left, MAXIMUM_BAG_DEPTH);
  });
}

/** @throws KeyStoreError `pkcs12-malformed` instead of whatever the reader of DER throws */
export function malformedUnlessRead<Result>(what: string, read: () => Result): Result {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof KeyStoreError) throw cause;
    throw malformed(`${what} is cut off, or not in DER: make it anew with openssl pkcs12 -export`, cause);
  }
}

export function readAlgorithm(node: DerNode): Algorithm {
  const cursor = sequenceCursor(node, 'AlgorithmIdentifier');
  const identifier = objectIdentifierOf(cursor.next(0x06, 'algorithm'));
  const parameters = cursor.peekTag() === undefined ? undefined : cursor.any('parameters');
  cursor.end();
  return { identifier, parameters };
}

/** EncryptedPrivateKeyInfo (RFC 5958 section 3). */
function readEncryptedKey(node: DerNode): Encrypted {
  const cursor = sequenceCursor(node, 'EncryptedPrivateKeyInfo');
  const algorithm = readAlgorithm(cursor.next(0x30, 'encryptionAlgorithm'));
  const ciphertext = cursor.next(0x04, 'encryptedData').content;
  cursor.end();
  return { algorithm, ciphertext };
}

function readContents(authenticated: Buffer): (Buffer | Encrypted)[] {
  const cursor = sequenceCursor(readDer(authenticated, { maximumBytes: MAXIMUM_PKCS12_LENGTH }), 'AuthenticatedSafe');
  const contents: (Buffer | Encrypted)[] = [];
  while (cursor.peekTag() !== undefined) {
    if (contents.length === MAXIMUM_CONTENTS) throw malformed('the PKCS#12 file has too many contents');
    contents.push(readContent(cursor.next(0x30, 'content')));
  }
  return contents;
}

function readContent(node: DerNode): Buffer | Encrypted {
  const { type, value } = readContentInfo(node);
  if (type === DATA) return octetsOf(value);
  if (type !== ENCRYPTED_DATA) throw notByPassword();
  const encryptedData = sequenceCursor(value, 'EncryptedData');
  smallIntegerOf(encryptedData.next(0x02, 'version'), 2);
  const info = sequenceCursor(encryptedData.next(0x30, 'encryptedContentInfo'), 'EncryptedContentInfo');
  if (objectIdentifierOf(info.next(0x06, 'contentType')) !== DATA) throw malformed('an encrypted content holds something else than bags');
  const algorithm = readAlgorithm(info.next(0x30, 'contentEncryptionAlgorithm'));
  const ciphertext = info.next(0x80, 'encryptedContent').content;
  info.end();
  encryptedData.end();
  return { algorithm, ciphertext };
}

function readMac(node: DerNode): Mac {
  const cursor = sequenceCursor(node, 'MacData');
  const digestInfo = sequenceCursor(cursor.next(0x30, 'mac'), 'DigestInfo');
  const digest = readAlgorithm(digestInfo.next(0x30, 'digestAlgorithm')).identifier;
  const value = digestInfo.next(0x04, 'digest').content;
  digestInfo.end();
  const salt = cursor.next(0x04, 'macSalt').content;
  const iterations = cursor.optional(0x02);
  cursor.end();
  return { digest, value, salt, iterations: iterations === undefined ? 1 : iterationsOf(iterations) };
}

/** A count as it is written; whether it is one that we follow is decided where it is used. */
export function iterationsOf(node: DerNode): number {
  const count = integerOf(node);
  if (count < 1n) throw malformed('an iteration count below one');
  return count > BigInt(Number.MAX_SAFE_INTEGER) ? Number.MAX_SAFE_INTEGER : Number(count);
}

function collectBags(node: DerNode, into: Bags, left: { bags: number }, depthLeft: number): void {
  if (depthLeft === 0) throw malformed('the PKCS#12 file has bags inside bags inside bags');
  const bags = sequenceCursor(node, 'SafeContents');
  while (bags.peekTag() !== undefined) {
    left.bags -= 1;
    if (left.bags < 0) throw malformed('the PKCS#12 file has too many bags');
    const bag = sequenceCursor(bags.next(0x30, 'bag'), 'SafeBag');
    const kind = objectIdentifierOf(bag.next(0x06, 'bagId'));
    const value = onlyMember(bag.next(0xa0, 'bagValue'));
    bag.optional(0x31);
    bag.end();
    if (kind === KEY_BAG) into.keys.push(value.raw);
    else if (kind === SHROUDED_KEY_BAG) into.keys.push(readEncryptedKey(value));
    else if (kind === CERTIFICATE_BAG) into.certificates.push(...certificateOf(value));
    else if (kind === NESTED_BAGS) collectBags(value, into, left, depthLeft - 1);
  }
}

/** Nothing for a certificate of another kind than X.509. */
function certificateOf(node: DerNode): Buffer[] {
  const cursor = sequenceCursor(node, 'CertBag');
  const kind = objectIdentifierOf(cursor.next(0x06, 'certId'));
  const value = onlyMember(cursor.next(0xa0, 'certValue'));
  cursor.end();
  if (kind !== X509_CERTIFICATE) return [];
  return [octetsOf(value)];
}

function readContentInfo(node: DerNode): { type: string; value: DerNode } {
  const cursor = sequenceCursor(node, 'ContentInfo');
  const type = objectIdentifierOf(cursor.next(0x06, 'contentType'));
  const value = onlyMember(cursor.next(0xa0, 'content'));
  cursor.end();
  return { type, value };
}

function octetsOf(value: DerNode): Buffer {
  if (value.tag !== 0x04) throw malformed('a value of the PKCS#12 file is no octet string');
  return value.content;
}

function onlyMember(node: DerNode): DerNode {
  return readDer(node.content, { maximumBytes: MAXIMUM_PKCS12_LENGTH });
}

/** Files can also be signed, or encrypted to a certificate (RFC 7292 section 3.1): nobody hands out keys that way. */
function notByPassword(): KeyStoreError {
  return new KeyStoreError('pkcs12-algorithm-unsupported', 'the PKCS#12 file is protected by something else than a password');
}

function malformed(message: string, cause?: unknown): KeyStoreError {
  return new KeyStoreError('pkcs12-malformed', message, cause === undefined ? {} : { cause });
}
