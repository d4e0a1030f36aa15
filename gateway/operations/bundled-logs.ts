import type { BundledLog } from '../../audit/bundle/content.ts';
import { encodeLeaf, type LeafType } from '../../audit/log/leaf.ts';
import { parseVerifierKey } from '../../audit/log/note-key.ts';
import { parseProof, verifyProof } from '../../audit/log/proof.ts';
import type { EvidenceSummary } from '../../evidence/summary.ts';
import type { ListedRow } from '../../store/contracts/ledger.ts';
import type { MessageRecord } from '../../store/contracts/records.ts';
import type { AuthorityRecord } from '../contracts/directory.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { codeOf } from '../error.ts';
import type { EvidenceSet } from '../receipts/evidence-set.ts';

/** A bundle does not wait longer for a peer than a person would. */
const PEER_PATIENCE_MILLISECONDS = 5_000;

/** What our own log proves about a message: every piece of evidence and every header we stored. */
export async function ownLog(
  dependencies: GatewayDependencies,
  set: EvidenceSet,
  envelopes: readonly ListedRow<'envelopes'>[],
): Promise<BundledLog> {
  const logged: { type: LeafType; digest: string }[] = [
    ...set.rows.map(({ value }) => ({ type: 'evidence' as const, digest: value.evidenceDigest })),
    ...envelopes.map(({ key }) => ({ type: 'envelope' as const, digest: key })),
  ];
  const proofs = await Promise.all(logged.map(({ type, digest }) => ownProof(dependencies, type, Buffer.from(digest, 'hex'))));
  return {
    authority: dependencies.authority,
    verifierKey: dependencies.log.verifierKey,
    checkpoints: [],
    consistency: [],
    proofs: proofs.filter((proof) => proof !== undefined),
  };
}

/** What the other side's log proves about the evidence it issued; nothing when the peer is out of reach or names no log. */
export async function peerLog(
  dependencies: GatewayDependencies,
  message: MessageRecord,
  rows: readonly ListedRow<'evidence'>[],
): Promise<BundledLog[]> {
  const peer = dependencies.directory.authority(message.direction === 'outbound' ? message.recipient : message.sender);
  const verifierKey = peer?.noteKeys.filter((key) => key.role === 'log').at(-1)?.verifierKey;
  if (peer === undefined || verifierKey === undefined || peer.endpoints.length === 0) return [];
  const issued = rows.filter(({ value }) => (JSON.parse(value.summary) as EvidenceSummary).issuer === peer.identifier);
  const signal = AbortSignal.timeout(PEER_PATIENCE_MILLISECONDS);
  const proofs = await Promise.all(issued.map((row) => peerProof(dependencies, { peer, verifierKey, row, signal })));
  const found = proofs.filter((proof) => proof !== undefined);
  return found.length === 0 ? [] : [{ authority: peer.identifier, verifierKey, checkpoints: [], consistency: [], proofs: found }];
}

type Proof = BundledLog['proofs'][number];

async function ownProof(dependencies: GatewayDependencies, type: LeafType, digest: Buffer): Promise<Proof | undefined> {
  try {
    const { salt, proof } = await dependencies.log.reader.prove(digest);
    return { type, digest, salt, proof };
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
