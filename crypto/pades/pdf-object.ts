import { CryptoError } from '../error.ts';

/**
 * Objects of a PDF file (ISO 32000-1 section 7.3), read but not interpreted. Each remembers the bytes it was read from, so that an
 * object can be written again with everything we do not change exactly as it stood.
 */
export type PdfObject =
  | (PdfExtent & { readonly kind: 'null' })
  | (PdfExtent & { readonly kind: 'boolean'; readonly value: boolean })
  | (PdfExtent & { readonly kind: 'number'; readonly value: number })
  | PdfName
  | PdfString
  | PdfReference
  | PdfArray
  | PdfDictionary
  | PdfStream;

/** Where an object stands: `source` is the file, or the decoded object stream that holds the object. */
export interface PdfExtent {
  readonly source: Buffer;
  readonly start: number;
  readonly end: number;
}

export interface PdfName extends PdfExtent {
  readonly kind: 'name';
  /** Escapes resolved: `/A#42` and `/AB` are one name. One character for each octet. */
  readonly value: string;
}

export interface PdfString extends PdfExtent {
  readonly kind: 'string';
  readonly hexadecimal: boolean;
  readonly value: Buffer;
}

export interface PdfReference extends PdfExtent {
  readonly kind: 'reference';
  readonly number: number;
  readonly generation: number;
}

export interface PdfArray extends PdfExtent {
  readonly kind: 'array';
  readonly items: readonly PdfObject[];
}

export interface PdfDictionary extends PdfExtent {
  readonly kind: 'dictionary';
  /** The first value of each key. */
  readonly entries: ReadonlyMap<string, PdfObject>;
  /** Keys that occur more than once: readers disagree on which value counts, so nothing may depend on them. */
  readonly duplicateKeys: ReadonlySet<string>;
}

export interface PdfStream extends PdfExtent {
  readonly kind: 'stream';
  readonly dictionary: PdfDictionary;
  /** Octets between `stream` and `endstream`, still encoded. */
  readonly data: Buffer;
}

export const NULL_OBJECT: PdfObject = { kind: 'null', source: Buffer.alloc(0), start: 0, end: 0 };

/** The octets an object was read from. */
export function rawOf(object: PdfExtent): Buffer {
  return object.source.subarray(object.start, object.end);
}

/** @throws CryptoError `pdf-duplicate-key` when the dictionary names any key twice */
export function requireUniqueKeys(dictionary: PdfDictionary, what: string): PdfDictionary {
  const [key] = dictionary.duplicateKeys;
  if (key !== undefined) throw new CryptoError('pdf-duplicate-key', `${what} names the key ${key} twice`);
  return dictionary;
}

/** The value of a name; undefined for anything else. */
export function nameOf(object: PdfObject | undefined): string | undefined {
  return object?.kind === 'name' ? object.value : undefined;
}

/** A non-negative integer; undefined for anything else. */
export function countOf(object: PdfObject | undefined): number | undefined {
  return object?.kind === 'number' && Number.isSafeInteger(object.value) && object.value >= 0 ? object.value : undefined;
}

/** The references directly and indirectly inside an object, each with the dictionary key it stands under. Does not follow them. */
export function* referencesIn(object: PdfObject, key = ''): Generator<{ reference: PdfReference; key: string }> {
  switch (object.kind) {
    case 'reference':
      yield { reference: object, key };
      return;
    case 'array':
      for (const item of object.items) yield* referencesIn(item, key);
      return;
    case 'dictionary':
      for (const [name, value] of object.entries) yield* referencesIn(value, name);
      return;
    case 'stream':
      yield* referencesIn(object.dictionary, key);
  }
}

/**
 * Whether two objects mean the same, however they are written. References are compared as references. A dictionary with a key twice
 * equals nothing but its own octets.
 */
export function sameObject(a: PdfObject, b: PdfObject): boolean {
  if (a.kind !== b.kind) return false;
  if (a.kind === 'stream') {
    return b.kind === 'stream' && sameObject(a.dictionary, b.dictionary) && a.data.equals(b.data);
  }
  if (rawOf(a).equals(rawOf(b))) return true;
  switch (a.kind) {
    case 'null':
      return true;
    case 'boolean':
      return b.kind === 'boolean' && a.value === b.value;
    case 'number':
      return b.kind === 'number' && a.value === b.value;
    case 'name':
      return b.kind === 'name' && a.value === b.value;
    case 'string':
      return b.kind === 'string' && a.value.equals(b.value);
    case 'reference':
      return b.kind === 'reference' && a.number === b.number && a.generation === b.generation;
    case 'array':
      return b.kind === 'array' && sameItems(a.items, b.items);
    case 'dictionary':
      return b.kind === 'dictionary' && differingKeys(a, b).length === 0;
  }
}

/** The keys under which two dictionaries differ; a key that occurs twice in either differs. */
export function differingKeys(a: PdfDictionary, b: PdfDictionary): string[] {
  const keys = new Set([...a.entries.keys(), ...b.entries.keys()]);
  return [...keys].filter((key) => {
    const [left, right] = [a.entries.get(key), b.entries.get(key)];
    const isTwice = a.duplicateKeys.has(key) || b.duplicateKeys.has(key);
    return isTwice || left === undefined || right === undefined || !sameObject(left, right);
  });
}

function sameItems(a: readonly PdfObject[], b: readonly PdfObject[]): boolean {
  return a.length === b.length && a.every((item, index) => sameObject(item, b[index] ?? NULL_OBJECT));
}

/** Text of a string (ISO 32000-1 section 7.9.2.2): UTF-16 or UTF-8 by their marks, otherwise taken as Latin-1. */
export function textOf(object: PdfString): string {
  const { value } = object;
  if (value[0] === 0xfe && value[1] === 0xff) return utf16BigEndian(value.subarray(2));
  if (value[0] === 0xef && value[1] === 0xbb && value[2] === 0xbf) return value.toString('utf8', 3);
  return value.toString('latin1');
}

function utf16BigEndian(octets: Buffer): string {
  return Buffer.from(octets.subarray(0, octets.length & ~1))
    .swap16()
    .toString('utf16le');
}
