import { AuditError } from '../../audit/error.ts';
import { readUnverifiedCheckpoint } from '../../audit/log/checkpoint.ts';
import { followSuccessions } from '../../audit/log/succession.ts';
import type { Ledger } from '../../store/contracts/ledger.ts';
import { alarmRow } from '../alarms.ts';
import type { AuthorityRecord } from '../contracts/directory.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { commit } from '../unit-of-work.ts';
import type { KnownLog } from './known-logs.ts';

/** Setting with the signed notes that lead from our first log to the one in force, a JSON array in their order. */
export const LOG_SUCCESSIONS = 'log-successions';

/** Where a peer shows its own, below `/peer/v1/log/`. */
export const SUCCESSIONS_PATH = 'successions';

const MAXIMUM_NOTES = 100;

export async function readSuccessions(ledger: Pick<Ledger, 'get'>): Promise<string[]> {
  const row = await ledger.get('settings', LOG_SUCCESSIONS);
  return row === undefined ? [] : (JSON.parse(row.value.value) as string[]);
}

/** What is kept of the notes by which the log of a peer succeeded itself. */
export async function readPeerSuccessions(ledger: Pick<Ledger, 'get'>, peer: string): Promise<string[]> {
  const row = await ledger.get('settings', peerSuccessions(peer));
  return row === undefined ? [] : (JSON.parse(row.value.value) as string[]);
}

function peerSuccessions(peer: string): string {
  return `log-successions/${peer}`;
}

/**
 * Whether a checkpoint under another origin than the directory names is of a log that rightfully succeeds the known one. The notes that
 * say so are kept and an operator is told: the peer was restored from a copy, and the directory has to name its new log.
 */
export async function noteSuccession(
  dependencies: GatewayDependencies,
  { peer, log, note, signal }: { peer: AuthorityRecord; log: KnownLog; note: string; signal: AbortSignal },
): Promise<boolean> {
  const { transport, ledger, observe } = dependencies;
  try {
    const { origin } = readUnverifiedCheckpoint(note);
    if (origin === log.verifier.name) return false;
    const shown = await transport.logResource(peer, SUCCESSIONS_PATH, { signal });
    const notes = shown === undefined ? [] : parseNotes(shown);
    if (followSuccessions(log.verifier, notes).name !== origin) return false;
    const key = peerSuccessions(peer.identifier);
    const row = await ledger.get('settings', key);
    const value = JSON.stringify(notes);
    if (row?.value.value === value) return true;
    const alarm = await alarmRow(dependencies, { code: 'peer-log-succeeded', peer: peer.identifier });
    await commit(dependencies, { rows: [{ table: 'settings', key, expect: row?.version ?? 0, value: { value } }, ...alarm] });
    observe({ name: 'peer-log-succeeded', peer: peer.identifier });
    return true;
  } catch (error) {
    if (!(error instanceof AuditError)) throw error;
    observe({ name: 'peer-succession-refused', peer: peer.identifier, code: error.code });
    return false;
  }
}

/** AuditError `succession-malformed` unless it is a short list of texts. */
function parseNotes(octets: Buffer): string[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(octets.toString('utf8'));
  } catch (cause) {
    throw new AuditError('succession-malformed', 'The list of successions is no JSON.', { cause });
  }
  if (!Array.isArray(parsed) || parsed.length > MAXIMUM_NOTES || !parsed.every((note) => typeof note === 'string')) {
    throw new AuditError('succession-malformed', 'The list of successions is no list of notes.');
  }
  return parsed;
}
