import type { BundleIndex } from '../bundle/index-document.ts';
import type { Bundle } from '../bundle/read-bundle.ts';
import { type OpenedCheckpoint, openCheckpoint } from '../log/checkpoint.ts';
import { openNote } from '../log/note.ts';
import type { NoteVerifier } from '../log/note-key.ts';
import { type FormerLog, formerLogs, openSuccession, parseSuccession } from '../log/succession.ts';
import type { SeenCheckpoint } from './bundle-logs.ts';
import type { Findings } from './finding.ts';
import { refusalCode } from './finding.ts';
import { readListed } from './read-listed.ts';

/** The logs that a log goes on for, and what it took over from them: states of its own, signed with both keys. */
export interface JudgedSuccession {
  formers: FormerLog[];
  states: SeenCheckpoint[];
}

const NONE: JudgedSuccession = { formers: [], states: [] };

/**
 * The notes by which a log succeeds one that the trust file names for the same authority. Without them, or where no listed key signed the
 * first, nothing is known of former logs.
 */
export async function verifySuccessions(
  { bundle, findings }: { bundle: Bundle; findings: Findings },
  { authority, successions = [] }: BundleIndex['logs'][number],
  { log, listed }: { log: NoteVerifier; listed: readonly NoteVerifier[] },
): Promise<JudgedSuccession> {
  if (successions.length === 0) return NONE;
  const notes: { path: string; text: string }[] = [];
  for (const path of successions) {
    const octets = await readListed(bundle, findings, path);
    if (octets === undefined) return NONE;
    notes.push({ path, text: octets.toString('utf8') });
  }
  try {
    const chain = formerLogs(
      log,
      listed,
      notes.map(({ text }) => text),
    );
    if (chain.length === 0) findings.open('log-succession', authority, 'key-not-listed');
    const states: SeenCheckpoint[] = [];
    for (const { note, verifier, shared } of chain) {
      const path = notes.find(({ text }) => text === note)?.path ?? authority;
      findings.passed('log-succession', path);
      const { former, successor } = openSuccession(note, verifier);
      if (former.size === shared) states.push({ subject: path, checkpoint: stateOf(note, [verifier, successor]) });
    }
    return { formers: chain.map(({ verifier, shared }) => ({ verifier, shared })), states };
  } catch (error) {
    findings.failed('log-succession', authority, refusalCode(error));
    return NONE;
  }
}

/** What the successor took over is a state that it signed itself, though not in the form of a checkpoint. */
function stateOf(note: string, verifiers: readonly NoteVerifier[]): OpenedCheckpoint {
  const opened = openNote(note, verifiers);
  return { ...parseSuccession(opened.text).former, extensions: [], note: opened, cosignatures: [] };
}

/**
 * A state that a signed object quotes, where this log signed it or one before it. `isLost`: the former log had signed more than this one
 * took over. Undefined for a state of another log, and for a forged one, which says nothing about this log.
 */
export function openQuoted(
  note: string,
  { log, formers }: { log: NoteVerifier; formers: readonly FormerLog[] },
): { checkpoint: OpenedCheckpoint; isLost: boolean } | undefined {
  for (const { verifier, shared } of [{ verifier: log, shared: Number.POSITIVE_INFINITY }, ...formers]) {
    try {
      const checkpoint = openCheckpoint(note, { log: verifier });
      return { checkpoint, isLost: checkpoint.size > shared };
    } catch (error) {
      refusalCode(error);
    }
  }
  return undefined;
}
