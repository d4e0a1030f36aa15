import type { EvidenceSummary } from '../../evidence/summary.ts';
import type { Row } from '../../store/contracts/ledger.ts';
import { messageKey } from '../../store/contracts/records.ts';
import type { RecoverableMessage, RecoveredPage } from '../contracts/peer-transport.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { GatewayError } from '../error.ts';
import { jobIdentifier } from '../identifiers.ts';
import { readParticulars } from '../package/particulars.ts';
import type { RequestDocument } from '../package/request-document.ts';
import { readEnvelopes } from '../receipts/envelopes.ts';
import { readEvidenceSet } from '../receipts/evidence-set.ts';
import { travelling } from '../receipts/issue-evidence.ts';
import { commit } from '../unit-of-work.ts';

/** Pieces of evidence on one page. */
export const RECOVERY_PAGE = 100;

type Holder = Pick<GatewayDependencies, 'authority' | 'ledger' | 'blobs' | 'clock' | 'announce'>;

/**
 * For a peer that was restored: the evidence that it issued itself and brought to us since a moment, in the order in which we stored it.
 * `after` is the `next` of the page before.
 */
export async function giveBackEvidence(
  { ledger }: Holder,
  { peer, since, after = since.toISOString() }: { peer: string; since: Date; after?: string },
): Promise<RecoveredPage> {
  const rows = await ledger.list('evidence', { index: 'bySource', equals: peer, after, limit: RECOVERY_PAGE });
  const issued = rows.filter(({ value }) => (JSON.parse(value.summary) as EvidenceSummary).issuer === peer);
  const last = rows.at(-1);
  return {
    items: issued.map(({ value }) => travelling(value)),
    ...(rows.length < RECOVERY_PAGE || last === undefined ? {} : { next: last.order }),
  };
}

/** For the same: everything that says what a message between us was, except its content. GatewayError `not-found`. */
export async function giveBackMessage(
  dependencies: Holder,
  { peer, sender, messageId }: { peer: string; sender: string; messageId: string },
): Promise<RecoverableMessage> {
  const row = await messageBetween(dependencies, { peer, sender, messageId });
  const [envelopes, { rows }] = await Promise.all([readEnvelopes(dependencies, row.key), readEvidenceSet(dependencies, row.key)]);
  const acceptance = rows.find(({ value }) => value.event === 'SubmissionAcceptance');
  if (acceptance === undefined || envelopes.length === 0) throw notFound();
  const { packageLength } = row.value;
  const request = await requestOf(dependencies, row);
  return {
    envelopes: envelopes.map(({ value }) => value.jws),
    submissionAcceptance: travelling(acceptance.value),
    ...(packageLength === undefined ? {} : { packageLength }),
    ...(request === undefined ? {} : { nonce: request.nonce }),
    ...(request?.registerNumber === undefined
      ? {}
      : { registered: { conversation: request.conversation, registerNumber: request.registerNumber } }),
  };
}

/** For the same: sends it once more a message that it had answered. False when we no longer have its sealed content. */
export async function deliverAgain(dependencies: Holder, { peer, messageId }: { peer: string; messageId: string }): Promise<boolean> {
  const row = await messageBetween(dependencies, { peer, sender: dependencies.authority, messageId });
  const { rows, summaries } = await readEvidenceSet(dependencies, row.key);
  const isAnswer = ({ event, issuer }: EvidenceSummary) => issuer === peer && (event === 'RelayAcceptance' || event === 'RelayRejection');
  const acknowledged = summaries.find(isAnswer);
  if (acknowledged?.envelopeDigest === undefined || row.value.sealedBlob === undefined || rows.length === 0) return false;
  const job = {
    id: jobIdentifier('deliver-again', row.key),
    kind: 'deliver-again' as const,
    lane: row.value.lane,
    subject: row.key,
    detail: acknowledged.envelopeDigest,
    peer,
    dueAt: dependencies.clock.now().getTime(),
    expiresAt: dependencies.clock.now().getTime() + DELIVERY_MILLISECONDS,
  };
  await commit(dependencies as GatewayDependencies, { jobs: [{ operation: 'ensure', job }] });
  return true;
}

/** How long a delivery asked for again is tried. */
const DELIVERY_MILLISECONDS = 7 * 24 * 3_600_000;

async function messageBetween(
  { authority, ledger }: Holder,
  { peer, sender, messageId }: { peer: string; sender: string; messageId: string },
): Promise<Row<'messages'>> {
  const direction = sender === authority ? 'outbound' : 'inbound';
  const row = await ledger.get('messages', messageKey(direction, sender, messageId));
  const other = direction === 'outbound' ? row?.value.recipient : row?.value.sender;
  if (row === undefined || other !== peer) throw notFound();
  return row;
}

/** What the sender has sealed about a message to us. Undefined before we have opened it, and after it was purged. */
async function requestOf({ blobs }: Holder, { value }: Row<'messages'>): Promise<RequestDocument | undefined> {
  const { direction, particularsBlob: blobId, wrappedKey } = value;
  if (direction === 'outbound' || blobId === undefined || wrappedKey === '') return undefined;
  return (await readParticulars(blobs, { wrappedKey, blobId }, 'inbound')).request;
}

function notFound(): GatewayError {
  return new GatewayError('not-found', 'no such message between us');
}
