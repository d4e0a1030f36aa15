import { CryptoError } from '../error.ts';
import { parseTimestampToken } from '../tsp/token.ts';
import { openPdf, type PdfDocument } from './pdf-document.ts';
import { completed, digestOf, prepareUpdate, requireNothingElseChanged } from './prepared-update.ts';
import { TIMESTAMP_LENGTH } from './sign.ts';
import { newFieldName } from './signature-placeholder.ts';

export interface DocumentTimestampRequest {
  pdf: Buffer;
  /** Longest file stamped, in octets. */
  maximumLength: number;
  /**
   * Fetches a DER time-stamp token over the imprint, which is the SHA-256 of the whole file but the token itself. May be called a second
   * time when the token is larger than anybody would expect.
   */
  timestamp: (imprint: Buffer) => Promise<Buffer>;
}

/** Octets kept free beside what the first token has needed, for another one that is not quite as long. */
const ALLOWANCE = 512;

/**
 * Adds a document time-stamp (EN 319 142-1 section 5.4.3) by an incremental update with an invisible field: everything in the file,
 * signatures and validation data, is proven to have existed at its time. After `addValidationData` this makes B-LTA, and both again,
 * before the time-stamp authority's certificate or an algorithm ends, renew it. No earlier signature can forbid it (ISO 32000-2 section
 * 12.8.2.2).
 *
 * The token must cover the file; whether it can be trusted is for `verifyPades`.
 *
 * @throws CryptoError as `signPades` but for `pades-changes-forbidden`; `timestamp-imprint-mismatch`, `timestamp-malformed` for a token that
 * is none of this file
 */
export async function addDocumentTimestamp({ pdf, maximumLength, timestamp }: DocumentTimestampRequest): Promise<Buffer> {
  const document = openPdf(pdf, maximumLength);
  const fieldName = newFieldName(document, 'Timestamp');
  const first = await stampInto(document, timestamp, fieldName, TIMESTAMP_LENGTH);
  const stamped = first.pdf === undefined ? await stampInto(document, timestamp, fieldName, first.contentsLength + ALLOWANCE) : first;
  if (stamped.pdf === undefined) {
    throw new CryptoError('pades-placeholder-too-small', `a time-stamp of ${stamped.contentsLength} octets`, { disposition: 'retry' });
  }
  requireNothingElseChanged(document, stamped.pdf);
  return stamped.pdf;
}

/** One attempt; without `pdf` when the token, of that many octets, did not fit. */
async function stampInto(
  document: PdfDocument,
  timestamp: DocumentTimestampRequest['timestamp'],
  fieldName: string,
  contentsLength: number,
): Promise<{ pdf?: Buffer; contentsLength: number }> {
  const prepared = prepareUpdate(document, { type: 'DocTimeStamp', fieldName, contentsLength });
  const expected = digestOf(prepared, 'sha256');
  const token = await timestamp(expected);
  if (!parseTimestampToken(token).imprint.equals(expected)) {
    throw new CryptoError('timestamp-imprint-mismatch', 'the time-stamp covers something else than the file');
  }
  if (token.length > contentsLength) return { contentsLength: token.length };
  return { pdf: completed(prepared, token), contentsLength: token.length };
}
