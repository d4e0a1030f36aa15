import type { BundledLog } from '../../audit/bundle/content.ts';
import { AuditError } from '../../audit/error.ts';
import { type Checkpoint, openCheckpoint } from '../../audit/log/checkpoint.ts';
import { verifyConsistency } from '../../audit/log/merkle.ts';
import { parseNote } from '../../audit/log/note.ts';
import type { NoteVerifier } from '../../audit/log/note-key.ts';
import { parseProof } from '../../audit/log/proof.ts';
import { type FormerLog, parseSuccession } from '../../audit/log/succession.ts';
import { parseStrictJson } from '../../crypto/json/parse-strict-json.ts';
import { readStoredEnvelope } from '../../evidence/envelope.ts';
import { readEvidencePayload } from '../../evidence/verify.ts';
import type { ListedRow } from '../../store/contracts/ledger.ts';
import { storedJws } from '../receipts/envelopes.ts';
import type { EvidenceSet } from '../receipts/evidence-set.ts';

/** The log whose history is shown, and those that it succeeded. */
export interface BundledHistory {
  verifier: NoteVerifier;
  formers: readonly (FormerLog & { note: string })[];
}

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
  { verifier, formers }: BundledHistory,
  bundled: Pick<BundledLog, 'checkpoints' | 'proofs'>,
  quoted: readonly string[],
  prove: ProveConsistency,
): Promise<BundledLog['consistency']> {
  const states = new Map<number, Checkpoint>();
  const takenOver = formers.map(({ note }) => parseSuccession(parseNote(note).text).former);
  const logs = [{ verifier, shared: Number.POSITIVE_INFINITY }, ...formers];
  const shown = [...notesOf(bundled), ...quoted].flatMap((note) => logs.map(({ verifier: log, shared }) => stateOf(note, log, shared)));
  for (const state of [...shown, ...takenOver.filter(({ size }, position) => size === formers[position]?.shared)]) {
    if (state !== undefined && state.size > 0) states.set(state.size, state);
  }
  const ordered = [...states.values()].sort((one, other) => one.size - other.size);
  const steps = await Promise.all(ordered.slice(1).map((to, position) => step(ordered[position], to, prove)));
  return steps.filter((proof) => proof !== undefined);
}

/** Every checkpoint that a bundle shows of a log. */
export function notesOf({ checkpoints, proofs }: Pick<BundledLog, 'checkpoints' | 'proofs'>): string[] {
  return [...checkpoints, ...proofs.map(({ proof }) => parseProof(Buffer.from(proof, 'utf8')).checkpoint)];
}

/** Undefined for a checkpoint of another log, one that this log did not sign, and one of more than its successor took over. */
function stateOf(note: string, log: NoteVerifier, shared: number): Checkpoint | undefined {
  try {
    const state = openCheckpoint(note, { log });
    return state.size > shared ? undefined : state;
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
