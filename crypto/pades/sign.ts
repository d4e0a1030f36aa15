import { createHash, type Hash } from 'node:crypto';
import { attachSignatureTimestamp } from '../cades/attach-timestamp.ts';
import { buildSignedData } from '../cms/signed-data-build.ts';
import { OID } from '../der/object-identifiers.ts';
import { CryptoError } from '../error.ts';
import type { Signer } from '../signer.ts';
import { signatureByName } from '../suites.ts';
import { signatureFieldsOf } from './document-structure.ts';
import { nextObjectNumber, writeIncrementalUpdate } from './incremental-update.ts';
import { laterChanges } from './later-changes.ts';
import { openPdf, type PdfDocument } from './pdf-document.ts';
import { signaturePermissionsOf } from './signature-permissions.ts';
import { BYTE_RANGE_PLACEHOLDER, byteRangeText, newFieldName, type PlaceholderPlan, placeholderObjects } from './signature-placeholder.ts';

export interface PadesRequest {
  pdf: Buffer;
  signer: Signer;
  /** Written to `/M`: the signer's claim, to the second. */
  signingTime: Date;
  /** Longest file signed, in octets. */
  maximumLength: number;
  /**
   * Fetches a DER time-stamp token over the imprint, which is the SHA-256 of the signature value. Without it the signature is B-B. May
   * be called a second time when the token is larger than anybody would expect.
   */
  requestTimestamp?: (imprint: Buffer) => Promise<Buffer>;
  reason?: string;
  location?: string;
}

export interface SignedPdf {
  readonly pdf: Buffer;
  /** The name of the new signature field. */
  readonly field: string;
  readonly level: 'B-B' | 'B-T';
}

/** Octets of a signature beside its certificates: attributes, identifiers and an RSA signature of 8192 bits. */
const SIGNATURE_LENGTH = 2 * 1024;
/** Octets of a time-stamp token with the chain of its authority, as public authorities issue them. */
const TIMESTAMP_LENGTH = 8 * 1024;

/**
 * Signs a PDF as PAdES B-B or B-T (EN 319 142-1) by an incremental update with an invisible signature field: the file given is the first
 * octets of the file returned, so that earlier signatures stay valid.
 *
 * @throws CryptoError `pdf-too-large`, `pdf-not-pdf`, `pdf-encrypted`, `pades-changes-forbidden` when an earlier signature forbids another
 * one, `pdf-malformed` and the other `pdf-` codes for a file that is broken or cannot be signed without changing something else; what
 * the signer and `requestTimestamp` throw passes through
 */
export async function signPades(request: PadesRequest): Promise<SignedPdf> {
  const document = openPdf(request.pdf, request.maximumLength);
  const fieldName = newFieldName(document);
  requireChangesAllowed(document, fieldName);
  const estimate = estimatedLength(request);
  const first = await signInto(document, request, fieldName, estimate);
  const signed = first.pdf === undefined ? await signInto(document, request, fieldName, first.contentsLength + SIGNATURE_LENGTH) : first;
  if (signed.pdf === undefined) {
    throw new CryptoError('pades-placeholder-too-small', `a signature of ${signed.contentsLength} octets`, { disposition: 'retry' });
  }
  requireNothingElseChanged(document, signed.pdf);
  return { pdf: signed.pdf, field: fieldName, level: request.requestTimestamp === undefined ? 'B-B' : 'B-T' };
}

function requireChangesAllowed(document: PdfDocument, fieldName: string): void {
  const permissions = signaturePermissionsOf(document);
  if (permissions.nothing || !permissions.allowsNewField(fieldName)) {
    throw new CryptoError('pades-changes-forbidden', 'an earlier signature forbids to sign the file again');
  }
}

/**
 * An earlier signature must stay as good as it was: the update is looked at as its verifier would. Files that nobody has signed have
 * nothing to protect, and are spared the reading of every object.
 */
function requireNothingElseChanged(document: PdfDocument, signed: Buffer): void {
  if (signatureFieldsOf(document).every((field) => field.value === undefined)) return;
  const changes = laterChanges(document, openPdf(signed, signed.length));
  if (changes.some((change) => !change.harmless)) {
    throw new CryptoError('pdf-structure', 'the file cannot be signed again without changing something else');
  }
}

function estimatedLength({ signer, requestTimestamp }: PadesRequest): number {
  const certificates = [signer.certificate, ...signer.chain].reduce((sum, certificate) => sum + certificate.der.length, 0);
  return certificates + SIGNATURE_LENGTH + (requestTimestamp === undefined ? 0 : TIMESTAMP_LENGTH);
}

/** One attempt; without `pdf` when the signature, of that many octets, did not fit. */
async function signInto(
  document: PdfDocument,
  request: PadesRequest,
  fieldName: string,
  contentsLength: number,
): Promise<{ pdf?: Buffer; contentsLength: number }> {
  const { reason, location, signingTime } = request;
  const texts = { ...(reason === undefined ? {} : { reason }), ...(location === undefined ? {} : { location }) };
  const prepared = prepare(document, { fieldName, signingTime, contentsLength, ...texts });
  const der = await signatureOver(request, prepared);
  if (der.length > contentsLength) return { contentsLength: der.length };
  prepared.update.write(der.toString('hex'), prepared.gap.start + 1, 'latin1');
  return { pdf: Buffer.concat([document.source.bytes, prepared.update]), contentsLength: der.length };
}

/** An update that is complete but for the signature; `gap` is where its string stands in the update, angle brackets included. */
interface PreparedUpdate {
  readonly before: Buffer;
  readonly update: Buffer;
  readonly gap: { readonly start: number; readonly end: number };
}

function prepare(document: PdfDocument, plan: PlaceholderPlan): PreparedUpdate {
  const before = document.source.bytes;
  const number = nextObjectNumber(document);
  const { bytes: update, offsets } = writeIncrementalUpdate(document, placeholderObjects(document, number, plan));
  // Searched from the new dictionary onwards, which we wrote ourselves: texts in it are hexadecimal and cannot look like these.
  const range = update.indexOf(`[${BYTE_RANGE_PLACEHOLDER}]`, (offsets.get(number) ?? 0) - before.length, 'latin1') + 1;
  const start = update.indexOf('/Contents <', range, 'latin1') + '/Contents '.length;
  const gap = { start, end: start + plan.contentsLength * 2 + 2 };
  const total = before.length + update.length;
  update.write(byteRangeText(before.length + gap.start, before.length + gap.end, total), range, 'latin1');
  return { before, update, gap };
}

async function signatureOver(request: PadesRequest, { before, update, gap }: PreparedUpdate): Promise<Buffer> {
  const { signer, requestTimestamp } = request;
  const hash: Hash = createHash(signatureByName(signer.algorithm).digest);
  const detachedDigest = hash.update(before).update(update.subarray(0, gap.start)).update(update.subarray(gap.end)).digest();
  // No signing-time attribute: PAdES forbids it (EN 319 142-1 section 6.3), /M says it.
  const { der, signatureValue } = await buildSignedData({
    signer,
    contentType: OID.data,
    content: { detachedDigest },
    certificates: [signer.certificate, ...signer.chain],
  });
  if (requestTimestamp === undefined) return der;
  const token = await requestTimestamp(createHash('sha256').update(signatureValue).digest());
  return attachSignatureTimestamp(der, token);
}
