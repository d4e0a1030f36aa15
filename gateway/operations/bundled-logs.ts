import type { BundleContent, BundledLog } from '../../audit/bundle/content.ts';
import type { TileReader } from '../../audit/contracts.ts';
import { readUnverifiedCheckpoint } from '../../audit/log/checkpoint.ts';
import { encodeLeaf, type LeafType } from '../../audit/log/leaf.ts';
import { consistencyProof } from '../../audit/log/merkle.ts';
import { type NoteVerifier, parseVerifierKey } from '../../audit/log/note-key.ts';
import { parseProof, verifyProof } from '../../audit/log/proof.ts';
import { formerLogs, keyInForce } from '../../audit/log/succession.ts';
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
import { readPeerSuccessions, readSuccessions } from '../log/successions.ts';
import type { EvidenceSet } from '../receipts/evidence-set.ts';
import { bundledEntries } from './bundled-entries.ts';
import { type BundledHistory, historyOf, notesOf, quotedNotes } from './bundled-history.ts';

/** A bundle does not wait longer for a peer than a person would; every entry of a log takes its time. */
const PEER_PATIENCE_MILLISECONDS = { proofs: 5_000, entries: 60_000 } as const;

/** What both logs have to say about a message. */
export interface BundledLogs {
  logs: BundledLog[];
  checkpointTimestamps: NonNullable<BundleContent['checkpointTimestamps']>;
}

/** What is proven, and whether with every entry of both logs. */
interface Asked {
  set: EvidenceSet;
  envelopes: readonly ListedRow<'envelopes'>[];
  entries: boolean;
}

export async function bundledLogs(dependencies: GatewayDependencies, message: MessageRecord, asked: Asked): Promise<BundledLogs> {
  const quoted = quotedNotes(asked.set, asked.envelopes);
  const own = await ownLog(dependencies, { ...asked, quoted });
  return { ...own, logs: [...own.logs, ...(await peerLog(dependencies, message, { ...asked, quoted }))] };
}

/** What our own log proves: every piece of evidence and every header we stored, with cosigned and time-stamped checkpoints. */
async function ownLog(dependencies: GatewayDependencies, given: Asked & { quoted: readonly string[] }): Promise<BundledLogs> {
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
  const notes = await readSuccessions(dependencies.ledger);
  const history = historyBehind(dependencies.directory.authority(authority), parseVerifierKey(log.verifierKey), notes);
  const consistency = await historyOf(history, bundled, given.quoted, prove);
  const own = { authority, verifierKey: log.verifierKey, ...bundled, consistency, ...successionsOf(history) };
  const entries = given.entries ? await bundledEntries(log.tiles, bundled) : undefined;
  return { logs: [{ ...own, ...(entries === undefined ? {} : { entries }) }], checkpointTimestamps: [...stamps.values()] };
}

/** The logs before this one, as far as keys that the directory lists lead to it. */
function historyBehind(record: AuthorityRecord | undefined, verifier: NoteVerifier, notes: readonly string[]): BundledHistory {
  const listed = (record?.noteKeys ?? []).filter(({ role }) => role === 'log').map(({ verifierKey }) => parseVerifierKey(verifierKey));
  return { verifier, formers: formerLogs(verifier, listed, notes) };
}

function successionsOf({ formers }: BundledHistory): Pick<BundledLog, 'successions'> {
  return formers.length === 0 ? {} : { successions: formers.map(({ note }) => note) };
}

/** What the other side's log proves about the evidence it issued; nothing when the peer is out of reach or names no log. */
async function peerLog(
  dependencies: GatewayDependencies,
  message: MessageRecord,
  { set, quoted, entries: isEveryEntryWanted }: Asked & { quoted: readonly string[] },
): Promise<BundledLog[]> {
  const peer = dependencies.directory.authority(message.direction === 'outbound' ? message.recipient : message.sender);
  const listed = peer?.noteKeys.filter((key) => key.role === 'log').at(-1)?.verifierKey;
  if (peer === undefined || listed === undefined || peer.endpoints.length === 0) return [];
  // The directory may not name the successor of a log yet.
  const notes = await readPeerSuccessions(dependencies.ledger, peer.identifier);
  const verifierKey = keyInForce(listed, notes);
  const verifier = parseVerifierKey(verifierKey);
  const issued = set.rows.filter(({ value }) => (JSON.parse(value.summary) as EvidenceSummary).issuer === peer.identifier);
  const signal = AbortSignal.timeout(PEER_PATIENCE_MILLISECONDS[isEveryEntryWanted ? 'entries' : 'proofs']);
  const proofs = await Promise.all(issued.map((row) => peerProof(dependencies, { peer, verifierKey, row, signal })));
  const found = proofs.filter((proof) => proof !== undefined);
  if (found.length === 0) return [];
  const witnessed = (await dependencies.ledger.get('witnessedLogs', originDigest(verifier.name)))?.value.note;
  const bundled = { checkpoints: witnessed === undefined ? [] : [witnessed], proofs: found };
  const history = historyBehind(peer, verifier, notes);
  const tiles = peerTiles(dependencies, { peer, signal });
  const consistency = await usable(dependencies, peer, [], () => peerHistory(tiles, history, bundled, quoted));
  const entries = isEveryEntryWanted ? await usable(dependencies, peer, undefined, () => bundledEntries(tiles, bundled)) : undefined;
  const own = { authority: peer.identifier, verifierKey, ...bundled, consistency, ...successionsOf(history) };
  return [{ ...own, ...(entries === undefined ? {} : { entries }) }];
}

function peerTiles(
  { transport }: GatewayDependencies,
  { peer, signal }: { peer: AuthorityRecord; signal: AbortSignal },
): Pick<TileReader, 'read'> {
  return { read: (path) => transport.logResource(peer, path, { signal }) };
}

/** What a peer does not show is left out: the verifier tells of the gap. */
async function usable<Result>(
  { observe }: GatewayDependencies,
  peer: AuthorityRecord,
  otherwise: Result,
  read: () => Promise<Result>,
): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    observe({ name: 'peer-history-unusable', peer: peer.identifier, code: codeOf(error) });
    return otherwise;
  }
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

/** By the tiles of the peer, which the roots of its signed checkpoints hold it to. */
async function peerHistory(
  tiles: Pick<TileReader, 'read'>,
  history: BundledHistory,
  bundled: Pick<BundledLog, 'checkpoints' | 'proofs'>,
  quoted: readonly string[],
): Promise<BundledLog['consistency']> {
  const notes = [...notesOf(bundled), ...quoted];
  const sizes = notes.map(readUnverifiedCheckpoint).flatMap(({ origin, size }) => (origin === history.verifier.name ? [size] : []));
  const read = createTileHashReader(tiles, Math.max(...sizes));
  return historyOf(history, bundled, quoted, (from, to) => consistencyProof(from, to, read));
}
