import { AuditError } from '../../audit/error.ts';
import { openCheckpoint } from '../../audit/log/checkpoint.ts';
import type { ForkProof } from '../../audit/log/fork-proof.ts';
import { relate, type SignedState } from '../../audit/log/relate.ts';
import type { Row, RowChange } from '../../store/contracts/ledger.ts';
import type { PeerRecord } from '../../store/contracts/records.ts';
import { alarmRow } from '../alarms.ts';
import type { AuthorityRecord } from '../contracts/directory.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { codeOf } from '../error.ts';
import { forkChange } from '../log/keep-fork.ts';
import { type KnownLog, logOf, originDigest } from '../log/known-logs.ts';
import { noteSuccession } from '../log/successions.ts';
import { ownCosigner } from '../log/witness-keys.ts';
import { bareNote, cosign, knownState, witnessedRow } from '../log/witnessed-log.ts';
import { commit, isVersionConflict } from '../unit-of-work.ts';

/**
 * Follows the log of a peer: its newest checkpoint must hold everything of the one known before, which its tiles have to show. Headers to
 * that peer carry it: the peer cannot rewrite what it has shown without being found out (design section 4, header). What contradicts the
 * known state leaves that as it is, and both signed notes are kept.
 */
export async function rememberCheckpoint(dependencies: GatewayDependencies, peer: AuthorityRecord, signal: AbortSignal): Promise<void> {
  const log = logOf(dependencies, peer);
  if (log === undefined) return;
  // Read before asking: a checkpoint that we cosign meanwhile must not make this one look like a step back.
  const row = await dependencies.ledger.get('witnessedLogs', originDigest(log.verifier.name));
  const note = await dependencies.transport.latestCheckpoint(peer, { signal });
  if (note === undefined || (await noteSuccession(dependencies, { peer, log, note, signal }))) return;
  const state = await open(dependencies, log, note);
  if (state === undefined) return;
  const known = knownState(row);
  if (known === undefined || (known.size === state.size && known.root.equals(state.root))) {
    return moveOn(dependencies, { log, row, state });
  }
  const [first, second] = known.size <= state.size ? [known, state] : [state, known];
  const relation = await relationOf(dependencies, { peer, first, second, signal });
  if (relation === 'consistent' && second === state) return moveOn(dependencies, { log, row, state });
  const suspicion = { first: first.signed, second: second.signed };
  const kept =
    typeof relation === 'object'
      ? { kind: 'proven' as const, fork: relation }
      : { kind: second === known ? ('rolled-back' as const) : ('unproven' as const), fork: suspicion };
  dependencies.observe({ name: 'checkpoint-contradicted', peer: peer.identifier, code: kept.kind });
  await commit(dependencies, await forkChange(dependencies, { authority: peer.identifier, ...kept }));
}

async function open(dependencies: GatewayDependencies, log: KnownLog, note: string): Promise<SignedState | undefined> {
  try {
    const { origin, size, root } = openCheckpoint(note, { log: log.verifier });
    return { origin, size, root, signed: bareNote(note, log.verifier) };
  } catch (error) {
    if (!(error instanceof AuditError)) throw error;
    dependencies.observe({ name: 'peer-checkpoint-refused', peer: log.authority, code: error.code });
    await commit(dependencies, { rows: await alarmRow(dependencies, { code: 'peer-checkpoint-refused', peer: log.authority }) });
    return undefined;
  }
}

/** By the peer's own tiles of the larger tree; `not-shown` when they are missing or lead elsewhere. A peer out of reach is an error. */
async function relationOf(
  { transport, observe }: GatewayDependencies,
  { peer, first, second, signal }: { peer: AuthorityRecord; first: SignedState; second: SignedState; signal: AbortSignal },
): Promise<'consistent' | 'not-shown' | ForkProof> {
  try {
    const relation = await relate(first, second, { read: (path) => transport.logResource(peer, path, { signal }) });
    return relation.kind === 'forked' ? relation.fork : 'consistent';
  } catch (error) {
    if (!(error instanceof AuditError)) throw error;
    observe({ name: 'peer-log-not-shown', peer: peer.identifier, code: codeOf(error) });
    return 'not-shown';
  }
}

/** What is known of the log and what headers quote, in one commit; another request that knows more already wins. */
async function moveOn(
  dependencies: GatewayDependencies,
  { log, row, state }: { log: KnownLog; row: Row<'witnessedLogs'> | undefined; state: SignedState },
): Promise<void> {
  const { ledger, clock } = dependencies;
  const peer = await ledger.get('peers', log.authority);
  const rows: RowChange[] = [];
  if (peer?.value.latestCheckpoint !== state.signed) {
    const before: PeerRecord = peer?.value ?? { evidenceCursor: 0, messagesCursor: 0 };
    rows.push({
      table: 'peers',
      key: log.authority,
      expect: peer?.version ?? 0,
      value: { ...before, latestCheckpoint: state.signed },
    });
  }
  const cosigner = clock.status().trusted ? ownCosigner(dependencies) : undefined;
  const isNew = row === undefined || row.value.size !== state.size || (cosigner !== undefined && !row.value.isCosigned);
  if (isNew) {
    const cosignature = cosigner === undefined ? undefined : cosign(state.signed, cosigner);
    rows.push(witnessedRow(row, { authority: log.authority, checkpoint: state, bare: state.signed, cosignature, at: clock.now() }));
  }
  if (rows.length === 0) return;
  await commit(dependencies, { rows }).catch((error: unknown) => {
    if (!isVersionConflict(error)) throw error;
  });
}
