import type { Row } from '../../store/contracts/ledger.ts';
import type { ClaimedJob } from '../../store/contracts/outbox.ts';
import type { MessageRecord } from '../../store/contracts/records.ts';
import { completeJob } from '../complete-job.ts';
import type { AuthorityRecord } from '../contracts/directory.ts';
import type { DeliverableContent, DeliveryAnswer, MessageDelivery } from '../contracts/peer-transport.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { codeOf, dispositionOf, GatewayError } from '../error.ts';
import { type ArrivedEvidence, acceptAnswer, isSettled } from '../evidence-return/accept-evidence.ts';
import { requireHeard } from '../evidence-return/listening.ts';
import { storedJws } from '../receipts/envelopes.ts';
import { readEvidenceSet } from '../receipts/evidence-set.ts';
import { travelling } from '../receipts/issue-evidence.ts';
import { requireRecovered } from '../recovery/recovery.ts';
import type { Step } from '../step.ts';
import { routeTo } from './envelope.ts';
import { requireTrustedClock, requireUsableDirectory } from './recipient-certificate.ts';
import { refreshEnvelope } from './refresh-envelope.ts';

/**
 * Delivers a prepared message to the next hop (design section 3, transmit). Certificates and endpoint are resolved anew before every
 * attempt; the answer counts only as verified evidence. Whatever else comes back is a reason to try again until the deadline, when
 * B.3 is stated by its own job.
 */
export const transmit: Step = async (dependencies, { job, signal }) => {
  const row = await dependencies.ledger.get('messages', job.subject);
  if (row === undefined || row.value.step !== 'prepared' || row.value.terminal) return completeJob(dependencies, job);
  requireTrustedClock(dependencies);
  requireUsableDirectory(dependencies);
  requireRecovered(dependencies, row.value.recipient);
  requireHeard(dependencies, row.value.recipient);
  const current = await refreshEnvelope(dependencies, row);
  const nextHop = nextHopOf(dependencies, current.value);
  const answer = await dependencies.transport.deliver(nextHop, await deliveryOf(dependencies, current), { signal });
  await conclude(dependencies, job, current, nextHop, answer);
};

/** The neighbour on the way to the recipient. GatewayError `recipient-without-endpoint`. */
export function nextHopOf(dependencies: GatewayDependencies, message: MessageRecord): AuthorityRecord {
  const [, next = message.recipient] = routeTo(dependencies, message.recipient);
  const authority = dependencies.directory.authority(next);
  if (authority === undefined || authority.endpoints.length === 0) {
    throw new GatewayError('recipient-without-endpoint', 'the next hop has no endpoint in the directory', { disposition: 'wait' });
  }
  return authority;
}

/** What is delivered: the header in force, or the one with that digest. */
export async function deliveryOf(
  dependencies: GatewayDependencies,
  row: Row<'messages'>,
  envelopeDigest = row.value.envelopeDigest ?? '',
): Promise<MessageDelivery> {
  const envelope = await dependencies.ledger.get('envelopes', envelopeDigest);
  const { rows } = await readEvidenceSet(dependencies, row.key);
  const acceptance = rows.find((evidence) => evidence.value.event === 'SubmissionAcceptance');
  if (envelope === undefined || acceptance === undefined) {
    throw new GatewayError('internal', 'a prepared message without header or A.1', { disposition: 'operator' });
  }
  return {
    envelope: JSON.stringify(storedJws(envelope.value.jws)),
    submissionAcceptance: travelling(acceptance.value),
    content: contentOf(dependencies, row),
  };
}

function contentOf(dependencies: GatewayDependencies, { key, value: message }: Row<'messages'>): DeliverableContent {
  const length = message.sealedLength ?? 0;
  return {
    length,
    sha256: message.sealedDigest ?? '',
    async *open(start) {
      const reader = await dependencies.blobs.open({ wrappedKey: message.wrappedKey, blobId: message.sealedBlob ?? '' });
      try {
        yield* dependencies.progress.over({ step: 'transmit', subject: key, total: length, start }, reader.stream({ start }));
      } finally {
        await reader.close();
      }
    },
  };
}

/** Takes the answer in and ends the job; whatever is no verified answer is a reason to try again. */
export async function conclude(
  dependencies: GatewayDependencies,
  job: ClaimedJob,
  row: Row<'messages'>,
  nextHop: AuthorityRecord,
  answer: DeliveryAnswer,
): Promise<void> {
  if (answer.kind === 'in-progress') {
    throw new GatewayError('too-busy', 'the peer is still working on this message', { disposition: 'retry' });
  }
  if (answer.kind === 'problem') {
    dependencies.observe({
      name: 'delivery-refused',
      messageId: row.value.messageId,
      peer: nextHop.identifier,
      code: answer.code ?? 'unknown',
    });
    throw new GatewayError('peer-refused', `the peer answered ${answer.status}`, { disposition: 'retry' });
  }
  if (await takeAnswer(dependencies, job, { from: nextHop.identifier, evidence: answer.evidence })) return;
  const after = await dependencies.ledger.get('messages', row.key);
  if (after !== undefined && !isSettled(after.value)) {
    // Verified, but about another envelope or by a relay: it does not answer our delivery.
    throw new GatewayError('evidence-mismatch', 'the answer does not settle this message', { disposition: 'retry' });
  }
  await completeJob(dependencies, job);
}

/** True when the answer has ended the job. An answer that does not verify is no answer: it must not end the attempts, or a faulty peer could silence a message. */
async function takeAnswer(dependencies: GatewayDependencies, job: ClaimedJob, answer: ArrivedEvidence): Promise<boolean> {
  try {
    return await acceptAnswer(dependencies, answer, job);
  } catch (error) {
    if (codeOf(error) === 'lease-lost') throw error;
    if (dispositionOf(error) !== 'refuse' && codeOf(error) !== 'evidence-id-reused') throw error;
    throw new GatewayError('evidence-not-acceptable', "the peer's answer does not verify", { cause: error, disposition: 'retry' });
  }
}
