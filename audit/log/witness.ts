import { AuditError } from '../error.ts';
import type { OpenedCheckpoint } from './checkpoint.ts';
import { openCheckpoint } from './checkpoint.ts';
import { EMPTY_ROOT, verifyConsistency } from './merkle.ts';
import type { NoteVerifier } from './note-key.ts';
import type { AddCheckpoint } from './witness-request.ts';

/** The last state of a log that a witness vouched for. */
export interface WitnessedState {
  size: number;
  root: Buffer;
}

/** Why a witness does not cosign, with the status of tlog-witness v1.0. */
export type WitnessRefusal =
  /** 403: not signed by the log. */
  | { status: 403; code: string }
  /** 400: the old size is above the new one. */
  | { status: 400; code: string }
  /** 409: the witness knows another size. */
  | { status: 409; knownSize: number }
  /** 422: the proof does not hold, or the same size has another root. `checkpoint`: what the log signed nevertheless. */
  | { status: 422; code: string; checkpoint: OpenedCheckpoint };

/**
 * Decides whether a checkpoint may be cosigned, in the order of tlog-witness v1.0: signature, sizes, the size known, consistency. A log
 * that was never witnessed is known with size 0 and the empty root, so that size 0 needs no rule of its own. The caller persists the
 * new state by compare-and-set before it hands the cosignature out.
 */
export function judgeAddCheckpoint(
  request: AddCheckpoint,
  { log, known = { size: 0, root: EMPTY_ROOT } }: { log: NoteVerifier; known?: WitnessedState | undefined },
): { checkpoint: OpenedCheckpoint } | WitnessRefusal {
  const opened = open(request.checkpoint, log);
  if ('status' in opened) {
    return opened;
  }
  if (request.oldSize > opened.size) {
    return { status: 400, code: 'tree-range' };
  }
  if (request.oldSize !== known.size) {
    return { status: 409, knownSize: known.size };
  }
  try {
    verifyConsistency({ fromSize: known.size, fromRoot: known.root, toSize: opened.size, toRoot: opened.root, proof: request.proof });
    return { checkpoint: opened };
  } catch (error) {
    return { status: 422, code: codeOf(error), checkpoint: opened };
  }
}

function open(note: string, log: NoteVerifier): OpenedCheckpoint | WitnessRefusal {
  try {
    return openCheckpoint(note, { log });
  } catch (error) {
    return { status: 403, code: codeOf(error) };
  }
}

function codeOf(error: unknown): string {
  if (error instanceof AuditError) {
    return error.code;
  }
  throw error;
}
