import { describe, expect, it } from 'vitest';
import { DOCUMENT_KINDS } from '../../../../treaty/common/file-declaration.ts';
import { CONDITIONS } from '../../../../treaty/completeness/conditions.ts';
import { PARTICULARS } from '../../../../treaty/completeness/particulars.ts';
import { REQUIREMENTS } from '../../../../treaty/completeness/requirement-table.ts';
import { STATE_CHECKS } from '../../../../treaty/completeness/state-demands.ts';
import { REPORT_TEXTS, type ReportLanguage, tellCompleteness } from '../../../../treaty/completeness/tell-completeness.ts';

const languages = Object.keys(REPORT_TEXTS) as ReportLanguage[];
const placeholders = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();
const flat = (language: ReportLanguage) => {
  const sentences: [string, string][] = [];
  const walk = (value: object, place: string) => {
    for (const [name, child] of Object.entries(value)) {
      if (typeof child === 'string') sentences.push([`${place}/${name}`, child]);
      else walk(child as object, `${place}/${name}`);
    }
  };
  walk(REPORT_TEXTS[language], '');
  return new Map(sentences);
};

describe('the words of the report', () => {
  it.each(languages)('%s has words for every particular, check and document, and for no other', (language) => {
    const { particulars, documents } = REPORT_TEXTS[language];
    expect(Object.keys(particulars).sort()).toEqual([...Object.keys(PARTICULARS), ...STATE_CHECKS].sort());
    expect(Object.keys(documents)).toEqual([...DOCUMENT_KINDS]);
    for (const [name, { label, missing }] of Object.entries(particulars)) {
      expect(label, name).toMatch(/^\p{Lu}[^.]*$/u);
      expect(missing, name).toMatch(/^\p{Lu}.*\.$/u);
    }
  });

  it.each(languages)('%s says what Spanish says: the same places, the same placeholders', (language) => {
    const spanish = flat('es');
    const translated = flat(language);
    expect([...translated.keys()].sort()).toEqual([...spanish.keys()].sort());
    for (const [place, text] of spanish) expect([place, placeholders(translated.get(place) ?? '')]).toEqual([place, placeholders(text)]);
  });

  it('no language was copied from another', () => {
    for (const language of languages.filter((one) => one !== 'es')) {
      const spanish = flat('es');
      const same = [...flat(language)].filter(([place, text]) => place.endsWith('/missing') && spanish.get(place) === text);
      expect(same).toEqual([]);
    }
  });

  it('values are put in once, and looked through for nothing', () => {
    const report = {
      requestType: 'consultation' as const,
      typeVersion: 1,
      instruments: [],
      complete: false,
      toBeChecked: [],
      entries: [
        {
          particular: 'document-language',
          status: 'absent' as const,
          severity: 'required' as const,
          sources: [{ by: 'state' as const }],
          pointers: ['/files/0'],
          parameters: { languages: '{days}, $&' },
        },
        {
          particular: 'of-a-later-version',
          status: 'absent' as const,
          severity: 'required' as const,
          sources: [{ by: 'practice' as const }],
          pointers: [],
        },
      ],
    };
    const [known, later] = tellCompleteness(report, 'en').entries;
    expect(known?.missing).toContain('{days}, $&.');
    expect(later).toMatchObject({ label: 'of-a-later-version', missing: 'of-a-later-version' });
  });
});

describe('the lists of contents', () => {
  it.each(Object.entries(REQUIREMENTS))('%s asks for each particular once', (_type, rows) => {
    const names = rows.map(({ particular }) => particular);
    expect(names.length).toBe(new Set(names).size);
  });

  it('use every particular and every condition', () => {
    const rows = Object.values(REQUIREMENTS).flat();
    expect(Object.keys(PARTICULARS).filter((name) => !rows.some(({ particular }) => particular === name))).toEqual([]);
    expect(Object.keys(CONDITIONS).filter((name) => !rows.some(({ when }) => when === name))).toEqual([]);
  });

  it('quote articles by the instrument to which they belong', () => {
    for (const { articles = {} } of Object.values(REQUIREMENTS).flat()) {
      for (const [instrument, article] of Object.entries(articles))
        expect(article).toMatch(new RegExp(`^${instrument.toUpperCase()} \\d+`));
    }
  });
});
