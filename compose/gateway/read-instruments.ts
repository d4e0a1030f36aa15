import { readFile } from 'node:fs/promises';
import { parseStrictJson } from '../../crypto/json/parse-strict-json.ts';
import { type InstrumentsDocument, parseInstruments } from '../../treaty/instruments/configured-instruments.ts';
import { ConfigurationError } from '../configuration/error.ts';

const MAXIMUM_LENGTH = 8 * 1024 * 1024;

/**
 * Instruments and parties that this installation knows beside those of the product and of the directory: bilateral treaties, as a rule. Throws
 * ConfigurationError `instruments-unusable` with the place of every fault.
 */
export function readInstruments(paths: readonly string[]): Promise<InstrumentsDocument[]> {
  return Promise.all(paths.map(readDocument));
}

async function readDocument(path: string): Promise<InstrumentsDocument> {
  let value: unknown;
  try {
    value = parseStrictJson(await readFile(path), { maximumBytes: MAXIMUM_LENGTH });
  } catch (cause) {
    throw new ConfigurationError('instruments-unusable', `${path} cannot be read as a document of instruments`, { cause });
  }
  const { document, faults } = parseInstruments(value);
  if (document !== undefined) return document;
  throw new ConfigurationError('instruments-unusable', `${path} is no document of instruments`, {
    faults: faults.map(({ pointer, issue }) => ({ path: `${path}#${pointer}`, message: issue })),
  });
}
