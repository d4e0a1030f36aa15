import type { Side } from '../../chain/inner-chain.ts';
import type { ContactPerson } from '../../common/party.ts';
import type { OwnReference } from '../../common/reference.ts';
import type { StageCode } from '../kinds/stage.ts';
import type { LegalEntry } from './legal-entry.ts';
import { type OpenItem, type OpenItemKind, openItemRow } from './open-item.ts';
import { isOutcome, type Outcome, type Phase } from './phase.ts';

/** A stretch of time in which the clock of a request stands still; without `to` it still does. */
export interface PausedInterval {
  readonly from: string;
  readonly to?: string;
}

/** What has come of the messages read so far. Lives only while one thread is read, from its first message to its last. */
export interface Progress {
  phase: Phase;
  readonly request: LegalEntry | undefined;
  readonly requesting: string | undefined;
  /** The addressee, and every authority to which the request was passed on within the conversation. */
  readonly requested: Set<string>;
  requestSeen: boolean;
  /** There is a signed text: the request, or a letter that confirms what was said. */
  inWriting: boolean;
  acknowledged: boolean;
  passedOn: boolean;
  postponed: boolean;
  partlyAnswered: boolean;
  items: OpenItem[];
  /** `message kind` of every item that has been settled. */
  readonly settled: Set<string>;
  readonly paused: { from: string; to: string }[];
  readonly counted: Map<string, LegalEntry>;
  /** Objects that have to go back, by the message that delivered them. */
  readonly objects: Map<string, Set<string>>;
  readonly acceptedConditions: string[];
  readonly grantedUses: string[];
  supplementRounds: number;
  translationRounds: number;
  stage?: StageCode;
  register?: OwnReference;
  officer?: ContactPerson;
  /** The last date that the requested side gave for its answer. */
  expectedOn?: string;
}

export function newProgress(request: LegalEntry | undefined, opener: LegalEntry | undefined): Progress {
  return {
    phase: 'preliminary',
    request,
    requesting: opener?.sender,
    requested: new Set(opener === undefined ? [] : [opener.recipient]),
    requestSeen: false,
    inWriting: false,
    acknowledged: false,
    passedOn: false,
    postponed: false,
    partlyAnswered: false,
    items: [],
    settled: new Set(),
    paused: [],
    counted: new Map(),
    objects: new Map(),
    acceptedConditions: [],
    grantedUses: [],
    supplementRounds: 0,
    translationRounds: 0,
  };
}

/** On which side somebody speaks; nobody else belongs to the conversation. */
export function sideOf(progress: Progress, sender: string): Side | undefined {
  if (sender === progress.requesting) return 'requesting';
  return progress.requested.has(sender) ? 'requested' : undefined;
}

export function otherSide(side: Side): Side {
  return side === 'requesting' ? 'requested' : 'requesting';
}

export function openItem(progress: Progress, { messageId, issuedAt }: LegalEntry, kind: OpenItemKind, turn: Side, by?: string): void {
  progress.items.push({ kind, message: messageId, turn, since: issuedAt, ...(by === undefined ? {} : { by }) });
}

/** Settles the items that fit, as of the message that settles them. */
export function settleItems(progress: Progress, { issuedAt }: LegalEntry, fits: (item: OpenItem) => boolean): void {
  for (const item of progress.items.filter(fits)) {
    progress.settled.add(settledKey(item.message, item.kind));
    if (openItemRow(item.kind).pausesClock) progress.paused.push({ from: item.since, to: laterOf(item.since, issuedAt) });
  }
  progress.items = progress.items.filter((item) => !fits(item));
}

/** Under what name a settled item is remembered. */
export function settledKey(message: string, kind: OpenItemKind): string {
  return `${message} ${kind}`;
}

/** Settles what one message opened. */
export function settleOf(progress: Progress, entry: LegalEntry, message: string, ...kinds: OpenItemKind[]): void {
  settleItems(progress, entry, (item) => item.message === message && kinds.includes(item.kind));
}

/** The request has come to an end; what outlives it stays open. */
export function endRequest(progress: Progress, entry: LegalEntry, outcome: Outcome): void {
  progress.phase = outcome;
  progress.postponed = false;
  progress.passedOn = false;
  settleItems(progress, entry, ({ kind }) => openItemRow(kind).endsWithRequest);
}

/** Execution goes on after a postponement. */
export function resumeExecution(progress: Progress, entry: LegalEntry): void {
  progress.postponed = false;
  settleItems(progress, entry, ({ kind }) => kind === 'resumption');
}

export function hasEnded({ phase }: Progress): boolean {
  return isOutcome(phase);
}

/** The stretches in which the clock stood still, joined where they overlap, in order; at most one is still running and comes last. */
export function pausedIntervals({ paused, items }: Progress): PausedInterval[] {
  const running = items.filter(({ kind }) => openItemRow(kind).pausesClock).map(({ since }): PausedInterval => ({ from: since }));
  const sorted = [...paused, ...running].sort((one, other) => Date.parse(one.from) - Date.parse(other.from));
  const joined: PausedInterval[] = [];
  for (const next of sorted) {
    const last = joined.at(-1);
    if (last === undefined || (last.to !== undefined && Date.parse(last.to) < Date.parse(next.from))) joined.push(next);
    else if (last.to !== undefined) joined[joined.length - 1] = joinedIntervals(last, next);
  }
  return joined;
}

function joinedIntervals(one: PausedInterval, other: PausedInterval): PausedInterval {
  if (one.to === undefined || other.to === undefined) return { from: one.from };
  return { from: one.from, to: laterOf(one.to, other.to) };
}

/** The later of two instants. A clock that was behind makes no interval that ends before it begins. */
function laterOf(one: string, other: string): string {
  return Date.parse(other) > Date.parse(one) ? other : one;
}
