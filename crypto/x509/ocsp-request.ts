import { OID } from '../der/object-identifiers.ts';
import { children, DerCursor, type DerNode, readDer, sequenceCursor } from '../der/reader.ts';
import { contextConstructed, sequence } from '../der/writer.ts';
import { CryptoError } from '../error.ts';
import type { Certificate } from './certificate.ts';
import { type Extension, readExtensions } from './extensions.ts';
import { generalNameOf } from './general-name.ts';
import { type CertificateId, type CertificateIdDigest, readCertificateId, writeCertificateId } from './ocsp-certificate-id.ts';
import { nonceAmong, unknownCritical, writeNonce } from './ocsp-extensions.ts';

/** OCSPRequest (RFC 6960 section 4.1.1), read but not judged. */
export interface OcspRequest {
  readonly certificateIds: readonly CertificateId[];
  /** Content octets; the response repeats them. */
  readonly nonce?: Buffer;
  /** Whether the requestor signed; the signature is not looked at, as RFC 6960 section 4.1.2 leaves to the responder. */
  readonly isSigned: boolean;
}

/** Far above a request for a dozen certificates; a signed one with a chain also fits. */
export const MAXIMUM_OCSP_REQUEST_LENGTH = 16 * 1024;

const MAXIMUM_CERTIFICATES = 16;
const MAXIMUM_DEPTH = 16;
const PROCESSED: ReadonlySet<string> = new Set([OID.pkixOcspNonce]);

/**
 * Encodes an OCSPRequest about one certificate: one per request, so that responders can answer from a cache (RFC 5019 section 2.1.1).
 * Without a nonce its octets depend on the certificate alone, and it can be sent by GET.
 *
 * @param options.digest SHA-256 unless the responder only knows SHA-1
 * @throws CryptoError `der-value-invalid` for a nonce that is empty or longer than 128 octets
 */
export function buildOcspRequest(options: {
  certificate: Certificate;
  issuer: Certificate;
  digest?: CertificateIdDigest;
  nonce?: Buffer;
}): Buffer {
  const { certificate, issuer, digest = 'sha256', nonce } = options;
  const request = sequence(writeCertificateId(certificate, issuer, digest));
  const extensions = nonce === undefined ? [] : [contextConstructed(2, sequence(writeNonce(nonce)))];
  return sequence(sequence(sequence(request), ...extensions));
}

/**
 * Reads an OCSPRequest. Attacker-controlled: caps first, then structure.
 *
 * @throws CryptoError `ocsp-request-malformed`, with what the DER reader said as its cause
 */
export function parseOcspRequest(der: Buffer): OcspRequest {
  try {
    return readRequest(der);
  } catch (cause) {
    throw new CryptoError('ocsp-request-malformed', 'not an OCSP request in DER', { cause });
  }
}

function readRequest(der: Buffer): OcspRequest {
  const outer = sequenceCursor(readDer(der, { maximumBytes: MAXIMUM_OCSP_REQUEST_LENGTH, maximumDepth: MAXIMUM_DEPTH }), 'OCSP request');
  const cursor = new DerCursor(outer.next(0x30, 'to-be-signed request'), 'to-be-signed request');
  const signature = outer.optional(0xa0);
  outer.end();
  // A version would be the default, which DER leaves out; the cursor refuses it as it refuses anything else here.
  const requestor = cursor.optional(0xa1);
  const list = children(cursor.next(0x30, 'list of requests'));
  const extensions = readOptionalExtensions(cursor.optional(0xa2));
  cursor.end();
  if (requestor !== undefined) checkRequestor(requestor);
  if (list.length === 0 || list.length > MAXIMUM_CERTIFICATES) throw refused(`${list.length} certificates in one request`);
  const nonce = nonceAmong(extensions);
  return { certificateIds: list.map(readSingle), ...(nonce === undefined ? {} : { nonce }), isSigned: signature !== undefined };
}

function readSingle(node: DerNode): CertificateId {
  const cursor = new DerCursor(node, 'request');
  const id = readCertificateId(cursor.next(0x30, 'certificate identifier'));
  readOptionalExtensions(cursor.optional(0xa0));
  cursor.end();
  return id;
}

function readOptionalExtensions(wrapper: DerNode | undefined): ReadonlyMap<string, Extension> {
  if (wrapper === undefined) return new Map();
  const cursor = new DerCursor(wrapper, 'extensions');
  const extensions = readExtensions(cursor.next(0x30, 'list of extensions'));
  cursor.end();
  const unknown = unknownCritical(extensions, PROCESSED);
  if (unknown !== undefined) throw refused(`critical extension ${unknown} is not processed`);
  return extensions;
}

function checkRequestor(wrapper: DerNode): void {
  const cursor = new DerCursor(wrapper, 'requestor');
  generalNameOf(cursor.any('name of the requestor'));
  cursor.end();
}

function refused(message: string): CryptoError {
  return new CryptoError('ocsp-request-malformed', message);
}
