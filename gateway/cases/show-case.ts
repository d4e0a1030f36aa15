import { type CaseRecord, caseKey } from '../../store/contracts/case-records.ts';
import type { Row } from '../../store/contracts/ledger.ts';
import type { MessageRecord } from '../../store/contracts/records.ts';
import type { ChainLink } from '../../treaty/chain/inner-chain.ts';
import type { OwnReference } from '../../treaty/common/reference.ts';
import type { LegalEntry } from '../../treaty/conversation/state/legal-entry.ts';
import { type LegalState, legalState } from '../../treaty/conversation/state/legal-state.ts';
import { wholeChain } from '../../treaty/conversation/state/whole-chain.ts';
import type { MessageKind } from '../../treaty/message.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { GatewayError } from '../error.ts';
import { messagesOfCase, type ReadEntry, readEntries } from '../legal/legal-entries.ts';
import { type Actor, requireActor } from '../operations/actor.ts';
import { readParticulars } from '../package/particulars.ts';
import { type CaseTimes, caseTimes } from './case-times.ts';
import { casesOfSameRequest } from './same-request.ts';

/** Which case: its conversation, and the other authority where several use the same identifier. */
export interface CaseQuery {
  actor: Actor;
  conversation: string;
  peer?: string;
}

export interface CaseMessage {
  messageId: string;
  direction: MessageRecord['direction'];
  submissionTime: string;
  /** Transport state. */
  state: string;
  /** Absent for a message that is not typed, or whose content is gone or cannot be read. */
  kind?: MessageKind;
}

/** A case with everything that both sides have said. */
export interface CaseDetail extends CaseRecord {
  /** Number of the case in the other authority's register, as its messages say. */
  peerRegisterNumber?: string;
  references: { own: readonly OwnReference[]; peer: readonly OwnReference[] };
  legal: LegalState;
  /** The authorities through which the request passes, as both sides have told it, each with its own hand-over. */
  chain: readonly ChainLink[];
  /** Of the request that the case is about, while its content is here. */
  times?: CaseTimes;
  messages: readonly CaseMessage[];
  /** Other cases with the same request. */
  sameRequest: readonly CaseRecord[];
}

/** A case of the register as those see it who may read its messages. GatewayError `not-found`, `conflict`, `actor-not-allowed`. */
export async function showCase(dependencies: GatewayDependencies, query: CaseQuery): Promise<CaseDetail> {
  requireActor(query.actor, ['system', 'officer']);
  const { value: entry } = await findCase(dependencies, query);
  const rows = await messagesOfCase(dependencies, entry);
  const read = await readEntries(dependencies, rows);
  const entries = read.map((each) => each.entry);
  const legal = legalState(entries);
  const times = await timesOf(dependencies, read, legal);
  const peerRegisterNumber = await peerNumber(dependencies, rows);
  return {
    ...entry,
    ...(peerRegisterNumber === undefined ? {} : { peerRegisterNumber }),
    references: referencesOf(dependencies, read),
    legal,
    chain: wholeChain(entries),
    ...(times === undefined ? {} : { times }),
    messages: rows.map(({ value }) => caseMessage(value, read)),
    sameRequest: await casesOfSameRequest(dependencies, caseKey(entry.peer, entry.conversation)),
  };
}

/** GatewayError `not-found`, or `conflict` when several authorities use the identifier and none is named. */
export async function findCase({ ledger }: GatewayDependencies, { conversation, peer }: CaseQuery): Promise<Row<'cases'>> {
  const rows = await ledger.list('cases', { index: 'byConversation', equals: conversation, limit: 1_000 });
  const [row, ...others] = rows.filter(({ value }) => peer === undefined || value.peer === peer);
  if (row === undefined) throw new GatewayError('not-found', 'no such case');
  if (others.length > 0)
    throw new GatewayError('conflict', 'several cases have this conversation; name the peer', { disposition: 'operator' });
  return row;
}

async function timesOf(
  dependencies: GatewayDependencies,
  read: readonly ReadEntry[],
  { request: requestId, pauses }: LegalState,
): Promise<CaseTimes | undefined> {
  const found = read.find(({ entry }) => entry.messageId === requestId);
  if (found === undefined || found.entry.message.kind !== 'request') return undefined;
  return caseTimes(dependencies, { row: found.row, request: found.entry.message, pauses });
}

function caseMessage({ messageId, direction, submissionTime, state }: MessageRecord, read: readonly ReadEntry[]): CaseMessage {
  const kind = read.find(({ row }) => row.value.messageId === messageId && row.value.direction === direction)?.entry.message.kind;
  return { messageId, direction, submissionTime, state, ...(kind === undefined ? {} : { kind }) };
}

function referencesOf({ authority }: GatewayDependencies, read: readonly ReadEntry[]): CaseDetail['references'] {
  const of = (fits: (entry: LegalEntry) => boolean) =>
    distinct(read.filter(({ entry }) => fits(entry)).flatMap(({ entry }) => said(entry)));
  return { own: of(({ sender }) => sender === authority), peer: of(({ sender }) => sender !== authority) };
}

function said({ message }: LegalEntry): readonly OwnReference[] {
  const register = message.kind === 'acknowledgement' ? [message.register] : [];
  return [...(message.references ?? []), ...register];
}

function distinct(references: readonly OwnReference[]): OwnReference[] {
  return [...new Map(references.map((reference) => [JSON.stringify(reference), reference])).values()];
}

/** The newest that says it: an authority may have given the case another number. */
async function peerNumber({ blobs }: GatewayDependencies, rows: readonly Row<'messages'>[]): Promise<string | undefined> {
  for (const { value } of [...rows].reverse()) {
    if (value.direction !== 'inbound' || value.particularsBlob === undefined) continue;
    const { request } = await readParticulars(blobs, { wrappedKey: value.wrappedKey, blobId: value.particularsBlob }, 'inbound');
    if (request.registerNumber !== undefined) return request.registerNumber;
  }
  return undefined;
}
