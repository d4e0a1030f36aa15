import type { BundleContent, BundledLog } from '../../audit/bundle/content.ts';
import { readUnverifiedCheckpoint } from '../../audit/log/checkpoint.ts';
import { encodeLeaf, type LeafType } from '../../audit/log/leaf.ts';
import { consistencyProof } from '../../audit/log/merkle.ts';
import { type NoteVerifier, parseVerifierKey } from '../../audit/log/note-key.ts';
import { parseProof, verifyProof } from '../../audit/log/proof.ts';
import { createTileHashReader } from '../../audit/log/tiles.ts';
import type { EvidenceSummary } from '../../evidence/summary.ts';
import type { ListedRow } from '../../store/contracts/ledger.ts';
import type { MessageRecord } from '../../store/contracts/records.ts';
import type { AuthorityRecord } from '../contracts/directory.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { codeOf } from '../error.ts';
import { bestProof } from '../log/best-proof.ts';
import { originDigest } from '../log/known-logs.ts';
import { newest } from '../log/stamp-checkpoint.ts';
import type { EvidenceSet } from '../receipts/evidence-set.ts';
import { historyOf, quotedNotes } from './bundled-history.ts';

/** A bundle does not wait longer for a peer than a person would. */
const PEER_PATIENCE_MILLISECONDS = 5_000;

/** What both logs have to say about a message. */
export interface BundledLogs {
  logs: BundledLog[];
  checkpointTimestamps: NonNullable<BundleContent['checkpointTimestamps']>;
}

export async function bundledLogs(
  dependencies: GatewayDependencies,
  message: MessageRecord,
  set: EvidenceSet,
  envelopes: readonly ListedRow<'envelopes'>[],
): Promise<BundledLogs> {
  const quoted = quotedNotes(set, envelopes);
  const own = await ownLog(dependencies, { set, envelopes, quoted });
  return { ...own, logs: [...own.logs, ...(await peerLog(dependencies, message, set.rows, quoted))] };
}

/** What our own log proves: every piece of evidence and every header we stored, with cosigned and time-stamped checkpoints. */
async function ownLog(
  dependencies: GatewayDependencies,
  given: { set: EvidenceSet; envelopes: readonly ListedRow<'envelopes'>[]; quoted: readonly string[] },
): Promise<BundledLogs> {
  const { log, authority } = dependencies;
  const logged: { type: LeafType; digest: string }[] = [
    ...given.set.rows.map(({ value }) => ({ type: 'evidence' as const, digest: value.evidenceDigest })),
    ...given.envelopes.map(({ key }) => ({ type: 'envelope' as const, digest: key })),
  ];
  const found = await Promise.all(logged.map(({ type, digest }) => ownProof(dependencies, type, Buffer.from(digest, 'hex'))));
  const proofs = found.flatMap((proof) => (proof === undefined ? [] : [proof.proof]));
  if (log.verifierKey === '' || proofs.length === 0) {
    return { logs: [{ authority, verifierKey: log.verifierKey, checkpoints: [], consistency: [], proofs }], checkpointTimestamps: [] };
  }
  const cosigned = (await newest(dependencies, 'cosigned'))?.value.note;
  const stamps = new Map(found.flatMap((proof) => proof?.stamps ?? []).map((stamp) => [stamp.checkpoint, stamp]));
  const bundled = { checkpoints: [...(cosigned === undefined ? [] : [cosigned]), ...stamps.keys()], proofs };
  const prove = async (from: number, to: number) => (await log.reader.consistency(from, to)).proof;
  const consistency = await historyOf(parseVerifierKey(log.verifierKey), bundled, given.quoted, prove);
  return { logs: [{ authority, verifierKey: log.verifierKey, ...bundled, consistency }], checkpointTimestamps: [...stamps.values()] };
}

/** What the other side's log proves about the evidence it issued; nothing when the peer is out of reach or names no log. */
async function peerLog(
  dependencies: GatewayDependencies,
  message: MessageRecord,
  rows: readonly ListedRow<'evidence'>[],
  quoted: readonly string[],
): Promise<BundledLog[]> {
  const peer = dependencies.directory.authority(message.direction === 'outbound' ? message.recipient : message.sender);
  const verifierKey = peer?.noteKeys.filter((key) => key.role === 'log').at(-1)?.verifierKey;
  if (peer === undefined || verifierKey === undefined || peer.endpoints.length === 0) return [];
  const issued = rows.filter(({ value }) => (JSON.parse(value.summary) as EvidenceSummary).issuer === peer.identifier);
  const signal = AbortSignal.timeout(PEER_PATIENCE_MILLISECONDS);
  const proofs = await Promise.all(issued.map((row) => peerProof(dependencies, { peer, verifierKey, row, signal })));
  const found = proofs.filter((proof) => proof !== undefined);
  if (found.length === 0) return [];
  const verifier = parseVerifierKey(verifierKey);
  const witnessed = (await dependencies.ledger.get('witnessedLogs', originDigest(verifier.name)))?.value.note;
  const bundled = { checkpoints: witnessed === undefined ? [] : [witnessed], proofs: found };
  const consistency = await peerHistory(dependencies, { peer, verifier, signal }, bundled, quoted);
  return [{ authority: peer.identifier, verifierKey, ...bundled, consistency }];
}

type Proof = BundledLog['proofs'][number];

async function ownProof(
  dependencies: GatewayDependencies,
  type: LeafType,
  digest: Buffer,
): Promise<{ proof: Proof; stamps: { checkpoint: string; token: Buffer }[] } | undefined> {
  try {
    const { salt, proof, checkpoint, token, before } = await bestProof(dependencies, digest);
    const stamps = [...(token === undefined ? [] : [{ checkpoint: checkpoint.note, token }]), ...(before === undefined ? [] : [before])];
    return { proof: { type, digest, salt, proof }, stamps };
  } catch (error) {
    const code = codeOf(error);
    if (code === 'not-logged' || code === 'not-yet-published') return undefined;
    throw error;
  }
}

/** A proof that does not verify here would only mislead an auditor: it is left out and reported. */
async function peerProof(
  dependencies: GatewayDependencies,
  query: { peer: AuthorityRecord; verifierKey: string; row: ListedRow<'evidence'>; signal: AbortSignal },
): Promise<Proof | undefined> {
  const { peer, row, signal } = query;
  try {
    const proof = await dependencies.transport.evidenceProof(peer, row.key, { signal });
    if (proof === undefined) return undefined;
    const digest = Buffer.from(row.value.evidenceDigest, 'hex');
    const salt = Buffer.from(row.value.salt, 'hex');
    const entry = encodeLeaf({ type: 'evidence', salt, digest });
    verifyProof(parseProof(Buffer.from(proof, 'utf8')), { entry, log: parseVerifierKey(query.verifierKey) });
    return { type: 'evidence', digest, salt, proof };
  } catch (error) {
    dependencies.observe({ name: 'peer-proof-unusable', peer: peer.identifier, code: codeOf(error) });
    return undefined;
  }
}

/** By the tiles of the peer, which the roots of its signed checkpoints hold it to. Without them there is no history, and that is told. */
async function peerHistory(
  dependencies: GatewayDependencies,
  { peer, verifier, signal }: { peer: AuthorityRecord; verifier: NoteVerifier; signal: AbortSignal },
  bundled: Pick<BundledLog, 'checkpoints' | 'proofs'>,
  quoted: readonly string[],
): Promise<BundledLog['consistency']> {
  const notes = [
    ...bundled.checkpoints,
    ...bundled.proofs.map(({ proof }) => parseProof(Buffer.from(proof, 'utf8')).checkpoint),
    ...quoted,
  ];
  const sizes = notes.map(readUnverifiedCheckpoint).flatMap(({ origin, size }) => (origin === verifier.name ? [size] : []));
  const read = createTileHashReader({ read: (path) => dependencies.transport.logResource(peer, path, { signal }) }, Math.max(...sizes));
  try {
    return await historyOf(verifier, bundled, quoted, (from, to) => consistencyProof(from, to, read));
  } catch (error) {
    dependencies.observe({ name: 'peer-history-unusable', peer: peer.identifier, code: codeOf(error) });
    return [];
  }
}
