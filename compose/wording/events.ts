import type { EventName } from '../../evidence/event.ts';
import { reasonByUri } from '../../evidence/reason.ts';
import { EVENT_TEXTS } from '../../gateway/problems/event-texts.ts';
import type { Language } from '../../gateway/problems/language.ts';
import { REASON_TEXTS } from '../../gateway/problems/reason-texts.ts';

/** What a receipt states, by the name of its event; the name itself for one that this version does not know. */
export function eventSentence(event: string, language: Language): string {
  return Object.hasOwn(EVENT_TEXTS, event) ? EVENT_TEXTS[event as EventName][language] : event;
}

/** Why, by the identifiers of the reasons; one that this version does not know stands for itself. */
export function reasonSentences(reasons: readonly unknown[], language: Language): string[] {
  return reasons.map((reason) => {
    const known = reasonByUri(String(reason));
    return known === undefined ? String(reason) : REASON_TEXTS[known][language];
  });
}
