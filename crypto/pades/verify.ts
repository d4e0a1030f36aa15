import { CryptoError, type CryptoErrorCode } from '../error.ts';
import type { SignatureAlgorithm } from '../suites.ts';
import type { TimestampRequirements, VerifiedTimestamp } from '../tsp/verify.ts';
import type { Certificate } from '../x509/certificate.ts';
import { type SignatureField, signatureFieldsOf } from './document-structure.ts';
import type { LaterChange } from './later-changes.ts';
import { openPdf } from './pdf-document.ts';
import { verifyField } from './verify-field.ts';

/** Verdicts of EN 319 102-1 for one question about a signature. */
export interface PadesFinding {
  readonly verdict: 'PASSED' | 'INDETERMINATE' | 'FAILED';
  /** Absent when PASSED. */
  readonly code?: CryptoErrorCode;
  /** For an operator: what was found, without content of the file. */
  readonly detail?: string;
}

/** What one signature field of a file says. Whether the certificate can be trusted is for the path validator. */
export interface PadesSignature {
  /** Full name of the field. */
  readonly field: string;
  /** Object number of the signature dictionary; of the field, when there is none to be read. */
  readonly object: number;
  readonly kind: 'signature' | 'document-timestamp';
  readonly subFilter?: string;
  /** PAdES baseline level that was verified; absent unless `integrity` is PASSED and the signature is in the form of PAdES. */
  readonly level?: 'B-B' | 'B-T';
  /** The signer's, or the time-stamp authority's; present once `integrity` is PASSED. */
  readonly certificate?: Certificate;
  /** All that came with the signature. */
  readonly certificates: readonly Certificate[];
  readonly algorithm?: SignatureAlgorithm;
  readonly signatureValue?: Buffer;
  /** `/M`: the signer's claim, worth as much as the signer's word. */
  readonly claimedTime?: Date;
  /** The earliest moment before which a verified time-stamp says the signature existed, its accuracy added. */
  readonly stampedTime?: Date;
  readonly timestamps: readonly VerifiedTimestamp[];
  /** Octets of the file that the signature covers, its own string left out; absent when the range is not acceptable. */
  readonly coveredLength?: number;
  readonly coversWholeFile: boolean;
  readonly changesAfter: readonly LaterChange[];
  /** Range, form and cryptography of the signature over the octets it covers. */
  readonly integrity: PadesFinding;
  /** Signature time-stamps, when there are any; a document time-stamp's own token counts as `integrity`. */
  readonly timestamp?: PadesFinding;
  /** Whether anything but further proof came after. */
  readonly laterChanges: PadesFinding;
}

export interface PadesRequirements {
  pdf: Buffer;
  /** Longest file read, in octets. */
  maximumLength: number;
  /** Signature algorithms accepted for signers. */
  algorithms: readonly SignatureAlgorithm[];
  minimumRsaBits?: number;
  /** How time-stamps are verified; left out, they are reported as INDETERMINATE. */
  timestamps?: Omit<TimestampRequirements, 'imprint'>;
}

/** Each signature costs a digest over what it covers. */
const MAXIMUM_SIGNATURES = 64;

/**
 * Verifies every signature of a PDF, in the order of the form; an empty list means that nobody has signed. Signatures are found through
 * the form alone, and objects through the cross-references alone: what only a repairing reader would find does not exist here.
 *
 * @throws CryptoError for a file that cannot be judged as a whole: `pdf-too-large`, `pdf-not-pdf`, `pdf-encrypted`,
 * `pades-too-many-signatures` and the other `pdf-` codes. What is wrong with one signature stands in its findings.
 */
export async function verifyPades(requirements: PadesRequirements): Promise<PadesSignature[]> {
  const document = openPdf(requirements.pdf, requirements.maximumLength);
  const fields = signatureFieldsOf(document).filter((field) => field.value !== undefined);
  if (fields.length > MAXIMUM_SIGNATURES) {
    throw new CryptoError('pades-too-many-signatures', `${fields.length} signatures, at most ${MAXIMUM_SIGNATURES} are verified`);
  }
  const signatures: PadesSignature[] = [];
  for (const field of fields) signatures.push(await verifyField(document, field, isShared(fields, field), requirements));
  return signatures.map((signature) => withDocumentTimestamp(signature, signatures));
}

/** Whether another field shows the very same signature as its own. */
function isShared(fields: readonly SignatureField[], { value }: SignatureField): boolean {
  if (value?.kind !== 'reference') return false;
  return fields.filter((other) => other.value?.kind === 'reference' && other.value.number === value.number).length > 1;
}

/** A document time-stamp over a signature proves its time as well as a signature time-stamp does (EN 319 142-1 section 6.3). */
function withDocumentTimestamp(signature: PadesSignature, all: readonly PadesSignature[]): PadesSignature {
  const { kind, level, coveredLength, stampedTime } = signature;
  if (kind !== 'signature' || level === undefined || coveredLength === undefined) return signature;
  const stamps = all.filter(
    (other) => other.kind === 'document-timestamp' && other.integrity.verdict === 'PASSED' && (other.coveredLength ?? 0) > coveredLength,
  );
  const times = [stampedTime, ...stamps.map((stamp) => stamp.stampedTime)].filter((time): time is Date => time !== undefined);
  if (times.length === 0) return signature;
  return { ...signature, level: 'B-T', stampedTime: new Date(Math.min(...times.map((time) => time.getTime()))) };
}
