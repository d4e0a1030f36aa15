import { createHash, type KeyObject, X509Certificate } from 'node:crypto';
import { OID } from '../der/object-identifiers.ts';
import { bitStringOf, DerCursor, type DerNode, integerOf, objectIdentifierOf, readDer, timeOf } from '../der/reader.ts';
import { CryptoError } from '../error.ts';
import {
  basicConstraintsOf,
  distributionPointsOf,
  EXTENSION,
  type Extension,
  extendedKeyUsageOf,
  generalNamesOf,
  type KeyUsage,
  keyIdentifierOf,
  keyUsageOf,
  readExtensions,
} from './extensions.ts';
import type { GeneralName } from './general-name.ts';
import { type IssuerSigned, issuerAlgorithmOf } from './issuer-signature.ts';

export type KeyType = 'ec-p256' | 'ec-p384' | 'rsa' | 'ed25519' | 'other';

/** A certificate, version 3, read strictly. Names given as text are for people; comparisons use the encoded forms. */
export interface Certificate extends IssuerSigned {
  readonly der: Buffer;
  /** SHA-256 of `der`. */
  readonly sha256: Buffer;
  /** `sha256` in lower-case hexadecimal. */
  readonly fingerprint: string;
  readonly subject: string;
  readonly issuer: string;
  readonly subjectDer: Buffer;
  readonly issuerDer: Buffer;
  /** Content octets of the serial number INTEGER. */
  readonly serialDer: Buffer;
  /** `serialDer` in lower-case hexadecimal. */
  readonly serialHex: string;
  readonly publicKey: KeyObject;
  readonly spkiDer: Buffer;
  readonly spkiSha256: Buffer;
  readonly keyType: KeyType;
  /** Bits of the field or of the modulus; 0 where the key type has no such measure. */
  readonly keyBits: number;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** Empty when the extension is absent. */
  readonly keyUsage: ReadonlySet<KeyUsage>;
  /** Dotted object identifiers; empty when the extension is absent. */
  readonly extendedKeyUsage: readonly string[];
  readonly extendedKeyUsageCritical: boolean;
  readonly subjectKeyIdentifier?: Buffer;
  readonly isAuthority: boolean;
  /** How many authorities may follow below this one; undefined for no limit. */
  readonly pathLength?: number;
  readonly subjectAltNames: readonly GeneralName[];
  /** URIs under which the issuer publishes the revocation lists that cover this certificate. */
  readonly distributionPoints: readonly string[];
  readonly hasNameConstraints: boolean;
  /** Its issuer asks not to look for a revocation of this OCSP responder (RFC 6960 section 4.2.2.2.1). */
  readonly isOcspNoCheck: boolean;
  /** Critical extensions that this project does not process: a path with such a certificate is never accepted. */
  readonly unknownCriticalExtensions: readonly string[];
}

/** Largest certificate read, in octets; certificates seen in practice stay under 8 KiB. */
export const MAXIMUM_CERTIFICATE_LENGTH = 32 * 1024;

/** Longest serial number: RFC 5280 section 4.1.2.2 allows 20 octets, and a leading zero octet keeps it positive. */
const MAXIMUM_SERIAL_LENGTH = 21;

const PROCESSED: ReadonlySet<string> = new Set([
  EXTENSION.subjectKeyIdentifier,
  EXTENSION.keyUsage,
  EXTENSION.subjectAltName,
  EXTENSION.basicConstraints,
  EXTENSION.nameConstraints,
  EXTENSION.cRLDistributionPoints,
  EXTENSION.certificatePolicies,
  EXTENSION.policyMappings,
  EXTENSION.policyConstraints,
  EXTENSION.extendedKeyUsage,
  EXTENSION.inhibitAnyPolicy,
  EXTENSION.ocspNoCheck,
]);

/**
 * Reads one DER certificate (RFC 5280 section 4.1) strictly: definite minimal lengths, version 3, the whole input consumed, the
 * same algorithm inside and outside the signed part, no extension twice, no default value written out.
 *
 * Nothing is verified: trust is the matter of `path.ts`.
 *
 * @throws CryptoError `certificate-malformed`, with the reason of the DER reader as its cause where there is one
 */
export function parseCertificate(der: Buffer): Certificate {
  if (der.length > MAXIMUM_CERTIFICATE_LENGTH)
    throw malformed(`certificate of ${der.length} octets, at most ${MAXIMUM_CERTIFICATE_LENGTH} are read`);
  try {
    // A copy of its own: a view into a larger message would keep that message in memory as long as the certificate.
    return readCertificate(Buffer.from(der));
  } catch (error) {
    if (error instanceof CryptoError && error.code === 'certificate-malformed') throw error;
    throw malformed(`certificate: ${error instanceof Error ? error.message : 'unreadable'}`, error);
  }
}

function readCertificate(der: Buffer): Certificate {
  const outer = new DerCursor(expect(readDer(der, { maximumBytes: MAXIMUM_CERTIFICATE_LENGTH }), 0x30), 'certificate');
  const signedPart = outer.next(0x30, 'to-be-signed certificate');
  const algorithm = outer.next(0x30, 'signature algorithm');
  const signature = bitStringOf(outer.next(0x03, 'signature'));
  outer.end();

  const fields = readSignedPart(signedPart);
  if (!fields.algorithm.raw.equals(algorithm.raw)) throw malformed('the signature algorithm differs inside and outside the signed part');
  const platform = readWithPlatform(der);
  const spkiDer = fields.publicKey.raw;
  const sha256 = digest(der);
  return {
    der,
    sha256,
    fingerprint: sha256.toString('hex'),
    subject: oneLine(platform.subject),
    issuer: oneLine(platform.issuer),
    subjectDer: fields.subject.raw,
    issuerDer: fields.issuer.raw,
    serialDer: fields.serial,
    serialHex: fields.serial.toString('hex'),
    publicKey: platform.publicKey,
    spkiDer,
    spkiSha256: digest(spkiDer),
    ...keyKindOf(platform.publicKey, fields.publicKey),
    notBefore: fields.notBefore,
    notAfter: fields.notAfter,
    ...readExtensionValues(fields.extensions),
    signedDer: signedPart.raw,
    signature,
    issuerAlgorithm: issuerAlgorithmOf(algorithm),
  };
}

interface SignedPart {
  serial: Buffer;
  algorithm: DerNode;
  issuer: DerNode;
  notBefore: Date;
  notAfter: Date;
  subject: DerNode;
  publicKey: DerNode;
  extensions: ReadonlyMap<string, Extension>;
}

function readSignedPart(node: DerNode): SignedPart {
  const cursor = new DerCursor(node, 'to-be-signed certificate');
  const version = new DerCursor(cursor.next(0xa0, 'version'), 'version');
  if (integerOf(version.next(0x02, 'version number')) !== 2n) throw malformed('only version 3 certificates are read');
  version.end();
  const serial = readSerial(cursor.next(0x02, 'serial number'));
  const algorithm = cursor.next(0x30, 'signature algorithm');
  const issuer = cursor.next(0x30, 'issuer');
  const validity = readValidity(cursor.next(0x30, 'validity'));
  const subject = cursor.next(0x30, 'subject');
  const publicKey = cursor.next(0x30, 'public key');
  // Unique identifiers ([1], [2]) are not to be used (RFC 5280 section 4.1.2.8); the cursor refuses them here.
  const wrapper = new DerCursor(cursor.next(0xa3, 'extensions'), 'extensions');
  const extensions = readExtensions(wrapper.next(0x30, 'list of extensions'));
  wrapper.end();
  cursor.end();
  if (issuer.content.length === 0) throw malformed('empty issuer name');
  return { serial, algorithm, issuer, ...validity, subject, publicKey, extensions };
}

function readSerial(node: DerNode): Buffer {
  // integerOf checks that the encoding is minimal.
  if (integerOf(node) < 0n) throw malformed('negative serial number');
  if (node.content.length > MAXIMUM_SERIAL_LENGTH) throw malformed(`serial number of ${node.content.length} octets`);
  return node.content;
}

function readValidity(node: DerNode): { notBefore: Date; notAfter: Date } {
  const cursor = new DerCursor(node, 'validity');
  const notBefore = timeOf(cursor.any('start of validity'));
  const notAfter = timeOf(cursor.any('end of validity'));
  cursor.end();
  if (notAfter < notBefore) throw malformed('validity ends before it begins');
  return { notBefore, notAfter };
}

/** A second reader over the same bytes: what OpenSSL refuses is refused, and its decoding of the key is the one used to verify. */
function readWithPlatform(der: Buffer): { subject: string; issuer: string; publicKey: KeyObject } {
  const certificate = new X509Certificate(der);
  return { subject: certificate.subject ?? '', issuer: certificate.issuer ?? '', publicKey: certificate.publicKey };
}

type ExtensionValues = Pick<
  Certificate,
  | 'keyUsage'
  | 'extendedKeyUsage'
  | 'extendedKeyUsageCritical'
  | 'subjectKeyIdentifier'
  | 'isAuthority'
  | 'pathLength'
  | 'subjectAltNames'
  | 'distributionPoints'
  | 'hasNameConstraints'
  | 'isOcspNoCheck'
  | 'unknownCriticalExtensions'
>;

function readExtensionValues(extensions: ReadonlyMap<string, Extension>): ExtensionValues {
  const read = <T>(identifier: string, reader: (value: Buffer) => T, absent: T): T => {
    const extension = extensions.get(identifier);
    return extension === undefined ? absent : reader(extension.value);
  };
  const identifier = read<Buffer | undefined>(EXTENSION.subjectKeyIdentifier, keyIdentifierOf, undefined);
  const constraints = read(EXTENSION.basicConstraints, basicConstraintsOf, { isAuthority: false, pathLength: undefined });
  const unknown = [...extensions].filter(([name, extension]) => extension.critical && !PROCESSED.has(name)).map(([name]) => name);
  return {
    keyUsage: read<ReadonlySet<KeyUsage>>(EXTENSION.keyUsage, keyUsageOf, new Set()),
    extendedKeyUsage: read(EXTENSION.extendedKeyUsage, extendedKeyUsageOf, []),
    extendedKeyUsageCritical: extensions.get(EXTENSION.extendedKeyUsage)?.critical ?? false,
    ...(identifier === undefined ? {} : { subjectKeyIdentifier: identifier }),
    isAuthority: constraints.isAuthority,
    ...(constraints.pathLength === undefined ? {} : { pathLength: constraints.pathLength }),
    subjectAltNames: read(EXTENSION.subjectAltName, generalNamesOf, []),
    distributionPoints: read(EXTENSION.cRLDistributionPoints, distributionPointsOf, []),
    hasNameConstraints: extensions.has(EXTENSION.nameConstraints),
    isOcspNoCheck: extensions.has(EXTENSION.ocspNoCheck),
    unknownCriticalExtensions: unknown,
  };
}

const CURVES: ReadonlyMap<string, { keyType: KeyType; keyBits: number }> = new Map<string, { keyType: KeyType; keyBits: number }>([
  [OID.secp256r1, { keyType: 'ec-p256', keyBits: 256 }],
  [OID.secp384r1, { keyType: 'ec-p384', keyBits: 384 }],
]);

/** The curve is taken from its identifier in the encoding: a key with explicit curve parameters is 'other' and never accepted. */
function keyKindOf(key: KeyObject, spki: DerNode): { keyType: KeyType; keyBits: number } {
  const other = { keyType: 'other' as const, keyBits: 0 };
  switch (key.asymmetricKeyType) {
    case 'rsa':
    case 'rsa-pss':
      return { keyType: 'rsa', keyBits: key.asymmetricKeyDetails?.modulusLength ?? 0 };
    case 'ed25519':
      return { keyType: 'ed25519', keyBits: 256 };
    case 'ec':
      return CURVES.get(curveOf(spki) ?? '') ?? other;
    default:
      return other;
  }
}

function curveOf(spki: DerNode): string | undefined {
  const algorithm = new DerCursor(new DerCursor(spki, 'public key').next(0x30, 'key algorithm'), 'key algorithm');
  if (objectIdentifierOf(algorithm.next(0x06, 'key algorithm identifier')) !== OID.ecPublicKey) return undefined;
  const curve = algorithm.optional(0x06);
  return curve === undefined ? undefined : objectIdentifierOf(curve);
}

function expect(node: DerNode, tag: number): DerNode {
  if (node.tag !== tag) throw malformed(`not a certificate: tag 0x${node.tag.toString(16)}`);
  return node;
}

function oneLine(name: string): string {
  return name.split('\n').join(', ');
}

function digest(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest();
}

function malformed(message: string, cause?: unknown): CryptoError {
  return new CryptoError('certificate-malformed', message, cause === undefined ? {} : { cause });
}
