import { CryptoError } from '../error.ts';
import type { CrossReferenceEntry, CrossReferenceSection } from './cross-reference.ts';
import { readIndirectObject } from './pdf-indirect-object.ts';
import { countOf, nameOf, type PdfDictionary, type PdfObject, requireUniqueKeys } from './pdf-object.ts';
import { decodeStructureStream } from './pdf-stream-data.ts';

/** Decoded octets of one cross-reference stream: some three million objects. */
const MAXIMUM_DECODED_LENGTH = 32 * 1024 * 1024;

/**
 * Reads a cross-reference stream (ISO 32000-1 section 7.5.8) at `offset` with at most `maximumEntries`: a row of zeros costs nothing in
 * the file, and much in memory.
 *
 * @throws CryptoError `pdf-cross-reference-invalid`, `pdf-too-large`, and what reading and decoding a stream throw
 */
export function readCrossReferenceStream(bytes: Buffer, offset: number, end: number, maximumEntries: number): CrossReferenceSection {
  // The length must be direct: a reference would need the table that is being read.
  const { value, number, extent } = readIndirectObject(bytes, offset, end, countOf);
  if (value.kind !== 'stream' || nameOf(value.dictionary.entries.get('Type')) !== 'XRef' || extent === undefined) {
    throw invalid('neither a cross-reference table nor a cross-reference stream where one should be');
  }
  const trailer = requireUniqueKeys(value.dictionary, 'a cross-reference stream');
  const entries = readEntries(trailer, decodeStructureStream(value, MAXIMUM_DECODED_LENGTH), maximumEntries);
  return { form: 'stream', offset, end: extent.end, trailer, entries, streamNumber: number };
}

function readEntries(trailer: PdfDictionary, data: Buffer, maximumEntries: number): Map<number, CrossReferenceEntry> {
  const widths = numbersOf(trailer.entries.get('W'));
  const [typeWidth = 0, secondWidth = 0, thirdWidth = 0] = widths;
  const rowLength = typeWidth + secondWidth + thirdWidth;
  if (widths.length !== 3 || widths.some((width) => width > 8) || secondWidth === 0)
    throw invalid('field widths of a cross-reference stream');
  const index = trailer.entries.has('Index') ? numbersOf(trailer.entries.get('Index')) : [0, countOf(trailer.entries.get('Size')) ?? -1];
  const entries = new Map<number, CrossReferenceEntry>();
  let row = 0;
  for (let pair = 0; pair < index.length; pair += 2) {
    const [first = -1, count = -1] = [index[pair], index[pair + 1]];
    if (first < 0 || count < 0 || (row + count) * rowLength > data.length) throw invalid('a cross-reference stream shorter than its index');
    if (row + count > maximumEntries) throw new CryptoError('pdf-too-large', `more than ${maximumEntries} cross-reference entries`);
    for (let number = first; number < first + count; number += 1, row += 1) {
      if (entries.has(number)) throw invalid(`object ${number} stands twice in one cross-reference stream`);
      const at = row * rowLength;
      const type = typeWidth === 0 ? 1 : fieldAt(data, at, typeWidth);
      const second = fieldAt(data, at + typeWidth, secondWidth);
      const third = thirdWidth === 0 ? 0 : fieldAt(data, at + typeWidth + secondWidth, thirdWidth);
      entries.set(number, entryOf(type, second, third));
    }
  }
  return entries;
}

/** A big-endian field of up to eight octets; what a number cannot hold is no offset in any file. */
function fieldAt(data: Buffer, at: number, width: number): number {
  if (width <= 6) return data.readUIntBE(at, width);
  const value = data.readUIntBE(at, width - 6) * 2 ** 48 + data.readUIntBE(at + width - 6, 6);
  if (!Number.isSafeInteger(value)) throw invalid('an offset beyond any file');
  return value;
}

function entryOf(type: number, second: number, third: number): CrossReferenceEntry {
  switch (type) {
    case 0:
      return { kind: 'free' };
    case 1:
      return { kind: 'offset', offset: second, generation: third };
    case 2:
      return { kind: 'compressed', container: second, index: third };
    default:
      throw invalid(`a cross-reference entry of type ${type}`);
  }
}

function numbersOf(object: PdfObject | undefined): number[] {
  if (object?.kind !== 'array') throw invalid('an array of a cross-reference stream is missing');
  return object.items.map((item) => {
    const number = countOf(item);
    if (number === undefined) throw invalid('an array of a cross-reference stream holds something else than counts');
    return number;
  });
}

function invalid(message: string): CryptoError {
  return new CryptoError('pdf-cross-reference-invalid', message);
}
