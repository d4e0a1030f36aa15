import { crc32 } from 'node:zlib';
import { readCentralDirectory } from '../../crypto/asic/central-directory.ts';
import { requireSafeEntryName, UniqueNames } from '../../crypto/asic/entry-name.ts';
import type { RandomAccessReader } from '../../crypto/asic/random-access.ts';
import { readExactly } from '../../crypto/asic/random-access.ts';
import { centralHeader, endRecords, flagsForName, localHeader, type PlacedEntry } from '../../crypto/asic/zip-records.ts';
import { CryptoError } from '../../crypto/error.ts';
import { AuditError } from '../error.ts';

export interface ZipFile {
  name: string;
  size: number;
  crc32: number;
}

export interface PlacedFile extends ZipFile {
  header: Buffer;
  /** Where the octets of the file begin. */
  offset: number;
}

/** The whole of a ZIP file but the files' octets: store-only, fixed time, nothing optional, hence one layout for one list of files. */
export interface ZipLayout {
  files: PlacedFile[];
  directory: Buffer;
  length: number;
}

/** Places files one after the other. */
export function layOutZip(files: readonly ZipFile[]): ZipLayout {
  const entries: PlacedEntry[] = [];
  let offset = 0;
  const placed = files.map((file) => {
    const nameBytes = Buffer.from(file.name, 'utf8');
    const entry = { nameBytes, flags: flagsForName(nameBytes), size: file.size, crc32: file.crc32, offset };
    const header = localHeader(entry);
    entries.push(entry);
    const dataOffset = offset + header.length;
    offset = dataOffset + file.size;
    return { ...file, header, offset: dataOffset };
  });
  const central = Buffer.concat(entries.map(centralHeader));
  const directory = Buffer.concat([central, endRecords(entries.length, offset, central.length)]);
  return { files: placed, directory, length: offset + directory.length };
}

/**
 * Reads the layout of a ZIP file and accepts it only if layOutZip() would have written exactly these headers and this directory: no
 * second reading of the same octets is possible then. AuditError `bundle-malformed`, `bundle-too-large`.
 */
export async function readZipLayout(
  reader: RandomAccessReader,
  limits: { maximumSize: number; maximumEntries: number },
): Promise<ZipLayout> {
  if (reader.size > limits.maximumSize) {
    throw new AuditError('bundle-too-large', `A bundle may have ${limits.maximumSize} octets.`);
  }
  const layout = layOutZip(await listFiles(reader, limits.maximumEntries));
  const isSameLength = layout.length === reader.size;
  const directory = isSameLength ? await readExactly(reader, layout.length - layout.directory.length, layout.directory.length) : undefined;
  if (directory === undefined || !directory.equals(layout.directory)) {
    throw malformed('its directory is not written as ours is');
  }
  for (const file of layout.files) {
    const header = await readExactly(reader, file.offset - file.header.length, file.header.length);
    if (!header.equals(file.header)) {
      throw malformed('the header of a file differs from the directory');
    }
  }
  return layout;
}

/** The octets of one file, in pieces. Ends with AuditError `bundle-malformed` when they are not what the header says. */
export async function* streamFile(
  reader: RandomAccessReader,
  file: PlacedFile,
  chunkLength = 1024 * 1024,
): AsyncGenerator<Buffer, void, undefined> {
  let checksum = 0;
  for (let done = 0; done < file.size; done += chunkLength) {
    const chunk = await readExactly(reader, file.offset + done, Math.min(chunkLength, file.size - done));
    checksum = crc32(chunk, checksum);
    yield chunk;
  }
  if (checksum !== file.crc32) {
    throw malformed('a file is damaged: its CRC differs');
  }
}

async function listFiles(reader: RandomAccessReader, maximumEntries: number): Promise<ZipFile[]> {
  try {
    const { entries } = await readCentralDirectory(reader, maximumEntries);
    const names = new UniqueNames();
    return entries.map((entry) => {
      const name = entry.fileNameRaw.toString('utf8');
      requireSafeEntryName(name);
      names.add(name);
      return { name, size: entry.uncompressedSize, crc32: entry.crc32 };
    });
  } catch (error) {
    // A failing disk is not a bad bundle.
    if (!(error instanceof CryptoError)) {
      throw error;
    }
    throw new AuditError('bundle-malformed', 'The bundle is not a ZIP file as ours are.', { cause: error });
  }
}

function malformed(why: string): AuditError {
  return new AuditError('bundle-malformed', `The bundle cannot be read: ${why}.`);
}
