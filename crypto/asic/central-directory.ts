import { Readable } from 'node:stream';
import yauzl from 'yauzl';
import { CryptoError } from '../error.ts';
import { type RandomAccessReader, readExactly, streamRange } from './random-access.ts';
import {
  END_BYTES,
  END_SIGNATURE,
  IN_ZIP64,
  ZIP64_END_BYTES,
  ZIP64_END_SIGNATURE,
  ZIP64_LOCATOR_BYTES,
  ZIP64_LOCATOR_SIGNATURE,
} from './zip-records.ts';

/** The directory of a ZIP file as yauzl reads it, and where it lies. */
export interface CentralDirectory {
  readonly entries: readonly yauzl.Entry[];
  readonly offset: number;
  readonly comment: Buffer;
  /** Reads the local header of an entry. */
  localHeader(entry: yauzl.Entry): Promise<yauzl.LocalFileHeader>;
}

const CENTRAL_HEADER_BYTES = 46;

/**
 * Reads the central directory and checks that it fills the end of the file exactly: entries, end records, nothing between and
 * nothing after. Throws `container-malformed`, `container-too-many-entries` or `container-data-outside-entries`; an error of the
 * reader itself is passed on as it is.
 */
export async function readCentralDirectory(reader: RandomAccessReader, maximumEntries: number): Promise<CentralDirectory> {
  const adapter = new ReaderAdapter(reader);
  const zip = await opened(adapter, reader.size);
  const comment = commentOf(zip);
  const end = await readEnd(reader, reader.size - END_BYTES - comment.length);
  if (zip.entryCount !== end.count) throw malformed('the end record contradicts itself');
  if (end.count > maximumEntries) throw new CryptoError('container-too-many-entries', `a container may have ${maximumEntries} entries`);

  const entries = await readEntries(zip, adapter);
  const size = entries.reduce((sum, entry) => sum + headerBytes(entry), 0);
  if (size !== end.size || end.offset + size !== end.start) {
    throw new CryptoError('container-data-outside-entries', 'the directory does not fill the place that the end record gives it');
  }
  return { entries, offset: end.offset, comment, localHeader: (entry) => readLocalHeader(zip, adapter, entry) };
}

/** What the end records say, ZIP64 included; `start` is the offset of the first of them. */
interface EndRecord {
  readonly count: number;
  readonly offset: number;
  readonly size: number;
  readonly start: number;
}

async function readEnd(reader: RandomAccessReader, at: number): Promise<EndRecord> {
  const end = await readExactly(reader, at, END_BYTES);
  if (end.readUInt32LE(0) !== END_SIGNATURE) throw malformed('the end record is not where it should be');
  if (end.readUInt16LE(4) !== 0 || end.readUInt16LE(6) !== 0 || end.readUInt16LE(8) !== end.readUInt16LE(10)) {
    throw malformed('the container is split over several disks');
  }
  const plain = { count: end.readUInt16LE(10), size: end.readUInt32LE(12), offset: end.readUInt32LE(16), start: at };
  const locator = at < ZIP64_LOCATOR_BYTES ? undefined : await readExactly(reader, at - ZIP64_LOCATOR_BYTES, ZIP64_LOCATOR_BYTES);
  // yauzl looks for the locator whatever the end record says, so both readings must come to the same.
  if (locator === undefined || locator.readUInt32LE(0) !== ZIP64_LOCATOR_SIGNATURE) return plain;
  return readZip64End(reader, locator, plain);
}

async function readZip64End(reader: RandomAccessReader, locator: Buffer, plain: EndRecord): Promise<EndRecord> {
  const start = plain.start - ZIP64_LOCATOR_BYTES - ZIP64_END_BYTES;
  const record = await readExactly(reader, start, ZIP64_END_BYTES);
  const there = record.readUInt32LE(0) === ZIP64_END_SIGNATURE && numberAt(record, 4) === ZIP64_END_BYTES - 12;
  if (!there || numberAt(locator, 8) !== start || locator.readUInt32LE(4) !== 0 || locator.readUInt32LE(16) !== 1) {
    throw malformed('the ZIP64 end record is not where it should be');
  }
  const end = { count: numberAt(record, 32), size: numberAt(record, 40), offset: numberAt(record, 48), start };
  const agrees =
    numberAt(record, 24) === end.count &&
    (plain.count === 0xffff || plain.count === end.count) &&
    (plain.size === IN_ZIP64 || plain.size === end.size) &&
    (plain.offset === IN_ZIP64 || plain.offset === end.offset);
  if (!agrees) throw malformed('the two end records contradict each other');
  return end;
}

/** Lets yauzl read through our reader, remembering the reader's own failures so that they are not taken for a bad file. */
class ReaderAdapter extends yauzl.RandomAccessReader {
  readonly #reader: RandomAccessReader;
  failure: unknown;

  constructor(reader: RandomAccessReader) {
    super();
    this.#reader = reader;
  }

  override read(buffer: Buffer, offset: number, length: number, position: number, callback: (error: Error | null) => void): void {
    readExactly(this.#reader, position, length).then(
      (octets) => {
        octets.copy(buffer, offset);
        callback(null);
      },
      (error: unknown) => {
        this.failure ??= error;
        callback(error instanceof Error ? error : new Error('the reader failed', { cause: error }));
      },
    );
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(streamRange(this.#reader, start, end - start));
  }

  override close(callback: (error: Error | null) => void): void {
    callback(null);
  }
}

const OPTIONS = { autoClose: false, lazyEntries: true, decodeStrings: false, validateEntrySizes: true, strictFileNames: true } as const;

function opened(adapter: ReaderAdapter, size: number): Promise<yauzl.ZipFile> {
  return new Promise((resolve, reject) => {
    yauzl.fromRandomAccessReader(adapter, size, OPTIONS, (error, zip) =>
      error === null ? resolve(zip) : reject(translated(error, adapter)),
    );
  });
}

function readEntries(zip: yauzl.ZipFile, adapter: ReaderAdapter): Promise<yauzl.Entry[]> {
  return new Promise((resolve, reject) => {
    const entries: yauzl.Entry[] = [];
    zip.on('entry', (entry: yauzl.Entry) => {
      entries.push(entry);
      zip.readEntry();
    });
    zip.on('end', () => resolve(entries));
    zip.on('error', (error: Error) => reject(translated(error, adapter)));
    zip.readEntry();
  });
}

function readLocalHeader(zip: yauzl.ZipFile, adapter: ReaderAdapter, entry: yauzl.Entry): Promise<yauzl.LocalFileHeader> {
  return new Promise((resolve, reject) => {
    zip.readLocalFileHeader(entry, { minimal: false }, (error, header) =>
      error === null ? resolve(header) : reject(translated(error, adapter)),
    );
  });
}

function translated(error: Error, adapter: ReaderAdapter): unknown {
  if (adapter.failure !== undefined) return adapter.failure;
  return new CryptoError('container-malformed', 'the container is not a well-formed ZIP file', { cause: error });
}

// With decodeStrings off the comment is a Buffer, which the type declarations do not say.
function commentOf(zip: yauzl.ZipFile): Buffer {
  const comment: unknown = zip.comment;
  if (!Buffer.isBuffer(comment)) throw malformed('the comment cannot be read');
  return comment;
}

function headerBytes(entry: yauzl.Entry): number {
  return CENTRAL_HEADER_BYTES + entry.fileNameLength + entry.extraFieldLength + entry.fileCommentLength;
}

function numberAt(record: Buffer, offset: number): number {
  const value = record.readBigUInt64LE(offset);
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw malformed('a number is impossible');
  return Number(value);
}

function malformed(reason: string): CryptoError {
  return new CryptoError('container-malformed', `the container is not a well-formed ZIP file: ${reason}`);
}
