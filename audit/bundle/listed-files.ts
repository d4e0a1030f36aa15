import { createHash } from 'node:crypto';
import type { RandomAccessReader } from '../../crypto/asic/random-access.ts';
import { AuditError } from '../error.ts';
import type { BundleFile } from './index-document.ts';
import { type PlacedFile, readZipLayout, streamFile } from './zip-layout.ts';

export interface BundleLimits {
  maximumSize: number;
  maximumEntries: number;
  /** Of one file that is read as a whole. */
  maximumFileSize: number;
}

/** Files of a bundle, each with the digest that the index lists. */
export interface ListedFiles {
  /** A whole file, whose size and SHA-256 are those of the index. AuditError `bundle-digest-mismatch`, `bundle-too-large`. */
  read(path: string): Promise<Buffer>;
  /** A file of any size, to be read at any place; its digest is the caller's to check. */
  reader(path: string): RandomAccessReader;
  /** Reads a file of any size once and compares CRC and SHA-256 with what the bundle says. AuditError as `read`. */
  check(path: string): Promise<void>;
}

/**
 * Opens a store-only ZIP that begins with its index: layout and index are read and hold together, files are read when asked for. The index
 * must list exactly the files that are there. AuditError `bundle-malformed`, `bundle-too-large`, `bundle-incomplete`, and what `parse` throws.
 */
export async function openListedFiles<Index extends { files: readonly BundleFile[] }>(
  reader: RandomAccessReader,
  { index: name, parse }: { index: string; parse: (bytes: Buffer) => Index },
  { maximumFileSize, ...zipLimits }: BundleLimits,
): Promise<ListedFiles & { index: Index }> {
  const layout = await readZipLayout(reader, zipLimits);
  const [first, ...rest] = layout.files;
  if (first?.name !== name) {
    throw new AuditError('bundle-malformed', 'The bundle does not begin with its index.');
  }
  const index = parse(await collect(reader, first, maximumFileSize));
  requireListed(index.files, rest);
  const files = new Map(rest.map((file) => [file.name, file]));
  const digests = new Map(index.files.map((file) => [file.path, file.sha256]));
  const find = (path: string): PlacedFile => {
    const file = files.get(path);
    if (file === undefined) {
      throw new AuditError('bundle-incomplete', `The bundle has no file ${path}.`);
    }
    return file;
  };
  return {
    index,
    read: async (path) => {
      const octets = await collect(reader, find(path), maximumFileSize);
      requireDigest(path, digests.get(path), createHash('sha256').update(octets).digest('hex'));
      return octets;
    },
    reader: (path) => {
      const { offset: start, size } = find(path);
      return { size, read: (offset, length) => reader.read(start + offset, Math.max(0, Math.min(length, size - offset))) };
    },
    check: async (path) => {
      const hash = createHash('sha256');
      for await (const chunk of streamFile(reader, find(path))) {
        hash.update(chunk);
      }
      requireDigest(path, digests.get(path), hash.digest('hex'));
    },
  };
}

async function collect(reader: RandomAccessReader, file: PlacedFile, maximumFileSize: number): Promise<Buffer> {
  if (file.size > maximumFileSize) {
    throw new AuditError('bundle-too-large', `${file.name} has ${file.size} octets, at most ${maximumFileSize} are read.`);
  }
  const chunks: Buffer[] = [];
  for await (const chunk of streamFile(reader, file)) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function requireListed(listed: readonly BundleFile[], files: readonly PlacedFile[]): void {
  const isSame =
    listed.length === files.length &&
    files.every((file, position) => listed[position]?.path === file.name && listed[position]?.size === file.size);
  if (!isSame) {
    throw new AuditError('bundle-incomplete', 'The index does not list exactly the files that are in the bundle.');
  }
}

function requireDigest(path: string, expected: string | undefined, actual: string): void {
  if (expected !== actual) {
    throw new AuditError('bundle-digest-mismatch', `${path} is not the file that the index lists.`);
  }
}
