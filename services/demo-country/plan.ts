import type { ConversationMessage } from '../../treaty/conversation/conversation-message.ts';
import { answerTo } from './replies.ts';
import { courseOf, isTalkative, scenarioOf } from './scenarios.ts';
import type { Situation } from './situation.ts';
import { type Answer, type Delays, type Office, stepOf } from './steps.ts';

/** Something the country is going to say. */
export interface PlannedAnswer extends Answer {
  /** The same for the same answer, so that it is given once however often it is tried: made of what it answers. */
  idempotencyKey: string;
  /** Milliseconds since 1970. */
  dueAt: number;
}

/** Waiting for the other side, until then (milliseconds since 1970); for ever where there is no moment. */
export interface Waiting {
  until?: number;
}

/** Who answers, how fast, and what time it is (milliseconds since 1970). */
export interface Planning {
  office: Office;
  delays: Delays;
  now: number;
}

export interface Plan {
  answers: PlannedAnswer[];
  waiting: Waiting;
}

/**
 * What the country says next about a request, and when: a function of the conversation alone. Nothing of it is remembered, so that a country that is
 * killed and started again goes on where it was.
 */
export function planAnswers(situation: Situation, { office, delays, now }: Planning): Plan {
  const scenario = scenarioOf(situation.request);
  if (!isTalkative(scenario)) return { answers: [], waiting: {} };
  const next = situation.state.outcome === undefined ? nextStep(situation, { office, delays, now }) : { waiting: {} };
  return {
    answers: [...betweenTimes(situation, office, delays), ...(next.answer === undefined ? [] : [next.answer])],
    waiting: next.waiting,
  };
}

/** Answers to what the other side has asked beside the course of things. */
function betweenTimes(situation: Situation, office: Office, delays: Delays): PlannedAnswer[] {
  return situation.state.openItems.flatMap((item): PlannedAnswer[] => {
    if (item.turn !== 'requested') return [];
    const answer = answerTo(item, situation, office);
    if (answer === undefined) return [];
    return [{ ...answer, idempotencyKey: keyOf(item.kind, item.message), dueAt: Date.parse(item.since) + delays.enquiry }];
  });
}

/** The first step of the course that has not been taken, unless one before it waits for an answer. */
function nextStep(situation: Situation, { office, delays, now }: Planning): { answer?: PlannedAnswer; waiting: Waiting } {
  for (const name of courseOf(situation.request)) {
    const step = stepOf(name);
    if (step.applies?.(situation) === false) continue;
    const taken = situation.said.find(({ message }) => step.isTaken(message as ConversationMessage, situation));
    if (taken === undefined) {
      const dueAt = Date.parse(situation.movedAt) + delays[step.delay];
      return { answer: { ...step.answer(situation, office), idempotencyKey: keyOf(name, situation.requestId), dueAt }, waiting: {} };
    }
    const open = situation.state.openItems.find(({ kind, message }) => kind === step.awaits && message === taken.messageId);
    if (open === undefined) continue;
    if (step.goesOnUnanswered !== true) return { waiting: {} };
    const until = Date.parse(open.since) + delays.patience;
    if (now < until) return { waiting: { until } };
  }
  return { waiting: {} };
}

function keyOf(step: string, answered: string): string {
  return `demo-country.${step}.${answered}`;
}
