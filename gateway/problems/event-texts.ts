import type { EventName } from '../../evidence/event.ts';
import { EVENT_GLOSSARY } from '../../treaty/glossary/events.ts';
import { sentencesOf } from '../../treaty/glossary/term.ts';
import type { Texts } from './language.ts';

/** What a clerk reads about a signed receipt: the sentences of the glossary. */
export const EVENT_TEXTS: Readonly<Record<EventName, Texts>> = sentencesOf(EVENT_GLOSSARY);
