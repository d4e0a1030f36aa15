import { stat } from 'node:fs/promises';
import type { TileReader } from '../../audit/contracts.ts';
import { AuditError } from '../../audit/error.ts';
import type { OpenedCheckpoint } from '../../audit/log/checkpoint.ts';
import { openCheckpoint, readUnverifiedCheckpoint } from '../../audit/log/checkpoint.ts';
import type { NoteVerifier } from '../../audit/log/note-key.ts';
import { openTileFolder } from '../../audit/log/tile-folder.ts';
import type { Findings } from '../../audit/verify/finding.ts';
import { refusalCode } from '../../audit/verify/finding.ts';
import { readInputFile } from '../verification/open-file.ts';
import type { LogTrust } from './log-trust.ts';

const MAXIMUM_NOTE_LENGTH = 256 * 1024;

/** A checkpoint, and the tiles beside it where a folder was given. */
export interface LogSource {
  path: string;
  /** The signed note; undefined for a folder without one. */
  note: string | undefined;
  tiles?: TileReader;
}

/** A verified state of a log. */
export interface VerifiedState {
  source: LogSource;
  checkpoint: OpenedCheckpoint;
  log: NoteVerifier;
  note: string;
}

/** The folder of a log, of which nothing is changed, or a file with one checkpoint. Throws errors of reading. */
export async function readLogSource(path: string): Promise<LogSource> {
  if ((await stat(path)).isDirectory()) {
    const tiles = openTileFolder(path);
    return { path, tiles, note: await tiles.readCheckpoint() };
  }
  return { path, note: (await readInputFile(path, MAXIMUM_NOTE_LENGTH)).toString('utf8') };
}

/** Verifies the checkpoint with the key that the caller believes for its origin; undefined after recording why it does not hold. */
export function verifyState(source: LogSource, trust: LogTrust, findings: Findings): VerifiedState | undefined {
  const { path, note } = source;
  if (note === undefined) {
    findings.failed('log-checkpoint', path, 'not-yet-published');
    return undefined;
  }
  try {
    const keys = trust.logs(readUnverifiedCheckpoint(note).origin);
    if (keys.length === 0) {
      findings.open('log-key', path, 'key-not-listed');
      return undefined;
    }
    const state = openWithAny(note, keys, trust);
    findings.passed('log-checkpoint', path);
    return { source, note, ...state };
  } catch (error) {
    findings.failed('log-checkpoint', path, refusalCode(error));
    return undefined;
  }
}

/** A log may have had several keys under one name; the note bears the signature of one of them. */
function openWithAny(note: string, keys: readonly NoteVerifier[], trust: LogTrust): Pick<VerifiedState, 'checkpoint' | 'log'> {
  let refusal: unknown;
  for (const log of keys) {
    try {
      return { log, checkpoint: openCheckpoint(note, { log, witnesses: trust.witnesses(log) }) };
    } catch (error) {
      if (!(error instanceof AuditError)) {
        throw error;
      }
      refusal ??= error;
    }
  }
  throw refusal;
}
