import { CryptoError, type CryptoErrorCode } from '../error.ts';
import type { DigestAlgorithm, SignatureAlgorithm } from '../suites.ts';
import type { TimestampRequirements, VerifiedTimestamp } from '../tsp/verify.ts';
import type { BaselineLevel } from '../validation/report.ts';
import type { ValidationData } from '../validation/validation-data.ts';
import type { Certificate } from '../x509/certificate.ts';
import { type SignatureField, signatureFieldsOf } from './document-structure.ts';
import { type PadesDocumentTimestamp, readEmbeddedProof, withEmbeddedProof } from './embedded-proof.ts';
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
  /**
   * PAdES baseline level by form, with time-stamps that were verified; absent unless `integrity` is PASSED and the signature is in the form
   * of PAdES. B-LT and B-LTA say that revocation data is there, and is stamped; whether it suffices is for the validation.
   */
  readonly level?: BaselineLevel;
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
  /** Every signature time-stamp as it stands in the signature, verified or not. */
  readonly timestampTokens: readonly Buffer[];
  /** Document time-stamps that cover this signature, in the order in which they were added. */
  readonly documentTimestamps: readonly PadesDocumentTimestamp[];
  /** Validation data of the file, whatever signature it is for; absent when there is none or it cannot be read. */
  readonly dss?: ValidationData;
  /** DER of the signature or of the time-stamp token, and the digest of what it must cover; absent when the range is not acceptable. */
  readonly contents?: Buffer;
  readonly coveredDigest?: (digest: DigestAlgorithm) => Buffer;
  /** First octet after the revision that the signature covers; absent when the range is not acceptable. */
  readonly end?: number;
  /** Octets of the file that the signature covers, its own string left out; absent when the range is not acceptable. */
  readonly coveredLength?: number;
  readonly coversWholeFile: boolean;
  readonly changesAfter: readonly LaterChange[];
  /** Range, form and cryptography of the signature over the octets it covers. */
  readonly integrity: PadesFinding;
  /** Signature time-stamps, when there are any; a document time-stamp's own token counts as `integrity`. */
  readonly timestamp?: PadesFinding;
  /** Whether the document security store of the file can be read; absent when there is none. */
  readonly validationData?: PadesFinding;
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
  const proof = readEmbeddedProof(document, signatures);
  return signatures.map((signature) => withEmbeddedProof(signature, proof));
}

/** Whether another field shows the very same signature as its own. */
function isShared(fields: readonly SignatureField[], { value }: SignatureField): boolean {
  if (value?.kind !== 'reference') return false;
  return fields.filter((other) => other.value?.kind === 'reference' && other.value.number === value.number).length > 1;
}
