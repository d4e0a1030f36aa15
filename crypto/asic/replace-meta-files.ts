import { crc32 } from 'node:zlib';
import { readerOfPlan } from './plan-reader.ts';
import { bufferReader } from './random-access.ts';
import { type Container, readContainer } from './read-container.ts';
import { planContainer } from './write-container.ts';

/**
 * The container with the data files of another and these files in `META-INF/`: a long-term copy (EN 319 162-1 annex A.7), put together
 * from a package and the files that the copy has beside it. It is nowhere as a whole; the same files give the same octets. Throws what
 * `readContainer` throws when the files do not make a container.
 */
export async function replaceMetaFiles(
  original: Container,
  files: readonly { readonly name: string; readonly bytes: Buffer }[],
): Promise<Container> {
  const data = original.entries.filter(({ role }) => role === 'data');
  const plan = planContainer({
    entries: [
      ...data.map(({ name, size, crc32: checksum, offset }) => ({
        name,
        size,
        crc32: checksum,
        source: { reader: original.reader, offset },
      })),
      ...files.map(({ name, bytes }) => ({
        name,
        size: bytes.length,
        crc32: crc32(bytes),
        source: { reader: bufferReader(bytes), offset: 0 },
      })),
    ],
  });
  return readContainer(
    readerOfPlan(plan, (place) => place),
    { strict: false },
  );
}
