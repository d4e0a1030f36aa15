import { jwsDigest } from '../../crypto/jades/digest.ts';
import { parseJws } from '../../crypto/jades/flattened-jws.ts';
import type { EvidenceSummary } from '../../evidence/summary.ts';
import { verifyEvidence } from '../../evidence/verify.ts';
import { messageKey } from '../../store/contracts/records.ts';
import { alarmRow } from '../alarms.ts';
import type { AuthorityRecord } from '../contracts/directory.ts';
import type { TravellingEvidence } from '../contracts/peer-transport.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { codeOf, dispositionOf, GatewayError } from '../error.ts';
import { acceptEvidence } from '../evidence-return/accept-evidence.ts';
import { commit } from '../unit-of-work.ts';
import { adoptSentMessage } from './adopt-sent-message.ts';
import { noteRecovered } from './recovery.ts';

/**
 * Takes back from a peer what this gateway has forgotten since it was restored: what it stated itself, the messages it sent, and, by
 * asking for them again, the messages it had acknowledged. Can be interrupted anywhere and goes on where it was; the peer counts as
 * recovered only when everything it has was taken.
 */
export async function recoverFromPeer(dependencies: GatewayDependencies, peer: AuthorityRecord, signal: AbortSignal): Promise<void> {
  const { recovery } = dependencies.listening;
  if (recovery === undefined) return;
  const asked = new Set<string>();
  for (;;) {
    const after = recovery.cursors.get(peer.identifier);
    const query = { since: recovery.since, ...(after === undefined ? {} : { after }) };
    const { items, next } = await dependencies.transport.recoverEvidence(peer, query, { signal });
    for (const item of items) await takeBack(dependencies, peer, item, { asked, signal });
    if (next === undefined) break;
    recovery.cursors.set(peer.identifier, next);
  }
  await noteRecovered(dependencies, peer.identifier);
}

interface Progress {
  /** Messages asked for again in this pull. */
  asked: Set<string>;
  signal: AbortSignal;
}

async function takeBack(
  dependencies: GatewayDependencies,
  peer: AuthorityRecord,
  item: TravellingEvidence,
  progress: Progress,
): Promise<void> {
  try {
    const summary = (await knownSummary(dependencies, item)) ?? ownSummary(dependencies, item);
    if (summary.sender === dependencies.authority) await adoptMessage(dependencies, peer, summary, progress);
    await acceptEvidence(dependencies, { from: peer.identifier, evidence: item });
    if (summary.recipient === dependencies.authority) await askAgain(dependencies, peer, summary, progress);
  } catch (error) {
    const disposition = dispositionOf(error);
    if (disposition === 'wait' || disposition === 'retry') throw error;
    // It can never be taken: a person has to see it, and what comes after it must not wait.
    dependencies.observe({ name: 'recovered-evidence-refused', peer: peer.identifier, code: codeOf(error) });
    await commit(dependencies, { rows: await alarmRow(dependencies, { code: codeOf(error), peer: peer.identifier }) });
  }
}

/** Most of it is here already: finding that out costs a digest, and no signature. */
async function knownSummary({ ledger }: GatewayDependencies, item: TravellingEvidence): Promise<EvidenceSummary | undefined> {
  const digest = jwsDigest(parseJws(Buffer.from(item.evidence, 'utf8'))).toString('hex');
  const [row] = await ledger.list('evidence', { index: 'byDigest', equals: digest, limit: 1 });
  return row === undefined ? undefined : (JSON.parse(row.value.summary) as EvidenceSummary);
}

function ownSummary({ authority, readCertificate }: GatewayDependencies, item: TravellingEvidence): EvidenceSummary {
  const { summary } = verifyEvidence(Buffer.from(item.evidence, 'utf8'), { readCertificate });
  if (summary.issuer === authority) return summary;
  throw new GatewayError('evidence-not-acceptable', 'what the peer gives back was not issued here');
}

/** A message of ours that is not here, or not as far as it had come: its header and A.1 come first, for everything else refers to them. */
async function adoptMessage(
  dependencies: GatewayDependencies,
  peer: AuthorityRecord,
  { sender, messageId }: EvidenceSummary,
  { signal }: Progress,
): Promise<void> {
  const row = await dependencies.ledger.get('messages', messageKey('outbound', sender, messageId));
  if (row !== undefined && row.value.step !== 'submitted') return;
  const given = await dependencies.transport.recoverMessage(peer, { sender, messageId }, { signal });
  if (given !== undefined) await adoptSentMessage(dependencies, peer.identifier, given);
}

/** A message that we had acknowledged and that is not here any more: its receipts are, and its content comes with the next delivery. */
async function askAgain(
  dependencies: GatewayDependencies,
  peer: AuthorityRecord,
  { sender, messageId }: EvidenceSummary,
  { asked, signal }: Progress,
): Promise<void> {
  if (asked.has(messageId) || sender !== peer.identifier) return;
  if ((await dependencies.ledger.get('messages', messageKey('inbound', sender, messageId))) !== undefined) return;
  asked.add(messageId);
  const comes = await dependencies.transport.requestDelivery(peer, messageId, { signal });
  dependencies.observe({ name: comes ? 'message-asked-for-again' : 'message-lost-for-good', messageId, peer: peer.identifier });
  if (comes) return;
  const alarm = { code: 'message-lost-for-good', messageKey: messageKey('inbound', sender, messageId), peer: peer.identifier };
  await commit(dependencies, { rows: await alarmRow(dependencies, alarm) });
}
