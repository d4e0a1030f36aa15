import { archiveContainer } from '../../../crypto/asic/archive-container.ts';
import { bufferReader } from '../../../crypto/asic/random-access.ts';
import { readContainer } from '../../../crypto/asic/read-container.ts';
import { writeContainer } from '../../../crypto/asic/write-container.ts';
import { addArchiveTimestamp } from '../../../crypto/cades/archive-timestamp.ts';
import { addValidationData as addToSignature } from '../../../crypto/cms/add-validation-data.ts';
import { addDocumentTimestamp } from '../../../crypto/pades/add-document-timestamp.ts';
import { addValidationData as addToPdf } from '../../../crypto/pades/add-validation-data.ts';
import { validationDataOf } from '../../../crypto/validation/collect-validation-data.ts';
import type { SignatureValidation } from '../../../crypto/validation/report.ts';
import type { ValidationData } from '../../../crypto/validation/validation-data.ts';
import type { Development } from './development.ts';
import { type Signed, validateOurselves } from './our-verdict.ts';
import { collected, MAXIMUM_PDF_LENGTH } from './written-files.ts';

/** What was needed to judge the file now, which is what B-LT has to carry. */
async function neededFor(signed: Signed, development: Development): Promise<ValidationData> {
  const [validation] = await validateOurselves(signed, development, 'given');
  return validationDataOf(validation ?? nothingFound());
}

function nothingFound(): SignatureValidation {
  throw new Error('our own signature is not found');
}

/** B-LT of a PDF: validation data in the document security store. */
export async function letterWithData(development: Development, pdf: Buffer): Promise<Buffer> {
  const data = await neededFor({ format: 'pades', bytes: pdf }, development);
  return addToPdf({ pdf, maximumLength: MAXIMUM_PDF_LENGTH, data });
}

/** B-LTA of a PDF: a document time-stamp over all of it. */
export async function stampedLetter(development: Development, signed: Buffer): Promise<Buffer> {
  const pdf = await letterWithData(development, signed);
  return addDocumentTimestamp({ pdf, maximumLength: MAXIMUM_PDF_LENGTH, timestamp: development.requestTimestamp });
}

/** B-LT of a detached CAdES signature over the letter: validation data within its SignedData. */
export async function signatureWithData(development: Development, der: Buffer): Promise<Buffer> {
  return addToSignature(der, await neededFor({ format: 'cades', bytes: der, detached: development.letter }, development));
}

/** B-LTA: an archive time-stamp over that. */
export async function archivedSignature(development: Development, signed: Buffer): Promise<Buffer> {
  const der = await signatureWithData(development, signed);
  return addArchiveTimestamp({ der, content: development.letter, timestamp: development.requestTimestamp });
}

/** B-LT of a container: validation data within its signature. */
export async function packageWithData(development: Development, signed: Buffer): Promise<Buffer> {
  return copyOf(development, signed, {});
}

/** B-LTA: an archive manifest, and a time-stamp over it. */
export async function archivedPackage(development: Development, signed: Buffer): Promise<Buffer> {
  return copyOf(development, signed, { timestamp: development.requestTimestamp });
}

/** The renewal of B-LTA, before algorithms or the time-stamp authority's certificate come to their end: a second time-stamp over the first. */
export async function renewedLetter(development: Development, signed: Buffer): Promise<Buffer> {
  return stampedLetter(development, await stampedLetter(development, signed));
}

export async function renewedSignature(development: Development, signed: Buffer): Promise<Buffer> {
  return archivedSignature(development, await archivedSignature(development, signed));
}

export async function renewedPackage(development: Development, signed: Buffer): Promise<Buffer> {
  return archivedPackage(development, await archivedPackage(development, signed));
}

async function copyOf(
  development: Development,
  bytes: Buffer,
  stamp: { timestamp?: (imprint: Buffer) => Promise<Buffer> },
): Promise<Buffer> {
  const container = await readContainer(bufferReader(bytes));
  const validationData = await neededFor({ format: 'asic-e', bytes }, development);
  const { plan, open } = await archiveContainer({ container, validationData, ...stamp });
  return collected(writeContainer(plan, open));
}
