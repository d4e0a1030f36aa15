import { deflateSync } from 'node:zlib';
import { CryptoError } from '../error.ts';
import type { ValidationData } from '../validation/validation-data.ts';
import { catalogOf } from './document-structure.ts';
import { nextObjectNumber, type UpdatedObject } from './incremental-update.ts';
import type { PdfDocument } from './pdf-document.ts';
import { type PdfDictionary, type PdfObject, rawOf } from './pdf-object.ts';
import { dictionaryWith } from './pdf-writing.ts';
import { ITEM_FORMS, ITEM_KINDS, requireItemForm, type ValidationItemKind } from './validation-item.ts';
import { itemKey, readValidationStore, type ValidationStore } from './validation-store.ts';

/** Collects what is to be added to the document security store of a file, and tells which objects that takes. */
export class ValidationStorePlan {
  readonly #document: PdfDocument;
  readonly #store: ValidationStore | undefined;
  readonly #compress: boolean;
  /** Streams and entries of `/VRI`, in the order they were asked for. */
  readonly #created: UpdatedObject[] = [];
  /** How to refer to each item, by its key. */
  readonly #references = new Map<string, string>();
  /** What each list gets in addition, by item key. */
  readonly #listed = { certificates: new Set<string>(), ocspResponses: new Set<string>(), revocationLists: new Set<string>() };
  readonly #related = new Map<string, string>();
  #next: number;

  /** @throws CryptoError as `readValidationStore` */
  constructor(document: PdfDocument, compress: boolean) {
    this.#document = document;
    this.#store = readValidationStore(document);
    this.#compress = compress;
    this.#next = nextObjectNumber(document);
    for (const kind of ITEM_KINDS) {
      for (const [key, { reference }] of this.#store?.items[kind] ?? []) this.#references.set(key, rawOf(reference).toString('latin1'));
    }
  }

  /** Puts items into the lists of the store. @throws CryptoError as `requireItemForm` */
  add(data: ValidationData): void {
    for (const kind of ITEM_KINDS) {
      for (const der of data[kind]) {
        const key = this.#keep(kind, der);
        if (this.#store?.listed.has(key) !== true) this.#listed[kind].add(key);
      }
    }
  }

  /** Puts items into the lists and into a new entry of `/VRI`. @throws CryptoError as `requireItemForm` */
  relate(name: string, data: ValidationData): void {
    this.add(data);
    if (this.#store?.related.has(name) === true || this.#related.has(name)) return;
    const lists = ITEM_KINDS.flatMap((kind) => {
      const keys = new Set(data[kind].map((der) => itemKey(kind, der)));
      return keys.size === 0 ? [] : [`/${ITEM_FORMS[kind].entry} ${this.#array([], keys)}\n`];
    });
    this.#related.set(name, this.#create(`<<\n${lists.join('')}>>`));
  }

  /**
   * Everything new and everything changed; empty when the file has it all. Lists and dictionaries that are objects of their own stay so.
   *
   * @throws CryptoError `pdf-structure` when one object would have to be two things
   */
  objects(): UpdatedObject[] {
    const changed: UpdatedObject[] = [];
    const entries: Record<string, string> = {};
    const place = (name: string, before: PdfObject | undefined, body: string) => {
      if (before?.kind === 'reference') changed.push({ number: before.number, generation: before.generation, body });
      else entries[name] = body;
    };
    const store = this.#store?.dictionary;
    for (const kind of ITEM_KINDS) {
      if (this.#listed[kind].size === 0) continue;
      const before = store?.entries.get(ITEM_FORMS[kind].list);
      place(ITEM_FORMS[kind].list, before, this.#array(this.#itemsOf(before), this.#listed[kind]));
    }
    if (this.#related.size > 0) {
      const before = store?.entries.get('VRI');
      place('VRI', before, extended(this.#document.dictionary(before, 'VRI'), Object.fromEntries(this.#related)));
    }
    if (Object.keys(entries).length > 0) changed.push(this.#storeWith(entries));
    const objects = [...this.#created, ...changed];
    if (new Set(objects.map(({ number }) => number)).size < objects.length) {
      throw new CryptoError('pdf-structure', 'one object serves as several parts of the document security store');
    }
    return objects;
  }

  /** The object to write so that the store has these entries as well. */
  #storeWith(entries: Record<string, string>): UpdatedObject {
    const body = extended(this.#store?.dictionary, entries);
    const reference = this.#store?.reference;
    if (reference !== undefined) return { number: reference.number, generation: reference.generation, body };
    const { number, generation, dictionary } = catalogOf(this.#document);
    const value = this.#store === undefined ? this.#create(body) : body;
    return { number, generation, body: dictionaryWith(dictionary, { DSS: value }) };
  }

  #itemsOf(list: PdfObject | undefined): readonly PdfObject[] {
    const value = this.#document.resolve(list);
    return value.kind === 'array' ? value.items : [];
  }

  #array(before: readonly PdfObject[], keys: ReadonlySet<string>): string {
    const added = [...keys].map((key) => this.#references.get(key) ?? '');
    return `[${[...before.map((item) => rawOf(item).toString('latin1')), ...added].join(' ')}]`;
  }

  /** Makes a stream for an item that the file does not have yet. */
  #keep(kind: ValidationItemKind, der: Buffer): string {
    requireItemForm(kind, der);
    const key = itemKey(kind, der);
    if (!this.#references.has(key)) this.#references.set(key, this.#create(streamBody(der, this.#compress)));
    return key;
  }

  #create(body: string): string {
    const number = this.#next;
    this.#next += 1;
    this.#created.push({ number, generation: 0, body });
    return `${number} 0 R`;
  }
}

function extended(dictionary: PdfDictionary | undefined, entries: Record<string, string>): string {
  if (dictionary !== undefined) return dictionaryWith(dictionary, entries);
  return `<<\n${Object.entries(entries)
    .map(([key, value]) => `/${key} ${value}\n`)
    .join('')}>>`;
}

function streamBody(der: Buffer, compress: boolean): string {
  const data = compress ? deflateSync(der) : der;
  return `<<\n${compress ? '/Filter /FlateDecode\n' : ''}/Length ${data.length}\n>>\nstream\n${data.toString('latin1')}\nendstream`;
}
