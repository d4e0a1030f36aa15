import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BASIS_REASONS } from '../../../treaty/basis/reasons.ts';
import { addDays } from '../../../treaty/deadlines/local-time.ts';
import type { LegalFinding } from '../../../treaty/finding.ts';
import type { CheckedAuthority } from '../../../treaty/rules/check.ts';
import { dataClassesOf } from '../../../treaty/rules/content-findings.ts';
import { type Examination, examineMessage } from '../../../treaty/rules/examine-message.ts';
import { LEGAL_LANGUAGES } from '../../../treaty/rules/language.ts';
import { legalFinding, stopsSending } from '../../../treaty/rules/legal-finding.ts';
import { legalSentence } from '../../../treaty/rules/legal-sentence.ts';
import { BASIS_REASON_TEXTS } from '../../../treaty/rules/texts/basis-reasons.ts';
import { authority, codesOf, examination, legalMessage, profileXB, request, TODAY } from './rules-support.ts';

const ABOUT = '0e3f1c9a-7b1d-4c2e-9f10-2b7c5d3e4f60';
const HASH = 'ab'.repeat(32);
const priority = (more: Record<string, unknown> = {}) => ({
  urgency: 'urgent',
  seriousness: 'serious',
  arrestBeforeTrial: false,
  libertyAtStake: false,
  evidenceLossRisk: 'none',
  stage: 'investigation',
  ...more,
});
const found = (more: Partial<Examination>, code: string): LegalFinding[] =>
  examineMessage(examination(more)).findings.filter((finding) => finding.code === code);
const letter = (name: string, language: string, version: Record<string, unknown> = { kind: 'original' }) => ({
  name,
  document: 'letter',
  language,
  version,
});
const translationOf = (of: string) => ({ kind: 'translation', of, translator: { name: 'Traductora inventada', sworn: true } });

describe('a request in order', () => {
  it('has no findings but what is missing in it', () => {
    expect(codesOf()).toEqual([]);
    const { basis, completeness, findings } = examineMessage(examination());
    expect(basis?.carries[0]).toMatchObject({ instrument: 'xa-xb-assistance-2019', cited: true, confirmed: true });
    expect(completeness?.instruments).toEqual(['xa-xb-assistance-2019']);
    expect(stopsSending(findings)).toBe(false);
  });

  it('is told what it lacks, and may go all the same', () => {
    const message = request({ instruments: [{ instrument: 'untoc' }] });
    const [missing] = found(
      { message, instruments: examination().instruments.filter(({ kind }) => kind !== 'bilateral-treaty') },
      'particulars-missing',
    );
    expect(missing).toMatchObject({ rule: 'R26', severity: 'warning' });
    expect(Number(missing?.parameters?.count)).toBeGreaterThan(3);
  });
});

describe('the legal basis', () => {
  it('stops a formal request without any, and nothing that is not one', () => {
    const instruments: Examination['instruments'] = [];
    const { findings } = examineMessage(examination({ instruments }));
    expect(found({ instruments }, 'no-legal-basis')).toEqual([
      { rule: 'R01', code: 'no-legal-basis', severity: 'stop', parameters: { requesting: 'XA', requested: 'XB' } },
    ]);
    expect(stopsSending(findings)).toBe(true);
    for (const requestType of ['consultation', 'spontaneous-information', 'draft-for-review']) {
      const { basis, findings: others } = examineMessage(examination({ instruments, message: request({ requestType, instruments: [] }) }));
      expect(basis).toBeUndefined();
      expect(stopsSending(others)).toBe(false);
    }
    const enquiry = legalMessage({ kind: 'status-enquiry', about: ABOUT });
    expect(codesOf({ instruments, message: enquiry })).toEqual([]);
  });

  it('is not asked for between two authorities of one State', () => {
    expect(examineMessage(examination({ instruments: [], recipient: authority('XA') })).basis).toBeUndefined();
  });

  it('warns of what is cited and does not apply, with each reason', () => {
    const message = request({
      instruments: [{ instrument: 'xa-xb-assistance-2019' }, { instrument: 'comity' }, { instrument: 'nowhere' }],
    });
    expect(found({ message }, 'cited-instrument-not-applicable').map(({ pointer, parameters }) => [pointer, parameters?.reason])).toEqual([
      ['/instruments/1', 'requested-not-party'],
      ['/instruments/2', 'instrument-unknown'],
    ]);
  });

  it('says when another treaty governs', () => {
    const message = request({ instruments: [{ instrument: 'untoc' }] });
    expect(found({ message }, 'another-treaty-governs')).toMatchObject([
      { severity: 'advice', pointer: '/instruments/0', parameters: { instrument: 'untoc', governing: 'xa-xb-assistance-2019' } },
    ]);
  });

  it('warns when a date is not confirmed', () => {
    const unconfirmed = examination().instruments.map((each) => ({
      ...each,
      parties: each.parties.map((party) => ({ ...party, status: 'approved' as const })),
    }));
    expect(found({ instruments: unconfirmed }, 'legal-basis-not-confirmed')).toMatchObject([{ rule: 'R02', severity: 'warning' }]);
  });

  it('warns when the requested State demands the diplomatic channel, and does not stop', () => {
    const urgentRoutes = { ...profileXB.urgentRoutes, diplomaticChannelRequired: true };
    const recipient = authority('XB', { urgentRoutes });
    expect(found({ recipient }, 'direct-contact-not-allowed')).toMatchObject([
      { rule: 'R05', severity: 'warning', parameters: { reason: 'requested-demands-diplomatic-channel' } },
    ]);
    expect(stopsSending(examineMessage(examination({ recipient })).findings)).toBe(false);
  });

  it('speaks of the transmission treaty only when the request cites it', () => {
    const citing = request({ instruments: [{ instrument: 'xa-xb-assistance-2019' }, { instrument: 'medellin-2019' }] });
    const without = examination().instruments.map((each) => (each.identifier === 'medellin-2019' ? { ...each, parties: [] } : each));
    expect(codesOf({ message: citing })).toEqual([]);
    expect(codesOf({ instruments: without })).toEqual([]);
    expect(
      found({ message: citing, instruments: without }, 'transmission-treaty-not-applicable').map(({ parameters }) => parameters?.reason),
    ).toEqual(['requesting-not-party', 'requested-not-party']);
  });

  it('asks for the assurance where the request rests on reciprocity', () => {
    const service = { requestType: 'service-of-documents', matter: 'civil', instruments: [] };
    expect(codesOf({ message: request(service) })).toEqual(['assurance-missing']);
    expect(codesOf({ message: request({ ...service, assurance: 'Garantía inventada.' }) })).toEqual([]);
    const file = { name: 'garantia.pdf', document: 'assurance', language: 'pt', version: { kind: 'original' } };
    expect(codesOf({ message: request({ ...service, files: [file] }) })).toEqual([]);
  });
});

describe('the route through INTERPOL', () => {
  const channel = 'interpol-style' as const;
  const instruments = [{ instrument: 'untoc' }];

  it('is stopped unless the case is urgent and both States accept, with each reason', () => {
    const refusing = { interpolAcceptedWhenUrgent: false, oralAcceptedWhenUrgent: false, diplomaticChannelRequired: false };
    const plain = examination().instruments.map((each) => ({
      ...each,
      parties: each.parties.map((party) => ({ ...party, declarations: [] })),
    }));
    const asked = { channel, instruments: plain, neutralityDeclared: true, recipient: authority('XB', { urgentRoutes: refusing }) };
    expect(
      found({ ...asked, message: request({ instruments }) }, 'interpol-conditions-not-met').map(({ severity, parameters }) => [
        severity,
        parameters?.reason,
      ]),
    ).toEqual([
      ['stop', 'not-urgent'],
      ['stop', 'requested-does-not-accept'],
    ]);
    const urgent = request({ instruments, priority: priority() });
    expect(stopsSending(examineMessage(examination({ ...asked, message: urgent })).findings)).toBe(true);
    const accepted = examineMessage(examination({ ...asked, message: urgent, recipient: authority('XB') })).findings;
    expect(accepted.map(({ code }) => code)).toContain('interpol-original-to-follow');
    expect(stopsSending(accepted)).toBe(false);
  });

  it('asks for the declaration of neutrality', () => {
    const message = request({ instruments, priority: priority() });
    expect(codesOf({ channel, message })).toContain('interpol-neutrality-not-declared');
    expect(codesOf({ channel, message, neutralityDeclared: true })).not.toContain('interpol-neutrality-not-declared');
    expect(codesOf({ message }).filter((code) => code.startsWith('interpol'))).toEqual([]);
  });

  it('takes a provisional arrest for urgent, which it is by its nature', () => {
    const message = request({ requestType: 'provisional-arrest', instruments });
    expect(codesOf({ channel, message, neutralityDeclared: true })).not.toContain('interpol-conditions-not-met');
  });
});

describe('an oral request', () => {
  const officer = { name: 'Alba Inventada', functions: 'Fiscal inventada' };
  const message = legalMessage({
    kind: 'oral-request',
    madeAt: '2026-11-20T13:00:00Z',
    madeBy: officer,
    takenBy: officer,
    means: 'telephone',
    summary: 'Resumen inventado',
    urgency: 'Urgencia inventada',
    confirmBy: '2026-11-22T13:00:00Z',
  });

  it('is to be confirmed, and is open only where both States accept it', () => {
    expect(codesOf({ message })).toEqual(['oral-request-to-confirm']);
    const plain = examination().instruments.map((each) => ({
      ...each,
      parties: each.parties.map((party) => ({ ...party, declarations: [] })),
    }));
    const closed = { ...profileXB.urgentRoutes, oralAcceptedWhenUrgent: false };
    expect(
      found({ message, instruments: plain, recipient: authority('XB', { urgentRoutes: closed }) }, 'oral-request-not-accepted'),
    ).toMatchObject([{ severity: 'warning', parameters: { reason: 'requested-does-not-accept' } }]);
  });
});

describe('languages', () => {
  it('are those of the addressee, or of a translated letter', () => {
    expect(found({ message: request({ language: 'de' }) }, 'language-not-accepted')).toMatchObject([
      { rule: 'R10', pointer: '/language', parameters: { language: 'de', accepted: 'en, es, pt' } },
    ]);
    expect(codesOf({ message: request({ language: 'pt-BR' }) })).toEqual([]);
    const files = [letter('Brief.pdf', 'de'), letter('carta.pdf', 'pt', translationOf(HASH))];
    expect(codesOf({ message: request({ language: 'de', files }), digests: new Map([['Brief.pdf', HASH]]) })).toEqual([]);
  });

  it('take a translation for the file whose digest it names, and for no other', () => {
    const message = request({ files: [letter('Brief.pdf', 'de'), letter('carta.pdf', 'pt', translationOf(HASH))] });
    expect(codesOf({ message })).toEqual([]);
    expect(found({ message, digests: new Map([['Brief.pdf', 'cd'.repeat(32)]]) }, 'translation-missing')).toMatchObject([
      { pointer: '/files/0', parameters: { language: 'de' } },
    ]);
  });

  it('are not asked of evidence, nor of answers', () => {
    const evidence = { name: 'a.pdf', document: 'evidence', language: 'de', version: { kind: 'original' } };
    expect(codesOf({ message: request({ files: [evidence] }) })).toEqual([]);
    expect(codesOf({ message: legalMessage({ kind: 'status-enquiry', about: ABOUT, language: 'de' }) })).toEqual([]);
  });

  it('are asked for when none are known; notified ones count', () => {
    const recipient = authority('XB', { acceptedLanguages: [] });
    expect(codesOf({ recipient })).toEqual(['accepted-languages-unknown']);
    const notified = examination().instruments.map((each) => ({
      ...each,
      parties: each.parties.map((party) => ({ ...party, declarations: [{ kind: 'languages' as const, languages: ['fr'] }] })),
    }));
    expect(found({ recipient, instruments: notified }, 'language-not-accepted')).toMatchObject([{ parameters: { accepted: 'fr' } }]);
  });
});

describe('dates', () => {
  it('come with reasons when they are wished', () => {
    const wished = (more: Record<string, unknown>) => codesOf({ message: request({ wishedDeadline: { date: '2026-12-01', ...more } }) });
    expect(wished({})).toEqual(['deadline-without-reasons']);
    expect(wished({ reasons: 'Audiencia inventada' })).toEqual([]);
  });

  it('are not past, by the calendar of the addressee', () => {
    const message = request({
      wishedDeadline: { date: '2026-11-19', reasons: 'x' },
      priority: priority({ hearingOn: '2026-11-01', limitationOn: '2020-01-01' }),
    });
    expect(found({ message }, 'deadline-already-past').map(({ pointer }) => pointer)).toEqual([
      '/priority/hearingOn',
      '/wishedDeadline/date',
    ]);
    const today = request({ wishedDeadline: { date: TODAY, reasons: 'x' } });
    expect(codesOf({ message: today })).toEqual([]);
    expect(codesOf({ message: today, now: new Date('2026-11-21T00:30:00Z') })).toEqual(['deadline-already-past']);
    const farWest = authority('XB', { office: { ...profileXB.office, timeZone: 'America/Bogota' } });
    expect(codesOf({ message: today, now: new Date('2026-11-21T00:30:00Z'), recipient: farWest })).toEqual([]);
  });

  it('leave the days that the addressee asks for before a hearing', () => {
    const requirements = {
      particulars: [],
      documents: [],
      swornTranslation: false,
      serviceLeadTimeDays: 60,
      other: [],
      lastConfirmed: TODAY,
    };
    const recipient = authority('XB', { requirements });
    const service = (days: number) =>
      request({
        requestType: 'service-of-documents',
        instruments: [{ instrument: 'untoc' }],
        particulars: { hearingOn: addDays(TODAY, days) },
      });
    expect(found({ recipient, message: service(59) }, 'service-lead-time-too-short')).toMatchObject([
      { pointer: '/particulars/hearingOn', parameters: { days: '59', required: '60' } },
    ]);
    expect(found({ recipient, message: service(60) }, 'service-lead-time-too-short')).toEqual([]);
    expect(found({ recipient, message: service(-1) }, 'deadline-already-past')).toHaveLength(1);
    expect(found({ message: service(1) }, 'service-lead-time-too-short')).toEqual([]);
    const measures = [{ kind: 'service', hearingOn: addDays(TODAY, 5) }];
    expect(found({ recipient, message: request({ particulars: { measures } }) }, 'service-lead-time-too-short')).toMatchObject([
      { pointer: '/particulars/measures/0/hearingOn' },
    ]);
  });
});

describe('content', () => {
  it('that nobody asked for says how it may be used', () => {
    const information = (more: Record<string, unknown>) => request({ requestType: 'spontaneous-information', instruments: [], ...more });
    const use = { codes: ['H1'] };
    const items = [{ text: 'Dato inventado', handling: { use } }, { text: 'Dato inventado' }];
    expect(codesOf({ message: information({}) })).toEqual(['use-conditions-missing']);
    expect(codesOf({ message: information({ use }) })).toEqual([]);
    expect(codesOf({ message: information({ particulars: { restrictions: 'Solo para orientar' } }) })).toEqual([]);
    expect(found({ message: information({ particulars: { information: items } }) }, 'use-conditions-missing')).toMatchObject([
      { pointer: '/particulars/information/1/handling' },
    ]);
  });

  it('that came through police contact carries its conditions', () => {
    const contact = (more: Record<string, unknown>) =>
      legalMessage({
        kind: 'prior-contact',
        channel: 'interpol',
        at: '2026-11-01T00:00:00Z',
        between: [{ name: 'Oficina inventada', country: 'XB' }],
        ...more,
      });
    expect(codesOf({ message: contact({}) })).toEqual(['use-conditions-missing']);
    expect(codesOf({ message: contact({ use: { codes: ['H2'] } }) })).toEqual([]);
    expect(codesOf({ message: contact({ channel: 'telephone' }) })).toEqual([]);
  });

  it('goes to a partner only in the classes that are agreed', () => {
    const recipient = authority('XB', { dataClasses: ['general'] });
    expect(found({ recipient }, 'data-class-not-allowed').map(({ parameters }) => parameters?.dataClass)).toEqual([
      'operational',
      'personal',
    ]);
    expect(codesOf({ recipient, message: request({ requestType: 'consultation', instruments: [] }) })).toEqual([]);
    const information = request({ requestType: 'spontaneous-information', instruments: [], use: { codes: ['H0'] } });
    expect(found({ recipient, message: information }, 'data-class-not-allowed').map(({ parameters }) => parameters?.dataClass)).toEqual([
      'operational',
    ]);
    expect([...dataClassesOf(legalMessage({ kind: 'status-enquiry', about: ABOUT }))]).toEqual(['general']);
  });

  it('is signed by an officer whom the directory lists, for the type and the day', () => {
    expect(codesOf({ signatories: ['ALBA INVENTADA'] })).toEqual([]);
    expect(codesOf({ signatories: [' Álba  inventada'] })).toEqual([]);
    expect(codesOf({ signatories: ['Otra Inventada'] })).toEqual(['officer-not-listed']);
    expect(codesOf({ signatories: [] })).toEqual(['officer-not-listed']);
    const officer = { name: 'Alba Inventada', functions: 'Inventada' };
    const listed = (more: Record<string, unknown>) => authority('XA', { signingOfficers: [{ officer, from: '2020-01-01', ...more }] });
    const signatories = ['Alba Inventada'];
    expect(codesOf({ signatories, sender: listed({ until: '2026-11-19' }) })).toEqual(['officer-not-listed']);
    expect(codesOf({ signatories, sender: listed({ from: '2026-11-21' }) })).toEqual(['officer-not-listed']);
    expect(codesOf({ signatories, sender: listed({ requestTypes: ['extradition'] }) })).toEqual(['officer-not-listed']);
    expect(codesOf({ signatories: ['Otra'], sender: authority('XA', { signingOfficers: [] }) })).toEqual([]);
  });
});

describe('the addressee', () => {
  const island: CheckedAuthority = authority('XB', { territories: ['Isla Inventada'] }, { identifier: 'urn:valija:authority:xb-island' });
  const directory = [authority('XB'), island];

  it('acts for the territory, else the one that does is named', () => {
    expect(codesOf({ directory })).toEqual([]);
    expect(codesOf({ directory, territory: 'Valle Inventado' })).toEqual([]);
    expect(codesOf({ directory, territory: 'Isla Inventada', recipient: island })).toEqual([]);
    expect(found({ directory, territory: 'Isla Inventada' }, 'territory-not-covered')).toMatchObject([
      { parameters: { territory: 'Isla Inventada' } },
    ]);
    expect(found({ directory, territory: 'Isla Inventada' }, 'another-authority-competent')).toMatchObject([
      { parameters: { authority: 'urn:valija:authority:xb-island' } },
    ]);
    expect(found({ directory, territory: 'Valle Inventado', recipient: island }, 'another-authority-competent')).toMatchObject([
      { parameters: { authority: 'urn:valija:authority:xb-central' } },
    ]);
  });

  it('is competent for matter and type, else where it refers to is named', () => {
    const narrow = {
      competences: [{ instrument: 'untoc', matter: 'criminal' as const, requestTypes: ['extradition'] }],
      refersTo: ['urn:valija:authority:xb-other'],
    };
    expect(codesOf({ recipient: authority('XB', narrow) })).toEqual(['matter-not-covered', 'another-authority-competent']);
    expect(codesOf({ recipient: authority('XB', { ...narrow, refersTo: [] }) })).toEqual(['matter-not-covered']);
    expect(
      codesOf({ recipient: authority('XB', { ...narrow, refersTo: [] }, { identifier: 'urn:valija:authority:xb-other' }), directory }),
    ).toEqual(['matter-not-covered', 'another-authority-competent']);
    expect(codesOf({ recipient: authority('XB', { competences: [] }) })).toEqual(['competence-unknown']);
  });

  it('lives in the same world', () => {
    expect(codesOf({ recipient: authority('XB', { environment: 'production' }) })).toEqual(['training-and-production-mixed']);
    const production = {
      sender: authority('XA', { environment: 'production' }),
      recipient: authority('XB', { environment: 'production' }),
    };
    expect(codesOf(production)).toEqual([]);
    expect(codesOf({ ...production, message: request({ training: true }) })).toEqual(['training-and-production-mixed']);
    expect(codesOf({ message: request({ training: true }) })).toEqual([]);
  });

  it('was confirmed within a year', () => {
    expect(codesOf({ recipient: authority('XB', { lastConfirmed: '2025-11-19' }) })).toEqual([]);
    expect(codesOf({ recipient: authority('XB', { lastConfirmed: '2025-11-18' }) })).toEqual(['profile-not-recently-confirmed']);
  });

  it('may have no profile: then no rule speaks of it', () => {
    const { profile: _unknown, ...bare } = authority('XB');
    expect(codesOf({ recipient: bare, directory })).toEqual(['accepted-languages-unknown']);
  });
});

describe('on receipt', () => {
  it('the same rules speak, but for what only a sender can act on', () => {
    const message = request({ wishedDeadline: { date: '2026-12-01' } });
    const recipient = authority('XB', { acceptedLanguages: [], lastConfirmed: '2020-01-01' });
    expect(codesOf({ message, recipient })).toEqual([
      'accepted-languages-unknown',
      'deadline-without-reasons',
      'profile-not-recently-confirmed',
    ]);
    expect(codesOf({ message, recipient, direction: 'receiving' })).toEqual(['deadline-without-reasons']);
    expect(found({ direction: 'receiving', instruments: [] }, 'no-legal-basis')).toHaveLength(1);
  });

  it('the findings of the conversation stand among them, in the order of the rules', () => {
    const conversation = [legalFinding('refusal-without-consultation'), legalFinding('message-from-stranger')];
    expect(codesOf({ conversation, message: request({ wishedDeadline: { date: '2026-12-01' } }) })).toEqual([
      'deadline-without-reasons',
      'message-from-stranger',
      'refusal-without-consultation',
    ]);
  });
});

describe('the sentences of the reasons', () => {
  it.each(BASIS_REASONS)('tell %s in whole sentences', (reason) => {
    for (const language of LEGAL_LANGUAGES) {
      expect(BASIS_REASON_TEXTS[reason][language]).toMatch(/^\p{Lu}[^{}]*\.$/u);
      const sentence = legalSentence({ code: 'direct-contact-not-allowed', parameters: { reason } }, language);
      expect(sentence).toContain(BASIS_REASON_TEXTS[reason][language]);
    }
  });

  it('leave a reason of a later version as it is', () => {
    expect(legalSentence({ code: 'direct-contact-not-allowed', parameters: { reason: 'toString' } }, 'en')).toMatch(/ toString$/);
  });
});

describe('whatever is asked', () => {
  const anyExamination = fc.record({
    channel: fc.constantFrom('ordinary' as const, 'urgent' as const, 'interpol-style' as const),
    neutralityDeclared: fc.boolean(),
    direction: fc.constantFrom('sending' as const, 'receiving' as const),
    instruments: fc.subarray([...examination().instruments]),
    now: fc.date({ min: new Date('2000-01-01T00:00:00Z'), max: new Date('2100-01-01T00:00:00Z'), noInvalidDate: true }),
    recipient: fc.constantFrom(authority('XB'), authority('XA'), authority('XB', { competences: [], acceptedLanguages: [] })),
    message: fc
      .record({
        requestType: fc.constantFrom(
          'mutual-legal-assistance',
          'service-of-documents',
          'extradition',
          'provisional-arrest',
          'consultation',
          'spontaneous-information',
        ),
        matter: fc.constantFrom('criminal', 'civil', 'administrative'),
        language: fc.constantFrom('es', 'pt-BR', 'de'),
        instruments: fc.subarray([{ instrument: 'untoc' }, { instrument: 'medellin-2019' }, { instrument: 'nowhere' }]),
      })
      .map(request),
  });

  it('every finding has a whole sentence in every language, and the answer is the same again', () => {
    fc.assert(
      fc.property(anyExamination, (more) => {
        const { findings } = examineMessage(examination(more));
        expect(examineMessage(examination(more)).findings).toEqual(findings);
        for (const finding of findings) {
          for (const language of LEGAL_LANGUAGES) expect(legalSentence(finding, language)).toMatch(/^[^{}]+\.$/);
        }
        expect(findings.map(({ rule }) => rule)).toEqual(findings.map(({ rule }) => rule).sort());
      }),
      { numRuns: 200 },
    );
  });

  it('only what is a formal request is ever stopped by its basis, and only without one', () => {
    fc.assert(
      fc.property(anyExamination, (more) => {
        const { findings, basis } = examineMessage(examination(more));
        const stopped = findings.filter(({ severity }) => severity === 'stop').map(({ code }) => code);
        expect(stopped.includes('no-legal-basis')).toBe(basis !== undefined && basis.carries.length === 0);
        if (more.channel !== 'interpol-style') expect(stopped.filter((code) => code !== 'no-legal-basis')).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});
