import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { AuditError } from '../error.ts';
import type { NamedOctets } from './arrange-files.ts';
import type { OctetSource } from './content.ts';
import type { BundleFile } from './index-document.ts';
import { layOutZip, type PlacedFile } from './zip-layout.ts';

export interface WrittenBundle {
  /** Octets of the whole ZIP. */
  length: number;
  /** The ZIP itself, as often as wanted. Ends with AuditError `bundle-incomplete` when a file changed between two passes. */
  open(): AsyncIterable<Buffer>;
}

/** A file whose header can be written, and that can be read again for its octets. */
export interface MeasuredFile extends BundleFile {
  crc32: number;
  source: OctetSource;
}

/** Lays files out as one store-only ZIP, in this order. */
export function writeStored(files: readonly MeasuredFile[]): WrittenBundle {
  const layout = layOutZip(files.map(({ path, size, crc32: checksum }) => ({ name: path, size, crc32: checksum })));
  return { length: layout.length, open: () => stream(files, layout.files, layout.directory) };
}

export function measureOctets({ path, mediaType, octets }: Omit<NamedOctets, 'octets'> & { octets: Buffer | string }): MeasuredFile {
  const bytes = typeof octets === 'string' ? Buffer.from(octets, 'utf8') : octets;
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { path, mediaType, size: bytes.length, sha256, crc32: crc32(bytes), source: { open: () => [bytes] } };
}

/** Reads a source once, in pieces, and never holds it. */
export async function measureSource(file: { path: string; mediaType: string; source: OctetSource }): Promise<MeasuredFile> {
  const hash = createHash('sha256');
  let size = 0;
  let checksum = 0;
  for await (const chunk of file.source.open()) {
    hash.update(chunk);
    size += chunk.length;
    checksum = crc32(chunk, checksum);
  }
  return { ...file, size, sha256: hash.digest('hex'), crc32: checksum };
}

async function* stream(
  files: readonly MeasuredFile[],
  placed: readonly PlacedFile[],
  directory: Buffer,
): AsyncGenerator<Buffer, void, undefined> {
  for (const [position, file] of files.entries()) {
    yield placed[position]?.header ?? Buffer.alloc(0);
    yield* checked(file);
  }
  yield directory;
}

async function* checked(file: MeasuredFile): AsyncGenerator<Buffer, void, undefined> {
  let size = 0;
  let checksum = 0;
  for await (const chunk of file.source.open()) {
    size += chunk.length;
    checksum = crc32(chunk, checksum);
    yield chunk;
  }
  if (size !== file.size || checksum !== file.crc32) {
    throw new AuditError('bundle-incomplete', 'The package changed while the bundle was being written.', { disposition: 'retry' });
  }
}
