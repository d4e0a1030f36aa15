import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { AuditError } from '../error.ts';
import { arrangeFiles, type NamedOctets } from './arrange-files.ts';
import type { BundleContent, OctetSource } from './content.ts';
import type { BundleFile } from './index-document.ts';
import { BUNDLE_INDEX, BUNDLE_PACKAGE, serializeIndex } from './index-document.ts';
import type { PlacedFile } from './zip-layout.ts';
import { layOutZip } from './zip-layout.ts';

export interface WrittenBundle {
  /** Octets of the whole ZIP. */
  length: number;
  /** The ZIP itself, once. Ends with AuditError `bundle-incomplete` when the package changed between the two passes. */
  octets: AsyncIterable<Buffer>;
}

interface MeasuredFile extends BundleFile {
  crc32: number;
  source: OctetSource;
}

/**
 * Writes a proof bundle: one ZIP, store-only, whose octets follow from the content alone. The package is read twice, in pieces, and
 * never held. Throws what evidence and certificates throw when they cannot be read.
 */
export async function writeBundle(content: BundleContent): Promise<WrittenBundle> {
  const { index, files } = arrangeFiles(content);
  const measured = files.map(measureOctets);
  const packageFile = await measurePackage(content);
  // The README stays in front, where a person looks first.
  const others = packageFile === undefined ? measured : [...measured.slice(0, 1), packageFile, ...measured.slice(1)];
  const listed = others.map(({ path, mediaType, size, sha256 }) => ({ path, mediaType, size, sha256 }));
  const indexFile = measureOctets({
    path: BUNDLE_INDEX,
    mediaType: 'application/json',
    octets: serializeIndex({ ...index, package: describePackage(content, packageFile), files: listed }),
  });
  const all = [indexFile, ...others];
  const layout = layOutZip(all.map(({ path, size, crc32: checksum }) => ({ name: path, size, crc32: checksum })));
  return { length: layout.length, octets: stream(all, layout.files, layout.directory) };
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

function measureOctets({ path, mediaType, octets }: NamedOctets): MeasuredFile {
  const sha256 = createHash('sha256').update(octets).digest('hex');
  return { path, mediaType, size: octets.length, sha256, crc32: crc32(octets), source: { open: () => [octets] } };
}

async function measurePackage(content: BundleContent): Promise<MeasuredFile | undefined> {
  if (!('open' in content.package)) {
    return undefined;
  }
  const hash = createHash('sha256');
  let size = 0;
  let checksum = 0;
  for await (const chunk of content.package.open()) {
    hash.update(chunk);
    size += chunk.length;
    checksum = crc32(chunk, checksum);
  }
  const mediaType = 'application/vnd.etsi.asic-e+zip';
  return { path: BUNDLE_PACKAGE, mediaType, size, sha256: hash.digest('hex'), crc32: checksum, source: content.package };
}

function describePackage(content: BundleContent, file: MeasuredFile | undefined) {
  if (file !== undefined) {
    return { included: true as const, path: file.path, sha256: file.sha256, length: file.size };
  }
  if ('open' in content.package) {
    throw new AuditError('bundle-incomplete', 'The package was not measured.');
  }
  return { included: false as const, sha256: content.package.sha256.toString('hex'), length: content.package.length };
}
