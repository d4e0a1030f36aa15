import { EVENTS, type EventName } from '../../evidence/event.ts';
import type { EvidenceAnswer } from '../api-client/answers.ts';
import { eventSentence } from '../wording/events.ts';

/** Tells the story on the terminal, in Spanish, with a line of English where it helps. */
export interface Narration {
  say(spanish: string, english?: string): void;
  receipt(evidence: EvidenceAnswer): void;
}

/** With `--json` the story goes to standard error: standard output is for the one document. */
export function createNarration(stream: NodeJS.WritableStream): Narration {
  const write = (line: string) => stream.write(`${line}\n`);
  return {
    say(spanish, english) {
      write(spanish);
      if (english !== undefined) write(`    (${english})`);
    },
    receipt({ event, eventTime }) {
      write(`  ${eventTime.slice(11, 19)} UTC  ${codeOf(event)}  ${eventSentence(event, 'es')}`);
      write(`                     ${eventSentence(event, 'en')}`);
    },
  };
}

/** Letter and number of EN 319 522; the event's own name where it has none. */
export function codeOf(event: string): string {
  return Object.hasOwn(EVENTS, event) ? (EVENTS[event as EventName].code ?? event) : event;
}
