import { inflateSync } from 'node:zlib';
import { CryptoError } from '../error.ts';
import { countOf, nameOf, type PdfDictionary, type PdfObject, type PdfStream, requireUniqueKeys } from './pdf-object.ts';

/**
 * Decodes the streams that hold the structure of a file: object streams and cross-reference streams. Writers use FlateDecode with or
 * without a PNG predictor for them; another filter there is refused. Streams of content are never decoded.
 *
 * @throws CryptoError `pdf-filter-unsupported`, `pdf-malformed`, `pdf-too-large` (decoded octets), `pdf-duplicate-key`
 */
export function decodeStructureStream(stream: PdfStream, maximumLength: number): Buffer {
  const { entries } = requireUniqueKeys(stream.dictionary, 'a stream of the file structure');
  const filters = listOf(entries.get('Filter'));
  if (filters.length === 0) return limited(stream.data, maximumLength);
  const [filter] = filters;
  if (filters.length > 1 || nameOf(filter) !== 'FlateDecode') {
    throw new CryptoError('pdf-filter-unsupported', 'a stream of the file structure is not plainly deflated');
  }
  const inflated = inflate(stream.data, maximumLength);
  const [parameters] = listOf(entries.get('DecodeParms'));
  return parameters === undefined || parameters.kind === 'null' ? inflated : undoPredictor(inflated, parameters);
}

function listOf(object: PdfObject | undefined): readonly PdfObject[] {
  if (object === undefined || object.kind === 'null') return [];
  return object.kind === 'array' ? object.items : [object];
}

function limited(data: Buffer, maximumLength: number): Buffer {
  if (data.length > maximumLength) throw new CryptoError('pdf-too-large', `a structure stream of ${data.length} octets`);
  return data;
}

function inflate(data: Buffer, maximumLength: number): Buffer {
  try {
    return inflateSync(data, { maxOutputLength: Math.max(1, maximumLength) });
  } catch (cause) {
    const isTooLong = cause instanceof RangeError;
    throw new CryptoError(isTooLong ? 'pdf-too-large' : 'pdf-malformed', 'a structure stream cannot be inflated', { cause });
  }
}

/** PNG predictors (ISO 32000-1 section 7.4.4.4) for one colour of eight bits, which is what rows of octets are. */
function undoPredictor(data: Buffer, parameters: PdfObject): Buffer {
  if (parameters.kind !== 'dictionary') throw new CryptoError('pdf-malformed', 'DecodeParms is not a dictionary');
  const number = (key: string, standard: number) => numberAt(parameters, key, standard);
  const predictor = number('Predictor', 1);
  if (predictor === 1) return data;
  if (predictor < 10 || predictor > 15 || number('Colors', 1) !== 1 || number('BitsPerComponent', 8) !== 8) {
    throw new CryptoError('pdf-filter-unsupported', `predictor ${predictor} of a structure stream`);
  }
  const columns = number('Columns', 1);
  if (columns < 1 || columns > 1024 || data.length % (columns + 1) !== 0) {
    throw new CryptoError('pdf-malformed', 'rows of a structure stream do not come out even');
  }
  return undoRows(data, columns);
}

function numberAt(dictionary: PdfDictionary, key: string, standard: number): number {
  const value = requireUniqueKeys(dictionary, 'DecodeParms').entries.get(key);
  const number = value === undefined ? standard : countOf(value);
  if (number === undefined) throw new CryptoError('pdf-malformed', `DecodeParms ${key} is not a number`);
  return number;
}

function undoRows(data: Buffer, columns: number): Buffer {
  const rows = data.length / (columns + 1);
  const output = Buffer.alloc(rows * columns);
  for (let row = 0; row < rows; row += 1) {
    const type = data[row * (columns + 1)] ?? 0;
    if (type > 4) throw new CryptoError('pdf-malformed', `row filter ${type}`);
    for (let column = 0; column < columns; column += 1) {
      const at = row * columns + column;
      const left = column === 0 ? 0 : (output[at - 1] ?? 0);
      const up = row === 0 ? 0 : (output[at - columns] ?? 0);
      const upLeft = row === 0 || column === 0 ? 0 : (output[at - columns - 1] ?? 0);
      output[at] = (data[row * (columns + 1) + 1 + column] ?? 0) + predicted(type, left, up, upLeft);
    }
  }
  return output;
}

function predicted(type: number, left: number, up: number, upLeft: number): number {
  switch (type) {
    case 1:
      return left;
    case 2:
      return up;
    case 3:
      return (left + up) >> 1;
    case 4:
      return paeth(left, up, upLeft);
    default:
      return 0;
  }
}

function paeth(left: number, up: number, upLeft: number): number {
  const estimate = left + up - upLeft;
  const [toLeft, toUp, toUpLeft] = [Math.abs(estimate - left), Math.abs(estimate - up), Math.abs(estimate - upLeft)];
  if (toLeft <= toUp && toLeft <= toUpLeft) return left;
  return toUp <= toUpLeft ? up : upLeft;
}
