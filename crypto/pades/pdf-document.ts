import { CryptoError } from '../error.ts';
import {
  type CrossReferenceEntry,
  type CrossReferenceSection,
  entryIn,
  readCrossReferences,
  startOfCrossReferences,
} from './cross-reference.ts';
import { type IndirectObject, readIndirectObject } from './pdf-indirect-object.ts';
import { countOf, NULL_OBJECT, nameOf, type PdfDictionary, type PdfObject, type PdfStream, requireUniqueKeys } from './pdf-object.ts';
import { PdfScanner } from './pdf-scanner.ts';
import { decodeStructureStream } from './pdf-stream-data.ts';

/** Octets of all object streams and all validation data of a file, decoded. */
const MAXIMUM_DECODED_LENGTH = 256 * 1024 * 1024;
/** Objects in one object stream. */
const MAXIMUM_CONTAINED = 100_000;
/** References that lead to references. */
const MAXIMUM_INDIRECTIONS = 16;

/** The bytes of a file, and the streams decoded so far, whichever revision asked for them. */
export interface PdfSource {
  readonly bytes: Buffer;
  readonly decoded: Map<string, Buffer>;
  decodedLength: number;
}

/** Offset in the decoded object stream, and which of its objects it is. */
interface ContainedAt {
  readonly offset: number;
  readonly index: number;
}

/**
 * Opens a file strictly: the header at the first octet, and every object found through the cross-reference sections alone. Nothing is
 * repaired or searched for, since what a repair finds is what attackers hide.
 *
 * @throws CryptoError `pdf-too-large`, `pdf-not-pdf`, and what `readCrossReferences` throws
 */
export function openPdf(bytes: Buffer, maximumLength: number): PdfDocument {
  if (bytes.length > maximumLength) throw new CryptoError('pdf-too-large', `${bytes.length} octets, at most ${maximumLength} are read`);
  if (!/^%PDF-[12]\.\d/.test(bytes.toString('latin1', 0, 8))) throw new CryptoError('pdf-not-pdf', 'the file does not begin as a PDF');
  return new PdfDocument({ bytes, decoded: new Map(), decodedLength: 0 }, bytes.length, readCrossReferences(bytes, bytes.length));
}

/** One revision of a file: its first `end` octets, read as a file of their own. */
export class PdfDocument {
  readonly source: PdfSource;
  readonly end: number;
  /** The newest first. */
  readonly sections: readonly CrossReferenceSection[];
  readonly #objects = new Map<number, IndirectObject | undefined>();
  readonly #containers = new Map<number, ReadonlyMap<number, ContainedAt>>();
  readonly #underway = new Set<number>();
  readonly #former = new Map<number, PdfDocument>();
  readonly #remembered = new Map<string, unknown>();

  constructor(source: PdfSource, end: number, sections: readonly CrossReferenceSection[]) {
    this.source = source;
    this.end = end;
    this.sections = sections;
  }

  /** Trailer of the newest update. */
  get trailer(): PdfDictionary {
    const [newest] = this.sections;
    if (newest === undefined) throw new CryptoError('pdf-cross-reference-invalid', 'no cross-reference section');
    return newest.trailer;
  }

  /**
   * The earlier revision that is the first `end` octets, when those are a complete file and this one builds on it: its sections are then
   * the last of ours. Undefined otherwise.
   */
  revision(end: number): PdfDocument | undefined {
    if (end > this.end) return undefined;
    const start = startOfCrossReferences(this.source.bytes, end);
    const index = this.sections.findIndex((section) => section.offset === start);
    const sections = this.sections.slice(index);
    if (index < 0 || sections.some((section) => section.end > end || (section.supplement?.end ?? 0) > end)) return undefined;
    return new PdfDocument(this.source, end, sections);
  }

  /** The file as its sections from `index` on tell it: an earlier revision, wherever exactly it ended. */
  former(index: number): PdfDocument {
    const known = this.#former.get(index) ?? new PdfDocument(this.source, this.end, this.sections.slice(index));
    this.#former.set(index, known);
    return known;
  }

  /** What was computed from this revision before, under a name: many signatures ask the same of it. */
  remember<T>(name: string, compute: () => T): T {
    if (!this.#remembered.has(name)) this.#remembered.set(name, compute());
    return this.#remembered.get(name) as T;
  }

  /** Numbers that any section mentions. */
  numbers(): Set<number> {
    return numbersOf(this.sections);
  }

  entry(number: number): CrossReferenceEntry | undefined {
    for (const section of this.sections) {
      const entry = entryIn(section, number);
      if (entry !== undefined) return entry;
    }
    return undefined;
  }

  /**
   * The object of that number; undefined when it is free or was never there. `keep: false` is for walks over the whole file.
   *
   * @throws CryptoError `pdf-object-invalid` when it does not stand where the file says, `pdf-malformed`, `pdf-too-deep`, `pdf-too-large`,
   * `pdf-filter-unsupported`
   */
  object(number: number, options: { keep: boolean } = { keep: true }): IndirectObject | undefined {
    const known = this.#objects.get(number);
    if (known !== undefined || this.#objects.has(number)) return known;
    if (this.#underway.has(number)) throw new CryptoError('pdf-object-invalid', `object ${number} is needed to read itself`);
    this.#underway.add(number);
    try {
      const found = this.#read(number, this.entry(number));
      if (options.keep) this.#objects.set(number, found);
      return found;
    } finally {
      this.#underway.delete(number);
    }
  }

  /** What an object stands for: a reference is followed, a missing object is null. @throws CryptoError as `object` */
  resolve(object: PdfObject | undefined): PdfObject {
    let current = object ?? NULL_OBJECT;
    for (let step = 0; current.kind === 'reference'; step += 1) {
      if (step === MAXIMUM_INDIRECTIONS) throw new CryptoError('pdf-too-deep', 'a reference that leads to references without end');
      const found = this.object(current.number);
      // Section 7.3.10: a reference to another generation is a reference to an object that is not there.
      current = found === undefined || found.generation !== current.generation ? NULL_OBJECT : found.value;
    }
    return current;
  }

  /**
   * The dictionary that an object stands for, with each key once; undefined for anything else.
   *
   * @throws CryptoError as `object`, `pdf-duplicate-key`
   */
  dictionary(object: PdfObject | undefined, what: string): PdfDictionary | undefined {
    const value = this.resolve(object);
    return value.kind === 'dictionary' ? requireUniqueKeys(value, what) : undefined;
  }

  #read(number: number, entry: CrossReferenceEntry | undefined): IndirectObject | undefined {
    if (entry === undefined || entry.kind === 'free') return undefined;
    if (entry.kind === 'compressed') return this.#readContained(number, entry.container, entry.index);
    const found = this.readAt(entry.offset);
    if (found.number !== number || found.generation !== entry.generation) {
      throw new CryptoError('pdf-object-invalid', `object ${number} is not where the cross-references say`);
    }
    return found;
  }

  /** The indirect object at an offset, whatever its number. @throws CryptoError as `object` */
  readAt(offset: number): IndirectObject {
    return readIndirectObject(this.source.bytes, offset, this.end, (length) => countOf(this.resolve(length)));
  }

  #readContained(number: number, container: number, index: number): IndirectObject {
    const stream = this.object(container)?.value;
    if (
      this.entry(container)?.kind !== 'offset' ||
      stream?.kind !== 'stream' ||
      nameOf(stream.dictionary.entries.get('Type')) !== 'ObjStm'
    ) {
      throw new CryptoError('pdf-object-invalid', `object ${number} is said to be in ${container}, which is no object stream`);
    }
    const decoded = this.decode(stream);
    const place = this.#offsetsIn(container, stream, decoded).get(number);
    if (place === undefined || place.index !== index) {
      throw new CryptoError('pdf-object-invalid', `object ${number} is not in its object stream, or not at its place`);
    }
    const value = new PdfScanner(decoded, place.offset, decoded.length).object();
    return { number, generation: 0, value };
  }

  /**
   * The data of a stream that the structure of the file or its proof consists of, decoded once for all revisions.
   *
   * @throws CryptoError `pdf-filter-unsupported`, `pdf-malformed`, `pdf-duplicate-key`, `pdf-too-large` when it is longer than
   * `maximumLength` or all such streams together are longer than any honest file's
   */
  decode(stream: PdfStream, maximumLength = MAXIMUM_DECODED_LENGTH): Buffer {
    // Where a revision says otherwise how long it is, the same stream is another one.
    const key = `${stream.start} ${stream.data.length}`;
    const known = this.source.decoded.get(key);
    if (known !== undefined) return known;
    const decoded = decodeStructureStream(stream, Math.min(maximumLength, MAXIMUM_DECODED_LENGTH - this.source.decodedLength));
    this.source.decodedLength += decoded.length;
    this.source.decoded.set(key, decoded);
    return decoded;
  }

  /** Where each object of an object stream stands (ISO 32000-1 section 7.5.7). */
  #offsetsIn(container: number, stream: PdfStream, decoded: Buffer): ReadonlyMap<number, ContainedAt> {
    const known = this.#containers.get(container);
    if (known !== undefined) return known;
    const [count, first] = ['N', 'First'].map((key) => countOf(stream.dictionary.entries.get(key)));
    if (count === undefined || first === undefined || count > MAXIMUM_CONTAINED || first > decoded.length) {
      throw new CryptoError('pdf-malformed', `object stream ${container} does not say what is in it`);
    }
    const header = new PdfScanner(decoded, 0, first);
    const offsets = new Map<number, ContainedAt>();
    for (let index = 0; index < count; index += 1) {
      header.skipSpace();
      const number = header.unsignedInteger();
      header.skipSpace();
      if (offsets.has(number)) throw new CryptoError('pdf-malformed', `object ${number} stands twice in object stream ${container}`);
      offsets.set(number, { offset: first + header.unsignedInteger(), index });
    }
    this.#containers.set(container, offsets);
    return offsets;
  }
}

/** Numbers that the sections mention, cross-reference streams of hybrid files included. */
export function numbersOf(sections: readonly CrossReferenceSection[]): Set<number> {
  const numbers = new Set<number>();
  for (const section of sections) {
    for (const number of section.entries.keys()) numbers.add(number);
    for (const number of section.supplement?.entries.keys() ?? []) numbers.add(number);
  }
  return numbers;
}
