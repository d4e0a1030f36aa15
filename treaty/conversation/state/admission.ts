import type { Side } from '../../chain/inner-chain.ts';
import type { MessageKind } from '../../message.ts';
import { KIND_TABLE } from './kind-table.ts';
import { aboutOf, type LegalEntry } from './legal-entry.ts';
import type { OpenItem } from './open-item.ts';
import { hasEnded, type Progress, settledKey, sideOf } from './progress.ts';

/** Why a message has no effect on the state. It is kept and shown all the same. */
export type SetAsideCode =
  /** From an authority that is neither of the two sides. */
  | 'message-from-stranger'
  /** Only the other side can say that. */
  | 'message-from-wrong-side'
  /** It answers a message that asks for something else, or that was set aside itself. */
  | 'answer-does-not-fit'
  /** What it answers has been settled already. */
  | 'already-answered'
  /** There is no request yet. */
  | 'before-any-request'
  | 'reply-after-withdrawal'
  /** The request has ended, and this cannot change it. */
  | 'after-the-end';

/** A message as far as its place in the conversation goes: not what it says, only that it says it. */
export interface Move {
  readonly side: Side | undefined;
  readonly kind: MessageKind;
  readonly about?: string;
}

/** Why a message cannot count at this point; undefined when it counts. */
export function reasonToSetAside(progress: Progress, { side, kind, about }: Move): SetAsideCode | undefined {
  const row = KIND_TABLE[kind];
  // Before anything was asked nobody is a side.
  if (side === undefined && progress.requesting !== undefined) return 'message-from-stranger';
  if (side !== undefined && row.from !== 'either' && row.from !== side) return 'message-from-wrong-side';
  if (!row.phases.includes(progress.phase)) return phaseReason(progress, kind);
  if (about === undefined || row.about === 'any') return undefined;
  const asked = progress.counted.get(about);
  if (asked === undefined || !row.about.includes(asked.message.kind)) return 'answer-does-not-fit';
  return row.answers === undefined ? undefined : answerReason(progress, { side, kind, about });
}

function phaseReason(progress: Progress, kind: MessageKind): SetAsideCode {
  if (!hasEnded(progress)) return 'before-any-request';
  const isAnswer = kind === 'reply' || kind === 'partial-reply' || kind === 'proof-of-service';
  return progress.phase === 'withdrawn' && isAnswer ? 'reply-after-withdrawal' : 'after-the-end';
}

function answerReason(progress: Progress, move: Move): SetAsideCode | undefined {
  const items = itemsAnswered(progress, move);
  if (items.length === 0) return wasSettled(progress, move) ? 'already-answered' : 'answer-does-not-fit';
  return items.some((item) => mayAnswer(item, move)) ? undefined : 'message-from-wrong-side';
}

/** The open items that a message of this kind about that message would settle. */
function itemsAnswered({ items }: Progress, { kind, about }: Move): OpenItem[] {
  return items.filter((item) => item.message === about && KIND_TABLE[kind].answers?.includes(item.kind) === true);
}

function wasSettled({ settled }: Progress, { kind, about = '' }: Move): boolean {
  return KIND_TABLE[kind].answers?.some((item) => settled.has(settledKey(about, item))) === true;
}

/** Where the paper original is may be told by whoever knows. */
function mayAnswer({ turn, kind }: OpenItem, { side }: Move): boolean {
  return turn === side || kind === 'paper-original';
}

/** What a side can say next, and about which messages. */
export interface NextKind {
  readonly kind: MessageKind;
  /** Messages that it can be about, in their order. Empty for what stands by itself. */
  readonly about: readonly string[];
}

/** Every kind that would count at this point, were it sent by that side. */
export function nextKinds(progress: Progress, side: Side): NextKind[] {
  return (Object.keys(KIND_TABLE) as MessageKind[]).flatMap((kind): NextKind[] => {
    if (kind === 'request') return side === 'requesting' && !progress.requestSeen ? [{ kind, about: [] }] : [];
    const candidates = aboutCandidates(progress, kind);
    const standsAlone = kind === 'prior-contact' || kind === 'oral-request';
    const about = candidates.filter((candidate) => reasonToSetAside(progress, { side, kind, about: candidate }) === undefined);
    const alone = standsAlone && reasonToSetAside(progress, { side, kind }) === undefined;
    return about.length > 0 || alone ? [{ kind, about }] : [];
  });
}

/** Of what can be about anything only the request itself is offered, or what stands for it while it has not been written. */
function aboutCandidates({ counted, request, requestSeen }: Progress, kind: MessageKind): string[] {
  const { about } = KIND_TABLE[kind];
  if (about !== 'any') return [...counted.values()].filter(({ message }) => about.includes(message.kind)).map(({ messageId }) => messageId);
  if (request !== undefined && requestSeen) return [request.messageId];
  const [oral] = [...counted.values()].filter(({ message }) => message.kind === 'oral-request');
  return oral === undefined ? [] : [oral.messageId];
}

/** The move that an entry is. */
export function moveOf(progress: Progress, entry: LegalEntry): Move {
  const about = aboutOf(entry);
  return { side: sideOf(progress, entry.sender), kind: entry.message.kind, ...(about === undefined ? {} : { about }) };
}
