import { createHash } from 'node:crypto';
import { OID } from '../der/object-identifiers.ts';
import { bitStringOf, children, DerCursor, type DerNode, objectIdentifierOf, readDer, sequenceCursor, timeOf } from '../der/reader.ts';
import { contextConstructed, objectIdentifier, octetString, sequence, tlv } from '../der/writer.ts';
import { CryptoError } from '../error.ts';
import { type Certificate, parseCertificate } from './certificate.ts';
import { type Extension, readExtensions } from './extensions.ts';
import { type IssuerSigned, issuerAlgorithmOf } from './issuer-signature.ts';
import { type CertificateId, readCertificateId } from './ocsp-certificate-id.ts';
import { nonceAmong, requireWholeSeconds, unknownCritical } from './ocsp-extensions.ts';

/** Names of OCSPResponseStatus (RFC 6960 section 4.2.1) with their numbers; 4 is not used. */
export const OCSP_STATUSES = {
  successful: 0,
  malformedRequest: 1,
  internalError: 2,
  tryLater: 3,
  sigRequired: 5,
  unauthorized: 6,
} as const;

export type OcspResponseStatus = keyof typeof OCSP_STATUSES;

/** Who says that it signed: the name as encoded, or the SHA-1 digest of the key (RFC 6960 section 4.2.1). */
export type OcspResponderId = { readonly nameDer: Buffer } | { readonly keyHash: Buffer };

/** What the response says about one certificate (SingleResponse). */
export interface OcspAnswer {
  readonly certificateId: CertificateId;
  readonly status: 'good' | 'revoked' | 'unknown';
  /** Given when revoked. */
  readonly revokedAt?: Date;
  /** Code of RFC 5280 section 5.3.1; undefined when the responder does not say. */
  readonly reason?: number;
  readonly thisUpdate: Date;
  /** Absent when the responder says that newer information can be had at any time. */
  readonly nextUpdate?: Date;
  /** Certificates that expired after this moment are still known to be revoked or not (RFC 6960 section 4.4.4). */
  readonly archiveCutoff?: Date;
}

/** A successful OCSP response with a basic response inside, read strictly. Nothing in it is verified: see `ocsp-responder.ts`. */
export interface OcspResponse extends IssuerSigned {
  /** The whole OCSPResponse. */
  readonly der: Buffer;
  /** SHA-256 of `der`. */
  readonly sha256: Buffer;
  /** `sha256` in lower-case hexadecimal. */
  readonly fingerprint: string;
  /** The BasicOCSPResponse alone, for formats that hold only that. */
  readonly basicDer: Buffer;
  readonly responderId: OcspResponderId;
  readonly producedAt: Date;
  readonly answers: readonly OcspAnswer[];
  /** Content octets; present when the responder repeats the nonce of a request. */
  readonly nonce?: Buffer;
  /** Certificates that came with the response. */
  readonly certificates: readonly Certificate[];
}

/** Largest response read, in octets. Responses seen in practice stay under 4 KiB. */
export const MAXIMUM_OCSP_RESPONSE_LENGTH = 64 * 1024;

const MAXIMUM_ANSWERS = 64;
const MAXIMUM_CERTIFICATES = 8;
const MAXIMUM_DEPTH = 24;
const KEY_HASH_LENGTH = 20;
const PROCESSED: ReadonlySet<string> = new Set([OID.pkixOcspNonce, OID.pkixOcspExtendedRevoke]);
const PROCESSED_IN_ANSWER: ReadonlySet<string> = new Set([OID.pkixOcspArchiveCutoff]);

/**
 * Reads one DER OCSPResponse (RFC 6960 section 4.2) strictly: the whole input consumed, no default written out, times to the
 * second, no certificate answered twice, every certificate inside readable, no critical extension that is not processed.
 *
 * @throws CryptoError `ocsp-response-malformed`, `ocsp-response-unsupported`, and `ocsp-response-unsuccessful` when the responder
 * gives no status (`retry` where it says that it is unable at the moment, `operator` where it will not answer us)
 */
export function parseOcspResponse(der: Buffer): OcspResponse {
  if (der.length > MAXIMUM_OCSP_RESPONSE_LENGTH)
    throw malformed(`OCSP response of ${der.length} octets, at most ${MAXIMUM_OCSP_RESPONSE_LENGTH} are read`);
  try {
    return readResponse(Buffer.from(der));
  } catch (error) {
    if (error instanceof CryptoError && error.code.startsWith('ocsp-response-')) throw error;
    throw malformed(`OCSP response: ${error instanceof Error ? error.message : 'unreadable'}`, error);
  }
}

/** A successful OCSPResponse around a BasicOCSPResponse that a format held without it. */
export function wrapBasicOcspResponse(basicDer: Buffer): Buffer {
  return sequence(
    tlv(0x0a, Buffer.of(OCSP_STATUSES.successful)),
    contextConstructed(0, sequence(objectIdentifier(OID.pkixOcspBasic), octetString(basicDer))),
  );
}

function readResponse(der: Buffer): OcspResponse {
  const cursor = sequenceCursor(readDer(der, { maximumBytes: MAXIMUM_OCSP_RESPONSE_LENGTH, maximumDepth: MAXIMUM_DEPTH }), 'OCSP response');
  const status = statusOf(cursor.next(0x0a, 'status'));
  const wrapper = cursor.optional(0xa0);
  cursor.end();
  if (status !== 'successful') {
    if (wrapper !== undefined) throw malformed(`${status} together with a response`);
    throw unsuccessful(status);
  }
  if (wrapper === undefined) throw malformed('successful without a response');
  const bytes = new DerCursor(only(wrapper, 0x30, 'response bytes'), 'response bytes');
  const type = objectIdentifierOf(bytes.next(0x06, 'type of the response'));
  const basicDer = bytes.next(0x04, 'response').content;
  bytes.end();
  if (type !== OID.pkixOcspBasic) throw unsupported(`response of type ${type}`);
  const sha256 = createHash('sha256').update(der).digest();
  return { der, sha256, fingerprint: sha256.toString('hex'), basicDer, ...readBasic(basicDer) };
}

function statusOf(node: DerNode): OcspResponseStatus {
  const number = node.content.length === 1 ? node.content[0] : undefined;
  for (const [name, value] of Object.entries(OCSP_STATUSES)) if (value === number) return name as OcspResponseStatus;
  throw malformed('unknown status of the response');
}

function unsuccessful(status: OcspResponseStatus): CryptoError {
  const disposition = status === 'tryLater' || status === 'internalError' ? 'retry' : 'operator';
  return new CryptoError('ocsp-response-unsuccessful', `the responder answers ${status}`, { disposition });
}

type Basic = Omit<OcspResponse, 'der' | 'sha256' | 'fingerprint' | 'basicDer'>;

function readBasic(der: Buffer): Basic {
  const cursor = sequenceCursor(
    readDer(der, { maximumBytes: MAXIMUM_OCSP_RESPONSE_LENGTH, maximumDepth: MAXIMUM_DEPTH }),
    'basic response',
  );
  const data = cursor.next(0x30, 'response data');
  const algorithm = cursor.next(0x30, 'signature algorithm');
  const signature = bitStringOf(cursor.next(0x03, 'signature'));
  const wrapper = cursor.optional(0xa0);
  cursor.end();
  return {
    ...readData(data),
    signedDer: data.raw,
    signature,
    issuerAlgorithm: issuerAlgorithmOf(algorithm),
    certificates: wrapper === undefined ? [] : readCertificates(wrapper),
  };
}

function readCertificates(wrapper: DerNode): Certificate[] {
  const list = children(only(wrapper, 0x30, 'certificates'));
  if (list.length === 0 || list.length > MAXIMUM_CERTIFICATES) throw malformed(`${list.length} certificates in the response`);
  return list.map((node) => parseCertificate(node.raw));
}

function readData(node: DerNode): Pick<OcspResponse, 'responderId' | 'producedAt' | 'answers' | 'nonce'> {
  const cursor = new DerCursor(node, 'response data');
  // Version 1 is the only one and the default, which DER leaves out: a version that is written is another one, or a laxity.
  if (cursor.peekTag() === 0xa0) throw unsupported('a version is written');
  const responderId = readResponderId(cursor.any('responder identifier'));
  const producedAt = timeOf(requireWholeSeconds(cursor.next(0x18, 'time of production')));
  const list = children(cursor.next(0x30, 'answers'));
  const extensions = readOptionalExtensions(cursor.optional(0xa1), PROCESSED);
  cursor.end();
  if (list.length === 0 || list.length > MAXIMUM_ANSWERS) throw malformed(`${list.length} answers in the response`);
  const answers = list.map(readAnswer);
  if (new Set(answers.map(({ certificateId }) => certificateId.der.toString('hex'))).size !== answers.length)
    throw malformed('a certificate is answered twice');
  const nonce = nonceAmong(extensions);
  return { responderId, producedAt, answers, ...(nonce === undefined ? {} : { nonce }) };
}

function readResponderId(node: DerNode): OcspResponderId {
  if (node.tag === 0xa1) return { nameDer: only(node, 0x30, 'name of the responder').raw };
  if (node.tag !== 0xa2) throw malformed(`responder identifier with tag ${node.tag}`);
  const keyHash = only(node, 0x04, 'digest of the key of the responder').content;
  if (keyHash.length !== KEY_HASH_LENGTH) throw malformed(`digest of the key of the responder of ${keyHash.length} octets`);
  return { keyHash };
}

function readAnswer(node: DerNode): OcspAnswer {
  const cursor = new DerCursor(node, 'answer');
  const certificateId = readCertificateId(cursor.next(0x30, 'certificate identifier'));
  const status = readStatus(cursor.any('certificate status'));
  const thisUpdate = timeOf(requireWholeSeconds(cursor.next(0x18, 'this update')));
  const wrapper = cursor.optional(0xa0);
  const extensions = readOptionalExtensions(cursor.optional(0xa1), PROCESSED_IN_ANSWER);
  cursor.end();
  const nextUpdate = wrapper === undefined ? undefined : timeOf(requireWholeSeconds(only(wrapper, 0x18, 'next update')));
  if (nextUpdate !== undefined && nextUpdate < thisUpdate) throw malformed('the next update is before this one');
  const cutoff = extensions.get(OID.pkixOcspArchiveCutoff);
  return {
    certificateId,
    ...status,
    thisUpdate,
    ...(nextUpdate === undefined ? {} : { nextUpdate }),
    ...(cutoff === undefined ? {} : { archiveCutoff: timeOf(requireWholeSeconds(readDer(cutoff.value))) }),
  };
}

function readStatus(node: DerNode): Pick<OcspAnswer, 'status' | 'revokedAt' | 'reason'> {
  if (node.tag === 0x80 || node.tag === 0x82) {
    if (node.content.length > 0) throw malformed('a status that is not NULL');
    return { status: node.tag === 0x80 ? 'good' : 'unknown' };
  }
  if (node.tag !== 0xa1) throw malformed(`certificate status with tag ${node.tag}`);
  const cursor = new DerCursor(node, 'revocation');
  const revokedAt = timeOf(requireWholeSeconds(cursor.next(0x18, 'time of revocation')));
  const wrapper = cursor.optional(0xa0);
  cursor.end();
  if (wrapper === undefined) return { status: 'revoked', revokedAt };
  const code = only(wrapper, 0x0a, 'reason').content;
  const reason = code.length === 1 ? code[0] : undefined;
  // 7 is not used; 8, removal from a list, is no state of a certificate (RFC 5280 section 5.3.1).
  if (reason === undefined || reason > 10 || reason === 7 || reason === 8) throw malformed('reason of the revocation');
  return { status: 'revoked', revokedAt, reason };
}

function readOptionalExtensions(wrapper: DerNode | undefined, processed: ReadonlySet<string>): ReadonlyMap<string, Extension> {
  if (wrapper === undefined) return new Map();
  const extensions = readExtensions(only(wrapper, 0x30, 'list of extensions'));
  const unknown = unknownCritical(extensions, processed);
  if (unknown !== undefined) throw unsupported(`critical extension ${unknown} is not processed`);
  return extensions;
}

/** The one value inside an explicit tag. */
function only(wrapper: DerNode, tag: number, what: string): DerNode {
  const cursor = new DerCursor(wrapper, what);
  const node = cursor.next(tag, what);
  cursor.end();
  return node;
}

function malformed(message: string, cause?: unknown): CryptoError {
  return new CryptoError('ocsp-response-malformed', message, cause === undefined ? {} : { cause });
}

function unsupported(message: string): CryptoError {
  return new CryptoError('ocsp-response-unsupported', message);
}
