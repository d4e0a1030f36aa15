import { createHash, randomBytes } from 'node:crypto';
import type { LogRow, LogRows, PublishedNote, TileFile, Tiles } from '../../../../audit/contracts.ts';
import { AuditError } from '../../../../audit/error.ts';
import { encodeLeaf } from '../../../../audit/log/leaf.ts';

/** Log rows in memory that keep the contract of the ledger's: leases, fencing, compare-and-set. `restore` gives an earlier copy. */
export class MemoryLogRows implements LogRows {
  pending: Omit<LogRow, 'index'>[] = [];
  rows: LogRow[] = [];
  note: PublishedNote | undefined;
  lease = { holder: '', epoch: 0, until: 0 };

  add(digest: Buffer = randomBytes(32), salt: Buffer = randomBytes(32)): Buffer {
    this.pending.push({ entry: encodeLeaf({ type: 'evidence', salt, digest }), salt, digest });
    return digest;
  }

  async acquire(holder: string, now: number, milliseconds: number) {
    if (this.lease.holder !== holder) {
      if (now < this.lease.until) {
        return undefined;
      }
      this.lease = { holder, epoch: this.lease.epoch + 1, until: 0 };
    }
    this.lease.until = now + milliseconds;
    return { epoch: this.lease.epoch };
  }

  async sequence(epoch: number, limit: number) {
    this.#fence(epoch);
    const firstIndex = this.rows.length;
    const moved = this.pending.splice(0, limit);
    this.rows.push(...moved.map((leaf, position) => ({ index: firstIndex + position, ...leaf })));
    return { firstIndex, count: moved.length };
  }

  async pendingCount() {
    return this.pending.length;
  }

  async size() {
    return this.rows.length;
  }

  async entries(from: number, to: number) {
    return this.rows.slice(from, to);
  }

  async findByDigest(digest: Buffer) {
    return this.rows.find((row) => row.digest.equals(digest));
  }

  async published() {
    return this.note;
  }

  async publish(checkpoint: PublishedNote, expectedSize: number) {
    this.#fence(checkpoint.epoch);
    if ((this.note?.size ?? 0) !== expectedSize) {
      throw Object.assign(new Error('version conflict'), { code: 'version-conflict' });
    }
    this.note = { ...checkpoint };
  }

  copy(): MemoryLogRows {
    const copy = new MemoryLogRows();
    copy.pending = [...this.pending];
    copy.rows = [...this.rows];
    copy.note = this.note;
    copy.lease = { ...this.lease };
    return copy;
  }

  #fence(epoch: number) {
    if (epoch !== this.lease.epoch) {
      throw Object.assign(new Error('fenced'), { code: 'epoch-fenced' });
    }
  }
}

/** Tiles in memory, with the same rules as the files: never overwritten, compared when present. */
export class MemoryTiles implements Tiles {
  files = new Map<string, Buffer>();
  checkpoint: string | undefined;

  async read(path: string) {
    return this.files.get(path);
  }

  async readCheckpoint() {
    return this.checkpoint;
  }

  async write(files: readonly TileFile[]) {
    for (const { path, content } of files) {
      const present = this.files.get(path);
      if (present !== undefined && !present.equals(content)) {
        throw new AuditError('tile-conflict', `${path} differs`, { disposition: 'operator' });
      }
      this.files.set(path, content);
    }
  }

  async publishCheckpoint(note: string) {
    this.checkpoint = note;
  }

  async removePartials(path: string) {
    for (const name of this.files.keys()) {
      if (name.startsWith(`${path}.p/`)) {
        this.files.delete(name);
      }
    }
  }

  copy(): MemoryTiles {
    const copy = new MemoryTiles();
    copy.files = new Map(this.files);
    copy.checkpoint = this.checkpoint;
    return copy;
  }
}

/** A digest that is the same in every run. */
export function digestOf(label: string | number): Buffer {
  return createHash('sha256').update(String(label)).digest();
}
