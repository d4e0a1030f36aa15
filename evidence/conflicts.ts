import { EVENTS, type EventName } from './event.ts';
import type { EvidenceSummary } from './summary.ts';

export type ConflictKind =
  /** Events of one issuer that cannot both be true. */
  | 'contradicting-events'
  /** The sender ended the message, and the recipient speaks of it as received: the usual case is an answer that came late. */
  | 'answer-after-end'
  /** An event that happens once, stated twice. */
  | 'repeated-event'
  /** One evidence identifier on two different pieces. */
  | 'identifier-reused'
  /** One number of an issuer's sequence on two different pieces. */
  | 'sequence-reused'
  /** A reference that names another issuer than the one who signed what it points at. */
  | 'reference-misattributed';

export interface Conflict {
  readonly kind: ConflictKind;
  /** Digests of the evidence concerned, sorted. */
  readonly evidence: readonly string[];
}

const RECIPIENT_EVENTS = (Object.keys(EVENTS) as EventName[]).filter((name) => EVENTS[name].issuer === 'recipient');

/** Events that the same issuer cannot also have stated truthfully. E.1 after E.2 is not here: a late hand-over is allowed. */
const EXCLUDES: Partial<Record<EventName, readonly EventName[]>> = {
  SubmissionRejection: ['SubmissionAcceptance', 'RelayFailure', 'DeliveryUnconfirmed', 'HandoverUnconfirmed'],
  // Silence after acceptance is stated only when B.1 came; B.3 says that it did not.
  RelayFailure: ['DeliveryUnconfirmed', 'HandoverUnconfirmed'],
  RelayRejection: RECIPIENT_EVENTS.filter((name) => name !== 'RelayRejection'),
  ContentConsignmentFailure: [
    'ContentConsignment',
    'ConsignmentNotification',
    'ConsignmentNotificationFailure',
    'ContentHandover',
    'ContentHandoverFailure',
  ],
};

/** Every contradiction in a set of distinct evidence of one message. A larger set shows at least the contradictions of a smaller one. */
export function findConflicts(evidence: readonly EvidenceSummary[]): Conflict[] {
  const ends = evidence.filter((summary) => summary.role !== 'relay');
  return [
    ...contradictions(ends),
    ...answersAfterEnd(ends),
    ...collisions('repeated-event', evidence, repeatedKey),
    ...collisions('identifier-reused', evidence, (summary) => summary.evidenceIdentifier),
    ...collisions('sequence-reused', evidence, (summary) => `${summary.issuer}/${summary.issuerSequence}`),
    ...misattributions(evidence),
  ].sort(compareConflicts);
}

function contradictions(ends: readonly EvidenceSummary[]): Conflict[] {
  const found: Conflict[] = [];
  for (const [event, excluded] of Object.entries(EXCLUDES) as [EventName, readonly EventName[]][]) {
    const stated = ends.filter((summary) => summary.event === event);
    const against = ends.filter((summary) => excluded.includes(summary.event));
    if (stated.length > 0 && against.length > 0) found.push(conflict('contradicting-events', [...stated, ...against]));
  }
  return [...found, ...notCollectedAfterHandover(ends)];
}

/** The issuer's own sequence tells a late hand-over (E.2, then E.1) from a false one (E.1, then E.2). */
function notCollectedAfterHandover(ends: readonly EvidenceSummary[]): Conflict[] {
  const handovers = ends.filter((summary) => summary.event === 'ContentHandover');
  const first = Math.min(...handovers.map((summary) => summary.issuerSequence));
  const after = ends.filter((summary) => summary.event === 'ContentHandoverFailure' && summary.issuerSequence > first);
  return after.length === 0 ? [] : [conflict('contradicting-events', [...handovers, ...after])];
}

function answersAfterEnd(ends: readonly EvidenceSummary[]): Conflict[] {
  const ended = ends.filter((summary) => summary.role === 'sender' && EVENTS[summary.event].terminal);
  const answers = ends.filter((summary) => summary.role === 'recipient');
  return ended.length > 0 && answers.length > 0 ? [conflict('answer-after-end', [...ended, ...answers])] : [];
}

/** Undefined for events that may be stated again. */
function repeatedKey({ event, issuer, hop }: EvidenceSummary): string | undefined {
  return EVENTS[event].repeatable ? undefined : `${issuer}/${hop ?? ''}/${event}`;
}

function collisions(
  kind: ConflictKind,
  evidence: readonly EvidenceSummary[],
  keyOf: (summary: EvidenceSummary) => string | undefined,
): Conflict[] {
  const groups = new Map<string, EvidenceSummary[]>();
  for (const summary of evidence) {
    const key = keyOf(summary);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [summary]);
    else group.push(summary);
  }
  return [...groups.values()].filter((group) => group.length > 1).map((group) => conflict(kind, group));
}

function misattributions(evidence: readonly EvidenceSummary[]): Conflict[] {
  const issuers = new Map(evidence.map((summary) => [summary.evidenceDigest, summary.issuer]));
  return evidence
    .filter(({ previous }) => previous.some(({ evidenceDigest, issuer }) => (issuers.get(evidenceDigest) ?? issuer) !== issuer))
    .map((summary) => conflict('reference-misattributed', [summary]));
}

function conflict(kind: ConflictKind, evidence: readonly EvidenceSummary[]): Conflict {
  return { kind, evidence: evidence.map((summary) => summary.evidenceDigest).sort() };
}

function compareConflicts(one: Conflict, other: Conflict): number {
  const [first, second] = [one, other].map(({ kind, evidence }) => `${kind} ${evidence.join(' ')}`) as [string, string];
  if (first === second) return 0;
  return first < second ? -1 : 1;
}
