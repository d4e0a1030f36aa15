import { describe, expect, it } from 'vitest';
import { LEGAL_LANGUAGES } from '../../../treaty/rules/language.ts';
import { legalFinding, stopsSending } from '../../../treaty/rules/legal-finding.ts';
import { LEGAL_TEXTS, legalSentence } from '../../../treaty/rules/legal-sentence.ts';
import { LEGAL_RULE_CODES, LEGAL_RULES, type LegalRule } from '../../../treaty/rules/rule-table.ts';

const placeholdersOf = (text: string) => [...text.matchAll(/\{([A-Za-z]+)\}/g)].map(([, name]) => name).sort();

describe('the table of legal rules', () => {
  it('gives each number to one rule', () => {
    const numbers = Object.values<LegalRule>(LEGAL_RULES).map(({ rule }) => rule);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(numbers.filter((number) => !/^R\d\d$/.test(number))).toEqual([]);
  });

  it.each(LEGAL_LANGUAGES)('has a whole sentence for every rule in %s, and no text without a rule', (language) => {
    expect(Object.keys(LEGAL_TEXTS[language]).sort()).toEqual([...LEGAL_RULE_CODES].sort());
    const unfinished = Object.entries(LEGAL_TEXTS[language]).filter(([, text]) => !/^\p{Lu}.*(?:\.|\. \{reason\})$/u.test(text));
    expect(unfinished).toEqual([]);
  });

  it.each(LEGAL_RULE_CODES)('tells %s with the same parameters in every language', (code) => {
    const expected = placeholdersOf(LEGAL_TEXTS.en[code]);
    for (const language of LEGAL_LANGUAGES) expect(placeholdersOf(LEGAL_TEXTS[language][code])).toEqual(expected);
  });

  it('stops nothing but what the design calls a duty of the channel', () => {
    const stops = LEGAL_RULE_CODES.filter((code) => LEGAL_RULES[code].severity === 'stop');
    expect(stops.filter((code) => LEGAL_RULES[code].rule < 'R40')).toEqual(['no-legal-basis', 'interpol-conditions-not-met']);
  });
});

describe('a finding', () => {
  it('takes number, severity and article from its row', () => {
    const finding = legalFinding('deadline-without-reasons', { pointer: '/wishedDeadline', parameters: { date: '2026-12-01' } });
    expect(finding).toEqual({
      rule: 'R13',
      code: 'deadline-without-reasons',
      severity: 'warning',
      article: 'UNTOC 18(24); UNCAC 46(24)',
      pointer: '/wishedDeadline',
      parameters: { date: '2026-12-01' },
    });
    expect(legalSentence(finding, 'en')).toBe('An answer is wished by 2026-12-01, but nothing says why.');
    expect(stopsSending([finding])).toBe(false);
  });

  it('stops sending when its row says so', () => {
    expect(stopsSending([legalFinding('deadline-already-past'), legalFinding('no-legal-basis')])).toBe(true);
  });

  it('is told with its braces when a value is missing, and not at all when the rule is unknown', () => {
    expect(legalSentence({ code: 'deadline-already-past' }, 'es')).toBe('La fecha {date} ya ha pasado.');
    expect(legalSentence({ code: 'deadline-already-past', parameters: { date: '$&{date}' } }, 'es')).toBe(
      'La fecha $&{date} ya ha pasado.',
    );
    expect(legalSentence({ code: 'toString' }, 'es')).toBeUndefined();
  });
});
