import { deepStrictEqual, ok } from 'node:assert';
import { createHash } from 'node:crypto';
import { crc32, deflateRawSync } from 'node:zlib';
import { buildManifest } from '../../../crypto/asic/build-manifest.ts';
import { MANIFEST_NAME, SIGNATURE_NAME } from '../../../crypto/asic/media-types.ts';
import { openPart } from '../../../crypto/asic/open-part.ts';
import { bufferReader } from '../../../crypto/asic/random-access.ts';
import { type Container, readContainer } from '../../../crypto/asic/read-container.ts';
import { verifyContainer } from '../../../crypto/asic/verify-container.ts';
import { planContainer, writeContainer } from '../../../crypto/asic/write-container.ts';
import { CryptoError } from '../../../crypto/error.ts';
import { descriptor, rawZip } from '../../unit/asic/raw-zip.ts';

const LIMITS = { maximumEntrySize: 1024 * 1024, maximumTotalSize: 4 * 1024 * 1024, maximumEntries: 100 };

async function write(parts: readonly { name: string; data: Buffer }[]): Promise<Buffer> {
  const plan = planContainer({ entries: parts.map(({ name, data }) => ({ name, size: data.length, crc32: crc32(data), source: data })) });
  const chunks: Buffer[] = [];
  for await (const chunk of writeContainer(plan, (data) => [data])) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function seeds(): Promise<Buffer[]> {
  const data = Buffer.from('{"invented":true}');
  const sha256 = createHash('sha256').update(data).digest();
  const manifest = buildManifest([{ name: 'request.json', mimeType: 'application/json', sha256 }], SIGNATURE_NAME);
  const ours = await write([
    { name: 'request.json', data },
    { name: MANIFEST_NAME, data: manifest },
    { name: SIGNATURE_NAME, data: Buffer.from('stand-in') },
  ]);
  const others = rawZip({
    entries: [
      { name: 'META-INF/' },
      { name: 'a.txt', data, deflate: true, flags: 8, local: { crc32: 0, size: 0 }, after: descriptor(data, deflateRawSync(data).length) },
      { name: 'mimetype', data: Buffer.from('application/vnd.etsi.asic-e+zip') },
    ],
    comment: Buffer.from('made by an invented office'),
  });
  return [ours, others];
}

/** Reads all parts of a container that was accepted; in strict form it must come out of our writer again, octet for octet. */
async function checkAccepted(input: Buffer, container: Container): Promise<void> {
  const parts: { name: string; data: Buffer }[] = [];
  for (const entry of container.entries) {
    const chunks: Buffer[] = [];
    for await (const chunk of openPart(container, entry)) chunks.push(chunk);
    parts.push({ name: entry.name, data: Buffer.concat(chunks) });
  }
  if (container.strict) ok((await write(parts.slice(1))).equals(input), 'is written again octet for octet');
  deepStrictEqual(new Set(parts.map(({ name }) => name.toLowerCase())).size, parts.length, 'has unique names');
  await verifyContainer(container, () => 'holds');
}

export const target = {
  name: 'container',
  seeds,
  run: async (input: Buffer) => {
    const reader = bufferReader(input);
    const strict = await readContainer(reader, LIMITS).catch((error: unknown) => {
      if (error instanceof CryptoError && error.code.startsWith('container-')) return undefined;
      throw error;
    });
    if (strict !== undefined) await checkAccepted(input, strict);
    await checkAccepted(input, await readContainer(reader, { ...LIMITS, strict: false }));
  },
  acceptable: (error: unknown) => error instanceof CryptoError && error.code.startsWith('container-'),
};
