import { EVENTS, type EventName } from '../../evidence/event.ts';
import type { Language, Texts } from '../../gateway/problems/language.ts';
import type { EvidenceAnswer } from '../api-client/answers.ts';
import { eventSentence } from '../wording/events.ts';
import { STORY, type StoryText } from './story-texts.ts';

/** What goes into the braces of a sentence: the same in every language, or what it is called in each. */
export type StoryValues = Readonly<Record<string, string | Texts>>;

/** Tells the story on the terminal: in one language, or in Spanish with a line of English below. */
export interface Narration {
  tell(name: StoryText, values?: StoryValues): void;
  /** A command to be copied. */
  command(line: string): void;
  receipt(evidence: EvidenceAnswer): void;
}

const BOTH: readonly [Language, Language] = ['es', 'en'];

/** With `--json` the story goes to standard error: standard output is for the one document. */
export function createNarration(stream: NodeJS.WritableStream, only?: Language): Narration {
  const [first, second] = only === undefined ? BOTH : [only];
  const write = (line: string) => stream.write(`${line}\n`);
  return {
    tell(name, values = {}) {
      write(sentence(name, values, first));
      if (second !== undefined) write(`    (${sentence(name, values, second)})`);
    },
    command: (line) => write(`  ${line}`),
    receipt({ event, eventTime }) {
      write(`  ${eventTime.slice(11, 19)} UTC  ${codeOf(event)}  ${eventSentence(event, first)}`);
      if (second !== undefined) write(`                     ${eventSentence(event, second)}`);
    },
  };
}

function sentence(name: StoryText, values: StoryValues, language: Language): string {
  return STORY[name][language].replaceAll(/\{(\w+)\}/g, (placeholder, key: string) => {
    const value = values[key];
    return (typeof value === 'object' ? value[language] : value) ?? placeholder;
  });
}

/** Letter and number of EN 319 522; the event's own name where it has none. */
export function codeOf(event: string): string {
  return Object.hasOwn(EVENTS, event) ? (EVENTS[event as EventName].code ?? event) : event;
}
