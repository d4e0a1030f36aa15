import { booleanOf, children, DerCursor, type DerNode, objectIdentifierOf, readDer, smallIntegerOf } from '../der/reader.ts';
import { CryptoError } from '../error.ts';
import { type GeneralName, generalNameOf } from './general-name.ts';

/** Extensions that this folder reads or knows to be harmless, by their names in RFC 5280 sections 4.2 and 5.2. */
export const EXTENSION = {
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  cRLNumber: '2.5.29.20',
  reasonCode: '2.5.29.21',
  issuingDistributionPoint: '2.5.29.28',
  nameConstraints: '2.5.29.30',
  cRLDistributionPoints: '2.5.29.31',
  certificatePolicies: '2.5.29.32',
  policyMappings: '2.5.29.33',
  policyConstraints: '2.5.29.36',
  extendedKeyUsage: '2.5.29.37',
  inhibitAnyPolicy: '2.5.29.54',
  ocspNoCheck: '1.3.6.1.5.5.7.48.1.5',
} as const;

/** Names of the bits of KeyUsage, in order: RFC 5280 section 4.2.1.3. */
export const KEY_USAGES = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
] as const;

export type KeyUsage = (typeof KEY_USAGES)[number];

/** One extension, its value still encoded. */
export interface Extension {
  readonly critical: boolean;
  readonly value: Buffer;
}

const MAXIMUM_EXTENSIONS = 64;

/**
 * Reads a SEQUENCE OF Extension into a map from dotted object identifier to extension.
 *
 * Two extensions with the same identifier are refused (RFC 5280 section 4.2), because readers disagree on which one counts.
 *
 * @throws CryptoError `certificate-malformed`, or the code of the DER reader
 */
export function readExtensions(node: DerNode): ReadonlyMap<string, Extension> {
  const list = children(node);
  if (list.length === 0 || list.length > MAXIMUM_EXTENSIONS) throw malformed(`${list.length} extensions`);
  const extensions = new Map<string, Extension>();
  for (const item of list) {
    const cursor = new DerCursor(item, 'extension');
    const identifier = objectIdentifierOf(cursor.next(0x06, 'extension identifier'));
    const critical = cursor.optional(0x01);
    const value = cursor.next(0x04, 'extension value').content;
    cursor.end();
    if (extensions.has(identifier)) throw malformed(`extension ${identifier} appears twice`);
    extensions.set(identifier, { critical: critical === undefined ? false : defaultFalse(critical), value });
  }
  return extensions;
}

/** A BOOLEAN DEFAULT FALSE that is present must be TRUE: DER leaves default values out (X.690 section 11.5). */
function defaultFalse(node: DerNode): true {
  if (!booleanOf(node)) throw malformed('a default FALSE is encoded');
  return true;
}

/** Names of the bits set in a KeyUsage extension value; an extension with no bit set is refused (RFC 5280 section 4.2.1.3). */
export function keyUsageOf(value: Buffer): ReadonlySet<KeyUsage> {
  const node = readDer(value);
  if (node.tag !== 0x03) throw malformed('key usage is not a BIT STRING');
  const unusedBits = node.content[0];
  const bits = node.content.subarray(1);
  const last = bits.at(-1);
  if (unusedBits === undefined || unusedBits > 7 || last === undefined || bits.length > 2)
    throw malformed('key usage has no bits or too many');
  // A named bit list ends at its last set bit (X.690 section 11.2.2), so that bit and no lower one must be set.
  if ((last & ((1 << (unusedBits + 1)) - 1)) !== 1 << unusedBits) throw malformed('key usage is not a minimal named bit list');
  const usages = new Set<KeyUsage>();
  for (const [index, name] of KEY_USAGES.entries()) {
    if (((bits[index >> 3] ?? 0) & (0x80 >> (index & 7))) !== 0) usages.add(name);
  }
  if (usages.size === 0) throw malformed('key usage sets only unknown bits');
  return usages;
}

/** Dotted identifiers of an ExtendedKeyUsage extension value, at least one and none twice. */
export function extendedKeyUsageOf(value: Buffer): readonly string[] {
  const identifiers = children(sequenceOf(value, 'extended key usage')).map(objectIdentifierOf);
  if (identifiers.length === 0) throw malformed('empty extended key usage');
  if (new Set(identifiers).size !== identifiers.length) throw malformed('an extended key usage appears twice');
  return identifiers;
}

/** Authority flag and path length limit of a BasicConstraints extension value. */
export function basicConstraintsOf(value: Buffer): { isAuthority: boolean; pathLength: number | undefined } {
  const cursor = new DerCursor(sequenceOf(value, 'basic constraints'), 'basic constraints');
  const authority = cursor.optional(0x01);
  const limit = cursor.optional(0x02);
  cursor.end();
  const isAuthority = authority === undefined ? false : defaultFalse(authority);
  if (limit !== undefined && !isAuthority) throw malformed('a path length limit on a certificate that is no authority');
  return { isAuthority, pathLength: limit === undefined ? undefined : smallIntegerOf(limit, 255) };
}

/** Octets of a SubjectKeyIdentifier extension value. */
export function keyIdentifierOf(value: Buffer): Buffer {
  const node = readDer(value);
  if (node.tag !== 0x04 || node.content.length === 0 || node.content.length > 64) throw malformed('subject key identifier');
  return node.content;
}

/** Names of a SubjectAltName (or any GeneralNames) extension value, at least one. */
export function generalNamesOf(value: Buffer): readonly GeneralName[] {
  const names = children(sequenceOf(value, 'general names')).map(generalNameOf);
  if (names.length === 0) throw malformed('empty list of names');
  return names;
}

/**
 * Addresses of a CRLDistributionPoints extension value: full names that are URIs. Points limited to some reasons or signed by
 * another issuer are left out, because no list found through them alone settles the status of a certificate.
 */
export function distributionPointsOf(value: Buffer): readonly string[] {
  const addresses: string[] = [];
  for (const point of children(sequenceOf(value, 'distribution points'))) {
    const cursor = new DerCursor(point, 'distribution point');
    const name = cursor.optional(0xa0);
    const reasons = cursor.optional(0x81);
    const issuer = cursor.optional(0xa2);
    cursor.end();
    if (name !== undefined && reasons === undefined && issuer === undefined) addresses.push(...fullNamesOf(name));
  }
  return addresses;
}

/** URIs of a DistributionPointName given as fullName; none when it is relative to the issuer. */
export function fullNamesOf(distributionPointName: DerNode): readonly string[] {
  const [choice, ...rest] = children(distributionPointName);
  if (choice === undefined || rest.length > 0 || (choice.tag !== 0xa0 && choice.tag !== 0xa1)) throw malformed('distribution point name');
  if (choice.tag === 0xa1) return [];
  const names = children(choice).map(generalNameOf);
  return names.filter((name) => name.type === 'uniformResourceIdentifier').map((name) => name.value);
}

function sequenceOf(value: Buffer, what: string): DerNode {
  const node = readDer(value);
  if (node.tag !== 0x30) throw malformed(`${what} is not a SEQUENCE`);
  return node;
}

function malformed(message: string): CryptoError {
  return new CryptoError('certificate-malformed', message);
}
