import type { ContactPerson } from '../../treaty/common/party.ts';
import { isLacking } from '../../treaty/completeness/assess-completeness.ts';
import type { ConversationMessage } from '../../treaty/conversation/conversation-message.ts';
import type { OpenItemKind } from '../../treaty/conversation/state/open-item.ts';
import {
  acknowledgement,
  complaintOfTranslation,
  conditions,
  consultation,
  costs,
  delayNotice,
  disclosure,
  onwardTransfer,
  postponement,
  refusal,
  resumption,
  supplementRequest,
} from './answers.ts';
import type { Enclosure } from './country-gateway.ts';
import { partialReply, reply } from './replies.ts';
import type { Situation } from './situation.ts';
import type { CountryLanguage } from './texts/country-languages.ts';

/** Who answers, and in which language. */
export interface Office {
  /** Name of the authority, as its letters name it. */
  name: string;
  country: string;
  officer: ContactPerson & { telephone: string; email: string };
  language: CountryLanguage;
}

/** What a step says, and the files that go with it. */
export interface Answer {
  message: ConversationMessage;
  enclosures: readonly Enclosure[];
}

/** How long the country takes, from when the request was last moved on. Milliseconds. */
export const DELAYS = ['takeOver', 'acknowledgement', 'question', 'decision', 'partialReply', 'reply', 'enquiry', 'patience'] as const;
export type Delays = Readonly<Record<(typeof DELAYS)[number], number>>;

interface Step {
  delay: keyof Delays;
  /** Left out: to every request. */
  applies?: (situation: Situation) => boolean;
  /** By which message of the country's own the step is known to be taken. */
  isTaken: (message: ConversationMessage, situation: Situation) => boolean;
  /** What it leaves open; the course goes on when that is settled. */
  awaits?: OpenItemKind;
  /** After `patience` the course goes on without an answer. */
  goesOnUnanswered?: true;
  answer: (situation: Situation, office: Office) => Answer;
}

const kind =
  (name: ConversationMessage['kind']): Step['isTaken'] =>
  (message) =>
    message.kind === name;

const consulted =
  (purpose: 'before-refusal' | 'before-postponement'): Step['isTaken'] =>
  (message) =>
    message.kind === 'consultation' && message.purpose === purpose;

const hasDeclined = ({ state }: Situation) => state.timeline.some((entry) => entry.kind === 'conditions-declined' && entry.counted);

/** Everything that the country can do with a request. Scenarios put them in order. */
export const STEPS = {
  acknowledge: {
    delay: 'acknowledgement',
    isTaken: (message, { requestId }) => message.kind === 'acknowledgement' && message.about === requestId,
    answer: acknowledgement,
  },
  'ask-supplement': {
    delay: 'question',
    applies: ({ report }) => report.entries.some(isLacking),
    isTaken: kind('supplement-request'),
    awaits: 'supplement',
    answer: supplementRequest,
  },
  'complain-of-translation': {
    delay: 'question',
    isTaken: kind('translation-defective'),
    awaits: 'translation',
    answer: complaintOfTranslation,
  },
  'consult-before-refusal': {
    delay: 'question',
    isTaken: consulted('before-refusal'),
    awaits: 'consultation',
    goesOnUnanswered: true,
    answer: (situation, office) => consultation(situation, office, 'before-refusal'),
  },
  refuse: { delay: 'decision', isTaken: kind('refusal'), answer: (situation, office) => refusal(situation, office, 'dual-criminality') },
  'consult-before-postponement': {
    delay: 'question',
    isTaken: consulted('before-postponement'),
    awaits: 'consultation',
    goesOnUnanswered: true,
    answer: (situation, office) => consultation(situation, office, 'before-postponement'),
  },
  postpone: { delay: 'decision', isTaken: kind('postponement'), answer: postponement },
  resume: {
    delay: 'decision',
    isTaken: (message, { requestId }) => message.kind === 'status-answer' && message.about === requestId,
    answer: resumption,
  },
  'offer-conditions': { delay: 'question', isTaken: kind('conditions-offered'), awaits: 'conditions', answer: conditions },
  'consult-on-declined-conditions': {
    delay: 'question',
    applies: hasDeclined,
    isTaken: consulted('before-refusal'),
    awaits: 'consultation',
    goesOnUnanswered: true,
    answer: (situation, office) => consultation(situation, office, 'declined-conditions'),
  },
  'refuse-for-declined-conditions': {
    delay: 'decision',
    applies: hasDeclined,
    isTaken: kind('refusal'),
    answer: (situation, office) => refusal(situation, office, 'own-law-forbids'),
  },
  'tell-of-disclosure': { delay: 'question', isTaken: kind('cannot-keep-confidential'), awaits: 'confidentiality', answer: disclosure },
  'consult-on-costs': { delay: 'question', isTaken: kind('cost-consultation'), awaits: 'costs', answer: costs },
  'tell-of-delay': { delay: 'question', isTaken: kind('delay'), answer: delayNotice },
  'pass-on': { delay: 'question', isTaken: kind('transfer'), answer: onwardTransfer },
  'acknowledge-anew': {
    delay: 'acknowledgement',
    isTaken: (message, { requestId }) => message.kind === 'acknowledgement' && message.about !== requestId,
    answer: acknowledgement,
  },
  'reply-partly': {
    delay: 'partialReply',
    // Whether a document was served is said once.
    applies: ({ request }) => request.requestType !== 'service-of-documents',
    isTaken: kind('partial-reply'),
    answer: partialReply,
  },
  reply: {
    delay: 'reply',
    isTaken: (message) => message.kind === 'reply' || message.kind === 'proof-of-service',
    answer: reply,
  },
} as const satisfies Readonly<Record<string, Step>>;
export type StepName = keyof typeof STEPS;

/** A step under its general type, so that absent members can be asked for. */
export function stepOf(name: StepName): Step {
  return STEPS[name];
}
