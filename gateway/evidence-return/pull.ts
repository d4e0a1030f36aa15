import type { PeerRecord } from '../../store/contracts/records.ts';
import { messageKey } from '../../store/contracts/records.ts';
import { alarmRow } from '../alarms.ts';
import type { AuthorityRecord } from '../contracts/directory.ts';
import type { FeedPage, KnownMessage, TravellingEvidence } from '../contracts/peer-transport.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { codeOf, dispositionOf } from '../error.ts';
import { recoverFromPeer } from '../recovery/recover-from-peer.ts';
import { isRecoveringFrom } from '../recovery/recovery.ts';
import { commit } from '../unit-of-work.ts';
import { acceptEvidence } from './accept-evidence.ts';
import { isKeptAsItIs } from './known-evidence.ts';
import { rememberCheckpoint } from './peer-checkpoint.ts';

const NEW_PEER: PeerRecord = { evidenceCursor: 0, messagesCursor: 0 };

/**
 * Pulls everything a peer has for us: evidence that a push did not bring, and the list of our messages that it holds. Afterwards the
 * peer counts as heard (design section 4, peer API). Evidence that can never be accepted is skipped with an alarm; evidence that
 * cannot be decided yet stops the pull there, to be asked for again.
 */
export async function pullFromPeer(dependencies: GatewayDependencies, peer: AuthorityRecord, signal: AbortSignal): Promise<void> {
  const startedAt = dependencies.clock.now();
  if (isRecoveringFrom(dependencies, peer.identifier)) await recoverFromPeer(dependencies, peer, signal);
  const undecided = await pullEvidence(dependencies, peer, signal);
  await pullMessages(dependencies, peer, signal);
  // Whether its log can be read is another question: what it had to say to us has been heard.
  if (!undecided) dependencies.listening.heard.set(peer.identifier, startedAt);
  await rememberCheckpoint(dependencies, peer, signal);
}

/** True when evidence was left for later. */
async function pullEvidence(dependencies: GatewayDependencies, peer: AuthorityRecord, signal: AbortSignal): Promise<boolean> {
  for (;;) {
    const record = await peerRecord(dependencies, peer.identifier);
    const page = await dependencies.transport.pullEvidence(peer, record.evidenceCursor, { signal });
    if (isNewEpoch(record.evidenceEpoch, page)) {
      await updatePeer(dependencies, peer.identifier, { evidenceEpoch: page.epoch, evidenceCursor: 0 });
      continue;
    }
    let cursor = record.evidenceCursor;
    let undecided = false;
    for (const { position, item } of page.items) {
      undecided = !(await takePulled(dependencies, peer, item));
      if (undecided) break;
      cursor = position;
    }
    await updatePeer(dependencies, peer.identifier, { evidenceEpoch: page.epoch, evidenceCursor: cursor });
    if (undecided || !page.more) return undecided;
  }
}

async function takePulled(dependencies: GatewayDependencies, peer: AuthorityRecord, evidence: TravellingEvidence): Promise<boolean> {
  // Nearly all of it was pushed before.
  if (await isKeptAsItIs(dependencies, evidence)) return true;
  try {
    await acceptEvidence(dependencies, { from: peer.identifier, evidence });
    return true;
  } catch (error) {
    const disposition = dispositionOf(error);
    dependencies.observe({ name: 'pulled-evidence-refused', peer: peer.identifier, code: codeOf(error) });
    if (disposition === 'wait' || disposition === 'retry') return false;
    await commit(dependencies, { rows: await alarmRow(dependencies, { code: codeOf(error), peer: peer.identifier }) });
    return true;
  }
}

async function pullMessages(dependencies: GatewayDependencies, peer: AuthorityRecord, signal: AbortSignal): Promise<void> {
  for (;;) {
    const record = await peerRecord(dependencies, peer.identifier);
    const page = await dependencies.transport.pullMessages(peer, record.messagesCursor, { signal });
    if (isNewEpoch(record.messagesEpoch, page)) {
      await updatePeer(dependencies, peer.identifier, { messagesEpoch: page.epoch, messagesCursor: 0 });
      continue;
    }
    for (const { item } of page.items) await compareWithOurs(dependencies, peer, item);
    const last = page.items.at(-1)?.position ?? record.messagesCursor;
    await updatePeer(dependencies, peer.identifier, { messagesEpoch: page.epoch, messagesCursor: last });
    if (!page.more) return;
  }
}

/** A message of ours that the peer holds and we do not know, or know differently, was lost here: an operator has to see it. */
async function compareWithOurs(dependencies: GatewayDependencies, peer: AuthorityRecord, known: KnownMessage): Promise<void> {
  if (known.sender !== dependencies.authority) return;
  const key = messageKey('outbound', known.sender, known.messageId);
  const ours = await dependencies.ledger.get('messages', key);
  if (ours !== undefined && ours.value.packageCommitment === known.packageCommitment) return;
  const code = ours === undefined ? 'message-lost-here' : 'message-differs-at-peer';
  await commit(dependencies, { rows: await alarmRow(dependencies, { code, messageKey: key, peer: peer.identifier }) });
}

function isNewEpoch(known: string | undefined, page: FeedPage<unknown>): boolean {
  return known !== undefined && known !== page.epoch;
}

async function peerRecord(dependencies: GatewayDependencies, peer: string): Promise<PeerRecord> {
  return (await dependencies.ledger.get('peers', peer))?.value ?? NEW_PEER;
}

async function updatePeer(dependencies: GatewayDependencies, peer: string, patch: Partial<PeerRecord>): Promise<void> {
  const row = await dependencies.ledger.get('peers', peer);
  const before = row?.value ?? NEW_PEER;
  const unchanged = Object.entries(patch).every(([name, value]) => before[name as keyof PeerRecord] === value);
  if (unchanged) return;
  const value: PeerRecord = { ...before, ...patch, lastPulledAt: dependencies.clock.now().toISOString() };
  await commit(dependencies, { rows: [{ table: 'peers', key: peer, expect: row?.version ?? 0, value }] });
}
