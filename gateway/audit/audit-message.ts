import { encodeLeaf, type LeafType } from '../../audit/log/leaf.ts';
import { jwsDigest } from '../../crypto/jades/digest.ts';
import type { EvidenceSummary } from '../../evidence/summary.ts';
import { transportState } from '../../evidence/transport-state.ts';
import { verifyEvidence } from '../../evidence/verify.ts';
import type { ListedRow, Row } from '../../store/contracts/ledger.ts';
import type { Direction, EvidenceRecord } from '../../store/contracts/records.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { codeOf } from '../error.ts';
import { readEnvelopes, storedJws } from '../receipts/envelopes.ts';
import { readEvidenceSet } from '../receipts/evidence-set.ts';
import type { PeerLogs } from './peer-logs.ts';

/** Something that does not go together. `subject` is a digest, or what the code speaks of. */
export interface AuditFinding {
  code: string;
  subject: string;
}

/** What an audit says about one message: how much was compared, and what does not go together. */
export interface AuditedMessage {
  direction: Direction;
  sender: string;
  recipient: string;
  messageId: string;
  state: string;
  createdAt: string;
  receipts: number;
  /** Receipts that a peer issued. */
  receiptsOfPeers: number;
  /** Of these, those that are proven to be in the log of their issuer; absent where peers were not asked. */
  receiptsInPeersLogs?: number;
  /** First and last index of its entries in our log. */
  entries?: { first: number; last: number };
  findings: AuditFinding[];
}

/** What was committed this long ago is in a published checkpoint, or something is wrong. */
const PUBLISHED_AFTER_MILLISECONDS = 60_000;

/**
 * Holds what is kept about a message together: its state against its receipts, each receipt against its own digest and signature, the
 * receipts against one another and the deadlines, and every receipt and header against our log, with a proof of inclusion; with
 * `peerLogs` also every receipt of a peer against the log of that peer.
 */
export async function auditMessage(dependencies: GatewayDependencies, row: Row<'messages'>, peerLogs?: PeerLogs): Promise<AuditedMessage> {
  const [set, envelopes] = await Promise.all([readEvidenceSet(dependencies, row.key), readEnvelopes(dependencies, row.key)]);
  const findings: AuditFinding[] = [];
  const { direction, sender, recipient, messageId, state, createdAt } = row.value;
  judgeState(dependencies, row, { set, envelopes, findings });
  for (const { value } of set.rows) judgeReceipt(value, findings);
  const indexes: number[] = [];
  const logged = [
    ...set.rows.map(({ value }) => ({ type: 'evidence' as const, digest: value.evidenceDigest, salt: value.ownSalt, at: value.storedAt })),
    ...envelopes.map(({ key }) => ({ type: 'envelope' as const, digest: key, salt: undefined, at: createdAt })),
  ];
  for (const entry of logged) {
    const found = await judgeEntry(dependencies, entry);
    if ('code' in found) findings.push({ code: found.code, subject: entry.digest });
    else if (found.index !== undefined) indexes.push(found.index);
  }
  const ofPeers = set.rows.flatMap((evidence) => {
    const { issuer } = JSON.parse(evidence.value.summary) as EvidenceSummary;
    return issuer === dependencies.authority ? [] : [{ issuer, evidence }];
  });
  const inPeersLogs = peerLogs && (await judgeInPeersLogs(peerLogs, ofPeers, findings));
  return {
    ...{ direction, sender, recipient, messageId, state, createdAt },
    receipts: set.rows.length,
    receiptsOfPeers: ofPeers.length,
    ...(inPeersLogs === undefined ? {} : { receiptsInPeersLogs: inPeersLogs }),
    ...(indexes.length === 0 ? {} : { entries: { first: Math.min(...indexes), last: Math.max(...indexes) } }),
    findings,
  };
}

/** How many are proven; what is not is a finding. */
async function judgeInPeersLogs(
  peerLogs: PeerLogs,
  ofPeers: readonly { issuer: string; evidence: ListedRow<'evidence'> }[],
  findings: AuditFinding[],
): Promise<number> {
  let proven = 0;
  for (const { issuer, evidence } of ofPeers) {
    const verdict = await peerLogs.judge(issuer, evidence);
    if (verdict === undefined) continue;
    if ('proven' in verdict) proven += 1;
    else findings.push({ code: verdict.code, subject: `${issuer} ${evidence.value.event} ${evidence.value.evidenceDigest}` });
  }
  return proven;
}

function judgeState(
  { clock, settings }: GatewayDependencies,
  { value }: Row<'messages'>,
  given: { set: Awaited<ReturnType<typeof readEvidenceSet>>; envelopes: readonly ListedRow<'envelopes'>[]; findings: AuditFinding[] },
): void {
  const { set, envelopes, findings } = given;
  const report = transportState(set.summaries, new Set(envelopes.map(({ key }) => key)));
  if (report.state !== value.state) findings.push({ code: 'state-differs', subject: `${value.state}, ${report.state}` });
  for (const { kind, evidence } of report.conflicts) findings.push({ code: kind, subject: evidence.join(', ') });
  for (const { evidenceDigest } of report.orphans) findings.push({ code: 'previous-missing', subject: evidenceDigest });
  for (const { issuer, from, to } of report.gaps) findings.push({ code: 'evidence-missing', subject: `${issuer}: ${from}-${to}` });
  const { relay, consignment, handover } = value.deadlines;
  const awaited: Readonly<Record<string, string>> = { submitted: relay, accepted: relay, relayed: consignment, consigned: handover };
  const deadline = Object.hasOwn(awaited, report.state) ? awaited[report.state] : undefined;
  // A peer that could not be asked is waited for this long before its silence is stated.
  const patience = settings.deadlineSkew + settings.unheardPeerGrace;
  if (deadline !== undefined && clock.now().getTime() > Date.parse(deadline) + patience) {
    findings.push({ code: 'receipt-overdue', subject: report.state });
  }
}

/** What is stored is what was signed, and is stored under its own digest. */
function judgeReceipt({ jws, evidenceDigest, source, event }: EvidenceRecord, findings: AuditFinding[]): void {
  try {
    const stored = storedJws(jws);
    verifyEvidence(stored);
    if (jwsDigest(stored).toString('hex') !== evidenceDigest) findings.push({ code: 'receipt-altered', subject: evidenceDigest });
  } catch (error) {
    findings.push({ code: codeOf(error), subject: `${source} ${event} ${evidenceDigest}` });
  }
}

/** The entry about an object, found by its digest, made again from it, and proven to be under the published root. */
async function judgeEntry(
  { ledger, log, clock }: GatewayDependencies,
  { type, digest, salt, at }: { type: LeafType; digest: string; salt: string | undefined; at: string },
): Promise<{ index?: number } | { code: string }> {
  const isYoung = clock.now().getTime() - Date.parse(at) < PUBLISHED_AFTER_MILLISECONDS;
  const row = await ledger.log.findByDigest(Buffer.from(digest, 'hex'));
  if (row === undefined) return isYoung ? {} : { code: 'not-in-any-log' };
  const entry = encodeLeaf({ type, salt: salt === undefined ? row.salt : Buffer.from(salt, 'hex'), digest: row.digest });
  if (!entry.equals(row.entry)) return { code: 'log-entry-differs' };
  try {
    await log.reader.prove(row.digest);
    return { index: row.index };
  } catch (error) {
    const code = codeOf(error);
    return code === 'not-yet-published' && isYoung ? { index: row.index } : { code };
  }
}
