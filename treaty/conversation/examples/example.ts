import { LEGAL_FORMAT } from '../../requests/request-envelope.ts';
import type { ConversationMessage } from '../conversation-message.ts';

/** An invented message: States XA and XB, persons, numbers and cases exist nowhere. */
export interface ConversationExample {
  /** What it shows, in a few words. */
  readonly name: string;
  readonly message: ConversationMessage;
}

/** The messages that the examples speak of. */
export const EXAMPLE_MESSAGES = {
  request: '019a0000-0000-7000-8000-000000000001',
  oralRequest: '019a0000-0000-7000-8000-000000000002',
  advanceCopy: '019a0000-0000-7000-8000-000000000003',
  supplementRequest: '019a0000-0000-7000-8000-000000000004',
  translationDefective: '019a0000-0000-7000-8000-000000000005',
  statusEnquiry: '019a0000-0000-7000-8000-000000000006',
  consultation: '019a0000-0000-7000-8000-000000000007',
  costConsultation: '019a0000-0000-7000-8000-000000000008',
  conditionsOffered: '019a0000-0000-7000-8000-000000000009',
  cannotKeepConfidential: '019a0000-0000-7000-8000-00000000000a',
  partialReply: '019a0000-0000-7000-8000-00000000000b',
  reply: '019a0000-0000-7000-8000-00000000000c',
  otherUseRequest: '019a0000-0000-7000-8000-00000000000d',
  offChannelDispatch: '019a0000-0000-7000-8000-00000000000e',
} as const;

/** Digest of an invented file, told apart by its first figure. */
export const digest = (figure: string) => figure.padEnd(64, '0');

/** Members that stand at the head of every message, in Spanish. */
export const inSpanish = <Kind extends ConversationMessage['kind'], About extends string>(kind: Kind, about: About) => ({
  format: LEGAL_FORMAT as typeof LEGAL_FORMAT,
  kind,
  about,
  language: 'es',
});

/** The same in Portuguese. */
export const inPortuguese = <Kind extends ConversationMessage['kind'], About extends string>(kind: Kind, about: About) => ({
  ...inSpanish(kind, about),
  language: 'pt',
});

export const REQUESTING = {
  name: 'Autoridad central inventada de XA',
  country: 'XA',
  identifier: 'urn:valija:authority:xa-central',
} as const;

export const REQUESTED = {
  name: 'Autoridade central inventada de XB',
  country: 'XB',
  identifier: 'urn:valija:authority:xb-central',
} as const;

export const OFFICER = {
  name: 'Pessoa Inventada',
  functions: 'Técnica superior',
  telephone: '+999 21 555 0101',
  email: 'pessoa.inventada@example.org',
} as const;
