import { createHash } from 'node:crypto';
import { OID } from '../der/object-identifiers.ts';
import { children, DerCursor, type DerNode, objectIdentifierOf, sequenceCursor, timeOf } from '../der/reader.ts';
import { contextConstructed, generalizedTime, objectIdentifier, octetString, sequence, setOf, tlv, utcTime } from '../der/writer.ts';
import { CryptoError } from '../error.ts';
import { digestByName } from '../suites.ts';
import type { Certificate } from '../x509/certificate.ts';
import { type AlgorithmIdentifier, digestOfIdentifier, readAlgorithmIdentifier } from './signed-data-algorithms.ts';

/** Attribute values by dotted type. Signed types occur once; values of a repeated unsigned type stand together, in order. */
export type Attributes = ReadonlyMap<string, readonly DerNode[]>;

const TAG = { octetString: 0x04, objectIdentifier: 0x06, sequence: 0x30, set: 0x31 } as const;

/**
 * Signed attributes: each type once (RFC 5652 section 5.3) and in DER order, because what was signed is the DER encoding of
 * the set; another order would be another encoding of the same attributes.
 *
 * @throws CryptoError `attributes-not-sorted`, `attribute-duplicate`, `attribute-malformed`
 */
export function readSignedAttributes(node: DerNode): Attributes {
  const members = children(node);
  const attributes = new Map<string, readonly DerNode[]>();
  members.forEach((member, index) => {
    const previous = members[index - 1];
    if (previous !== undefined && Buffer.compare(previous.raw, member.raw) > 0) {
      throw new CryptoError('attributes-not-sorted', 'the signed attributes are not in DER order');
    }
    const { type, values } = readAttribute(member);
    if (attributes.has(type)) throw new CryptoError('attribute-duplicate', `signed attribute ${type} occurs twice`);
    attributes.set(type, values);
  });
  return attributes;
}

/** Unsigned attributes: types may repeat, such as time-stamps from two authorities. @throws CryptoError `attribute-malformed` */
export function readUnsignedAttributes(node: DerNode): Attributes {
  const attributes = new Map<string, readonly DerNode[]>();
  for (const member of children(node)) {
    const { type, values } = readAttribute(member);
    attributes.set(type, [...(attributes.get(type) ?? []), ...values]);
  }
  return attributes;
}

function readAttribute(node: DerNode): { type: string; values: DerNode[] } {
  if (node.tag !== TAG.sequence) throw new CryptoError('attribute-malformed', 'an attribute is not a SEQUENCE');
  const cursor = new DerCursor(node, 'Attribute');
  const type = objectIdentifierOf(cursor.next(TAG.objectIdentifier, 'attrType'));
  const values = children(cursor.next(TAG.set, 'attrValues'));
  cursor.end();
  if (values.length === 0) throw new CryptoError('attribute-malformed', `attribute ${type} has no value`);
  return { type, values };
}

/** The one value of an attribute, or undefined when it is absent. @throws CryptoError `attribute-malformed` when it has several */
export function singleValue(attributes: Attributes, type: string): DerNode | undefined {
  const values = attributes.get(type);
  if (values !== undefined && values.length !== 1)
    throw new CryptoError('attribute-malformed', `attribute ${type} has ${values.length} values`);
  return values?.[0];
}

/** @throws CryptoError `attribute-missing`, `attribute-malformed` */
export function requiredValue(attributes: Attributes, type: string, name: string): DerNode {
  const value = singleValue(attributes, type);
  if (value === undefined) throw new CryptoError('attribute-missing', `signed attribute ${name} is missing`);
  return value;
}

/** One attribute with one value, ready to be put in a set. */
export function attribute(type: string, value: Buffer): Buffer {
  return sequence(objectIdentifier(type), setOf(value));
}

/** content-type (RFC 5652 section 11.1). */
export function contentTypeAttribute(contentType: string): Buffer {
  return attribute(OID.contentType, objectIdentifier(contentType));
}

/** message-digest (RFC 5652 section 11.2). */
export function messageDigestAttribute(digest: Buffer): Buffer {
  return attribute(OID.messageDigest, octetString(digest));
}

/** signing-time (RFC 5652 section 11.3): UTCTime until 2049, GeneralizedTime without fraction from 2050. */
export function signingTimeAttribute(time: Date): Buffer {
  const wholeSeconds = new Date(Math.floor(time.getTime() / 1000) * 1000);
  return attribute(OID.signingTime, time.getUTCFullYear() < 2050 ? utcTime(wholeSeconds) : generalizedTime(wholeSeconds));
}

/** @throws CryptoError `signing-time-invalid` */
export function signingTimeOf(attributes: Attributes): Date | undefined {
  const value = singleValue(attributes, OID.signingTime);
  if (value === undefined) return undefined;
  try {
    return timeOf(value);
  } catch (cause) {
    throw new CryptoError('signing-time-invalid', 'the signing time is not a time in DER form', { cause });
  }
}

/** CMSAlgorithmProtection (RFC 6211): digestAlgorithm and `[1]` signatureAlgorithm, repeated under the signature. */
export function algorithmProtectionAttribute(digestAlgorithm: Buffer, signatureAlgorithm: Buffer): Buffer {
  return attribute(
    OID.aaCMSAlgorithmProtect,
    sequence(digestAlgorithm, tlv(0xa1, signatureAlgorithm.subarray(headerLengthOf(signatureAlgorithm)))),
  );
}

/** Our own AlgorithmIdentifiers stay below 128 octets, so that the header is two octets. */
function headerLengthOf(identifier: Buffer): number {
  return (identifier[1] ?? 0) < 0x80 ? 2 : 2 + ((identifier[1] ?? 0) & 0x7f);
}

/** @throws CryptoError `der-unexpected-tag`, `der-truncated` */
export function algorithmProtectionOf(value: DerNode): { digest: AlgorithmIdentifier; signature: AlgorithmIdentifier } {
  const cursor = sequenceCursor(value, 'CMSAlgorithmProtection');
  const digest = readAlgorithmIdentifier(cursor.next(TAG.sequence, 'digestAlgorithm'));
  const signature = readAlgorithmIdentifier(cursor.next(0xa1, 'signatureAlgorithm'));
  cursor.end();
  return { digest, signature };
}

/** signing-certificate-v2 with one ESSCertIDv2 (RFC 5035 section 3); SHA-256 is the DEFAULT and therefore not written. */
export function signingCertificateAttribute(certificate: Certificate): Buffer {
  return attribute(OID.aaSigningCertificateV2, sequence(sequence(sequence(octetString(certificate.sha256)))));
}

/**
 * Whether the first ESSCertIDv2 names this certificate: by its hash and, where given, by issuer and serial number. Further
 * entries and policies are not used.
 *
 * @throws CryptoError one of the `der-` codes, `algorithm-unknown` for a hash that is not SHA-2
 */
export function namesCertificate(value: DerNode, certificate: Certificate): boolean {
  const attributeCursor = sequenceCursor(value, 'SigningCertificateV2');
  const identifiers = children(attributeCursor.next(TAG.sequence, 'certs'));
  attributeCursor.optional(TAG.sequence);
  attributeCursor.end();
  const [first] = identifiers;
  if (first === undefined) return false;
  const cursor = sequenceCursor(first, 'ESSCertIDv2');
  const algorithm =
    cursor.peekTag() === TAG.sequence ? digestOfIdentifier(readAlgorithmIdentifier(cursor.any('hashAlgorithm'))) : digestByName('sha256');
  const hash = cursor.next(TAG.octetString, 'certHash').content;
  const issuerSerial = cursor.optional(TAG.sequence);
  cursor.end();
  const expected = algorithm.name === 'sha256' ? certificate.sha256 : createHash(algorithm.name).update(certificate.der).digest();
  return hash.equals(expected) && (issuerSerial === undefined || issuerSerialMatches(issuerSerial, certificate));
}

function issuerSerialMatches(node: DerNode, certificate: Certificate): boolean {
  const cursor = new DerCursor(node, 'IssuerSerial');
  const names = children(cursor.next(TAG.sequence, 'issuer'));
  const serial = cursor.next(0x02, 'serialNumber');
  // issuerUniqueID, which certificates no longer have
  cursor.end();
  const directoryName = contextConstructed(4, certificate.issuerDer);
  return names.length === 1 && names[0]?.raw.equals(directoryName) === true && serial.content.equals(certificate.serialDer);
}
