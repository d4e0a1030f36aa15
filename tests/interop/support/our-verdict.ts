import { bufferReader } from '../../../crypto/asic/random-access.ts';
import { readContainer } from '../../../crypto/asic/read-container.ts';
import { CryptoError } from '../../../crypto/error.ts';
import type { ValidationContext } from '../../../crypto/validation/context.ts';
import { NO_DATA } from '../../../crypto/validation/known-data.ts';
import type { Indication, SignatureValidation, SubIndication } from '../../../crypto/validation/report.ts';
import { validateCades } from '../../../crypto/validation/validate-cades.ts';
import { validateContainer } from '../../../crypto/validation/validate-container.ts';
import { validateJades } from '../../../crypto/validation/validate-jades.ts';
import { validatePades } from '../../../crypto/validation/validate-pades.ts';
import { createPathValidator } from '../../../crypto/x509/path.ts';
import type { Development } from './development.ts';
import type { Format, RevocationData } from './own-samples.ts';
import { MAXIMUM_PDF_LENGTH } from './written-files.ts';

/** A signed file for us to judge. */
export interface Signed {
  readonly format: Format;
  readonly bytes: Buffer;
  /** The signed file of a detached signature. */
  readonly detached?: Buffer;
}

/** What we say about a signed file. */
export async function ourWords(signed: Signed, development: Development, revocationData: RevocationData): Promise<string> {
  try {
    return (await validateOurselves(signed, development, revocationData)).map(wordsOf).join('; ') || 'no signature found';
  } catch (error) {
    if (error instanceof CryptoError) return `refused: ${error.code}`;
    throw error;
  }
}

/** Our verdicts on every signature of the file. The library fetches nothing: unless all is embedded, it is given the lists. */
export function validateOurselves(
  signed: Signed,
  development: Development,
  revocationData: RevocationData,
): Promise<SignatureValidation[]> {
  const paths = createPathValidator({ anchors: [...development.anchors] });
  const { revocationLists, ocspResponses } = revocationData === 'embedded' ? NO_DATA : development;
  const data = { certificates: [], revocationLists, ocspResponses };
  return validate(signed, { signerPaths: paths, timestampPaths: paths, at: new Date(), data });
}

async function validate({ format, bytes, detached }: Signed, context: ValidationContext): Promise<SignatureValidation[]> {
  if (format === 'pades') return validatePades({ pdf: bytes, maximumLength: MAXIMUM_PDF_LENGTH, ...context });
  if (format === 'jades') return [await validateJades({ jws: bytes, types: TYPES, ...context })];
  if (format === 'cades') return [await validateCades({ der: bytes, content: detached ?? Buffer.alloc(0), ...context })];
  return [await validateContainer({ container: await readContainer(bufferReader(bytes), { strict: false }), ...context })];
}

/** Ours, and the one that TS 119 182-1 names. */
const TYPES = ['valija-evidence+jose', 'jose', 'jose+json'];

function wordsOf({ level, timestamps, ...signature }: SignatureValidation): string {
  const stamps = timestamps.length === 0 ? '' : `, stamps: ${timestamps.map(indicationOf).join(' ')}`;
  return `${indicationOf(signature)} at ${level ?? 'no level'}${stamps}`;
}

function indicationOf({ indication, subIndication }: { indication: Indication; subIndication?: SubIndication }): string {
  return subIndication === undefined ? indication : `${indication}/${subIndication}`;
}
