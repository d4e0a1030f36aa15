import { OID } from '../der/object-identifiers.ts';
import { children, DerCursor, type DerNode, integerOf, objectIdentifierOf, readDer, smallIntegerOf } from '../der/reader.ts';
import { CryptoError } from '../error.ts';
import { type RevocationValue, readRevocationValues } from './revocation-values.ts';
import { type AlgorithmIdentifier, readAlgorithmIdentifier } from './signed-data-algorithms.ts';
import { type Attributes, readSignedAttributes, readUnsignedAttributes } from './signed-data-attributes.ts';

/** How SignerInfo names the signer's certificate (RFC 5652 section 5.3). */
export type SignerIdentifier = { readonly issuerDer: Buffer; readonly serialDer: Buffer } | { readonly subjectKeyIdentifier: Buffer };

/** The only SignerInfo of a SignedData. */
export interface SignerInfo {
  readonly identifier: SignerIdentifier;
  readonly digestAlgorithm: AlgorithmIdentifier;
  readonly signatureAlgorithm: AlgorithmIdentifier;
  /** What was signed: the original octets of the signed attributes, with the tag of a SET OF in place of `[0]` (RFC 5652 section 5.4). */
  readonly signedAttributesDer: Buffer;
  readonly signedAttributes: Attributes;
  /** Content octets of the signature OCTET STRING: what a signature time-stamp covers. */
  readonly signature: Buffer;
  readonly unsignedAttributes: Attributes;
}

/** CMS SignedData (RFC 5652 section 5.1), read but not verified. All buffers are views of `der`, but for `signedAttributesDer`. */
export interface SignedData {
  readonly der: Buffer;
  readonly version: number;
  /** A hint for one-pass readers, outside the signature; SignerInfo decides. */
  readonly digestAlgorithms: readonly AlgorithmIdentifier[];
  readonly contentType: string;
  /** Content octets of eContent; undefined when the content is detached. */
  readonly content?: Buffer;
  /** X.509 certificates as they stand, in their order. */
  readonly certificates: readonly Buffer[];
  /** What the `crls` field holds; everything of it is hearsay until a path validator has checked who signed it. */
  readonly revocation: readonly RevocationValue[];
  readonly signerInfo: SignerInfo;
}

export interface SignedDataLimits {
  /** Bytes of the whole ContentInfo. Default 1 MiB: a signature with its certificates, revocation values and time-stamps. */
  maximumBytes?: number;
  /** Default 32. */
  maximumCertificates?: number;
  /** Revocation lists and OCSP responses. Default 64. */
  maximumRevocationValues?: number;
}

/** For signatures that carry long-term validation data: revocation lists of national authorities have megabytes. */
export const LONG_TERM_LIMITS: SignedDataLimits = {
  maximumBytes: 16 * 1024 * 1024,
  maximumCertificates: 128,
  maximumRevocationValues: 256,
};

const TAG = {
  octetString: 0x04,
  objectIdentifier: 0x06,
  integer: 0x02,
  sequence: 0x30,
  set: 0x31,
  context0: 0xa0,
  context1: 0xa1,
} as const;

/**
 * Reads one ContentInfo with a SignedData that has exactly one SignerInfo with signed attributes. DER only.
 *
 * @throws CryptoError `signed-data-malformed` (cause: what the DER reader said), `signed-data-version`,
 * `signed-data-signer-count`, `attribute-duplicate`, `attribute-malformed`, `attribute-missing`, `attributes-not-sorted`
 */
export function parseSignedData(der: Buffer, limits: SignedDataLimits = {}): SignedData {
  try {
    return readContentInfo(der, limits);
  } catch (error) {
    if (error instanceof CryptoError && !error.code.startsWith('der-')) throw error;
    throw new CryptoError('signed-data-malformed', 'not a CMS SignedData in DER', { cause: error });
  }
}

function readContentInfo(der: Buffer, limits: SignedDataLimits): SignedData {
  const root = readDer(der, { maximumBytes: limits.maximumBytes ?? 1024 * 1024 });
  if (root.tag !== TAG.sequence) throw malformed('ContentInfo is not a SEQUENCE');
  const contentInfo = new DerCursor(root, 'ContentInfo');
  const type = objectIdentifierOf(contentInfo.next(TAG.objectIdentifier, 'contentType'));
  if (type !== OID.signedData) throw malformed(`content type ${type} is not signed-data`);
  const explicit = new DerCursor(contentInfo.next(TAG.context0, 'content'), 'content');
  contentInfo.end();
  const signedData = explicit.next(TAG.sequence, 'SignedData');
  explicit.end();
  return readSignedData(der, signedData, limits);
}

function readSignedData(der: Buffer, node: DerNode, limits: SignedDataLimits): SignedData {
  const cursor = new DerCursor(node, 'SignedData');
  const version = smallIntegerOf(cursor.next(TAG.integer, 'version'), 5);
  if (version === 0 || version === 2) throw new CryptoError('signed-data-version', `SignedData version ${version}`);
  const digestAlgorithms = membersOf(cursor.next(TAG.set, 'digestAlgorithms')).map(readAlgorithmIdentifier);
  const encapsulated = readEncapsulatedContent(cursor.next(TAG.sequence, 'encapContentInfo'));
  const certificates = readCertificates(cursor.optional(TAG.context0), limits.maximumCertificates ?? 32);
  const revocation = readRevocationValues(cursor.optional(TAG.context1), limits.maximumRevocationValues ?? 64);
  const signerInfos = children(cursor.next(TAG.set, 'signerInfos'));
  cursor.end();
  const [signerInfo] = signerInfos;
  if (signerInfos.length !== 1 || signerInfo === undefined) {
    throw new CryptoError('signed-data-signer-count', `${signerInfos.length} signers instead of one`);
  }
  return { der, version, digestAlgorithms, ...encapsulated, certificates, revocation, signerInfo: readSignerInfo(signerInfo) };
}

function readEncapsulatedContent(node: DerNode): { contentType: string; content?: Buffer } {
  const cursor = new DerCursor(node, 'encapContentInfo');
  const contentType = objectIdentifierOf(cursor.next(TAG.objectIdentifier, 'eContentType'));
  const wrapper = cursor.optional(TAG.context0);
  cursor.end();
  if (wrapper === undefined) return { contentType };
  const explicit = new DerCursor(wrapper, 'eContent');
  const { content } = explicit.next(TAG.octetString, 'eContent');
  explicit.end();
  return { contentType, content };
}

function readCertificates(node: DerNode | undefined, maximum: number): Buffer[] {
  if (node === undefined) return [];
  const members = children(node);
  if (members.length > maximum) throw malformed(`${members.length} certificates, at most ${maximum} are read`);
  return members.map((member) => {
    // Attribute certificates and other formats ([0] to [3]) mean nothing here, and nothing that is not understood is accepted.
    if (member.tag !== TAG.sequence) throw malformed('a certificate of another kind than X.509');
    return member.raw;
  });
}

function readSignerInfo(node: DerNode): SignerInfo {
  if (node.tag !== TAG.sequence) throw malformed('SignerInfo is not a SEQUENCE');
  const cursor = new DerCursor(node, 'SignerInfo');
  const version = smallIntegerOf(cursor.next(TAG.integer, 'version'), 5);
  const identifier = readSignerIdentifier(cursor.any('sid'));
  if (version !== ('issuerDer' in identifier ? 1 : 3)) throw new CryptoError('signed-data-version', `SignerInfo version ${version}`);
  const digestAlgorithm = readAlgorithmIdentifier(cursor.next(TAG.sequence, 'digestAlgorithm'));
  const signed = cursor.optional(TAG.context0);
  if (signed === undefined) throw new CryptoError('attribute-missing', 'SignerInfo has no signed attributes');
  const signatureAlgorithm = readAlgorithmIdentifier(cursor.next(TAG.sequence, 'signatureAlgorithm'));
  const signature = cursor.next(TAG.octetString, 'signature').content;
  const unsigned = cursor.optional(TAG.context1);
  cursor.end();
  return {
    identifier,
    digestAlgorithm,
    signatureAlgorithm,
    signedAttributesDer: asSetOf(signed),
    signedAttributes: readSignedAttributes(signed),
    signature,
    unsignedAttributes: unsigned === undefined ? new Map() : readUnsignedAttributes(unsigned),
  };
}

function readSignerIdentifier(node: DerNode): SignerIdentifier {
  // subjectKeyIdentifier [0] IMPLICIT OCTET STRING
  if (node.tag === 0x80) return { subjectKeyIdentifier: node.content };
  if (node.tag !== TAG.sequence) throw malformed('sid is neither an issuer and serial number nor a key identifier');
  const cursor = new DerCursor(node, 'IssuerAndSerialNumber');
  const issuer = cursor.next(TAG.sequence, 'issuer');
  const serial = cursor.next(TAG.integer, 'serialNumber');
  cursor.end();
  integerOf(serial);
  return { issuerDer: issuer.raw, serialDer: serial.content };
}

/** The members of a set, all of them SEQUENCEs. */
function membersOf(node: DerNode): DerNode[] {
  const members = children(node);
  if (members.some((member) => member.tag !== TAG.sequence)) throw malformed('a member of a set is not a SEQUENCE');
  return members;
}

function asSetOf(signedAttributes: DerNode): Buffer {
  const copy = Buffer.from(signedAttributes.raw);
  copy[0] = TAG.set;
  return copy;
}

function malformed(message: string): CryptoError {
  return new CryptoError('signed-data-malformed', message);
}
