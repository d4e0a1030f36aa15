import fc from 'fast-check';
import { expect, it } from 'vitest';
import { LANGUAGES, negotiateLanguage } from '../../../gateway/problems/language.ts';

it.each<[string | undefined, string]>([
  [undefined, 'es'],
  ['', 'es'],
  ['pt', 'pt'],
  ['pt-BR', 'pt'],
  ['PT-br,en;q=0.9', 'pt'],
  ['es-419', 'es'],
  ['zh-Hant-TW, fr-CA;q=0.5', 'fr'],
  ['de, en;q=0.3, fr;q=0.7', 'fr'],
  ['en;q=0.5, pt;q=0.5', 'en'],
  ['en;q=0, pt;q=0.001', 'pt'],
  ['en ; q=1.000 , pt', 'en'],
  ['*', 'es'],
  ['es;q=0, *', 'pt'],
  ['*;q=0.5, en;q=0.8', 'en'],
  ['es;q=0.1, *', 'pt'],
  ['es;q=0, pt;q=0, fr;q=0, en;q=0, *', 'es'],
  ['de, it', 'es'],
  ['*;q=0', 'es'],
  // Not by RFC 9110: such an item is not read.
  ['en;q=1.5, pt;q=0.2', 'pt'],
  ['en;q=0.1234, pt;q=0.1', 'pt'],
  ['en;level=1, fr', 'fr'],
  ['english-language, fr', 'fr'],
  [`fr,${' '.repeat(2_000)}en`, 'es'],
])('%j is answered in %s', (header, language) => {
  expect(negotiateLanguage(header)).toBe(language);
});

it('always gives a language that we have', () => {
  const pieces = fc.constantFrom(
    'es',
    'pt',
    'fr',
    'en',
    'de',
    '*',
    '-',
    'BR',
    ';',
    'q',
    '=',
    '0',
    '.',
    '5',
    '1',
    ',',
    ' ',
    '\t',
    'é',
    '\0',
  );
  const headers = fc.oneof(
    fc.string(),
    fc.array(pieces, { maxLength: 40 }).map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(headers, (header) => {
      expect(LANGUAGES).toContain(negotiateLanguage(header));
    }),
    { numRuns: 300 },
  );
});

it('takes the best of the languages we have, whatever else is named', () => {
  const other = fc.constantFrom('de', 'it', 'ja-JP', 'x', 'gn');
  const named = fc.uniqueArray(fc.constantFrom(...LANGUAGES), { minLength: 1 });
  fc.assert(
    fc.property(named, fc.array(other), (languages, others) => {
      // Qualities fall from 0.9 on; the languages we do not have stand at 1.
      const header = [...others, ...languages.map((language, index) => `${language}-XX;q=0.${9 - index}`)].join(', ');
      expect(negotiateLanguage(header)).toBe(languages[0]);
    }),
    { numRuns: 200 },
  );
});
