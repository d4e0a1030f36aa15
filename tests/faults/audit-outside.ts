import type { EvidenceSummary } from '../../evidence/summary.ts';
import { transportState } from '../../evidence/transport-state.ts';
import type { MessageSummary } from '../../gateway/operations/messages.ts';
import type { MessageDetail } from '../../gateway/operations/show-message.ts';
import { inBatches } from './batches.ts';
import type { GatewayClient } from './client.ts';
import type { EvidenceJudge } from './evidence-judge.ts';
import { judgeOutcome } from './outcomes.ts';
import { otherSide, type PlannedMessage, SIDES, type Side } from './schedule.ts';
import { type Accepted, submissionForm, type Traffic } from './traffic.ts';
import type { World } from './world.ts';

export interface OutsideReport {
  faults: string[];
  /** Messages answered 202, and messages the gateways know. */
  accepted: number;
  known: number;
  outcomes: Record<string, number>;
  conflicts: { sender: number; recipient: number };
  lateHandovers: number;
  provisionalStatements: number;
  unstamped: number;
  evidenceVerified: number;
  replaysOfTheSameAnswer: number;
  octetsCompared: number;
  /** Messages that came as resumable transfers, being too long for one request. */
  resumable: number;
}

interface Outside {
  world: World;
  traffic: Traffic;
  clients: Record<Side, GatewayClient>;
  letter: Buffer;
  judge: EvidenceJudge;
  report: OutsideReport;
}

const AT_ONCE = 8;
/** Content up to this length travels in one request (design section 4). */
const INLINE_LENGTH = 8 * 1024 * 1024;

/** What anybody with the client API of both sides can check, message by message. */
export async function auditFromOutside(parts: Omit<Outside, 'report'>): Promise<OutsideReport> {
  const report: OutsideReport = {
    faults: [...parts.traffic.faults],
    accepted: parts.traffic.accepted.size,
    known: 0,
    outcomes: {},
    conflicts: { sender: 0, recipient: 0 },
    lateHandovers: 0,
    provisionalStatements: 0,
    unstamped: 0,
    evidenceVerified: 0,
    replaysOfTheSameAnswer: 0,
    octetsCompared: 0,
    resumable: 0,
  };
  const outside: Outside = { ...parts, report };
  for (const sender of SIDES) await auditDirection(outside, sender);
  return report;
}

async function auditDirection(outside: Outside, sender: Side): Promise<void> {
  const { traffic, clients, report } = outside;
  const outbox = await clients[sender].list('outbound');
  const inbox = await clients[otherSide(sender)].list('inbound');
  report.known += outbox.length;
  const accepted = [...traffic.accepted.values()].filter(({ message }) => message.from === sender);
  const identifiers = new Set(accepted.map(({ messageId }) => messageId));
  requireOnce(report, outbox, `outbox of ${sender}`);
  requireOnce(report, inbox, `inbox of ${otherSide(sender)}`);
  for (const { messageId } of outbox) {
    if (!identifiers.has(messageId)) report.faults.push(`${messageId}: in the outbox, and no client was ever told of it`);
  }
  for (const { messageId } of inbox) {
    if (!identifiers.has(messageId)) report.faults.push(`${messageId}: in the inbox, and nobody sent it`);
  }
  const known = new Set(outbox.map(({ messageId }) => messageId));
  for (const one of accepted) if (!known.has(one.messageId)) report.faults.push(`${one.messageId}: answered 202 and lost`);
  await inBatches(AT_ONCE, accepted, (one) => auditMessage(outside, sender, one));
}

function requireOnce(report: OutsideReport, messages: readonly MessageSummary[], where: string): void {
  const seen = new Set<string>();
  for (const { messageId } of messages) {
    if (seen.has(messageId)) report.faults.push(`${messageId}: twice in the ${where}`);
    seen.add(messageId);
  }
}

async function auditMessage(outside: Outside, sender: Side, accepted: Accepted): Promise<void> {
  const { clients, report } = outside;
  const { messageId, message } = accepted;
  const fault = (what: string) => report.faults.push(`${messageId} (message ${message.index}, ${message.deadlines}): ${what}`);
  const recipient = otherSide(sender);
  const [sent, received] = await Promise.all([clients[sender].show(messageId, 'outbound'), clients[recipient].show(messageId, 'inbound')]);
  await auditReplay(outside, sender, accepted, fault);
  if (sent === undefined) return;
  if (sent.unstamped === true) report.unstamped += 1;
  const summaries = await Promise.all(
    [sent, received].map(async (detail) => (detail === undefined ? [] : await outside.judge.verify(detail.evidence, fault))),
  );
  report.evidenceVerified += summaries.flat().length;
  auditOutcome(report, message, summaries, { sent, received }, fault);
  for (const [index, detail] of [sent, received].entries()) {
    if (detail !== undefined) auditSide(detail, summaries[index] ?? [], index === 0 ? 'sender' : 'recipient', fault);
  }
  auditHandover(outside, messageId, received, fault);
  // Refused, or failed to open: there is nothing to hand out.
  const isConsigned = received?.evidence.some(({ event }) => event === 'ContentConsignment') ?? false;
  if (received !== undefined && isConsigned) await auditBytes(outside, recipient, accepted, { sent, received }, fault);
}

type Fault = (what: string) => void;

/** The same key and form again: the same answer, and nothing new. */
async function auditReplay({ world, clients, letter, report }: Outside, sender: Side, accepted: Accepted, fault: Fault): Promise<void> {
  const form = submissionForm(world, letter, accepted.message, accepted.deadlines);
  const answer = await clients[sender].submit(accepted.key, form);
  if (answer.body.messageId !== accepted.messageId) fault(`its key now answers ${answer.body.messageId}`);
  if (!answer.replayed) fault('its key was taken as a new submission');
  else report.replaysOfTheSameAnswer += 1;
}

function auditOutcome(
  report: OutsideReport,
  message: PlannedMessage,
  summaries: readonly (readonly EvidenceSummary[])[],
  details: { sent: MessageDetail; received: MessageDetail | undefined },
  fault: Fault,
): void {
  const outcome = judgeOutcome(summaries.flat());
  const label = outcome.kind === 'one-end' ? (outcome.end ?? '?') : `${outcome.kind} (${outcome.terminals.join(' + ')})`;
  report.outcomes[label] = (report.outcomes[label] ?? 0) + 1;
  if (outcome.kind === 'none') fault(`no terminal outcome: ${details.sent.state}, ${details.received?.state ?? 'not received'}`);
  if (outcome.kind === 'contradictory') fault(`contradictory ends: ${outcome.terminals.join(', ')}`);
  // What deadlines of hours did not allow to fail must have been handed over, whatever broke on the way.
  if (message.deadlines === 'long' && outcome.end !== 'E.1') fault(`ended with ${outcome.terminals.join(', ')} long before its deadlines`);
  if (outcome.kind === 'late-handover') report.lateHandovers += 1;
  for (const [role, detail] of [['sender', details.sent] as const, ['recipient', details.received] as const]) {
    if (detail === undefined) continue;
    const shown = detail.conflicts.some(({ kind }) => kind === 'answer-after-end');
    if (shown) report.conflicts[role] += 1;
    if (shown !== (outcome.kind === 'late-answer')) fault(`${role} shows ${shown ? 'a' : 'no'} late answer, evidence says ${outcome.kind}`);
    const others = detail.conflicts.filter(({ kind }) => kind !== 'answer-after-end').map(({ kind }) => kind);
    if (others.length > 0) fault(`${role} shows ${others.join(', ')}`);
    if (!detail.terminal) fault(`${role} says ${detail.state}, which is no end`);
    if (outcome.kind === 'late-handover' && !detail.lateHandover) fault(`${role} does not show the hand-over as late`);
  }
  const statements = summaries[0]?.filter(({ event }) => event === 'DeliveryUnconfirmed' || event === 'HandoverUnconfirmed') ?? [];
  report.provisionalStatements += statements.length;
}

/** What one side shows must follow from its evidence, without gaps, orphans or repetitions. */
function auditSide(detail: MessageDetail, summaries: readonly EvidenceSummary[], role: string, fault: Fault): void {
  if (detail.gaps.length > 0) fault(`${role} has gaps in a sequence: ${JSON.stringify(detail.gaps)}`);
  if (detail.orphans.length > 0) fault(`${role} has evidence without its parents`);
  for (const event of ['SubmissionAcceptance', 'RelayAcceptance', 'RelayFailure', 'ContentConsignment', 'ContentHandover'] as const) {
    const count = summaries.filter((summary) => summary.event === event).length;
    if (count > 1) fault(`${role} has ${count} ${event}`);
  }
  for (const issuer of new Set(summaries.map((summary) => summary.issuer))) {
    const numbers = summaries.filter((summary) => summary.issuer === issuer).map(({ issuerSequence }) => issuerSequence);
    numbers.sort((one, other) => one - other);
    if (numbers.some((number, index) => number !== index + 1)) fault(`${role} has the sequence ${numbers.join(',')} of ${issuer}`);
  }
  const envelopes = new Set(summaries.flatMap(({ envelopeDigest }) => (envelopeDigest === undefined ? [] : [envelopeDigest])));
  const { state } = transportState(summaries, envelopes);
  if (state !== detail.state) fault(`${role} says ${detail.state}, its evidence says ${state}`);
}

/** E.1 as it was answered to the officer is the one that stands, and nobody got another. */
function auditHandover({ traffic }: Outside, messageId: string, received: MessageDetail | undefined, fault: Fault): void {
  const answered = traffic.handedOver.get(messageId);
  const stored = received?.evidence.find(({ event }) => event === 'ContentHandover')?.evidence;
  if (answered !== undefined && stored !== answered) fault('E.1 as answered is not the one that is stored');
}

/** The recipient has the octets that were handed in, in the package that the sender sealed. */
async function auditBytes(
  { clients, report }: Outside,
  recipient: Side,
  accepted: Accepted,
  { sent, received }: { sent: MessageDetail; received: MessageDetail },
  fault: Fault,
): Promise<void> {
  if (sent.packageDigest !== received.packageDigest) fault('the two sides name different packages');
  if (sent.sealedDigest !== received.sealedDigest) fault('the two sides name different sealed contents');
  const fetched = await clients[recipient].fetchPackage(accepted.messageId);
  report.octetsCompared += fetched.length;
  if (fetched.length > INLINE_LENGTH) report.resumable += 1;
  if (fetched.sha256 !== sent.packageDigest) fault('the package that is handed out is another one');
  const names = received.files.map(({ name }) => name).sort();
  if (names.join() !== [...accepted.digests.keys()].sort().join()) fault(`the files are ${names.join(', ')}`);
  for (const [index, file] of received.files.entries()) {
    const content = await clients[recipient].fetchFile(accepted.messageId, index);
    if (content.sha256 !== accepted.digests.get(file.name) || content.length !== file.size)
      fault(`file ${index} is not what was handed in`);
  }
}
