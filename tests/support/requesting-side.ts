import type { ConversationMessage } from '../../treaty/conversation/conversation-message.ts';
import { type LegalMessage, parseLegalMessage } from '../../treaty/message.ts';
import { REQUEST_EXAMPLES } from '../../treaty/requests/examples/request-examples.ts';
import { LEGAL_FORMAT } from '../../treaty/requests/request-envelope.ts';
import type { RequestMessage } from '../../treaty/requests/request-message.ts';

/** An exercise for an invented country, without files but the letter; `lacking`: it does not say which offence it is about. */
export function exercise(scenario: string | undefined, lacking = false): RequestMessage {
  const { complete } = REQUEST_EXAMPLES['mutual-legal-assistance'];
  const reference = scenario === undefined ? [] : [{ system: 'scenario', number: scenario, authority: 'Adiestramiento inventado' }];
  const { offences, ...particulars } = complete.particulars;
  return {
    ...complete,
    training: true,
    references: [...complete.references, ...reference],
    files: [{ name: 'letter.pdf', document: 'letter', language: 'es', version: { kind: 'original' } }],
    particulars: lacking || offences === undefined ? particulars : { offences, ...particulars },
  };
}

/** What somebody at the requesting side says to a message of the requested one; undefined where nothing is asked. */
export function requestingAnswer(messageId: string, message: LegalMessage): ConversationMessage | undefined {
  const head = { format: LEGAL_FORMAT, about: messageId, language: 'es' } as const;
  const said = answerBody(message);
  return said === undefined ? undefined : (parsed({ ...head, ...said }) as ConversationMessage);
}

function answerBody(message: LegalMessage): Record<string, unknown> | undefined {
  switch (message.kind) {
    case 'supplement-request':
      return {
        kind: 'supplement',
        answers: message.questions.map(({ id }) => ({ question: id, outcome: 'answered', text: 'Dato inventado.' })),
        complete: true,
      };
    case 'translation-defective':
      return { kind: 'supplement', answers: [], complete: true, text: 'Se envía otra traducción inventada.' };
    case 'consultation':
    case 'cost-consultation':
      return { kind: 'consultation-answer', position: 'agrees', text: 'Conforme (respuesta inventada).' };
    case 'conditions-offered':
      return { kind: 'conditions-accepted' };
    case 'cannot-keep-confidential':
      return { kind: 'confidentiality-decision', decision: 'execute' };
    default:
      return undefined;
  }
}

function parsed(value: unknown): LegalMessage {
  const { message, faults } = parseLegalMessage(value);
  if (message === undefined) throw new Error(JSON.stringify(faults));
  return message;
}
