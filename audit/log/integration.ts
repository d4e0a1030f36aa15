import type { LogRows, PublishedNote, TileFile, Tiles } from '../contracts.ts';
import { AuditError } from '../error.ts';
import type { OpenedCheckpoint } from './checkpoint.ts';
import { openCheckpoint } from './checkpoint.ts';
import { rootHash } from './merkle.ts';
import { parseNote } from './note.ts';
import type { NoteVerifier } from './note-key.ts';
import { TILE_WIDTH } from './tile-path.ts';
import { createTileHashReader, readEntryBundle, TileBuilder } from './tiles.ts';

/** Rows read at a time. */
const READ_BATCH = 4096;

export interface LogParts {
  log: LogRows;
  tiles: Tiles;
  verifier: NoteVerifier;
}

/** The state from which the sequencer goes on: the right edge of the log at the newest signed size, and what is published. */
export interface Integration {
  builder: TileBuilder;
  published: PublishedNote | undefined;
}

/**
 * Rebuilds the right edge of the log and proves, before anything more is signed, that rows, tiles, the note in the ledger and the
 * checkpoint file belong to one history. A note or a file that a crash left behind is brought up to date.
 * AuditError with disposition `operator`: `log-behind-checkpoint` (rows restored from an old copy), `log-forked`,
 * `log-rows-damaged`, `tile-conflict`.
 */
export async function restoreIntegration(parts: LogParts, epoch: number): Promise<Integration> {
  const published = await parts.log.published();
  const fileNote = await parts.tiles.readCheckpoint();
  const note = openOwn(parts.verifier, published?.note);
  const file = openOwn(parts.verifier, fileNote);
  const newest = newer(note, file);
  if (newest === undefined) {
    return { builder: new TileBuilder(), published };
  }
  await assertRowsReach(parts.log, newest.size);
  const builder = await restoreEdge(parts, newest);
  await assertRowsMatchTiles(parts, newest.size);
  await assertPrefix(parts.tiles, newest, [note, file]);
  return { builder, published: await bringUpToDate(parts, epoch, { published, fileNote, newest }) };
}

/** Rows `from` to `to`, in order and without a hole; AuditError `log-rows-damaged`. */
export async function readRows(log: LogRows, from: number, to: number): Promise<Buffer[]> {
  const rows = await log.entries(from, to);
  if (rows.length !== to - from || rows.some((row, position) => row.index !== from + position)) {
    throw new AuditError('log-rows-damaged', `The rows ${from} to ${to} of the log are not all there.`, { disposition: 'operator' });
  }
  return rows.map((row) => row.entry);
}

/** Appends the committed rows up to `size` and stores what that completes; returns the full resources, by path. */
export async function integrateRows(parts: Pick<LogParts, 'log' | 'tiles'>, builder: TileBuilder, size: number): Promise<TileFile[]> {
  const completed: TileFile[] = [];
  while (builder.size < size) {
    const entries = await readRows(parts.log, builder.size, Math.min(size, builder.size + READ_BATCH));
    const files = builder.append(entries);
    await parts.tiles.write(files);
    completed.push(...files);
  }
  return completed;
}

function openOwn(verifier: NoteVerifier, note: string | undefined): OpenedCheckpoint | undefined {
  if (note === undefined) {
    return undefined;
  }
  try {
    return openCheckpoint(note, { log: verifier });
  } catch (cause) {
    throw new AuditError('log-forked', 'The published checkpoint is not one that this log signed with this key.', {
      cause,
      disposition: 'operator',
    });
  }
}

function newer(left: OpenedCheckpoint | undefined, right: OpenedCheckpoint | undefined): OpenedCheckpoint | undefined {
  if (left === undefined || right === undefined) {
    return left ?? right;
  }
  return right.size > left.size ? right : left;
}

async function assertRowsReach(log: LogRows, size: number): Promise<void> {
  if ((await log.size()) < size) {
    throw new AuditError(
      'log-behind-checkpoint',
      `A checkpoint over ${size} entries was published, and the ledger has fewer: rebuild from peers or open a successor log.`,
      { disposition: 'operator' },
    );
  }
}

/** From the tiles, which costs a few files; from all the rows when tiles are missing (restored without them). */
async function restoreEdge(parts: LogParts, newest: OpenedCheckpoint): Promise<TileBuilder> {
  try {
    const builder = await TileBuilder.restore(parts.tiles, newest.size);
    assertRoot(builder, newest, 'tiles');
    return builder;
  } catch (error) {
    if (!(error instanceof AuditError) || error.code !== 'tile-missing') {
      throw error;
    }
  }
  // Once without writing: the rows must be known to lead to the published root before any tile is made of them.
  const tried = new TileBuilder();
  while (tried.size < newest.size) {
    tried.append(await readRows(parts.log, tried.size, Math.min(newest.size, tried.size + READ_BATCH)));
  }
  assertRoot(tried, newest, 'committed rows');
  const builder = new TileBuilder();
  await integrateRows(parts, builder, newest.size);
  await parts.tiles.write(builder.partials());
  return builder;
}

function assertRoot(builder: TileBuilder, newest: OpenedCheckpoint, source: string): void {
  if (!builder.root().equals(newest.root)) {
    throw forked(`The ${source} do not lead to the root of the published checkpoint.`);
  }
}

/** The last bundle must say what the rows say: a ledger restored beside the tiles of another history shows here. */
async function assertRowsMatchTiles(parts: LogParts, size: number): Promise<void> {
  if (size === 0) {
    return;
  }
  const index = Math.floor((size - 1) / TILE_WIDTH);
  const first = index * TILE_WIDTH;
  const rows = await readRows(parts.log, first, size);
  const entries = await readEntryBundle(parts.tiles, index, size - first);
  if (!rows.every((row, position) => entries[position]?.equals(row))) {
    throw forked('The last entries of the tiles differ from the committed rows.');
  }
}

async function assertPrefix(tiles: Tiles, newest: OpenedCheckpoint, others: readonly (OpenedCheckpoint | undefined)[]): Promise<void> {
  const read = createTileHashReader(tiles, newest.size);
  for (const other of others) {
    if (other !== undefined && !(await rootHash(other.size, read)).equals(other.root)) {
      throw forked('The note in the ledger and the checkpoint file belong to different histories.');
    }
  }
}

/** A crash between note and file leaves the file behind; a ledger restored from a little earlier leaves the note behind. */
async function bringUpToDate(
  parts: LogParts,
  epoch: number,
  found: { published: PublishedNote | undefined; fileNote: string | undefined; newest: OpenedCheckpoint },
): Promise<PublishedNote | undefined> {
  const { published, fileNote, newest } = found;
  if (fileNote !== undefined && published?.size !== newest.size) {
    const adopted = { size: newest.size, note: fileNote, epoch };
    await parts.log.publish(adopted, published?.size ?? 0);
    return adopted;
  }
  // The file may carry cosignatures beside: what was signed is the text.
  if (published !== undefined && (fileNote === undefined || parseNote(fileNote).text !== parseNote(published.note).text)) {
    await parts.tiles.publishCheckpoint(published.note);
  }
  return published;
}

function forked(message: string): AuditError {
  return new AuditError('log-forked', message, { disposition: 'operator' });
}
