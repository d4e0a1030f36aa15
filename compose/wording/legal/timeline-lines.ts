import type { Language } from '../../../gateway/problems/language.ts';
import { MESSAGE_KIND_GLOSSARY } from '../../../treaty/glossary/message-kinds.ts';
import { type GlossaryEntry, termIn } from '../../../treaty/glossary/term.ts';
import { TRANSPORT_STATE_GLOSSARY } from '../../../treaty/glossary/transport-states.ts';
import type { CaseAnswer } from '../../api-client/answers-cases.ts';
import { localInstant } from '../instant.ts';
import { printable } from '../printable.ts';
import { wrapped } from '../wrap.ts';
import { caseWord } from './case-words.ts';
import { LINE_WIDTH } from './finding-lines.ts';
import { glossaryName } from './typed-message-lines.ts';

/**
 * The messages of a case, the oldest first: when and which way each went; below that what it is, where it is on its way, and where the request stood
 * in law after it. Messages without legal data are shown too, and those that wait for another one.
 */
export function timelineLines({ messages, legal }: CaseAnswer, language: Language): string[] {
  const said = new Map(legal.timeline.map((entry) => [entry.messageId, entry]));
  const waiting = new Map(legal.waiting.map(({ messageId, about }) => [messageId, about]));
  const ordered = [...messages].sort((one, other) => (one.submissionTime < other.submissionTime ? -1 : 1));
  return ordered.flatMap(({ messageId, direction, submissionTime, state, kind }) => {
    const entry = said.get(messageId);
    const about = waiting.get(messageId);
    const after = [
      ...(entry === undefined ? [] : [entry.stateTerm, ...(entry.counted ? [] : [caseWord('uncounted', language)])]),
      ...(about === undefined ? [] : [caseWord('waits', language, { about })]),
    ];
    const what =
      entry?.kindTerm ?? (kind === undefined ? caseWord('untyped', language) : glossaryName(MESSAGE_KIND_GLOSSARY, kind, language));
    const states = [what, transportTerm(state, language), ...after].map(printable).join(' | ');
    return [
      `  ${localInstant(submissionTime)}  ${direction === 'outbound' ? '>' : '<'}  ${printable(messageId)}`,
      ...wrapped(states, LINE_WIDTH, { first: '    ', later: '      ' }),
    ];
  });
}

function transportTerm(state: string, language: Language): string {
  const glossary: Readonly<Record<string, GlossaryEntry>> = TRANSPORT_STATE_GLOSSARY;
  const entry = Object.hasOwn(glossary, state) ? glossary[state] : undefined;
  return entry === undefined ? state : termIn(entry.term, language);
}
