/** Languages in which every text of this folder stands, in the order in which they are offered. */
export const LANGUAGES = ['es', 'pt', 'fr', 'en'] as const;

export type Language = (typeof LANGUAGES)[number];

/** One whole sentence in every language; never glued together from parts. */
export type Texts = Readonly<Record<Language, string>>;

export const DEFAULT_LANGUAGE: Language = 'es';

/** Longer headers are not read: nobody speaks that many languages. */
const MAXIMUM_HEADER_LENGTH = 1_000;

interface Preference {
  range: string;
  quality: number;
}

/**
 * The language to answer in, from an Accept-Language header (RFC 9110 section 12.5.4): the range with the highest quality that we
 * have, by its primary subtag (`pt-BR` is `pt`); among equals the first. `*` stands for the first of our languages that the header
 * does not name. Spanish when the header is absent, unreadable, or asks only for what we do not have.
 */
export function negotiateLanguage(header: string | undefined): Language {
  if (header === undefined || header.length > MAXIMUM_HEADER_LENGTH) return DEFAULT_LANGUAGE;
  const preferences = header.split(',').flatMap((item) => parsePreference(item));
  const named = new Set(preferences.map(({ range }) => primarySubtag(range)));
  const unnamed = LANGUAGES.find((language) => !named.has(language));
  const offers = preferences
    .filter(({ quality }) => quality > 0)
    .map(({ range, quality }) => ({ language: range === '*' ? unnamed : languageOf(range), quality }))
    .filter(({ language }) => language !== undefined)
    .sort((first, second) => second.quality - first.quality);
  return offers[0]?.language ?? DEFAULT_LANGUAGE;
}

function parsePreference(item: string): Preference[] {
  const [, range, weight] = /^\s*(\*|[a-z]{1,8}(?:-[a-z0-9]{1,8})*)\s*(?:;\s*q=([01](?:\.\d{0,3})?)\s*)?$/i.exec(item) ?? [];
  if (range === undefined) return [];
  const quality = weight === undefined ? 1 : Number(weight);
  return quality <= 1 ? [{ range: range.toLowerCase(), quality }] : [];
}

function languageOf(range: string): Language | undefined {
  return LANGUAGES.find((language) => language === primarySubtag(range));
}

function primarySubtag(range: string): string {
  return range.split('-', 1)[0] ?? range;
}
