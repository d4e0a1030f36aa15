import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { BundleContent } from '../../../../audit/bundle/content.ts';
import { BUNDLE_INDEX, type BundleIndex, serializeIndex } from '../../../../audit/bundle/index-document.ts';
import { readBundle } from '../../../../audit/bundle/read-bundle.ts';
import type { WrittenBundle } from '../../../../audit/bundle/stored-zip.ts';
import { writeBundle } from '../../../../audit/bundle/write-bundle.ts';
import { layOutZip } from '../../../../audit/bundle/zip-layout.ts';
import { bufferReader } from '../../../../crypto/asic/random-access.ts';

/** The whole bundle in memory; also checks that its length is the one announced. */
export async function bundleOctets(content: BundleContent): Promise<Buffer> {
  return octetsOf(await writeBundle(content));
}

/** What was written, as a whole, with the length that was announced. */
export async function octetsOf({ length, open }: WrittenBundle): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of open()) {
    chunks.push(chunk);
  }
  const bundle = Buffer.concat(chunks);
  if (bundle.length !== length) {
    throw new Error('the bundle has another length than announced');
  }
  return bundle;
}

/** A well-formed ZIP of these files, in this order. */
export function zipOf(files: readonly { name: string; octets: Buffer }[]): Buffer {
  const layout = layOutZip(files.map(({ name, octets }) => ({ name, size: octets.length, crc32: crc32(octets) })));
  return Buffer.concat([...files.flatMap(({ octets }, position) => [layout.files[position]!.header, octets]), layout.directory]);
}

/** What a forger does who knows the format: changes files or index and makes the index fit again. */
export async function repackBundle(
  bundle: Buffer,
  edit: (path: string, file: Buffer) => Buffer,
  editIndex: (index: BundleIndex) => BundleIndex = (index) => index,
): Promise<Buffer> {
  const { index, read } = await readBundle(bufferReader(bundle));
  const files = await Promise.all(
    index.files.map(async ({ path, mediaType }) => ({ path, mediaType, octets: edit(path, await read(path)) })),
  );
  const listed = files.map(({ path, mediaType, octets }) => ({
    path,
    mediaType,
    size: octets.length,
    sha256: createHash('sha256').update(octets).digest('hex'),
  }));
  const edited = serializeIndex(editIndex({ ...index, files: listed }));
  return zipOf([{ name: BUNDLE_INDEX, octets: edited }, ...files.map(({ path, octets }) => ({ name: path, octets }))]);
}
