import type { Instrument } from './instrument.ts';

type Language = 'es' | 'pt' | 'fr' | 'en';

/** Name of an instrument in a language, in another one where it has none there, and its identifier where it has none at all. */
export function instrumentName({ names, identifier }: Pick<Instrument, 'names' | 'identifier'>, language: Language): string {
  return names[language] ?? names.en ?? names.es ?? names.pt ?? names.fr ?? identifier;
}

/** Names of the States as they stand in the letter. */
export interface AssuranceStates {
  requestingState: string;
  requestedState: string;
}

/**
 * The undertaking that goes with a request under reciprocity or comity, in the words of the instrument. Undefined where the instrument asks for
 * none, or has none in this language: it is not ours to translate a promise of a State.
 */
export function assuranceText(
  { assurance }: Pick<Instrument, 'assurance'>,
  language: Language,
  states: AssuranceStates,
): string | undefined {
  return assurance?.[language]?.replaceAll(/\{(requestingState|requestedState)\}/g, (_braced, name: keyof AssuranceStates) => states[name]);
}
