import { createHash } from 'node:crypto';
import { CryptoError } from '../error.ts';
import type { ValidationData } from '../validation/validation-data.ts';
import { catalogOf } from './document-structure.ts';
import type { PdfDocument } from './pdf-document.ts';
import {
  nameOf,
  type PdfDictionary,
  type PdfObject,
  type PdfReference,
  type PdfStream,
  referencesIn,
  requireUniqueKeys,
} from './pdf-object.ts';
import { ITEM_FORMS, ITEM_KINDS, requireItemForm, requireSequence, type ValidationItemKind } from './validation-item.ts';

/** One certificate, list or response of the store, and the stream that holds it. */
export interface StoredItem {
  readonly der: Buffer;
  readonly reference: PdfReference;
}

/** The document security store of one revision (EN 319 142-1 section 5.4, ISO 32000-2 section 12.8.4.3). */
export interface ValidationStore {
  readonly dictionary: PdfDictionary;
  /** Where the catalog refers to; undefined when the store stands in the catalog itself. */
  readonly reference?: PdfReference;
  /** What the lists of the store and of `/VRI` hold, by kind and `itemKey`: each item once. */
  readonly items: Readonly<Record<ValidationItemKind, ReadonlyMap<string, StoredItem>>>;
  /** Keys of the items that the lists of the store itself hold. */
  readonly listed: ReadonlySet<string>;
  /** Names of the entries of `/VRI`. */
  readonly related: ReadonlySet<string>;
  /** Numbers of the objects the store consists of: dictionaries, arrays and values beside, and the streams with the proof. */
  readonly structure: ReadonlySet<number>;
  readonly streams: ReadonlySet<number>;
}

/** References to items, all lists together, and entries of `/VRI`. */
const MAXIMUM_REFERENCES = 4096;
const MAXIMUM_RELATED = 256;
/** Octets of all items together. */
const MAXIMUM_LENGTH = 64 * 1024 * 1024;

const STORE_KEYS: ReadonlySet<string> = new Set(['Type', 'VRI', ...ITEM_KINDS.map((kind) => ITEM_FORMS[kind].list)]);
const RELATED_KEYS: ReadonlySet<string> = new Set(['Type', 'TU', 'TS', ...ITEM_KINDS.map((kind) => ITEM_FORMS[kind].entry)]);
const STREAM_KEYS: ReadonlySet<string> = new Set(['Type', 'Length', 'Filter', 'DecodeParms', 'DL']);

/** Tells items apart, whatever streams hold them. */
export function itemKey(kind: ValidationItemKind, der: Buffer): string {
  return `${kind} ${createHash('sha256').update(der).digest('hex')}`;
}

/**
 * Reads the document security store of a revision; undefined when it has none. Strictly: known keys, lists of references to streams, and in
 * each stream one DER value of its kind. Nothing else can then hide there, and whatever is refused here makes a later change harmful.
 *
 * @throws CryptoError `pades-validation-data-invalid`, `pades-validation-data-too-large`, and what reading objects and decoding their data
 * throws
 */
export function readValidationStore(document: PdfDocument): ValidationStore | undefined {
  const found = tryValidationStore(document);
  if (found.error !== undefined) throw found.error;
  return found.store;
}

/** The same, with the error told instead of thrown. A revision is read once. */
export function tryValidationStore(document: PdfDocument): { readonly store?: ValidationStore; readonly error?: CryptoError } {
  return document.remember('validation store', () => {
    try {
      const value = catalogOf(document).dictionary.entries.get('DSS');
      return value === undefined || value.kind === 'null' ? {} : { store: new StoreReader(document).read(value) };
    } catch (error) {
      if (error instanceof CryptoError) return { error };
      throw error;
    }
  });
}

/** All of a store as plain data. */
export function dataOf({ items }: ValidationStore): ValidationData {
  const of = (kind: ValidationItemKind) => [...items[kind].values()].map((item) => item.der);
  return { certificates: of('certificates'), ocspResponses: of('ocspResponses'), revocationLists: of('revocationLists') };
}

class StoreReader {
  readonly #document: PdfDocument;
  readonly #items = {
    certificates: new Map<string, StoredItem>(),
    ocspResponses: new Map<string, StoredItem>(),
    revocationLists: new Map<string, StoredItem>(),
  };
  readonly #structure = new Set<number>();
  readonly #streams = new Map<number, Buffer>();
  #references = 0;
  #length = 0;

  constructor(document: PdfDocument) {
    this.#document = document;
  }

  read(value: PdfObject): ValidationStore {
    const dictionary = this.#dictionary(value, 'DSS', STORE_KEYS);
    const listed = new Set(ITEM_KINDS.flatMap((kind) => this.#list(kind, dictionary.entries.get(ITEM_FORMS[kind].list))));
    const related = this.#related(dictionary.entries.get('VRI'));
    return {
      dictionary,
      ...(value.kind === 'reference' ? { reference: value } : {}),
      items: this.#items,
      listed,
      related,
      structure: this.#structure,
      streams: new Set(this.#streams.keys()),
    };
  }

  #related(value: PdfObject | undefined): Set<string> {
    if (value === undefined) return new Set();
    const { entries } = this.#dictionary(value, 'VRI');
    if (entries.size > MAXIMUM_RELATED) throw tooLarge(`${entries.size} entries of VRI`);
    for (const [name, entry] of entries) {
      if (!/^[0-9A-F]{40}$/.test(name)) throw invalid('an entry of VRI is not named after a signature');
      const dictionary = this.#dictionary(entry, 'VRI', RELATED_KEYS).entries;
      for (const kind of ITEM_KINDS) this.#list(kind, dictionary.get(ITEM_FORMS[kind].entry));
      this.#time(dictionary.get('TU'));
      const stamp = dictionary.get('TS');
      if (stamp !== undefined) requireSequence(this.#stream(stamp, ITEM_FORMS.ocspResponses.maximumLength), 'the time-stamp of VRI');
    }
    return new Set(entries.keys());
  }

  /** Takes up one list, and tells the keys of what is in it. */
  #list(kind: ValidationItemKind, value: PdfObject | undefined): string[] {
    if (value === undefined) return [];
    const array = this.#value(value);
    if (array.kind !== 'array') throw invalid(`the list of ${kind} is not an array`);
    return array.items.map((item) => {
      const der = this.#stream(item, ITEM_FORMS[kind].maximumLength);
      requireItemForm(kind, der);
      const key = itemKey(kind, der);
      if (item.kind === 'reference' && !this.#items[kind].has(key)) this.#items[kind].set(key, { der, reference: item });
      return key;
    });
  }

  #stream(value: PdfObject, maximumLength: number): Buffer {
    this.#references += 1;
    if (this.#references > MAXIMUM_REFERENCES) throw tooLarge(`more than ${MAXIMUM_REFERENCES} references`);
    const stream = value.kind === 'reference' ? this.#document.resolve(value) : undefined;
    if (value.kind !== 'reference' || stream?.kind !== 'stream') throw invalid('something in a list is not a reference to a stream');
    const known = this.#streams.get(value.number);
    if (known !== undefined) return known;
    const { entries } = requireUniqueKeys(stream.dictionary, 'a stream of validation data');
    if ([...entries.keys()].some((key) => !STREAM_KEYS.has(key))) throw invalid('a stream says more than how it is encoded');
    for (const { reference, key } of referencesIn(stream.dictionary)) {
      if (key !== 'Length') throw invalid('a stream refers to something else');
      this.#structure.add(reference.number);
    }
    const der = this.#decode(stream, maximumLength);
    this.#length += der.length;
    if (this.#length > MAXIMUM_LENGTH) throw tooLarge(`more than ${MAXIMUM_LENGTH} octets`);
    this.#streams.set(value.number, der);
    return der;
  }

  #decode(stream: PdfStream, maximumLength: number): Buffer {
    try {
      return this.#document.decode(stream, maximumLength);
    } catch (error) {
      if (!(error instanceof CryptoError) || error.code !== 'pdf-too-large') throw error;
      throw tooLarge(`more than ${maximumLength} octets in one item`, error);
    }
  }

  #time(value: PdfObject | undefined): void {
    if (value !== undefined && this.#value(value).kind !== 'string') throw invalid('a time in VRI is not a string');
  }

  #dictionary(value: PdfObject, type: 'DSS' | 'VRI', keys?: ReadonlySet<string>): PdfDictionary {
    const dictionary = this.#value(value);
    if (dictionary.kind !== 'dictionary') throw invalid(`${type} is not a dictionary`);
    const { entries } = requireUniqueKeys(dictionary, type);
    if (keys === undefined) return dictionary;
    const own = entries.get('Type');
    if ([...entries.keys()].some((key) => !keys.has(key)) || (own !== undefined && nameOf(own) !== type)) {
      throw invalid(`${type} says more than what is known of it`);
    }
    return dictionary;
  }

  /** What an object of the structure stands for; its number is noted. */
  #value(value: PdfObject): PdfObject {
    if (value.kind === 'reference') this.#structure.add(value.number);
    const resolved = this.#document.resolve(value);
    // Through an object that is a reference, numbers would pass that nobody notes.
    const direct = value.kind === 'reference' ? this.#document.object(value.number)?.value : value;
    if (direct?.kind === 'reference') throw invalid('a reference to a reference');
    return resolved;
  }
}

function invalid(message: string): CryptoError {
  return new CryptoError('pades-validation-data-invalid', `document security store: ${message}`);
}

function tooLarge(message: string, cause?: CryptoError): CryptoError {
  return new CryptoError('pades-validation-data-too-large', `document security store: ${message}`, { cause });
}
