import { parseSignedData } from '../../crypto/cms/signed-data.ts';
import { CryptoError } from '../../crypto/error.ts';
import { type SignatureField, signatureFieldsOf } from '../../crypto/pades/document-structure.ts';
import { openPdf, type PdfDocument } from '../../crypto/pades/pdf-document.ts';
import { readSignatureDictionary } from '../../crypto/pades/signature-dictionary.ts';
import type { ValidationContext } from '../../crypto/validation/context.ts';
import type { PadesValidation } from '../../crypto/validation/validate-pades.ts';
import type { LetterSignature } from '../../gateway/contracts/letters.ts';

/** By whom letters are judged. */
export interface LetterTrust {
  /** Up to which anchors, and what can be learnt about the status of these certificates (DER); asked for only when there is a signature. */
  contextFor(certificates: readonly Buffer[]): Promise<Pick<ValidationContext, 'signerPaths' | 'timestampPaths' | 'data'>>;
}

/** Names in certificates can be as long as their issuer likes. */
const MAXIMUM_NAME_LENGTH = 512;

/** Certificates of one letter whose status is asked for: a dozen signers with their chains. */
const MAXIMUM_CERTIFICATES = 64;

/**
 * Validates every signature of a letter at the moment `at`, in the order of its form; document time-stamps count with the signatures
 * they cover.
 *
 * @throws CryptoError for a file that cannot be judged as a whole, as `validatePades`
 */
export async function judgeSignatures(
  letter: Buffer,
  { maximumLength, trust, at }: { maximumLength: number; trust: LetterTrust; at: Date },
): Promise<LetterSignature[]> {
  const document = openPdf(letter, maximumLength);
  const fields = signatureFieldsOf(document).filter(({ value }) => value !== undefined);
  if (fields.length === 0) return [];
  const certificates = fields.flatMap((field) => certificatesIn(document, field)).slice(0, MAXIMUM_CERTIFICATES);
  // Most letters have no signature and need none of this: it holds as much memory as all the rest of the thread.
  const { validatePades } = await import('../../crypto/validation/validate-pades.ts');
  const validations = await validatePades({ pdf: letter, maximumLength, at, ...(await trust.contextFor(certificates)) });
  return validations.map(reported);
}

/** The certificates that came with a signature; none where it cannot be read, which its verdict will say. */
function certificatesIn(document: PdfDocument, field: SignatureField): readonly Buffer[] {
  try {
    return parseSignedData(readSignatureDictionary(document, field).contents).certificates;
  } catch (error) {
    if (error instanceof CryptoError) return [];
    throw error;
  }
}

function reported(validation: PadesValidation): LetterSignature {
  const { indication, subIndication, code, level, claimedTime, pades } = validation;
  const signer = signerOf(validation);
  const stamped = validation.timestamps.find((stamp) => stamp.indication === 'PASSED' && stamp.existedBefore !== undefined);
  return {
    verdict: indication,
    ...(subIndication === undefined ? {} : { subIndication }),
    ...(code === undefined ? {} : { code }),
    ...(level === undefined ? {} : { level }),
    ...(signer === undefined ? {} : { signer }),
    ...(claimedTime === undefined ? {} : { claimedTime: claimedTime.toISOString() }),
    ...(stamped === undefined ? {} : { stampedTime: validation.bestSignatureTime.toISOString() }),
    coversWholeFile: pades.coversWholeFile,
    changesAfter: distinctChanges(pades),
  };
}

function signerOf({ certificate }: PadesValidation): LetterSignature['signer'] {
  if (certificate === undefined) return undefined;
  return {
    subject: certificate.subject.slice(0, MAXIMUM_NAME_LENGTH),
    issuer: certificate.issuer.slice(0, MAXIMUM_NAME_LENGTH),
    certificate: certificate.sha256.toString('hex'),
  };
}

function distinctChanges({ changesAfter }: PadesValidation['pades']): LetterSignature['changesAfter'] {
  const kinds = new Map(changesAfter.map(({ kind, harmless }) => [`${kind} ${harmless}`, { kind, harmless }]));
  return [...kinds.values()];
}
