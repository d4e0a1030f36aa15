import { createHash } from 'node:crypto';
import { attachSignatureTimestamp } from '../cades/attach-timestamp.ts';
import { buildSignedData } from '../cms/signed-data-build.ts';
import { OID } from '../der/object-identifiers.ts';
import { CryptoError } from '../error.ts';
import type { Signer } from '../signer.ts';
import { signatureByName } from '../suites.ts';
import { openPdf, type PdfDocument } from './pdf-document.ts';
import { completed, digestOf, type PreparedUpdate, prepareUpdate, requireNothingElseChanged } from './prepared-update.ts';
import type { SignatureAppearance } from './signature-appearance.ts';
import { signaturePermissionsOf } from './signature-permissions.ts';
import { newFieldName } from './signature-placeholder.ts';

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
  /** What the signature shows in an empty field that the file keeps for it (`reservedPlaces`); without it the signature is invisible. */
  mark?: { field: string; appearance: SignatureAppearance };
}

export interface SignedPdf {
  readonly pdf: Buffer;
  /** The name of the field with the signature. */
  readonly field: string;
  readonly level: 'B-B' | 'B-T';
}

/** Octets of a signature beside its certificates: attributes, identifiers and an RSA signature of 8192 bits. */
const SIGNATURE_LENGTH = 2 * 1024;
/** Octets of a time-stamp token with the chain of its authority, as public authorities issue them. */
export const TIMESTAMP_LENGTH = 8 * 1024;

/**
 * Signs a PDF as PAdES B-B or B-T (EN 319 142-1) by an incremental update, with an invisible signature field or in a place that the file
 * keeps for a signature: the file given is the first octets of the file returned, so that earlier signatures stay valid.
 *
 * @throws CryptoError `pdf-too-large`, `pdf-not-pdf`, `pdf-encrypted`, `pades-changes-forbidden` when an earlier signature forbids another
 * one, `pdf-malformed` and the other `pdf-` codes for a file that is broken or cannot be signed without changing something else, or keeps
 * no such place; what the signer and `requestTimestamp` throw passes through
 */
export async function signPades(request: PadesRequest): Promise<SignedPdf> {
  const document = openPdf(request.pdf, request.maximumLength);
  const fieldName = request.mark?.field ?? newFieldName(document, 'Signature');
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
  const { reason, location, signingTime, mark } = request;
  const texts = { ...(reason === undefined ? {} : { reason }), ...(location === undefined ? {} : { location }) };
  const appearance = mark === undefined ? {} : { appearance: mark.appearance };
  const prepared = prepareUpdate(document, { type: 'Sig', fieldName, signingTime, contentsLength, ...texts, ...appearance });
  const der = await signatureOver(request, prepared);
  if (der.length > contentsLength) return { contentsLength: der.length };
  return { pdf: completed(prepared, der), contentsLength: der.length };
}

async function signatureOver({ signer, requestTimestamp }: PadesRequest, prepared: PreparedUpdate): Promise<Buffer> {
  const detachedDigest = digestOf(prepared, signatureByName(signer.algorithm).digest);
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
