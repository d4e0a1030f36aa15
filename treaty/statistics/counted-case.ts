import type { MessageFacts } from './message-facts.ts';

/** A typed message of a case as statistics see it. */
export interface CountedMessage {
  messageId: string;
  /** When it was submitted, as the seal says; RFC 3339 in UTC. */
  at: string;
  /** Whether the other authority wrote it. */
  byPeer: boolean;
  facts: MessageFacts;
}

/** A case of the register, without content. */
export interface CountedCase {
  /** Country of the other authority, ISO 3166-1 alpha-2; `unknown` when the directory does not have it any more. */
  country: string;
  /** In any order. */
  messages: readonly CountedMessage[];
}

/** How a request ended; `open` while it has not. */
export const CASE_OUTCOMES = ['open', 'answered', 'answered-in-part', 'without-result', 'refused', 'withdrawn', 'transferred'] as const;
export type CaseOutcome = (typeof CASE_OUTCOMES)[number];

/** One request with what came of it. */
export interface CountedRequest {
  country: string;
  direction: 'outgoing' | 'incoming';
  facts: MessageFacts;
  requestedAt: string;
  acknowledgedAt?: string;
  firstAnswerAt?: string;
  endedAt?: string;
  outcome: CaseOutcome;
  grounds: readonly string[];
  supplementRounds: number;
  stage?: string;
  costs: readonly { amount: string; currency: string }[];
}

/** The request of a case and what followed it; undefined for a case in which nothing was asked for. What comes after the end only adds grounds. */
export function countedRequest({ country, messages }: CountedCase): CountedRequest | undefined {
  const ordered = [...messages].sort((one, other) => compare(one.at, other.at) || compare(one.messageId, other.messageId));
  const request = ordered.find(({ facts }) => facts.kind === 'request');
  if (request === undefined) return undefined;
  const later = ordered.filter((message) => message !== request && message.at >= request.at);
  const first = (...kinds: string[]) => later.find(({ facts }) => kinds.includes(facts.kind))?.at;
  const end = later.find(({ facts }) => facts.ends === true);
  const stage = later.findLast(({ facts }) => facts.stage !== undefined)?.facts.stage;
  const acknowledgedAt = first('acknowledgement');
  const firstAnswerAt = first('partial-reply', 'reply', 'proof-of-service', 'refusal');
  return {
    country,
    direction: request.byPeer ? 'incoming' : 'outgoing',
    facts: request.facts,
    requestedAt: request.at,
    ...(acknowledgedAt === undefined ? {} : { acknowledgedAt }),
    ...(firstAnswerAt === undefined ? {} : { firstAnswerAt }),
    ...(end === undefined ? {} : { endedAt: end.at }),
    outcome: end === undefined ? 'open' : outcomeOf(end.facts),
    grounds: [...new Set(later.flatMap(({ facts }) => facts.grounds ?? []))].sort(),
    supplementRounds: later.filter(({ facts }) => facts.kind === 'supplement-request').length,
    ...(stage === undefined ? {} : { stage }),
    costs: later.flatMap(({ facts }) => (facts.costs === undefined ? [] : [facts.costs])),
  };
}

const OUTCOME_OF_REPLY: Readonly<Record<string, CaseOutcome>> = {
  'executed-in-part': 'answered-in-part',
  'without-result': 'without-result',
  'not-served': 'without-result',
};

function outcomeOf({ kind, outcome }: MessageFacts): CaseOutcome {
  if (kind === 'refusal') return 'refused';
  if (kind === 'withdrawal') return 'withdrawn';
  if (kind === 'transfer') return 'transferred';
  return OUTCOME_OF_REPLY[outcome ?? ''] ?? 'answered';
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
