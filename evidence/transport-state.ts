import { requireIssuer } from './acceptance.ts';
import { type Conflict, findConflicts } from './conflicts.ts';
import { EvidenceError } from './error.ts';
import { EVENTS, type EventName } from './event.ts';
import { distinctEvidence, findOrphans, findSequenceGaps, type Orphan, orderEvidence, type SequenceGap } from './order.ts';
import type { EvidenceSummary } from './summary.ts';

/** Where a message stands on its way. The list goes from the least to the most that can be said: the table of docs/transport-states.md. */
export const TRANSPORT_STATES = [
  'submitted',
  'accepted',
  'relayed',
  'delivery-unconfirmed',
  'consigned',
  'handover-unconfirmed',
  'rejected',
  'failed',
  'refused',
  'not-consigned',
  'not-collected',
  'handed-over',
] as const;

export type TransportState = (typeof TRANSPORT_STATES)[number];

/** The state that one event alone establishes. A set of evidence has the furthest state any piece of it establishes. */
const ESTABLISHES: Readonly<Record<EventName, TransportState>> = {
  SubmissionAcceptance: 'accepted',
  SubmissionRejection: 'rejected',
  RelayAcceptance: 'relayed',
  RelayRejection: 'refused',
  RelayFailure: 'failed',
  ContentConsignment: 'consigned',
  ContentConsignmentFailure: 'not-consigned',
  // About a notification nothing can be said unless there is something to notify of.
  ConsignmentNotification: 'consigned',
  ConsignmentNotificationFailure: 'consigned',
  ContentHandover: 'handed-over',
  ContentHandoverFailure: 'not-collected',
  DeliveryUnconfirmed: 'delivery-unconfirmed',
  HandoverUnconfirmed: 'handover-unconfirmed',
};

const RANK: Readonly<Record<TransportState, number>> = Object.fromEntries(TRANSPORT_STATES.map((state, rank) => [state, rank])) as Record<
  TransportState,
  number
>;

const TERMINAL: ReadonlySet<TransportState> = new Set(
  (Object.keys(EVENTS) as EventName[]).filter((event) => EVENTS[event].terminal).map((event) => ESTABLISHES[event]),
);
const PROVISIONAL: ReadonlySet<TransportState> = new Set(['delivery-unconfirmed', 'handover-unconfirmed']);

export function isTerminal(state: TransportState): boolean {
  return TERMINAL.has(state);
}

/** An end that holds until the other side answers after all. */
export function isProvisional(state: TransportState): boolean {
  return PROVISIONAL.has(state);
}

/** Evidence that is kept and shown but says nothing about our message. */
export interface Disregarded {
  readonly evidenceDigest: string;
  /** About an envelope that is not ours; or an event its issuer cannot state. */
  readonly why: 'foreign-envelope' | 'issuer-not-allowed';
}

export interface TransportReport {
  readonly state: TransportState;
  readonly terminal: boolean;
  readonly provisional: boolean;
  /** Handed over after it had been stated as not collected. */
  readonly lateHandover: boolean;
  readonly conflicts: readonly Conflict[];
  readonly orphans: readonly Orphan[];
  readonly gaps: readonly SequenceGap[];
  readonly disregarded: readonly Disregarded[];
  /** All evidence, ordered by the graph. */
  readonly timeline: readonly EvidenceSummary[];
}

/**
 * The transport state of one message: a pure function of the set of its verified evidence. Order of arrival and copies make no
 * difference, and more evidence never takes a message back: its state only moves forward in `TRANSPORT_STATES`, so what has ended
 * stays ended.
 *
 * `ourEnvelopes` holds the `envelopeDigest` of every envelope we sent for the message, or accepted. What the recipient states about
 * any other envelope concerns somebody's duplicate and is set aside. Evidence of relays is shown and counts for nothing else.
 * Evidence whose previous evidence is missing counts all the same, because its signature holds; it is reported as an orphan.
 */
export function transportState(evidence: Iterable<EvidenceSummary>, ourEnvelopes: ReadonlySet<string>): TransportReport {
  const sorted = sortOut(evidence, ourEnvelopes);
  const { all, counted, disregarded } = sorted;
  return {
    ...outcomeOf(sorted),
    orphans: findOrphans(all),
    gaps: findSequenceGaps(counted),
    disregarded,
    timeline: orderEvidence(all),
  };
}

/** The part of the report that decides what is done next; all that a step needs. */
export type TransportOutcome = Pick<TransportReport, 'state' | 'terminal' | 'provisional' | 'lateHandover' | 'conflicts'>;

/** As `transportState`, without what is only shown. */
export function transportOutcome(evidence: Iterable<EvidenceSummary>, ourEnvelopes: ReadonlySet<string>): TransportOutcome {
  return outcomeOf(sortOut(evidence, ourEnvelopes));
}

interface SortedEvidence {
  all: readonly EvidenceSummary[];
  /** What says something about our message. */
  counted: readonly EvidenceSummary[];
  disregarded: readonly Disregarded[];
}

function sortOut(evidence: Iterable<EvidenceSummary>, ourEnvelopes: ReadonlySet<string>): SortedEvidence {
  const all = distinctEvidence(evidence);
  const disregarded = all.flatMap((summary) => disregard(summary, ourEnvelopes));
  const aside = new Set(disregarded.map((entry) => entry.evidenceDigest));
  return { all, counted: all.filter((summary) => !aside.has(summary.evidenceDigest)), disregarded };
}

function outcomeOf({ counted }: SortedEvidence): TransportOutcome {
  const ends = counted.filter((summary) => summary.role !== 'relay');
  const state = furthest(ends.map((summary) => ESTABLISHES[summary.event]));
  return {
    state,
    terminal: isTerminal(state),
    provisional: isProvisional(state),
    lateHandover: hasLateHandover(ends),
    conflicts: findConflicts(counted),
  };
}

function furthest(states: readonly TransportState[]): TransportState {
  return states.reduce((best, state) => (RANK[state] > RANK[best] ? state : best), 'submitted' as TransportState);
}

/** The issuer's own sequence says which came first. */
function hasLateHandover(ends: readonly EvidenceSummary[]): boolean {
  const notCollected = ends.filter((summary) => summary.event === 'ContentHandoverFailure').map((summary) => summary.issuerSequence);
  return ends.some((summary) => summary.event === 'ContentHandover' && summary.issuerSequence > Math.min(...notCollected));
}

function disregard(summary: EvidenceSummary, ourEnvelopes: ReadonlySet<string>): Disregarded[] {
  const { evidenceDigest, envelopeDigest } = summary;
  if (!issuerAllowed(summary)) return [{ evidenceDigest, why: 'issuer-not-allowed' }];
  // The sender speaks about its own message: it may name an envelope that never reached us.
  const foreign = summary.role !== 'sender' && envelopeDigest !== undefined && !ourEnvelopes.has(envelopeDigest);
  return foreign ? [{ evidenceDigest, why: 'foreign-envelope' }] : [];
}

function issuerAllowed(summary: EvidenceSummary): boolean {
  try {
    requireIssuer(summary);
    return true;
  } catch (error) {
    if (error instanceof EvidenceError) return false;
    throw error;
  }
}
