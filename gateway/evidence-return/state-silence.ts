import type { EventName } from '../../evidence/event.ts';
import type { ReasonName } from '../../evidence/reason.ts';
import type { TransportState } from '../../evidence/transport-state.ts';
import type { Deadlines, MessageRecord } from '../../store/contracts/records.ts';
import { completeJob, completion } from '../complete-job.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { GatewayError } from '../error.ts';
import { jobIdentifier } from '../identifiers.ts';
import { requireTrustedClock } from '../outbound/recipient-certificate.ts';
import { lateReason, rejectSubmission } from '../outbound/reject-submission.ts';
import { issueEvidence } from '../receipts/issue-evidence.ts';
import { statementBase } from '../receipts/statement-base.ts';
import { requireRecovered } from '../recovery/recovery.ts';
import type { Step, StepContext } from '../step.ts';
import { commit } from '../unit-of-work.ts';
import { heardSince } from './listening.ts';

interface Silence {
  event: EventName;
  reason: ReasonName;
  deadline: keyof Deadlines;
  /** States in which nothing has been heard yet of what the deadline is for. */
  states: readonly TransportState[];
  patch: Partial<MessageRecord>;
}

/** B.3: the message was never answered. */
const RELAY: Silence = {
  event: 'RelayFailure',
  reason: 'no-relay-answer',
  deadline: 'relay',
  states: ['accepted'],
  patch: { step: 'ended' },
};

const CONSIGNMENT: Silence = {
  event: 'DeliveryUnconfirmed',
  reason: 'no-consignment-answer',
  deadline: 'consignment',
  states: ['relayed'],
  patch: {},
};

const HANDOVER: Silence = {
  event: 'HandoverUnconfirmed',
  reason: 'no-handover-answer',
  deadline: 'handover',
  states: ['consigned'],
  patch: {},
};

/** E.2: stated by the recipient's gateway itself; the content stays, and a later hand-over is still possible. */
const NOT_COLLECTED: Silence = {
  event: 'ContentHandoverFailure',
  reason: 'not-collected-by-deadline',
  deadline: 'handover',
  states: ['consigned', 'failed', 'handover-unconfirmed'],
  patch: {},
};

/**
 * The relay deadline: B.3 when the message was sent and never answered, A.2 when it could not even be prepared, for example because
 * its job became a dead letter that nobody released (design section 3: silence is never success).
 */
export const stateRelayFailure: Step = async (dependencies, context) => {
  const row = await dependencies.ledger.get('messages', context.job.subject);
  if (row?.value.step !== 'submitted') return stateSilence(dependencies, context, RELAY);
  requireTrustedClock(dependencies);
  requireRecovered(dependencies, row.value.recipient);
  requirePast(dependencies, Date.parse(row.value.deadlines.relay) + dependencies.settings.deadlineSkew);
  const preparing = await dependencies.ledger.outbox.get(jobIdentifier('prepare', row.key));
  await rejectSubmission(dependencies, context.job, row, lateReason(preparing?.lastError));
};

/** States that consignment was not confirmed; superseded by any later D. */
export const stateDeliveryUnconfirmed: Step = (dependencies, context) => stateSilence(dependencies, context, CONSIGNMENT);

/** The hand-over deadline: as sender, states that hand-over was not confirmed; as recipient, that nobody collected the content. */
export const stateHandoverSilence: Step = async (dependencies, context) => {
  const row = await dependencies.ledger.get('messages', context.job.subject);
  return stateSilence(dependencies, context, row?.value.direction === 'inbound' ? NOT_COLLECTED : HANDOVER);
};

async function stateSilence(dependencies: GatewayDependencies, { job }: StepContext, silence: Silence): Promise<void> {
  const row = await dependencies.ledger.get('messages', job.subject);
  if (row === undefined || isSettled(row.value, silence)) return completeJob(dependencies, job);
  requireTrustedClock(dependencies);
  requireRecovered(dependencies, row.value.direction === 'inbound' ? row.value.sender : row.value.recipient);
  requireDue(dependencies, row.value, silence);
  const issued = await issueEvidence(dependencies, {
    ...(await statementBase(dependencies, row)),
    event: silence.event,
    reasons: [silence.reason],
    patch: silence.patch,
  });
  await commit(dependencies, { ...issued.change, jobs: [...issued.change.jobs, completion(job)] });
  dependencies.observe({ name: 'silence-stated', messageId: row.value.messageId, code: silence.event });
}

function requirePast({ clock }: GatewayDependencies, instant: number): void {
  if (clock.now().getTime() <= instant) throw new GatewayError('too-early', 'the deadline has not passed', { disposition: 'wait' });
}

function isSettled(message: MessageRecord, silence: Silence): boolean {
  if (message.direction === 'inbound' && message.step === 'received') return false;
  return !silence.states.includes(message.state as TransportState) || (message.direction === 'inbound' && message.step !== 'opened');
}

function requireDue(dependencies: GatewayDependencies, message: MessageRecord, silence: Silence): void {
  const { clock, settings } = dependencies;
  const deadline = Date.parse(message.deadlines[silence.deadline]);
  if (message.direction === 'inbound') {
    if (message.step === 'received') throw new GatewayError('message-not-opened', 'not opened yet', { disposition: 'wait' });
    requirePast(dependencies, deadline);
    return;
  }
  const last = deadline + settings.deadlineSkew;
  requirePast(dependencies, last);
  // The answer may be waiting at the peer, which gives one until the skew is over: its silence means something only when we have asked
  // since.
  const asked = heardSince(dependencies, message.recipient, new Date(last));
  if (!asked && clock.now().getTime() <= deadline + settings.unheardPeerGrace) {
    throw new GatewayError('peer-not-heard', 'the peer has not been asked since the deadline', { disposition: 'wait' });
  }
}
