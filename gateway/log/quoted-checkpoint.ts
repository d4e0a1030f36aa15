import { openCheckpoint } from '../../audit/log/checkpoint.ts';
import { parseVerifierKey } from '../../audit/log/note-key.ts';
import { relate } from '../../audit/log/relate.ts';
import type { Change } from '../../store/contracts/ledger.ts';
import { alarmRow } from '../alarms.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { codeOf } from '../error.ts';
import { beginRecovery } from '../recovery/recovery.ts';
import { commit } from '../unit-of-work.ts';
import { forkChange } from './keep-fork.ts';

/** Nobody can say since when we have forgotten. */
const EVERYTHING = new Date(0).toISOString();

/**
 * Examines the checkpoint of our own log that a peer quotes in a header or in evidence: it must be one of our history. A larger one than
 * ours means that we were restored from an old copy; another root, that somebody signs with our key or that our log was rewritten. Both
 * notes are then kept and an alarm is raised. The same quotation is examined once per start; nothing that goes wrong here ever delays or
 * fails the message that carried it.
 */
export async function examineQuoted(
  dependencies: GatewayDependencies,
  { from, note }: { from: string; note: string | undefined },
): Promise<void> {
  const { quoted } = dependencies.listening;
  if (note === undefined || quoted.get(from) === note) return;
  try {
    const judged = await judge(dependencies, from, note);
    if (judged !== undefined) await commit(dependencies, judged.change);
    // What we signed and do not know any more: we may have said more than that, and must hear it before we say anything else.
    if (judged?.isBehind === true) await beginRecovery(dependencies, { reason: 'rolled-back', since: EVERYTHING, at: now(dependencies) });
    quoted.set(from, note);
  } catch (error) {
    dependencies.observe({ name: 'quoted-checkpoint-not-examined', peer: from, code: codeOf(error) });
  }
}

/** Throws AuditError for a note that our log never signed: it says nothing about us. */
async function judge(
  dependencies: GatewayDependencies,
  from: string,
  note: string,
): Promise<{ change: Change; isBehind: boolean } | undefined> {
  const { log, authority, logOrigin } = dependencies;
  const verifier = parseVerifierKey(log.verifierKey);
  const state = openCheckpoint(note, { log: verifier, origin: logOrigin });
  const latest = await log.reader.latest();
  if (latest === undefined || state.size > latest.size) {
    const code = 'own-log-behind';
    if (latest === undefined) return { change: { rows: await alarmRow(dependencies, { code, peer: from }) }, isBehind: true };
    const fork = { first: latest.note, second: note };
    const change = await forkChange(dependencies, { authority, kind: 'unproven', fork, shownBy: from, alarm: { code } });
    return { change, isBehind: true };
  }
  const known = { ...latest, signed: latest.note };
  const relation = await relate({ ...state, signed: note }, known, log.tiles);
  if (relation.kind === 'consistent') return undefined;
  const forked = { authority, kind: 'proven' as const, fork: relation.fork, shownBy: from, alarm: { code: 'own-log-forked' } };
  return { change: await forkChange(dependencies, forked), isBehind: false };
}

function now({ clock }: Pick<GatewayDependencies, 'clock'>): string {
  return clock.now().toISOString();
}
