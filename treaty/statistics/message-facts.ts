import * as z from 'zod';
import type { LegalMessage } from '../message.ts';

const code = z.string().max(64);
const codes = z.array(code).max(200);

/**
 * What statistics count of one typed message: codes, and amounts of costs. No name, no number, no text, nothing that leads back to a person or a case,
 * so that it can be kept when the content is destroyed.
 */
export const messageFacts = z.strictObject({
  format: z.literal('valija-message-facts/1'),
  kind: code,
  /** The message it is about; identifiers only tie the messages of a case together. */
  about: z.string().max(64).exactOptional(),
  requestType: code.exactOptional(),
  matter: code.exactOptional(),
  instruments: codes.exactOptional(),
  offenceCategories: codes.exactOptional(),
  urgency: code.exactOptional(),
  grounds: codes.exactOptional(),
  /** How a reply or a service ended. */
  outcome: code.exactOptional(),
  /** Of a refusal, a withdrawal or a transfer: whether it ends the whole request. */
  ends: z.boolean().exactOptional(),
  stage: code.exactOptional(),
  costs: z.strictObject({ amount: z.string().max(32), currency: z.string().max(3) }).exactOptional(),
});
export type MessageFacts = z.infer<typeof messageFacts>;

/** The facts of a typed message. */
export function factsOf(message: LegalMessage): MessageFacts {
  return {
    format: 'valija-message-facts/1',
    kind: message.kind,
    ...('about' in message && message.about !== undefined ? { about: message.about } : {}),
    ...requestFacts(message),
    ...answerFacts(message),
  };
}

function requestFacts(message: LegalMessage): Partial<MessageFacts> {
  if (message.kind !== 'request') return {};
  const offences = offencesOf(message.particulars);
  return {
    requestType: message.requestType,
    matter: message.matter,
    instruments: [...new Set(message.instruments.map(({ instrument }) => instrument))].sort(),
    ...(offences.length === 0 ? {} : { offenceCategories: offences }),
    ...(message.priority === undefined ? {} : { urgency: message.priority.urgency }),
  };
}

/** Categories of the offences, in whatever type of request there are any. */
function offencesOf(particulars: object): string[] {
  const offences: unknown = 'offences' in particulars ? particulars.offences : undefined;
  if (!Array.isArray(offences)) return [];
  const categories = offences.map((offence: { category?: string }) => offence.category).filter((category) => category !== undefined);
  return [...new Set(categories)].sort();
}

function answerFacts(message: LegalMessage): Partial<MessageFacts> {
  switch (message.kind) {
    case 'refusal':
    case 'postponement':
      return { grounds: groundsOf(message.grounds), ends: message.kind === 'refusal' && message.of.extent === 'whole' };
    case 'withdrawal':
      return { ends: message.of.extent === 'whole' };
    case 'delay':
      return { grounds: groundsOf(message.grounds) };
    case 'reply':
      return { outcome: message.outcome.result, ends: true };
    case 'proof-of-service':
      return { outcome: message.service.served ? 'served' : 'not-served', ends: message.completes };
    case 'transfer':
      return { ends: message.continues === 'elsewhere' };
    case 'cost-consultation':
      return message.estimate === undefined ? {} : { costs: message.estimate };
    case 'acknowledgement':
      return message.stage === undefined ? {} : { stage: message.stage };
    case 'status-answer':
      return { stage: message.stage };
    default:
      return {};
  }
}

function groundsOf(grounds: readonly { ground: string }[]): string[] {
  return [...new Set(grounds.map(({ ground }) => ground))].sort();
}
