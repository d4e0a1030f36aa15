import { createHash } from 'node:crypto';
import { OID } from '../der/object-identifiers.ts';
import { bitStringOf, children, DerCursor, type DerNode, integerOf, objectIdentifierOf, readDer } from '../der/reader.ts';
import { nullValue, objectIdentifier, octetString, sequence, tlv } from '../der/writer.ts';
import { CryptoError } from '../error.ts';
import type { Certificate } from './certificate.ts';

/** Digests under which a certificate is named; SHA-1 only names here and protects nothing, so old responders may have it. */
export type CertificateIdDigest = 'sha1' | 'sha256';

/** CertID (RFC 6960 section 4.1.1): a certificate named by its issuer's name and key, both digested, and its serial number. */
export interface CertificateId {
  /** Undefined for a digest that is not read: such an identifier names no certificate that we know. */
  readonly digest: CertificateIdDigest | undefined;
  /** Dotted, as received. */
  readonly digestIdentifier: string;
  readonly issuerNameHash: Buffer;
  readonly issuerKeyHash: Buffer;
  /** Content octets of the serial number in lower-case hexadecimal, as in `Certificate.serialHex`. */
  readonly serialHex: string;
  readonly der: Buffer;
}

const DIGESTS: Readonly<Record<CertificateIdDigest, string>> = { sha1: OID.sha1, sha256: OID.sha256 };
const MAXIMUM_HASH_LENGTH = 64;
const MAXIMUM_SERIAL_LENGTH = 21;

/** The CertID of a certificate of this issuer, DER. The parameters of the digest are NULL, as every responder known writes them. */
export function writeCertificateId(certificate: Certificate, issuer: Certificate, digest: CertificateIdDigest): Buffer {
  return sequence(
    sequence(objectIdentifier(DIGESTS[digest]), nullValue()),
    octetString(hash(digest, certificate.issuerDer)),
    octetString(hash(digest, publicKeyOctets(issuer))),
    tlv(0x02, certificate.serialDer),
  );
}

/** @throws CryptoError of the DER reader */
export function readCertificateId(node: DerNode): CertificateId {
  const cursor = new DerCursor(node, 'certificate identifier');
  const algorithm = new DerCursor(cursor.next(0x30, 'digest algorithm'), 'digest algorithm');
  const digestIdentifier = objectIdentifierOf(algorithm.next(0x06, 'digest identifier'));
  algorithm.optional(0x05);
  algorithm.end();
  const issuerNameHash = hashOf(cursor.next(0x04, 'digest of the name'));
  const issuerKeyHash = hashOf(cursor.next(0x04, 'digest of the key'));
  const serial = cursor.next(0x02, 'serial number');
  cursor.end();
  integerOf(serial);
  if (serial.content.length > MAXIMUM_SERIAL_LENGTH)
    throw new CryptoError('der-too-large', `serial number of ${serial.content.length} octets`);
  const serialHex = serial.content.toString('hex');
  return { digest: digestNamed(digestIdentifier), digestIdentifier, issuerNameHash, issuerKeyHash, serialHex, der: node.raw };
}

/** Whether the identifier names a certificate with this serial number of this issuer. */
export function namesIssuer(id: CertificateId, issuer: Certificate): boolean {
  if (id.digest === undefined) return false;
  return id.issuerNameHash.equals(hash(id.digest, issuer.subjectDer)) && id.issuerKeyHash.equals(hash(id.digest, publicKeyOctets(issuer)));
}

/** Octets of the subjectPublicKey BIT STRING: what responders are identified by, and issuers in requests. */
export function publicKeyOctets(certificate: Certificate): Buffer {
  const key = children(readDer(certificate.spkiDer))[1];
  if (key === undefined) throw new CryptoError('certificate-malformed', 'public key without its bits');
  return bitStringOf(key);
}

function hashOf(node: DerNode): Buffer {
  if (node.content.length === 0 || node.content.length > MAXIMUM_HASH_LENGTH)
    throw new CryptoError('der-value-invalid', `digest of ${node.content.length} octets`);
  return node.content;
}

function digestNamed(identifier: string): CertificateIdDigest | undefined {
  if (identifier === OID.sha1) return 'sha1';
  return identifier === OID.sha256 ? 'sha256' : undefined;
}

function hash(digest: CertificateIdDigest, bytes: Buffer): Buffer {
  return createHash(digest).update(bytes).digest();
}
