import type { BundledLog } from '../../audit/bundle/content.ts';
import { AuditError } from '../../audit/error.ts';
import { type Checkpoint, openCheckpoint } from '../../audit/log/checkpoint.ts';
import { verifyConsistency } from '../../audit/log/merkle.ts';
import type { NoteVerifier } from '../../audit/log/note-key.ts';
import { parseProof } from '../../audit/log/proof.ts';
import { parseStrictJson } from '../../crypto/json/parse-strict-json.ts';
import { readStoredEnvelope } from '../../evidence/envelope.ts';
import { readEvidencePayload } from '../../evidence/verify.ts';
import type { ListedRow } from '../../store/contracts/ledger.ts';
import { storedJws } from '../receipts/envelopes.ts';
import type { EvidenceSet } from '../receipts/evidence-set.ts';

/** Proof that a tree of one size begins like that of a smaller one. */
export type ProveConsistency = (from: number, to: number) => Promise<Buffer[]>;

/** Checkpoints of either log that the headers and receipts of a bundle quote under their signatures. */
export function quotedNotes(set: EvidenceSet, envelopes: readonly ListedRow<'envelopes'>[]): string[] {
  const inHeaders = envelopes.map(({ value }) => readStoredEnvelope(storedJws(value.jws)).latestCheckpointSeenOfPeer);
  const inEvidence = set.rows.map(({ value }) => {
    const payload = readEvidencePayload(parseStrictJson(Buffer.from(storedJws(value.jws).payload, 'base64url'), { maximumBytes: 262_144 }));
    return payload.transactionLogInformation?.transactionLog[0].latestCheckpointSeenOfPeer;
  });
  return [...new Set([...inHeaders, ...inEvidence])].filter((note) => note !== undefined);
}

/**
 * From each state of a log that a bundle shows, or that its objects quote, to the next larger one: the proofs that they are one history.
 * What cannot be proven is left out, and an auditor is told of the gap.
 */
export async function historyOf(
  log: NoteVerifier,
  bundled: Pick<BundledLog, 'checkpoints' | 'proofs'>,
  quoted: readonly string[],
  prove: ProveConsistency,
): Promise<BundledLog['consistency']> {
  const inProofs = bundled.proofs.map(({ proof }) => parseProof(Buffer.from(proof, 'utf8')).checkpoint);
  const states = new Map<number, Checkpoint>();
  for (const note of [...bundled.checkpoints, ...inProofs, ...quoted]) {
    const state = stateOf(note, log);
    if (state !== undefined && state.size > 0) states.set(state.size, state);
  }
  const ordered = [...states.values()].sort((one, other) => one.size - other.size);
  const steps = await Promise.all(ordered.slice(1).map((to, position) => step(ordered[position], to, prove)));
  return steps.filter((proof) => proof !== undefined);
}

/** Undefined for a checkpoint of another log, or one that this log did not sign. */
function stateOf(note: string, log: NoteVerifier): Checkpoint | undefined {
  try {
    return openCheckpoint(note, { log });
  } catch (error) {
    if (error instanceof AuditError) return undefined;
    throw error;
  }
}

async function step(
  from: Checkpoint | undefined,
  to: Checkpoint,
  prove: ProveConsistency,
): Promise<BundledLog['consistency'][number] | undefined> {
  if (from === undefined) return undefined;
  try {
    const proof = await prove(from.size, to.size);
    verifyConsistency({ fromSize: from.size, fromRoot: from.root, toSize: to.size, toRoot: to.root, proof });
    return { fromSize: from.size, toSize: to.size, proof };
  } catch (error) {
    if (error instanceof AuditError) return undefined;
    throw error;
  }
}
