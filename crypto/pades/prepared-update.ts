import { createHash } from 'node:crypto';
import { CryptoError } from '../error.ts';
import type { DigestAlgorithm } from '../suites.ts';
import { signatureFieldsOf } from './document-structure.ts';
import { nextObjectNumber, writeIncrementalUpdate } from './incremental-update.ts';
import { laterChanges } from './later-changes.ts';
import { openPdf, type PdfDocument } from './pdf-document.ts';
import { BYTE_RANGE_PLACEHOLDER, byteRangeText, type PlaceholderPlan, placeholderObjects } from './signature-placeholder.ts';

/** An update that is complete but for the signature; `gap` is where its string stands in the update, angle brackets included. */
export interface PreparedUpdate {
  readonly before: Buffer;
  readonly update: Buffer;
  readonly gap: { readonly start: number; readonly end: number };
}

/** Writes the update with room for a signature or a token, and says in it which octets are covered. @throws as `placeholderObjects` */
export function prepareUpdate(document: PdfDocument, plan: PlaceholderPlan): PreparedUpdate {
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

/** Digest of everything that will be covered. */
export function digestOf({ before, update, gap }: PreparedUpdate, digest: DigestAlgorithm): Buffer {
  return createHash(digest).update(before).update(update.subarray(0, gap.start)).update(update.subarray(gap.end)).digest();
}

/** The whole file with a signature or token in its place, which must be large enough. */
export function completed({ before, update, gap }: PreparedUpdate, contents: Buffer): Buffer {
  update.write(contents.toString('hex'), gap.start + 1, 'latin1');
  return Buffer.concat([before, update]);
}

/**
 * An earlier signature must stay as good as it was: the update is looked at as its verifier would. Files that nobody has signed have
 * nothing to protect, and are spared the reading of every object.
 *
 * @throws CryptoError `pdf-structure`
 */
export function requireNothingElseChanged(document: PdfDocument, updated: Buffer): void {
  if (signatureFieldsOf(document).every((field) => field.value === undefined)) return;
  const changes = laterChanges(document, openPdf(updated, updated.length));
  if (changes.some((change) => !change.harmless)) {
    throw new CryptoError('pdf-structure', 'the file cannot be added to without changing something else');
  }
}
