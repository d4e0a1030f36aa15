import { describe, expect, it } from 'vitest';
import { assessCompleteness } from '../../../../treaty/completeness/assess-completeness.ts';
import { type StateRequirements, stateRequirements } from '../../../../treaty/completeness/state-requirements.ts';
import { type ReportLanguage, tellCompleteness } from '../../../../treaty/completeness/tell-completeness.ts';
import { REQUEST_EXAMPLES } from '../../../../treaty/requests/examples/request-examples.ts';
import type { RequestMessage } from '../../../../treaty/requests/request-message.ts';

const { complete: assistance, deficient: bareAssistance } = REQUEST_EXAMPLES['mutual-legal-assistance'];
const { complete: service } = REQUEST_EXAMPLES['service-of-documents'];
const NOTHING: StateRequirements = { particulars: [], documents: [], swornTranslation: false, other: [], lastConfirmed: '2026-09-01' };
const assess = (request: RequestMessage, change: Partial<StateRequirements>, on?: string) => {
  const requirements = stateRequirements.parse({ ...NOTHING, ...change });
  return assessCompleteness({ request, instruments: ['untoc'], requirements, ...(on === undefined ? {} : { on }) });
};
const entryOf = (report: ReturnType<typeof assess>, particular: string) => report.entries.find((entry) => entry.particular === particular);

describe('what the addressee asks for', () => {
  it('nothing more: the report is that of the convention, and says when the State last confirmed', () => {
    const { requirementsConfirmedOn, ...rest } = assess(assistance, {});
    expect(requirementsConfirmedOn).toBe('2026-09-01');
    expect(rest).toEqual(assessCompleteness({ request: assistance, instruments: ['untoc'] }));
  });

  it('a particular that was a recommendation is required, by the State and by the article', () => {
    const particulars = [{ particulars: ['text-of-law', 'persons-location', 'addressee'], source: 'Ley inventada 9/2020 de XB' }];
    const report = assess(bareAssistance, { particulars });
    const published = { by: 'state', published: 'Ley inventada 9/2020 de XB' };
    expect(entryOf(report, 'text-of-law')).toMatchObject({ status: 'absent', severity: 'required', sources: [published] });
    expect(entryOf(report, 'persons-location')?.sources).toEqual([
      { by: 'convention', instrument: 'untoc', article: 'UNTOC 18(15)(e)' },
      published,
    ]);
    // Not in the list of this type: the State alone asks for it.
    expect(entryOf(report, 'addressee')).toMatchObject({ status: 'absent', severity: 'required', sources: [published] });
  });

  it('what it asks for other types or matters is not asked for here', () => {
    const particulars = [
      { particulars: ['addressee'], requestTypes: ['extradition'] },
      { particulars: ['addressee'], matter: 'civil' as const },
    ];
    expect(entryOf(assess(assistance, { particulars }), 'addressee')).toBeUndefined();
    expect(entryOf(assess({ ...assistance, matter: 'civil' }, { particulars }), 'addressee')?.status).toBe('absent');
  });

  it('a particular of a later version is left to a person', () => {
    const report = assess(assistance, { particulars: [{ particulars: ['mood-of-the-judge', 'constructor'] }] });
    expect(report.toBeChecked).toEqual(
      ['mood-of-the-judge', 'constructor'].map((particular) => ({ kind: 'unknown-particular', particular })),
    );
    expect(report.complete).toBe(true);
    expect(tellCompleteness(report, 'en').toBeChecked[0]).toContain('mood-of-the-judge');
  });

  it('documents', () => {
    const report = assess(assistance, { documents: [{ documents: ['letter', 'text-of-law'] }] });
    expect(report.entries.filter(({ particular }) => particular === 'required-document')).toMatchObject([
      { status: 'present', parameters: { document: 'letter' } },
      { status: 'absent', pointers: ['/files'], parameters: { document: 'text-of-law' } },
    ]);
    expect(report.complete).toBe(false);
    expect(tellCompleteness(report, 'fr').entries.at(-1)?.missing).toBe('Un document que l’État requis demande manque : texte de la loi.');
  });
});

describe('languages and translations', () => {
  const language = (request: RequestMessage, ...documentLanguages: string[]) =>
    entryOf(assess(request, { documentLanguages }), 'document-language');

  it('the language of the original or of its translation is enough; a variant is that language', () => {
    expect(language(assistance, 'pt')?.status).toBe('present');
    expect(language(assistance, 'es')?.status).toBe('present');
    const brazilian = {
      ...assistance,
      files: assistance.files.map((file) => (file.language === 'pt' ? { ...file, language: 'pt-BR' } : file)),
    };
    expect(language(brazilian, 'pt')?.status).toBe('present');
    expect(language(brazilian, 'pt-PT')?.status).toBe('absent');
  });

  it('what is in another language is named by its file, once', () => {
    expect(language(assistance, 'fr')).toMatchObject({ status: 'absent', pointers: ['/files/0'], parameters: { languages: 'fr' } });
    expect(language(service, 'pt')).toMatchObject({ status: 'absent', pointers: ['/files/2'] });
  });

  it('a translation of something else does not help', () => {
    const files = assistance.files.map((file) =>
      file.version.kind === 'translation' ? { ...file, version: { ...file.version, of: 'f'.repeat(64) } } : file,
    );
    expect(language({ ...assistance, files }, 'pt')?.pointers).toEqual(['/files/0']);
  });

  it('sworn translations where they are asked for', () => {
    const sworn = (request: RequestMessage, swornTranslation: boolean) =>
      entryOf(assess(request, { swornTranslation }), 'sworn-translation');
    const files = assistance.files.map((file) =>
      file.version.kind === 'translation' ? { ...file, version: { ...file.version, translator: { name: 'Alguien', sworn: false } } } : file,
    );
    expect(sworn(assistance, true)?.status).toBe('present');
    expect(sworn({ ...assistance, files }, true)).toMatchObject({ status: 'absent', pointers: ['/files/1/version/translator/sworn'] });
    expect(sworn({ ...assistance, files }, false)).toBeUndefined();
    expect(sworn(bareAssistance, true)).toBeUndefined();
  });
});

describe('service', () => {
  const leadTime = (request: RequestMessage, on?: string) => entryOf(assess(request, { serviceLeadTimeDays: 60 }, on), 'service-lead-time');

  it('the hearing is as many days away as the State asks, to the day', () => {
    expect(leadTime(service, '2027-02-19')).toMatchObject({ status: 'present', parameters: { days: '60' } });
    expect(leadTime(service, '2027-02-20')).toMatchObject({ status: 'absent', pointers: ['/particulars/hearingOn'] });
    expect(leadTime(service, '2027-05-01')?.status).toBe('absent');
  });

  it('also among other measures; never without a day of assessment, a hearing or a service', () => {
    expect(leadTime(assistance, '2027-04-01')?.pointers).toEqual(['/particulars/measures/1/hearingOn']);
    expect(leadTime(service)).toBeUndefined();
    expect(leadTime(bareAssistance, '2027-04-01')).toBeUndefined();
    expect(leadTime(REQUEST_EXAMPLES.extradition.complete, '2027-04-01')).toBeUndefined();
  });

  it('copies and words of the State are for a person', () => {
    const texts = [
      { language: 'pt', text: 'Dois exemplares em papel.' },
      { language: 'en', text: 'Two copies on paper.' },
    ];
    const report = assess(service, { copies: 2, other: [{ requestTypes: ['service-of-documents'], texts }] });
    expect(report.toBeChecked).toEqual([
      { kind: 'copies', copies: 2 },
      { kind: 'words', texts },
    ]);
    const told = (language: ReportLanguage) => tellCompleteness(report, language).toBeChecked;
    expect(told('en')).toEqual(['The requested State asks for 2 copies of each document to be served.', 'Two copies on paper.']);
    // In a language in which the State has said nothing: its first words.
    expect(told('fr')[1]).toBe('Dois exemplares em papel.');
    expect(assess(REQUEST_EXAMPLES.extradition.complete, { copies: 2 }).toBeChecked).toEqual([]);
  });
});
