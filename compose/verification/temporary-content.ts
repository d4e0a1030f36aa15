import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { type FileHandle, mkdtemp, open, rmdir, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, type Transform, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { OpenedFile } from './open-file.ts';
import { fileReader } from './open-file.ts';

/** Octets of an AES block, the unit in which the key stream can be entered. */
const BLOCK = 16;

/**
 * Keeps content that nobody else may read while it is looked at. The file has no name: it is removed as soon as it is open, so that
 * nothing is left however the process ends. What stands on the disk is encrypted under a key that exists in this process alone.
 * Rejects when the source or a transform fails; then there is nothing to be read, as content that was not authenticated must not be.
 */
export async function keepPrivately(source: AsyncIterable<Buffer>, ...transforms: readonly Transform[]): Promise<OpenedFile> {
  const file = await openNameless();
  const key = randomBytes(32);
  const initial = randomBytes(BLOCK);
  try {
    const cipher = createCipheriv('aes-256-ctr', key, initial);
    let size = 0;
    const keep = new Writable({
      write(chunk: Buffer, _encoding, done) {
        const position = size;
        size += chunk.length;
        writeWhole(file, cipher.update(chunk), position).then(() => done(), done);
      },
    });
    await pipeline([Readable.from(source), ...transforms, keep]);
    return { size, read: readerOf({ file, key, initial, size }), close: () => file.close() };
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function openNameless(): Promise<FileHandle> {
  const folder = await mkdtemp(join(tmpdir(), 'valija-verify-'));
  const path = join(folder, 'content');
  try {
    const file = await open(path, 'wx+', 0o600);
    await unlink(path);
    return file;
  } finally {
    await rmdir(folder);
  }
}

async function writeWhole(file: FileHandle, octets: Buffer, position: number): Promise<void> {
  for (let done = 0; done < octets.length; ) {
    const { bytesWritten } = await file.write(octets, done, octets.length - done, position + done);
    done += bytesWritten;
  }
}

function readerOf({ file, key, initial, size }: { file: FileHandle; key: Buffer; initial: Buffer; size: number }): OpenedFile['read'] {
  const encrypted = fileReader(file, size);
  return async (offset, length) => {
    const skipped = offset % BLOCK;
    const octets = await encrypted.read(offset - skipped, length + skipped);
    const decipher = createDecipheriv('aes-256-ctr', key, counterAt(initial, (offset - skipped) / BLOCK));
    return decipher.update(octets).subarray(skipped);
  };
}

/** The counter block so many blocks after the first one, modulo 2^128 (NIST SP 800-38A appendix B.1). */
function counterAt(initial: Buffer, blocks: number): Buffer {
  const value = (BigInt(`0x${initial.toString('hex')}`) + BigInt(blocks)) % (1n << 128n);
  return Buffer.from(value.toString(16).padStart(2 * BLOCK, '0'), 'hex');
}
