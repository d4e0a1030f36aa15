import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** Blobs of which digests are remembered: more than have a writer now and then at the same time. */
const REMEMBERED = 512;

/** SHA-256 and CRC-32 of a plaintext that comes piece by piece. */
export class RunningDigest {
  readonly #sha256 = createHash('sha256');
  #crc32 = 0;

  update(piece: Buffer): void {
    this.#sha256.update(piece);
    this.#crc32 = crc32(piece, this.#crc32);
  }

  /** Both; nothing can be added afterwards. */
  end(): { sha256: Buffer; crc32: number } {
    return { sha256: this.#sha256.digest(), crc32: this.#crc32 };
  }
}

/**
 * Digests of blobs that were suspended by this process: whoever writes one on need not read again what is there. A process that was
 * killed has lost them, since the state of a hash cannot be written down.
 */
export class SuspendedDigests {
  readonly #digests = new Map<string, { chunks: number; digest: RunningDigest }>();

  /** Remembers the digest of that many whole chunks. */
  keep(blobId: string, chunks: number, digest: RunningDigest): void {
    this.#digests.delete(blobId);
    this.#digests.set(blobId, { chunks, digest });
    const [oldest] = this.#digests.keys();
    if (this.#digests.size > REMEMBERED && oldest !== undefined) this.#digests.delete(oldest);
  }

  /** The digest of exactly that many whole chunks, once; a new one for none. Undefined when they have to be read again. */
  take(blobId: string, chunks: number): RunningDigest | undefined {
    const kept = this.#digests.get(blobId);
    this.#digests.delete(blobId);
    if (kept?.chunks === chunks) return kept.digest;
    return chunks === 0 ? new RunningDigest() : undefined;
  }
}
