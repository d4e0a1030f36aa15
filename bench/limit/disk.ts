import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** What the volume of the data folders can do for one writer. */
export interface DiskRates {
  /** Appends of one page, each with its fsync, per second. */
  syncsPerSecond: number;
  /** Octets per second, sequentially in pieces of 1 MiB: written and fsynced, and read again right after. */
  writtenPerSecond: number;
  readPerSecond: number;
}

const PAGE_LENGTH = 4_096;
const SYNC_SECONDS = 1;
const PIECE_LENGTH = 1024 * 1024;
const PIECES = 512;

/** Measures in a folder of its own below `folder`, which it removes again; three to ten seconds. */
export function measureDisk(folder: string): DiskRates {
  const own = mkdtempSync(join(folder, 'valija-bench-disk-'));
  try {
    const { writtenPerSecond, readPerSecond } = measureSequential(join(own, 'content'));
    return { syncsPerSecond: measureSyncs(join(own, 'log')), writtenPerSecond, readPerSecond };
  } finally {
    rmSync(own, { recursive: true, force: true });
  }
}

/** Grows like a write-ahead log: one page and one fsync after the other. */
function measureSyncs(path: string): number {
  const page = randomBytes(PAGE_LENGTH);
  const file = openSync(path, 'wx');
  try {
    const begun = performance.now();
    let count = 0;
    while (performance.now() - begun < SYNC_SECONDS * 1_000) {
      writeSync(file, page);
      fsyncSync(file);
      count += 1;
    }
    return (count * 1_000) / (performance.now() - begun);
  } finally {
    closeSync(file);
  }
}

function measureSequential(path: string): Pick<DiskRates, 'writtenPerSecond' | 'readPerSecond'> {
  const piece = randomBytes(PIECE_LENGTH);
  const file = openSync(path, 'wx+');
  try {
    const octets = PIECES * PIECE_LENGTH;
    const written = secondsOf(() => {
      for (let index = 0; index < PIECES; index += 1) writeSync(file, piece);
      fsyncSync(file);
    });
    // The flow too reads what was written a moment ago: from memory, as long as there is enough.
    const read = secondsOf(() => {
      for (let index = 0; index < PIECES; index += 1) readSync(file, piece, 0, PIECE_LENGTH, index * PIECE_LENGTH);
    });
    return { writtenPerSecond: octets / written, readPerSecond: octets / read };
  } finally {
    closeSync(file);
  }
}

function secondsOf(work: () => void): number {
  const begun = performance.now();
  work();
  return (performance.now() - begun) / 1_000;
}
