import type { LogRows, TileFile, TileReader } from '../contracts.ts';
import { AuditError } from '../error.ts';
import type { OpenedCheckpoint } from './checkpoint.ts';
import { openCheckpoint } from './checkpoint.ts';
import { decodeEntryBundle } from './entry-bundle.ts';
import { commitment, parseLeaf } from './leaf.ts';
import type { NoteVerifier } from './note-key.ts';
import { parseTilePath, TILE_WIDTH, tilePath } from './tile-path.ts';
import { readEntryBundle, TileBuilder } from './tiles.ts';

export interface LogFinding {
  code: 'checkpoint-invalid' | 'bundle-damaged' | 'tile-differs' | 'root-differs' | 'row-differs' | 'entry-malformed';
  /** Where: a path, or the index of an entry. */
  subject: string;
  message: string;
}

/** Findings that are kept; the check goes on, so that it uses the same memory for every log. */
export const MAXIMUM_LOG_FINDINGS = 1000;

export interface LogReport {
  /** Missing when the checkpoint itself did not verify. */
  checkpoint?: OpenedCheckpoint;
  /** Entries that were read and hashed again. */
  entries: number;
  /** At most `MAXIMUM_LOG_FINDINGS`: a log that is all wrong is told soon enough. */
  findings: LogFinding[];
}

export interface LogCheck {
  tiles: TileReader;
  log: NoteVerifier;
  origin?: string;
  witnesses?: readonly NoteVerifier[];
  /** The ledger's rows, to be compared entry by entry, when they are at hand. */
  rows?: Pick<LogRows, 'entries'>;
  /** Also require every entry to be one of ours (on by default); off for logs of others. */
  ownEntries?: boolean;
  /** Told after each bundle. */
  onProgress?: (entries: number, size: number) => void;
}

/**
 * Checks a whole log without trusting any tile: verifies the checkpoint, hashes every entry again, derives each tile and the root
 * from that, and compares. Reads one bundle at a time. Never throws for what it finds; an unreadable disk is thrown as it is.
 */
export async function checkLog(check: LogCheck): Promise<LogReport> {
  const report: LogReport = { entries: 0, findings: [] };
  const checkpoint = await readCheckpoint(check, report);
  if (checkpoint === undefined) {
    return report;
  }
  report.checkpoint = checkpoint;
  const builder = new TileBuilder();
  while (builder.size < checkpoint.size) {
    const entries = await readBundle(check, report, builder.size, checkpoint.size);
    if (entries === undefined) {
      return report;
    }
    await compareRows(check, report, builder.size, entries);
    await compareTiles(check, report, builder.append(entries));
    report.entries = builder.size;
    check.onProgress?.(builder.size, checkpoint.size);
  }
  await compareTiles(check, report, builder.partials());
  if (!builder.root().equals(checkpoint.root)) {
    add(report, 'root-differs', 'checkpoint', 'The entries lead to another root than the one that was signed.');
  }
  return report;
}

async function readCheckpoint(check: LogCheck, report: LogReport): Promise<OpenedCheckpoint | undefined> {
  const note = await check.tiles.readCheckpoint();
  if (note === undefined) {
    add(report, 'checkpoint-invalid', 'checkpoint', 'The log has published no checkpoint.');
    return undefined;
  }
  try {
    return openCheckpoint(note, check);
  } catch (error) {
    add(report, 'checkpoint-invalid', 'checkpoint', messageOf(error));
    return undefined;
  }
}

async function readBundle(check: LogCheck, report: LogReport, from: number, size: number): Promise<Buffer[] | undefined> {
  const index = Math.floor(from / TILE_WIDTH);
  const width = Math.min(TILE_WIDTH, size - from);
  try {
    return await readEntryBundle(check.tiles, index, width);
  } catch (error) {
    // Without its entries nothing after this point can be derived, so the check ends here.
    add(report, 'bundle-damaged', tilePath({ level: 'entries', index, width }), messageOf(error));
    return undefined;
  }
}

async function compareRows(check: LogCheck, report: LogReport, first: number, entries: readonly Buffer[]): Promise<void> {
  const rows = await check.rows?.entries(first, first + entries.length);
  entries.forEach((entry, position) => {
    const subject = String(first + position);
    const own = check.ownEntries === false ? undefined : ownEntry(entry);
    if (own === null) {
      add(report, 'entry-malformed', subject, 'The entry has no known type or a wrong length.');
    }
    const row = rows?.[position];
    if (rows === undefined) {
      return;
    }
    const isSame = row?.index === first + position && row.entry.equals(entry);
    if (!isSame || (own && !own.commitment.equals(commitment(row.salt, row.digest)))) {
      add(report, 'row-differs', subject, 'The ledger has another entry, salt or digest under this index.');
    }
  });
}

function ownEntry(entry: Buffer): ReturnType<typeof parseLeaf> | null {
  try {
    return parseLeaf(entry);
  } catch {
    return null;
  }
}

async function compareTiles(check: LogCheck, report: LogReport, files: readonly TileFile[]): Promise<void> {
  for (const { path, content } of files) {
    const stored = await readStored(check.tiles, path);
    if (stored === undefined || !stored.equals(content)) {
      add(report, 'tile-differs', path, stored === undefined ? 'The file is missing.' : 'The file differs from what the entries give.');
    }
  }
}

/** A partial resource may have been removed after the log grew; its start is then in the full one. */
async function readStored(tiles: TileReader, path: string): Promise<Buffer | undefined> {
  const stored = await tiles.read(path);
  const address = parseTilePath(path);
  if (stored !== undefined || address.width === TILE_WIDTH) {
    return stored;
  }
  const full = await tiles.read(tilePath({ ...address, width: TILE_WIDTH }));
  if (full === undefined || address.level !== 'entries') {
    return full?.subarray(0, address.width * 32);
  }
  const entries = decodeEntryBundle(full, TILE_WIDTH).slice(0, address.width);
  return full.subarray(
    0,
    entries.reduce((length, entry) => length + 2 + entry.length, 0),
  );
}

function add(report: LogReport, code: LogFinding['code'], subject: string, message: string): void {
  if (report.findings.length < MAXIMUM_LOG_FINDINGS) {
    report.findings.push({ code, subject, message });
  }
}

function messageOf(error: unknown): string {
  if (error instanceof AuditError) {
    return error.message;
  }
  throw error;
}
