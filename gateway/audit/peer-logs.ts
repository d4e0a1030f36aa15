import { AuditError } from '../../audit/error.ts';
import { openCheckpoint } from '../../audit/log/checkpoint.ts';
import { encodeLeaf } from '../../audit/log/leaf.ts';
import { type NoteVerifier, parseVerifierKey } from '../../audit/log/note-key.ts';
import { parseProof, verifyProof } from '../../audit/log/proof.ts';
import { relate, type SignedState } from '../../audit/log/relate.ts';
import { keyInForce } from '../../audit/log/succession.ts';
import type { ListedRow } from '../../store/contracts/ledger.ts';
import type { AuthorityRecord } from '../contracts/directory.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { codeOf } from '../error.ts';
import { forkChange } from '../log/keep-fork.ts';
import { originDigest } from '../log/known-logs.ts';
import { readPeerSuccessions } from '../log/successions.ts';
import { bareNote, knownState } from '../log/witnessed-log.ts';
import { commit } from '../unit-of-work.ts';

/** For one proof, or one tile. */
const PATIENCE_MILLISECONDS = 5_000;

/** What was committed this long ago is in a published checkpoint, or something is wrong. */
const PUBLISHED_AFTER_MILLISECONDS = 60_000;

/** Why a receipt is not proven: `not-in-peers-log`, `peer-log-not-shown`, `log-forked`, or the code of a proof that does not hold. */
export type PeerLogVerdict = { proven: true } | { code: string } | undefined;

export interface PeerLogs {
  /** Whether the issuer's own log holds a receipt of a peer; undefined for one so young that its entry may still wait. */
  judge(issuer: string, row: ListedRow<'evidence'>): Promise<PeerLogVerdict>;
}

/**
 * The logs of peers, as they show them now. What a peer commits to must be in its log under the salt that came with the receipt, and the state that
 * shows it must go together with the one that we know: another history is kept as proof, with an alarm. A peer that cannot be asked is not
 * asked again by the same object.
 */
export function createPeerLogs(dependencies: GatewayDependencies): PeerLogs {
  const silent = new Set<string>();
  const compared = new Map<string, Promise<'consistent' | 'forked' | 'not-shown'>>();
  return {
    judge: async (issuer, row) => {
      const peer = dependencies.directory.authority(issuer);
      const log = peer && (await logInForce(dependencies, peer));
      if (peer === undefined || log === undefined || peer.endpoints.length === 0 || silent.has(issuer))
        return { code: 'peer-log-not-shown' };
      let proof: string | undefined;
      try {
        proof = await dependencies.transport.evidenceProof(peer, row.key, { signal: AbortSignal.timeout(PATIENCE_MILLISECONDS) });
      } catch (error) {
        silent.add(issuer);
        dependencies.observe({ name: 'peer-log-not-shown', peer: issuer, code: codeOf(error) });
        return { code: 'peer-log-not-shown' };
      }
      const isYoung = dependencies.clock.now().getTime() - Date.parse(row.value.storedAt) < PUBLISHED_AFTER_MILLISECONDS;
      if (proof === undefined) return isYoung ? undefined : { code: 'not-in-peers-log' };
      const state = provenState(proof, { row, log });
      if (typeof state === 'string') return { code: state };
      const relation = compared.get(state.signed) ?? compareWithKnown(dependencies, peer, state);
      compared.set(state.signed, relation);
      const outcome = await relation;
      if (outcome === 'consistent') return { proven: true };
      return { code: outcome === 'forked' ? 'log-forked' : 'peer-log-not-shown' };
    },
  };
}

/** The key that the directory names, or that of the log which succeeded it. */
async function logInForce({ ledger }: GatewayDependencies, { identifier, noteKeys }: AuthorityRecord): Promise<NoteVerifier | undefined> {
  const listed = noteKeys.filter(({ role }) => role === 'log').at(-1)?.verifierKey;
  return listed === undefined ? undefined : parseVerifierKey(keyInForce(listed, await readPeerSuccessions(ledger, identifier)));
}

/** The signed state under which the entry of a receipt is proven to be, or why it is not. */
function provenState(proof: string, { row, log }: { row: ListedRow<'evidence'>; log: NoteVerifier }): SignedState | string {
  try {
    const { evidenceDigest, salt } = row.value;
    const entry = encodeLeaf({ type: 'evidence', salt: Buffer.from(salt, 'hex'), digest: Buffer.from(evidenceDigest, 'hex') });
    const parsed = parseProof(Buffer.from(proof, 'utf8'));
    verifyProof(parsed, { entry, log });
    const { origin, size, root } = openCheckpoint(parsed.checkpoint, { log });
    return { origin, size, root, signed: bareNote(parsed.checkpoint, log) };
  } catch (error) {
    if (error instanceof AuditError) return error.code;
    throw error;
  }
}

async function compareWithKnown(
  dependencies: GatewayDependencies,
  peer: AuthorityRecord,
  state: SignedState,
): Promise<'consistent' | 'forked' | 'not-shown'> {
  const known = knownState(await dependencies.ledger.get('witnessedLogs', originDigest(state.origin)));
  if (known === undefined) return 'consistent';
  const read = (path: string) => dependencies.transport.logResource(peer, path, { signal: AbortSignal.timeout(PATIENCE_MILLISECONDS) });
  try {
    const relation = await relate(known, state, { read });
    if (relation.kind === 'consistent') return 'consistent';
    await commit(dependencies, await forkChange(dependencies, { authority: peer.identifier, kind: 'proven', fork: relation.fork }));
    return 'forked';
  } catch (error) {
    dependencies.observe({ name: 'peer-log-not-shown', peer: peer.identifier, code: codeOf(error) });
    return 'not-shown';
  }
}
