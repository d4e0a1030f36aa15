import { LANGUAGES, type Language, type Texts } from '../../gateway/problems/language.ts';
import { MESSAGE_KIND_GLOSSARY } from '../../treaty/glossary/message-kinds.ts';
import { type Term, termIn } from '../../treaty/glossary/term.ts';
import type { LegalMessage } from '../../treaty/message.ts';
import { letterLines } from '../wording/letter-signatures.ts';
import { printable } from '../wording/printable.ts';
import type { Listener } from './exchange.ts';
import type { Narration } from './narration.ts';

/** Tells a conversation as it goes on. */
export function storyteller(narration: Narration): Listener {
  let last = 'request';
  return {
    submitted: (messageId, number) => narration.tell('submitted', { messageId, number }),
    said: (from, message) => {
      last = message.kind;
      narration.tell(from === 'outbound' ? 'outgoing' : 'incoming', { kind: inEach(MESSAGE_KIND_GLOSSARY[message.kind]) });
      tellWhatIsSaid(narration, message);
    },
    receipt: (evidence, { kind }) => {
      if (kind !== last) narration.tell('receiptsOf', { kind: inEach(MESSAGE_KIND_GLOSSARY[kind]) });
      last = kind;
      narration.receipt(evidence);
    },
    consigned: (received) => {
      const lines = Object.fromEntries(LANGUAGES.map((language) => [language, letterLines(received, language)]));
      for (const index of (lines.es ?? []).keys()) narration.tell('reading', { line: each((language) => lines[language]?.[index] ?? '') });
      narration.tell('delivered', { count: String(received.files.length) });
    },
  };
}

function tellWhatIsSaid(narration: Narration, message: LegalMessage): void {
  if (message.kind === 'acknowledgement')
    narration.tell('acknowledged', { number: printable(message.register.number), officer: printable(message.officer.name) });
  if (message.kind === 'supplement-request') for (const { text } of message.questions) narration.tell('asked', { text: printable(text) });
  if (message.kind === 'partial-reply' || message.kind === 'reply')
    for (const { title, use } of message.items) narration.tell('deliveredItem', { title: printable(title), codes: use.codes.join(', ') });
}

function inEach(term: Term): Texts {
  return each((language) => termIn(term, language));
}

function each(say: (language: Language) => string): Texts {
  return { es: say('es'), pt: say('pt'), fr: say('fr'), en: say('en') };
}
