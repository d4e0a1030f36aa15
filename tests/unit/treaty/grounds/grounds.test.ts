import { describe, expect, test } from 'vitest';
import { REQUEST_FAMILIES } from '../../../../treaty/grounds/ground.ts';
import { GROUNDS, type Ground, groundRow, groundsFor } from '../../../../treaty/grounds/grounds.ts';
import { familyOf } from '../../../../treaty/grounds/request-family.ts';
import { REQUEST_TYPES } from '../../../../treaty/requests/request-types.ts';

const grounds = Object.keys(GROUNDS) as Ground[];
const ARTICLE = /^(UNTOC|UNCAC) \d{1,2}\(\d{1,2}\)(\([a-d]\))?$/;

test('articles are those of the two conventions, and a ground that they exclude has none that allows it', () => {
  for (const ground of grounds) {
    const { articles, excludedBy = [] } = groundRow(ground);
    for (const article of [...articles, ...excludedBy]) expect(article).toMatch(ARTICLE);
    expect(articles.length > 0 && excludedBy.length > 0).toBe(false);
  }
  expect(grounds.filter((ground) => groundRow(ground).excludedBy !== undefined)).toEqual(['bank-secrecy', 'fiscal-character']);
});

test('the paragraphs that the two conventions share are quoted of both', () => {
  for (const ground of grounds) {
    const shared = groundRow(ground).articles.filter((article) => /^UNTOC 18\((8|9|21|22|25)\)/.test(article));
    for (const article of shared) expect(groundRow(ground).articles).toContain(article.replace('UNTOC 18', 'UNCAC 46'));
  }
});

describe.each(['refusal', 'postponement', 'delay'] as const)('grounds of a %s', (use) => {
  test('are in the table for it, and there is one for what no code fits', () => {
    expect(groundsFor(use)).toEqual(grounds.filter((ground) => groundRow(ground).uses.includes(use)));
    expect(groundsFor(use).at(-1)).toBe('other');
  });
});

test('every ground that practitioners named can be given', () => {
  expect(groundsFor('refusal')).toEqual(
    expect.arrayContaining<Ground>([
      'dual-criminality',
      'political-offence',
      'military-offence',
      'essential-interests',
      'own-law-forbids',
      'contrary-to-assistance-law',
      'not-in-conformity',
      'limitation',
      'amnesty',
      'immunity',
      'refugee',
      'nationality',
      'discriminatory-purpose',
      'third-party-rights',
      'assets-gone',
      'formality',
      'wrong-authority',
      'minor-matter',
      'volume',
    ]),
  );
});

test('every type of request has a family, and every family a type', () => {
  expect(new Set(REQUEST_TYPES.map(familyOf))).toEqual(new Set(REQUEST_FAMILIES));
});
