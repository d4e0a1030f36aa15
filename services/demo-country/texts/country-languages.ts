import type { CountryTexts } from './country-texts.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import { pt } from './pt.ts';

/** Languages in which the country can answer. */
export const COUNTRY_TEXTS = { es, pt, fr, en } as const satisfies Readonly<Record<string, CountryTexts>>;
export type CountryLanguage = keyof typeof COUNTRY_TEXTS;
export const COUNTRY_LANGUAGES = Object.keys(COUNTRY_TEXTS) as readonly CountryLanguage[];
