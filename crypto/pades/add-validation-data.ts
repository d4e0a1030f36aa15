import { CryptoError } from '../error.ts';
import type { ValidationData } from '../validation/validation-data.ts';
import { signatureFieldsOf } from './document-structure.ts';
import { writeIncrementalUpdate } from './incremental-update.ts';
import { openPdf, type PdfDocument } from './pdf-document.ts';
import { requireNothingElseChanged } from './prepared-update.ts';
import { readSignatureDictionary, relationNameOf } from './signature-dictionary.ts';
import { readValidationStore } from './validation-store.ts';
import { ValidationStorePlan } from './validation-store-plan.ts';

export interface ValidationDataAddition {
  pdf: Buffer;
  /** Longest file taken, in octets. */
  maximumLength: number;
  /** Taken in order; what the file has already is not added again. */
  data: ValidationData;
  /**
   * Which signature or document time-stamp needs what, by the name of its field: written to `/VRI`, which readers may use and EN 319 142-1
   * leaves optional. What is named here need not stand in `data` as well. An entry that the file has already is never changed.
   */
  vri?: readonly { readonly field: string; readonly data: ValidationData }[];
  /** Deflates what is added. */
  compress?: boolean;
}

/**
 * Adds certificates, revocation lists and OCSP responses to the document security store of a PDF (EN 319 142-1 section 5.4.2) by an
 * incremental update, which makes B-LT of B-T. What the store held stays as it is; a file that has everything already is returned itself.
 * The same input gives the same octets. No earlier signature can forbid it (ISO 32000-2 section 12.8.2.2).
 *
 * @throws CryptoError `pades-validation-data-invalid` for something that is none, in `data` or in the file, and for a field that is not
 * signed, `pades-validation-data-too-large`, `pdf-too-large`, `pdf-not-pdf`, `pdf-encrypted`, `pdf-structure` when the store cannot be
 * extended without changing something else, and the other `pdf-` codes for a broken file
 */
export function addValidationData({ pdf, maximumLength, data, vri = [], compress = false }: ValidationDataAddition): Buffer {
  const document = openPdf(pdf, maximumLength);
  const plan = new ValidationStorePlan(document, compress);
  plan.add(data);
  for (const { field, data: own } of vri) plan.relate(nameOfSigned(document, field), own);
  const objects = plan.objects();
  if (objects.length === 0) return pdf;
  const extended = Buffer.concat([pdf, writeIncrementalUpdate(document, objects).bytes]);
  // What was added must also be within what is read again.
  readValidationStore(openPdf(extended, extended.length));
  requireNothingElseChanged(document, extended);
  return extended;
}

function nameOfSigned(document: PdfDocument, name: string): string {
  const field = signatureFieldsOf(document).find((candidate) => candidate.name === name && candidate.value !== undefined);
  if (field === undefined) throw new CryptoError('pades-validation-data-invalid', 'validation data for a field that is not signed');
  return relationNameOf(readSignatureDictionary(document, field));
}
