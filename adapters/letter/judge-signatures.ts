import { signatureFieldsOf } from '../../crypto/pades/document-structure.ts';
import { openPdf } from '../../crypto/pades/pdf-document.ts';
import { type PadesValidation, validatePades } from '../../crypto/validation/validate-pades.ts';
import type { ValidationData } from '../../crypto/validation/validation-data.ts';
import type { PathValidator } from '../../crypto/x509/path.ts';
import type { LetterSignature } from '../../gateway/contracts/letters.ts';

/** By which certificates letters are judged. */
export interface LetterTrust {
  /** Paths of officers' and authorities' certificates. */
  paths: PathValidator;
  timestampPaths: PathValidator;
  /** What is known about revocation; asked for only when there is a signature. */
  validationData: () => Promise<ValidationData>;
}

/** Names in certificates can be as long as their issuer likes. */
const MAXIMUM_NAME_LENGTH = 512;

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
  const fields = signatureFieldsOf(openPdf(letter, maximumLength));
  if (fields.every(({ value }) => value === undefined)) return [];
  const validations = await validatePades({
    pdf: letter,
    maximumLength,
    signerPaths: trust.paths,
    timestampPaths: trust.timestampPaths,
    at,
    data: await trust.validationData(),
  });
  return validations.map(reported);
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
