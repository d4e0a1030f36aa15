import { describe, expect, it } from 'vitest';
import { DIRECTORY_SENTENCES, directorySentence, FIELD_NAMES } from '../../../compose/wording/directory-sentences.ts';

const LANGUAGES = ['es', 'pt', 'fr', 'en'] as const;
const placeholders = (text: string) => [...text.matchAll(/\{([a-z]+)\}/g)].map(([, name]) => name).sort();

describe.each(Object.entries(DIRECTORY_SENTENCES))('%s', (_, texts) => {
  it('is a whole sentence in each language, with the same placeholders', () => {
    expect(Object.keys(texts).sort()).toEqual([...LANGUAGES].sort());
    expect(new Set(Object.values(texts)).size).toBe(LANGUAGES.length);
    for (const language of LANGUAGES) {
      expect(texts[language]).toMatch(/^(\p{Lu}|\{).*[.:]$/u);
      expect(placeholders(texts[language])).toEqual(placeholders(texts.en));
    }
  });
});

it('fills in what it is given and nothing else', () => {
  expect(directorySentence('signed', 'en', { role: '{version}', version: 3 })).toBe('Signed: version 3 of {version}.');
});

it('names every field in four languages', () => {
  for (const texts of Object.values(FIELD_NAMES)) expect(Object.keys(texts).sort()).toEqual([...LANGUAGES].sort());
});
