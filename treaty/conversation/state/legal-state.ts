import type { Side } from '../../chain/inner-chain.ts';
import type { ContactPerson } from '../../common/party.ts';
import type { OwnReference } from '../../common/reference.ts';
import type { MessageKind } from '../../message.ts';
import type { StageCode } from '../kinds/stage.ts';
import { moveOf, type NextKind, nextKinds, reasonToSetAside } from './admission.ts';
import { applyEffect } from './effects.ts';
import { type Irregularity, irregularitiesOf } from './irregularities.ts';
import type { LegalEntry } from './legal-entry.ts';
import { type OpenItem, type OpenItemKind, openItemRow } from './open-item.ts';
import { isOutcome, type LegalStateName, type Outcome } from './phase.ts';
import { hasEnded, newProgress, type PausedInterval, type Progress, pausedIntervals, sideOf } from './progress.ts';
import { type Thread, threadOf } from './thread.ts';

export interface TimelineEntry {
  readonly messageId: string;
  readonly kind: MessageKind;
  readonly issuedAt: string;
  /** None: from a stranger, or before anything was asked. */
  readonly side?: Side;
  /** Whether it had an effect; what was set aside is shown with its reason among the irregularities. */
  readonly counted: boolean;
  /** Where the request stood after it. */
  readonly state: LegalStateName;
}

/** Where a request stands in law. Every instant in it was declared by somebody inside a seal. */
export interface LegalState {
  /** The request that all this is about; none while there is only what came before it. */
  readonly request?: string;
  readonly state: LegalStateName;
  readonly outcome?: Outcome;
  /** It has ended, and nothing is left to do. */
  readonly closed: boolean;
  readonly openItems: readonly OpenItem[];
  /** Who has to do something next. */
  readonly turn: readonly Side[];
  /** When the clock of the request stood still because a supplement or a translation was awaited. */
  readonly pauses: readonly PausedInterval[];
  readonly supplementRounds: number;
  readonly translationRounds: number;
  readonly stage?: StageCode;
  readonly register?: OwnReference;
  readonly officer?: ContactPerson;
  /** The last day that the requested side gave for its answer. */
  readonly expectedOn?: string;
  /** Messages whose conditions were accepted, and requests for another use that were granted. */
  readonly acceptedConditions: readonly string[];
  readonly grantedUses: readonly string[];
  readonly next: Readonly<Record<Side, readonly NextKind[]>>;
  readonly irregularities: readonly Irregularity[];
  readonly waiting: Thread['waiting'];
  readonly elsewhere: Thread['elsewhere'];
  readonly timeline: readonly TimelineEntry[];
}

/**
 * The legal state of one request: a pure function of the set of messages of its conversation. Order of arrival and copies make no difference;
 * what is about a message that has not come waits for it; what cannot be said at its place has no effect and is shown as irregular.
 *
 * Once the request is there, a message that is issued after all others only ever adds: rounds, pauses that have ended, irregularities and the effects of earlier messages
 * stay what they were, and an outcome gives way to nothing but an answer after a refusal.
 *
 * `requestId` names the request where a conversation has several; without it, the first formal one by declared instant.
 */
export function legalState(entries: Iterable<LegalEntry>, requestId?: string): LegalState {
  const thread = threadOf(entries, requestId);
  const progress = newProgress(thread.request, openerOf(thread));
  const irregularities: Irregularity[] = thread.reusedIdentifiers.map((messageId) => ({ messageId, code: 'identifier-reused' }));
  const timeline: TimelineEntry[] = [];
  for (const entry of thread.ordered) {
    const { counted, found } = readEntry(progress, entry);
    irregularities.push(...found);
    const side = sideOf(progress, entry.sender);
    const { messageId, issuedAt, message } = entry;
    timeline.push({
      messageId,
      kind: message.kind,
      issuedAt,
      ...(side === undefined ? {} : { side }),
      counted,
      state: stateName(progress),
    });
  }
  return describe(progress, thread, irregularities, timeline);
}

/** When the clock of a request stood still; what deadlines are computed with. */
export function supplementIntervals(entries: Iterable<LegalEntry>, requestId?: string): readonly PausedInterval[] {
  return legalState(entries, requestId).pauses;
}

function openerOf({ request, ordered }: Thread): LegalEntry | undefined {
  return request ?? ordered.find(({ message }) => message.kind === 'oral-request');
}

function readEntry(progress: Progress, entry: LegalEntry): { counted: boolean; found: Irregularity[] } {
  const move = moveOf(progress, entry);
  const reason = reasonToSetAside(progress, move);
  if (reason !== undefined) return { counted: false, found: [{ messageId: entry.messageId, code: reason }] };
  const found = irregularitiesOf(progress, entry);
  progress.counted.set(entry.messageId, entry);
  if (move.side !== undefined) applyEffect(progress, entry, move.side);
  return { counted: true, found };
}

function describe(
  progress: Progress,
  thread: Thread,
  irregularities: readonly Irregularity[],
  timeline: readonly TimelineEntry[],
): LegalState {
  const { phase, items, stage, register, officer, expectedOn } = progress;
  return {
    ...(thread.request === undefined ? {} : { request: thread.request.messageId }),
    state: stateName(progress),
    ...(isOutcome(phase) ? { outcome: phase } : {}),
    closed: hasEnded(progress) && items.length === 0,
    openItems: items,
    turn: turnOf(progress),
    pauses: pausedIntervals(progress),
    supplementRounds: progress.supplementRounds,
    translationRounds: progress.translationRounds,
    ...(stage === undefined ? {} : { stage }),
    ...(register === undefined ? {} : { register }),
    ...(officer === undefined ? {} : { officer }),
    ...(expectedOn === undefined ? {} : { expectedOn }),
    acceptedConditions: progress.acceptedConditions,
    grantedUses: progress.grantedUses,
    next: { requesting: nextKinds(progress, 'requesting'), requested: nextKinds(progress, 'requested') },
    irregularities,
    waiting: thread.waiting,
    elsewhere: thread.elsewhere,
    timeline,
  };
}

/** The one word for it: how it ended, else what it waits for, else how far it has come. */
function stateName(progress: Progress): LegalStateName {
  const { phase, items } = progress;
  if (phase !== 'open') return phase;
  const waitsFor = (...kinds: OpenItemKind[]) => items.some(({ kind }) => kinds.includes(kind));
  if (waitsFor('supplement', 'translation')) return 'supplement-awaited';
  if (waitsFor('conditions')) return 'conditions-offered';
  if (waitsFor('consultation', 'costs', 'confidentiality')) return 'in-consultation';
  if (progress.postponed) return 'postponed';
  if (progress.passedOn) return 'passed-on';
  if (progress.partlyAnswered) return 'partly-answered';
  if (progress.acknowledged) return 'acknowledged';
  return progress.inWriting ? 'requested' : 'announced';
}

/** Whoever has an open item; and the requested side, unless execution waits for the other one or has ended. */
function turnOf({ phase, items }: Progress): Side[] {
  const sides = new Set<Side>(items.map(({ turn }) => turn));
  if (phase === 'preliminary') sides.add('requesting');
  if (phase === 'open' && !items.some(({ kind, turn }) => turn === 'requesting' && openItemRow(kind).holdsUp)) sides.add('requested');
  return (['requesting', 'requested'] as const).filter((side) => sides.has(side));
}
