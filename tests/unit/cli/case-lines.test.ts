import { describe, expect, it } from 'vitest';
import { type CaseAnswer, caseAnswer, statisticsAnswer } from '../../../compose/api-client/answers-cases.ts';
import { caseLines, registeredCaseLines } from '../../../compose/wording/legal/case-lines.ts';
import { CASE_WORDS, CLOCK_WORDS, caseWord, MOMENT_WORDS } from '../../../compose/wording/legal/case-words.ts';
import { findingLines, irregularityLines } from '../../../compose/wording/legal/finding-lines.ts';
import { statisticsAsCsv, statisticsLines } from '../../../compose/wording/legal/statistics-lines.ts';
import { dimensionWord, valueWord } from '../../../compose/wording/legal/statistics-words.ts';
import { LANGUAGES } from '../../../gateway/problems/language.ts';
import { CASE_CLOCKS } from '../../../treaty/deadlines/case-clocks.ts';
import { GROUND_GLOSSARY } from '../../../treaty/glossary/grounds.ts';
import { termIn } from '../../../treaty/glossary/term.ts';
import { RECEIPT_MOMENTS } from '../../../treaty/receipt/receipt-rule.ts';
import { countRequests, DIMENSIONS } from '../../../treaty/statistics/count-requests.ts';
import { CASE_OUTCOMES, type CountedRequest } from '../../../treaty/statistics/counted-case.ts';

/** Everything in it is invented. */
const ids = ['1', '2', '3', '4'].map((figure) => `019a0000-0000-7000-8000-00000000000${figure}`);
const [request = '', supplement = '', stranger = '', early = ''] = ids;
const shownAt = (utc: string) => ({ utc, local: { date: utc.slice(0, 10), time: '11:30', offset: '+01:00' }, timeZone: 'Europe/Madrid' });

const shown: CaseAnswer = caseAnswer.parse({
  registerNumber: 'XA-CENTRAL/2026/000042',
  conversation: request,
  peer: 'urn:valija:authority:xb-central',
  openedBy: 'outbound',
  openedAt: '2026-11-20T10:30:00.000Z',
  peerRegisterNumber: 'XB-CENTRAL/2026/000007',
  chain: [
    {
      side: 'requesting',
      role: 'central-authority',
      party: { name: 'Autoridad inventada', country: 'XA' },
      handOver: { on: '2026-11-20', receivedOn: '2026-11-17' },
    },
    { side: 'requested', role: 'executing-authority', party: { name: 'Tribunal inventado' } },
  ],
  references: { own: [{ system: 'Libro de causas', number: '118/2026', authority: 'Juzgado inventado' }], peer: [] },
  legal: {
    request,
    state: 'supplement-awaited',
    stateTerm: 'Supplement awaited',
    stateText: 'The requested authority asked for information.',
    closed: false,
    openItems: [
      {
        kind: 'supplement',
        message: supplement,
        turn: 'requesting',
        since: '2026-11-22T09:00:00.000Z',
        by: '2026-12-01',
        text: 'Supplement due',
      },
    ],
    turn: ['requesting'],
    pauses: [{ from: '2026-11-21T09:00:00.000Z', to: '2026-11-21T12:00:00.000Z' }, { from: '2026-11-22T09:00:00.000Z' }],
    supplementRounds: 2,
    translationRounds: 0,
    stage: 'under-examination',
    officer: { name: 'Pessoa Inventada', functions: 'Técnica', telephone: '+999 21 555 0101' },
    expectedOn: '2027-01-15',
    next: { requesting: [{ kind: 'supplement' }, { kind: 'withdrawal' }], requested: [{ kind: 'refusal' }] },
    irregularities: [{ rule: 'R41', severity: 'warning', text: 'Only the other side can say this.', messageId: stranger }],
    waiting: [{ messageId: early, about: ids[0] }],
    elsewhere: [],
    timeline: [
      entry(request, 'Request', 'requesting', true, 'Requested'),
      entry(supplement, 'Request for supplementary information', 'requested', true, 'Supplement awaited'),
      entry(stranger, 'Refusal', 'requesting', false, 'Supplement awaited'),
    ],
  },
  times: {
    officeKnown: true,
    instants: { submitted: shownAt('2026-11-20T10:30:00.000Z'), madeAvailable: shownAt('2026-11-20T10:31:00.000Z') },
    receipt: {
      ...{ date: '2026-11-23', from: '2026-11-22T23:00:00.000Z', rule: 'working-day-roll-over', moment: 'madeAvailable' },
      ...{ at: shownAt('2026-11-20T10:31:00.000Z'), rolledOver: true, confirmed: false, zoneKnown: true },
    },
    deadlines: [
      {
        ...{ preset: 'order-answer', instrument: 'invented', article: 'Invented treaty 4', confirmed: false },
        deadline: {
          state: 'paused',
          since: '2026-11-22T09:00:00.000Z',
          left: { amount: 7, unit: 'working-days' },
          timeZone: 'Europe/Madrid',
        },
      },
      {
        ...{ preset: 'own-limit', instrument: 'invented', confirmed: true },
        deadline: { state: 'running', endsAt: '2026-12-01T23:00:00.000Z', lastDay: '2026-12-01', timeZone: 'Europe/Madrid' },
      },
    ],
    clocks: [
      { clock: 'custody', since: '2026-11-01', days: 22 },
      { clock: 'hearing', lastDay: '2026-12-10', days: 17, state: 'running' },
      { clock: 'wished-deadline', lastDay: '2026-11-20', days: -3, state: 'past' },
    ],
    priority: { score: 70, reasons: [{ criterion: 'urgency', points: 40, of: 60, value: 'urgent', text: 'Declared urgency: urgent.' }] },
  },
  messages: [
    message(supplement, 'inbound', '2026-11-22T09:00:00.000Z', 'consigned'),
    message(request, 'outbound', '2026-11-20T10:30:00.000Z', 'handed-over'),
    message(stranger, 'outbound', '2026-11-23T09:00:00.000Z', 'accepted'),
    message(early, 'inbound', '2026-11-24T09:00:00.000Z', 'consigned', 'supplement'),
    message('019a0000-0000-7000-8000-00000000000f', 'inbound', '2026-11-25T09:00:00.000Z', 'state-of-later-version'),
  ],
  sameRequest: [
    {
      registerNumber: 'XA-CENTRAL/2026/000043',
      conversation: 'other',
      peer: 'urn:valija:authority:xc-central',
      openedBy: 'inbound',
      openedAt: '2026-11-20T10:30:00.000Z',
    },
  ],
});

function entry(messageId: string, kindTerm: string, side: string, counted: boolean, stateTerm: string) {
  return { messageId, kind: 'request', kindTerm, issuedAt: '2026-11-20T10:30:00.000Z', side, counted, state: 'requested', stateTerm };
}

function message(messageId: string, direction: string, submissionTime: string, state: string, kind?: string) {
  return { messageId, direction, submissionTime, state, ...(kind === undefined ? {} : { kind }) };
}

/** The words one after the other, wherever lines were broken. */
function unbroken(lines: readonly string[]): string {
  return lines.join(' ').replaceAll(/ +/g, ' ');
}

describe('a case on a terminal', () => {
  it('says where it stands, whose turn it is, what is open and due, and what was said', () => {
    const text = unbroken(caseLines(shown, 'en'));
    expect(text).toMatch(
      /^XA-CENTRAL\/2026\/000042 Supplement awaited The requested authority asked for information\. It is our turn\. With /,
    );
    for (const expected of [
      ' Their number XB-CENTRAL/2026/000007 Handled by Pessoa Inventada, Técnica, +999 21 555 0101 Stage ',
      ' Our references 118/2026 (Libro de causas, Juzgado inventado) ',
      ' Open Supplement due, ours, by 2026-12-01, since ',
      ' We can send Supplementary information; Withdrawal of the request ',
      ' Chain of authorities central authority: Autoridad inventada (XA), received on 2026-11-17, handed over on 2026-11-20 executing authority: Tribunal inventado Receipt ',
      ' Legal date of receipt: 2026-11-23 (Europe/Madrid). What counts is the moment "made available"; what comes out of hours ',
      ' It passed to the next working day. The rule is a setting of this installation: no text that was read confirms it. ',
      ' made available 2026-11-20 11:30 +01:00 Europe/Madrid ',
      ' invented, Invented treaty 4: stands still since ',
      ' left: 7 working days (not confirmed) invented, own-limit: last day 2026-12-01 (Europe/Madrid), ends ',
      ' In custody since 2026-11-01: 22 days Hearing: 2026-12-10, 17 days left Deadline wished for: 2026-11-20, 3 days ago ',
      ' Priority: 70 points Declared urgency: urgent. (40 of 60) ',
      ` > ${request} Request | Taken over by the addressee | Requested `,
      ' Refusal | Ready to be sent | Supplement awaited | no effect ',
      ` Supplementary information | Available to the addressee | waits for message ${request} `,
      ' Not a typed message | state-of-later-version ',
      ` Irregularities irregular: rule R41. Only the other side can say this. ${stranger} `,
      ' Other cases of the same request XA-CENTRAL/2026/000043 ',
    ]) {
      expect(text).toContain(expected);
    }
    expect(text.indexOf(` > ${request}`)).toBeLessThan(text.indexOf(` < ${supplement}`));
  });

  it.each(LANGUAGES)('fits 100 columns and leaves no placeholder open: %s', (language) => {
    for (const line of caseLines(shown, language)) {
      expect([line, line.length <= 100]).toEqual([line, true]);
      expect(line).not.toMatch(/[{}]/);
    }
    expect(registeredCaseLines(shown)).toEqual([
      expect.stringMatching(/^XA-CENTRAL\/2026\/000042 {2}.* {2}> {2}urn:valija:authority:xb-central$/),
      `  ${request}`,
    ]);
  });

  it('names both sides where it does not know which one is ours, and says when all is done', () => {
    const unknown = { ...shown, messages: [], legal: { ...shown.legal, openItems: [] } };
    expect(caseLines(unknown, 'en')).toContain('  It is the turn of the requesting authority.');
    const closed = { ...shown, legal: { ...shown.legal, closed: true, turn: [] } };
    expect(caseLines(closed, 'es')).toContain('  Terminada: no queda nada pendiente.');
    expect(caseLines(closed, 'es')).not.toContain('Podemos enviar');
  });

  it('lets nothing of others steer the terminal', () => {
    const hostile = JSON.parse(JSON.stringify(shown).replaceAll('Inventada', '\\u001b[31m\\u202eInventada')) as CaseAnswer;
    expect(caseLines(hostile, 'es').join('\n')).not.toMatch(/[^\P{C}\n]/u);
  });

  it('has a word for every moment, clock and dimension', () => {
    expect(Object.keys(MOMENT_WORDS)).toEqual([...RECEIPT_MOMENTS]);
    expect(Object.keys(CLOCK_WORDS).sort()).toEqual(CASE_CLOCKS.filter((clock) => clock !== 'custody').sort());
    for (const language of LANGUAGES) {
      for (const dimension of DIMENSIONS) expect(dimensionWord(dimension, language)).not.toBe(dimension);
      for (const outcome of CASE_OUTCOMES) expect(valueWord('outcome', outcome, language).length).toBeGreaterThan(2);
    }
    const placeholders = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).sort();
    for (const texts of Object.values(CASE_WORDS)) {
      for (const language of LANGUAGES) expect(placeholders(texts[language])).toEqual(placeholders(texts.es));
    }
    expect(caseWord('by', 'en', { date: '{date}' })).toBe('by {date}');
  });
});

describe('findings of legal rules', () => {
  const finding = { rule: 'R05', severity: 'stop', text: 'x '.repeat(100).trim(), article: 'UNTOC 18(13)', pointer: '/instruments/0' };

  it('have their number, weight, sentence, article and place', () => {
    const lines = findingLines([finding, { ...finding, severity: 'of-later-version' }], 'pt');
    expect(lines[0]).toMatch(/^R05 {2}impede o envio: x x /);
    expect(lines.join(' ').replaceAll(/ +/g, ' ')).toContain('x (UNTOC 18(13)) /instruments/0 R05 of-later-version: x');
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(96);
  });

  it('are irregularities in what came', () => {
    expect(irregularityLines([{ rule: 'R41', severity: 'warning', text: 'Oración.' }], 'es')).toEqual(['irregular: regla R41. Oración.']);
  });
});

describe('statistics on a terminal', () => {
  const counted = (change: Partial<CountedRequest>): CountedRequest => ({
    country: 'XB',
    direction: 'outgoing',
    facts: { format: 'valija-message-facts/1', kind: 'request', requestType: 'extradition', urgency: 'urgent', instruments: ['untoc'] },
    requestedAt: '2026-01-01T00:00:00.000Z',
    outcome: 'open',
    grounds: [],
    supplementRounds: 0,
    costs: [],
    ...change,
  });
  const rows = countRequests(
    [
      counted({}),
      counted({ outcome: 'answered', endedAt: '2026-01-31T00:00:00.000Z' }),
      counted({ direction: 'incoming', outcome: 'refused', endedAt: '2026-01-03T00:00:00.000Z', grounds: ['nationality'] }),
    ],
    new Date('2026-03-01T00:00:00Z'),
  );
  const answer = statisticsAnswer.parse({
    from: '2026-01-01T00:00:00Z',
    to: '2027-01-01T00:00:00Z',
    countedAt: '2026-03-01T00:00:00Z',
    rows,
  });

  it('are a table for each direction, within 100 columns', () => {
    const lines = statisticsLines(answer, 'en');
    const cells = (name: string) =>
      lines
        .find((line) => line.trim().startsWith(name))
        ?.trim()
        .split(/ {2,}/);
    expect(cells('SENT')?.slice(1)).toEqual(['Requests', 'Open', 'Answered', 'Refused', 'Unanswered', 'Days']);
    expect(cells('In all')?.slice(1)).toEqual(['2', '1', '1', '0', '1', '30']);
    expect(lines.filter((line) => /^By ground$/.test(line))).toHaveLength(2);
    expect(cells(termIn(GROUND_GLOSSARY.nationality.term, 'en'))?.slice(1)).toEqual(['1', '0', '0', '1', '0', '2']);
    expect(cells('under 90 days')?.slice(1)).toEqual(['1', '1', '0', '0', '1', '-']);
    for (const language of LANGUAGES)
      for (const line of statisticsLines(answer, language)) expect([line, line.length <= 100]).toEqual([line, true]);
  });

  it('say so when there is nothing, and are comma-separated values where asked for', () => {
    expect(statisticsLines({ ...answer, rows: [] }, 'es').at(-1)).toBe('No hubo ninguna solicitud.');
    const [header, ...values] = statisticsAsCsv(answer).trimEnd().split('\r\n');
    expect([header?.startsWith('direction,dimension,value,requests,'), values.length]).toEqual([true, rows.length]);
  });
});
