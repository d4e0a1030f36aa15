import { Readable } from 'node:stream';
import { crc32, createInflateRaw } from 'node:zlib';
import { CryptoError } from '../error.ts';
import { streamRange } from './random-access.ts';
import type { Container, ContainerEntry } from './read-container.ts';

/**
 * The octets of one entry, unpacked, in pieces. Ends with `container-crc-mismatch` or `container-size-mismatch` when they are not
 * what the headers say: nothing may be used before the end.
 */
export async function* openPart(container: Pick<Container, 'reader'>, entry: ContainerEntry): AsyncGenerator<Buffer, void, undefined> {
  const packed = streamRange(container.reader, entry.offset, entry.packedSize);
  let size = 0;
  let checksum = 0;
  for await (const chunk of entry.method === 'stored' ? packed : inflated(packed, entry)) {
    size += chunk.length;
    if (size > entry.size) throw sizeMismatch();
    checksum = crc32(chunk, checksum);
    yield chunk;
  }
  if (size !== entry.size) throw sizeMismatch();
  if (checksum !== entry.crc32) throw new CryptoError('container-crc-mismatch', 'an entry is damaged: its CRC differs');
}

/** A small entry as a whole. Throws `container-entry-too-large` before reading when it has more octets than that. */
export async function readSmallPart(container: Pick<Container, 'reader'>, entry: ContainerEntry, maximumBytes: number): Promise<Buffer> {
  if (entry.size > maximumBytes) throw new CryptoError('container-entry-too-large', 'an entry is too large for what it is');
  const chunks: Buffer[] = [];
  for await (const chunk of openPart(container, entry)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function* inflated(packed: AsyncIterable<Buffer>, entry: ContainerEntry): AsyncGenerator<Buffer, void, undefined> {
  const source = Readable.from(packed, { objectMode: false });
  const inflate = createInflateRaw();
  let readFailure: unknown;
  source.on('error', (error) => {
    readFailure = error;
    inflate.destroy(error);
  });
  try {
    yield* source.pipe(inflate) as AsyncIterable<Buffer>;
  } catch (cause) {
    if (readFailure !== undefined) throw readFailure;
    throw new CryptoError('container-malformed', 'an entry cannot be unpacked', { cause });
  } finally {
    source.destroy();
    inflate.destroy();
  }
  // zlib stops at the end of the deflated data and says nothing of what follows it.
  if (inflate.bytesWritten !== entry.packedSize) {
    throw new CryptoError('container-data-outside-entries', 'something is hidden after the packed data of an entry');
  }
}

function sizeMismatch(): CryptoError {
  return new CryptoError('container-size-mismatch', 'an entry does not have the size that its header gives');
}
