import { parseStrictJson } from '../../../crypto/json/parse-strict-json.ts';
import { authorityRecord } from '../../../gateway/contracts/directory.ts';
import { CSV_LIMITS } from './csv.ts';
import type { ReadRecords } from './read-table.ts';

/** Octets of a file of records with certificates and keys. */
const MAXIMUM_LENGTH = 32 * 1024 * 1024;

/**
 * Reads authorities from a JSON array of records, or from a document with such an array under `authorities`. Each fault is told with the line on
 * which its record begins.
 */
export function readRecords(bytes: Buffer): ReadRecords {
  let value: unknown;
  try {
    value = parseStrictJson(bytes, { maximumBytes: MAXIMUM_LENGTH });
  } catch (error) {
    return { documents: [], faults: [{ place: '1', message: error instanceof Error ? error.message : 'not JSON' }] };
  }
  const records = Array.isArray(value) ? value : (value as { authorities?: unknown } | null)?.authorities;
  if (!Array.isArray(records)) return { documents: [], faults: [{ place: '1', message: 'no array of records' }] };
  if (records.length > CSV_LIMITS.rows) return { documents: [], faults: [{ place: '1', message: `more than ${CSV_LIMITS.rows} records` }] };
  const lines = linesOfElements(bytes.toString('utf8'), Array.isArray(value));
  const read = records.map((record: unknown, index) => {
    const place = String(lines[index] ?? 1);
    const parsed = authorityRecord.safeParse(record);
    if (parsed.success) return { documents: [{ place, authority: parsed.data }], faults: [] };
    return { documents: [], faults: parsed.error.issues.map(({ path, message }) => ({ place, message: `${path.join('/')}: ${message}` })) };
  });
  return { documents: read.flatMap(({ documents }) => documents), faults: read.flatMap(({ faults }) => faults) };
}

/**
 * Lines, counted from 1, on which the records begin: the objects of the array that is the text, or that stands under `authorities` in it. The text
 * is JSON already.
 */
function linesOfElements(text: string, isArray: boolean): number[] {
  const lines: number[] = [];
  const depthOfRecords = isArray ? 1 : 2;
  let depth = 0;
  let line = 1;
  let name = '';
  let isWithin = isArray;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (character === '"') {
      const start = index + 1;
      for (index = start; text[index] !== '"'; index += 1) if (text[index] === '\\') index += 1;
      if (depth === 1) name = text.slice(start, index);
    } else if (character === '\n') line += 1;
    else if (character === '{' || character === '[') {
      if (!isArray && depth === 1) isWithin = character === '[' && name === 'authorities';
      if (isWithin && character === '{' && depth === depthOfRecords) lines.push(line);
      depth += 1;
    } else if (character === '}' || character === ']') depth -= 1;
  }
  return lines;
}
