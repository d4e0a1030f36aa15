import { createHash } from 'node:crypto';
import { bitStringOf, children, DerCursor, type DerNode, integerOf, readDer, timeOf } from '../der/reader.ts';
import { CryptoError } from '../error.ts';
import { EXTENSION, type Extension, fullNamesOf, readExtensions } from './extensions.ts';
import { type IssuerSigned, issuerAlgorithmOf } from './issuer-signature.ts';

/** One revoked certificate. */
export interface Revocation {
  readonly revokedAt: Date;
  /** Code of RFC 5280 section 5.3.1 (1 keyCompromise, 4 superseded, 6 certificateHold ...); undefined when the list does not say. */
  readonly reason?: number;
}

/** What a list covers: RFC 5280 section 5.2.5. */
export interface RevocationListScope {
  readonly userCertificates: boolean;
  readonly authorityCertificates: boolean;
  /** When not empty, only certificates that name one of these addresses as their distribution point. */
  readonly distributionPoints: readonly string[];
}

/** A complete certificate revocation list, version 2, read strictly. */
export interface RevocationList extends IssuerSigned {
  readonly der: Buffer;
  /** SHA-256 of `der`. */
  readonly sha256: Buffer;
  /** `sha256` in lower-case hexadecimal. */
  readonly fingerprint: string;
  readonly issuerDer: Buffer;
  readonly thisUpdate: Date;
  /** After this moment the list is stale. RFC 5280 section 5.1.2.5 requires the field, so a list without it is refused. */
  readonly nextUpdate: Date;
  /** Number of the list in the issuer's series, where it says. */
  readonly number?: bigint;
  /** Revoked certificates by the lower-case hexadecimal of the content octets of their serial number. */
  readonly revocations: ReadonlyMap<string, Revocation>;
  readonly scope: RevocationListScope;
}

/** Largest list read, in octets: room for about half a million entries. */
export const MAXIMUM_REVOCATION_LIST_LENGTH = 24 * 1024 * 1024;

const MAXIMUM_SERIAL_LENGTH = 21;
const PROCESSED_CRITICAL: ReadonlySet<string> = new Set([EXTENSION.issuingDistributionPoint, EXTENSION.cRLNumber]);
const PROCESSED_CRITICAL_IN_ENTRY: ReadonlySet<string> = new Set([EXTENSION.reasonCode]);
const EVERYTHING: RevocationListScope = { userCertificates: true, authorityCertificates: true, distributionPoints: [] };

/**
 * Reads one DER CertificateList (RFC 5280 section 5.1) strictly. Lists that only tell a part of the truth (delta lists, lists
 * of other issuers' certificates, lists of some reasons only) are refused, so that absence from a list that was read means "not revoked".
 *
 * Nothing is verified: see `verifyIssuerSignature`.
 *
 * @throws CryptoError `revocation-list-malformed` or `revocation-list-unsupported`
 */
export function parseRevocationList(der: Buffer): RevocationList {
  if (der.length > MAXIMUM_REVOCATION_LIST_LENGTH)
    throw malformed(`revocation list of ${der.length} octets, at most ${MAXIMUM_REVOCATION_LIST_LENGTH} are read`);
  try {
    return readList(Buffer.from(der));
  } catch (error) {
    if (error instanceof CryptoError && error.code.startsWith('revocation-list-')) throw error;
    throw malformed(`revocation list: ${error instanceof Error ? error.message : 'unreadable'}`, error);
  }
}

/** Order of the lists of one issuer, newest first; the number decides between lists of the same second. */
export function newestFirst(left: RevocationList, right: RevocationList): number {
  const byTime = right.thisUpdate.getTime() - left.thisUpdate.getTime();
  return byTime === 0 ? Number((right.number ?? 0n) - (left.number ?? 0n)) : byTime;
}

function readList(der: Buffer): RevocationList {
  const node = readDer(der, { maximumBytes: MAXIMUM_REVOCATION_LIST_LENGTH });
  if (node.tag !== 0x30) throw malformed(`not a revocation list: tag 0x${node.tag.toString(16)}`);
  const outer = new DerCursor(node, 'revocation list');
  const signedPart = outer.next(0x30, 'to-be-signed list');
  const algorithm = outer.next(0x30, 'signature algorithm');
  const signature = bitStringOf(outer.next(0x03, 'signature'));
  outer.end();

  const { innerAlgorithm, ...fields } = readSignedPart(signedPart);
  if (!innerAlgorithm.equals(algorithm.raw)) throw malformed('the signature algorithm differs inside and outside the signed part');
  const sha256 = createHash('sha256').update(der).digest();
  const issuerAlgorithm = issuerAlgorithmOf(algorithm);
  return { der, sha256, fingerprint: sha256.toString('hex'), ...fields, signedDer: signedPart.raw, signature, issuerAlgorithm };
}

type SignedPart = Pick<RevocationList, 'issuerDer' | 'thisUpdate' | 'nextUpdate' | 'number' | 'revocations' | 'scope'> & {
  innerAlgorithm: Buffer;
};

function readSignedPart(node: DerNode): SignedPart {
  const cursor = new DerCursor(node, 'to-be-signed list');
  if (integerOf(cursor.next(0x02, 'version')) !== 1n) throw malformed('only version 2 lists are read');
  const innerAlgorithm = cursor.next(0x30, 'signature algorithm').raw;
  const issuer = cursor.next(0x30, 'issuer');
  if (issuer.content.length === 0) throw malformed('empty issuer name');
  const thisUpdate = timeOf(cursor.any('this update'));
  const nextUpdate = timeOf(readNextUpdate(cursor));
  if (nextUpdate < thisUpdate) throw malformed('the next update is before this one');
  const entries = cursor.optional(0x30);
  const wrapper = cursor.optional(0xa0);
  cursor.end();
  return {
    innerAlgorithm,
    issuerDer: issuer.raw,
    thisUpdate,
    nextUpdate,
    revocations: entries === undefined ? new Map() : readEntries(entries),
    ...readListExtensions(wrapper),
  };
}

function readNextUpdate(cursor: DerCursor): DerNode {
  const tag = cursor.peekTag();
  if (tag !== 0x17 && tag !== 0x18) throw malformed('no next update: the list would never become stale');
  return cursor.any('next update');
}

function readEntries(list: DerNode): ReadonlyMap<string, Revocation> {
  const revocations = new Map<string, Revocation>();
  const entries = children(list);
  // RFC 5280 section 5.1.2.6: without revoked certificates the list of them must be absent.
  if (entries.length === 0) throw malformed('empty list of revoked certificates');
  // Long lists repeat a few reasons and dates, and reading each of them anew would take most of the time.
  const reasonOf = remember(readReason);
  const dateOf = remember(timeOf);
  for (const entry of entries) {
    const cursor = new DerCursor(entry, 'revoked certificate');
    const serial = cursor.next(0x02, 'serial number');
    const revokedAt = dateOf(cursor.any('revocation date'));
    const extensions = cursor.optional(0x30);
    cursor.end();
    integerOf(serial);
    if (serial.content.length > MAXIMUM_SERIAL_LENGTH) throw malformed(`serial number of ${serial.content.length} octets`);
    const serialHex = serial.content.toString('hex');
    if (revocations.has(serialHex)) throw malformed('a certificate is revoked twice');
    revocations.set(serialHex, extensions === undefined ? { revokedAt } : { revokedAt, ...reasonOf(extensions) });
  }
  return revocations;
}

const MAXIMUM_REMEMBERED = 4096;

/** The same reading function, asked once for each different encoding. */
function remember<T>(read: (node: DerNode) => T): (node: DerNode) => T {
  const known = new Map<string, T>();
  return (node) => {
    const encoding = node.raw.toString('latin1');
    const answer = known.get(encoding) ?? read(node);
    if (known.size < MAXIMUM_REMEMBERED) known.set(encoding, answer);
    return answer;
  };
}

function readReason(node: DerNode): { reason?: number } {
  const extensions = readExtensions(node);
  refuseUnknownCritical(extensions, PROCESSED_CRITICAL_IN_ENTRY);
  const extension = extensions.get(EXTENSION.reasonCode);
  if (extension === undefined) return {};
  const code = readDer(extension.value);
  if (code.tag !== 0x0a || code.content.length !== 1) throw malformed('reason code');
  const reason = code.content[0];
  if (reason === undefined || reason > 10 || reason === 7) throw malformed(`reason code ${reason}`);
  // removeFromCRL belongs to delta lists only (RFC 5280 section 5.3.1).
  if (reason === 8) throw unsupported('removal from a list, which only delta lists have');
  return { reason };
}

function readListExtensions(wrapper: DerNode | undefined): { number?: bigint; scope: RevocationListScope } {
  if (wrapper === undefined) return { scope: EVERYTHING };
  const cursor = new DerCursor(wrapper, 'extensions');
  const extensions = readExtensions(cursor.next(0x30, 'list of extensions'));
  cursor.end();
  refuseUnknownCritical(extensions, PROCESSED_CRITICAL);
  const number = extensions.get(EXTENSION.cRLNumber);
  const point = extensions.get(EXTENSION.issuingDistributionPoint);
  return {
    ...(number === undefined ? {} : { number: readNumber(number.value) }),
    scope: point === undefined ? EVERYTHING : readScope(point.value),
  };
}

function readNumber(value: Buffer): bigint {
  const node = readDer(value);
  const number = node.tag === 0x02 ? integerOf(node) : -1n;
  if (number < 0n || node.content.length > MAXIMUM_SERIAL_LENGTH) throw malformed('list number');
  return number;
}

/** IssuingDistributionPoint, RFC 5280 section 5.2.5. */
function readScope(value: Buffer): RevocationListScope {
  const node = readDer(value);
  if (node.tag !== 0x30) throw malformed('issuing distribution point is not a SEQUENCE');
  const cursor = new DerCursor(node, 'issuing distribution point');
  const name = cursor.optional(0xa0);
  const onlyUser = isTrue(cursor.optional(0x81));
  const onlyAuthority = isTrue(cursor.optional(0x82));
  const someReasons = cursor.optional(0x83);
  const indirect = isTrue(cursor.optional(0x84));
  const onlyAttribute = isTrue(cursor.optional(0x85));
  cursor.end();
  if (someReasons !== undefined || indirect || onlyAttribute)
    throw unsupported('the list covers some reasons, other issuers or attribute certificates only');
  if (onlyUser && onlyAuthority) throw malformed('the list covers both only users and only authorities');
  const distributionPoints = name === undefined ? [] : fullNamesOf(name);
  if (name !== undefined && distributionPoints.length === 0) throw unsupported('the distribution point has no address');
  return { userCertificates: !onlyAuthority, authorityCertificates: !onlyUser, distributionPoints };
}

/** An implicitly tagged BOOLEAN DEFAULT FALSE: present means TRUE, as DER leaves the default out. */
function isTrue(node: DerNode | undefined): boolean {
  if (node === undefined) return false;
  if (node.content.length !== 1 || node.content[0] !== 0xff) throw malformed('BOOLEAN in the scope');
  return true;
}

function refuseUnknownCritical(extensions: ReadonlyMap<string, Extension>, known: ReadonlySet<string>): void {
  for (const [identifier, extension] of extensions) {
    if (extension.critical && !known.has(identifier)) throw unsupported(`critical extension ${identifier} is not processed`);
  }
}

function malformed(message: string, cause?: unknown): CryptoError {
  return new CryptoError('revocation-list-malformed', message, cause === undefined ? {} : { cause });
}

function unsupported(message: string): CryptoError {
  return new CryptoError('revocation-list-unsupported', message);
}
