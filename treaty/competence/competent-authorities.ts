import type { Matter } from '../common/identifiers.ts';
import type { AuthorityProfile } from './authority-profile.ts';

/** An authority of the directory, as far as competence needs it. */
export interface ListedAuthority {
  readonly identifier: string;
  readonly country: string;
  readonly profile?: AuthorityProfile;
}

/** For what an authority is looked for. */
export interface CompetenceQuestion {
  readonly country: string;
  /** The part of the State that the request concerns, where it is known. */
  readonly territory?: string;
  readonly matter: Matter;
  readonly requestType: string;
  /** Instruments under which the request can be made; empty: any. */
  readonly instruments: readonly string[];
}

/** Whether a profile names this matter and type under one of the instruments. */
export function coversMatter({ competences }: Pick<AuthorityProfile, 'competences'>, question: CompetenceQuestion): boolean {
  return competences.some(
    ({ instrument, matter, requestTypes }) =>
      matter === question.matter &&
      (requestTypes?.includes(question.requestType) ?? true) &&
      (question.instruments.length === 0 || question.instruments.includes(instrument)),
  );
}

/**
 * Whether an authority acts for a part of its State: it names it, or acts for the whole State while no other authority competent for the same
 * names it (UNTOC 18(13): a State may have a central authority of its own for a region).
 */
export function coversTerritory(authority: ListedAuthority, question: CompetenceQuestion, directory: readonly ListedAuthority[]): boolean {
  const { territory } = question;
  const own = authority.profile?.territories ?? [];
  if (territory === undefined) return own.length === 0;
  if (own.length > 0) return own.includes(territory);
  return !directory.some(
    ({ identifier, country, profile }) =>
      identifier !== authority.identifier &&
      country === question.country &&
      profile?.territories.includes(territory) === true &&
      coversMatter(profile, question),
  );
}

/** The authorities of a State that are competent for a request, in the order of their identifiers. Those without a profile are not known to be. */
export function competentAuthorities(directory: readonly ListedAuthority[], question: CompetenceQuestion): string[] {
  return directory
    .filter((each) => each.country === question.country)
    .filter((each) => each.profile !== undefined && coversMatter(each.profile, question) && coversTerritory(each, question, directory))
    .map(({ identifier }) => identifier)
    .sort();
}
