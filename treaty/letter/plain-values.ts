import type { LetterLanguage } from './letter-document.ts';

/** Languages with the country whose way of writing dates and numbers a letter follows. */
const LOCALES: Readonly<Record<LetterLanguage, string>> = { es: 'es-ES', pt: 'pt-PT', fr: 'fr-FR', en: 'en-GB' };

const NO_BREAK_SPACE = '\u00A0';

/** A day, `YYYY-MM-DD`, in words. */
export function dayInWords(day: string, language: LetterLanguage): string {
  return new Intl.DateTimeFormat(LOCALES[language], { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));
}

/** An instant in words as the clocks of a time zone show it, with the zone and how far it is from universal time. */
export function instantInWords(instant: string, language: LetterLanguage, timeZone = 'UTC'): string {
  const moment = new Date(instant);
  const day = new Intl.DateTimeFormat(LOCALES[language], { dateStyle: 'long', timeZone }).format(moment);
  const time = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium', timeZone }).format(moment);
  const offset = new Intl.DateTimeFormat('en-GB', { timeZone, timeZoneName: 'longOffset' })
    .formatToParts(moment)
    .find(({ type }) => type === 'timeZoneName')
    ?.value.replace('GMT', 'UTC');
  return timeZone === 'UTC' ? `${day}, ${time} UTC` : `${day}, ${time} (${timeZone}, ${offset === 'UTC' ? 'UTC+00:00' : offset})`;
}

/** Wall clock `YYYY-MM-DDTHH:MM`, whose time zone stands beside it. */
export function wallClockInWords(localTime: string, language: LetterLanguage): string {
  return `${dayInWords(localTime.slice(0, 10), language)}, ${localTime.slice(11)}`;
}

/** The name of a State; invented ones (XA to XZ) have none but their code. */
export function countryName(code: string, language: LetterLanguage): string {
  return code.startsWith('X') && code !== 'XK' ? code : nameOf(code, 'region', language);
}

/** The name of a language by its tag. */
export function languageName(tag: string, language: LetterLanguage): string {
  return nameOf(tag, 'language', language);
}

function nameOf(code: string, type: 'region' | 'language', language: LetterLanguage): string {
  try {
    return new Intl.DisplayNames(LOCALES[language], { type }).of(code) ?? code;
  } catch (error) {
    if (error instanceof RangeError) return code;
    throw error;
  }
}

/** A decimal text and a currency, its digits in groups of three; no binary fraction on the way. */
export function moneyInWords({ amount, currency }: { amount: string; currency: string }, language: LetterLanguage): string {
  const [whole = '', fraction] = amount.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, NO_BREAK_SPACE);
  const mark = language === 'en' ? '.' : ',';
  return `${grouped}${fraction === undefined ? '' : `${mark}${fraction}`}${NO_BREAK_SPACE}${currency}`;
}
