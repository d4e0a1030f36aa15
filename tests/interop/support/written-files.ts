import { crc32 } from 'node:zlib';
import { planContainer, writeContainer } from '../../../crypto/asic/write-container.ts';

/** Longest PDF of these suites, in octets. */
export const MAXIMUM_PDF_LENGTH = 16 * 1024 * 1024;

/** The files as our writer puts them into a container, `mimetype` first. */
export async function writtenContainer(files: readonly { readonly name: string; readonly data: Buffer }[]): Promise<Buffer> {
  const plan = planContainer({ entries: files.map(({ name, data }) => ({ name, size: data.length, crc32: crc32(data), source: data })) });
  return collected(writeContainer(plan, (data) => [data]));
}

export async function collected(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  const all: Buffer[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all);
}
