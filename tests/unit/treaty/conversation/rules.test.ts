import { describe, expect, test } from 'vitest';
import type { ConversationKind } from '../../../../treaty/conversation/conversation-message.ts';
import { conversationFindings, stateAround } from '../../../../treaty/conversation/rules.ts';
import { legalSentence } from '../../../../treaty/rules/legal-sentence.ts';
import { A, B, conversation, entry, example, id, type Line, request } from './support.ts';

const ACK: Line = [B, 'acknowledgement', 1];
const REPLY: Line = [B, 'reply', 1, { items: [] }];
const PARTIAL: Line = [B, 'partial-reply', 1];
const none = { held: 'none', reason: 'Sin tiempo.' };
const otherwise = { held: 'otherwise', on: '2026-11-02', text: 'Por teléfono.' };
const whole = { extent: 'whole' };
const because = (ground: string, provision?: string) => ({
  ground,
  reason: 'Porque sí.',
  ...(provision === undefined ? {} : { provision }),
});
const refusal = (changes: Record<string, unknown>): Line => [
  B,
  'refusal',
  1,
  { of: whole, grounds: [because('dual-criminality')], consultation: otherwise, ...changes },
];
const grounds = (...list: unknown[]) => refusal({ grounds: list });

/** The findings of the last message. */
const found = (...lines: Line[]) => {
  const entries = conversation(...lines);
  return conversationFindings(entries, entries.at(-1)!.messageId);
};
const codes = (...lines: Line[]) => found(...lines).map(({ code }) => code);

describe('a refusal', () => {
  const CONSULTED: Line = [B, 'consultation', 1];
  const held = (message: number) => refusal({ consultation: { held: 'in-conversation', message: id(message) } });

  test('without consultation is stopped, with the article', () => {
    expect(found(ACK, refusal({ consultation: none }))).toEqual([
      {
        rule: 'R49',
        code: 'refusal-without-consultation',
        severity: 'stop',
        article: 'UNTOC 18(26), 16(16); UNCAC 46(26)',
        pointer: '/consultation',
      },
    ]);
  });

  test.each<[string, Line[], string[]]>([
    ['after a consultation that was answered', [CONSULTED, [A, 'consultation-answer', 2], held(2)], []],
    ['after one that was not answered', [CONSULTED, held(2)], ['consultation-unanswered']],
    ['after conditions that were declined', [[B, 'conditions-offered', 1], [A, 'conditions-declined', 2], held(2)], []],
    [
      'after a consultation on something else',
      [[B, 'consultation', 1, { purpose: 'priority' }], held(2)],
      ['refusal-without-consultation'],
    ],
    ['that names a message which is no consultation', [ACK, held(2)], ['refusal-without-consultation']],
    ['that names a message which is not there', [held(9)], ['refusal-without-consultation']],
    ['after a consultation outside', [refusal({})], []],
  ])('%s', (_what, lines, expected) => {
    expect(codes(...lines)).toEqual(expected);
  });

  test.each<[string, Line, string[]]>([
    ['for bank secrecy', grounds(because('bank-secrecy')), ['bank-secrecy-as-ground']],
    ['for its fiscal character alone', grounds(because('fiscal-character')), ['fiscal-character-alone-as-ground']],
    ['for its fiscal character among others', grounds(because('fiscal-character'), because('essential-interests')), []],
    [
      'for nationality, where assistance was asked',
      grounds(because('nationality')),
      ['ground-not-usual-here', 'own-prosecutors-after-refusal'],
    ],
    ['for limitation without a provision', grounds(because('limitation')), ['ground-without-provision']],
    ['for limitation with one', grounds(because('limitation', 'Artículo inventado 7')), []],
    ['for a formality', grounds(because('formality')), ['supplement-rather-than-refusal']],
    ['for a translation', grounds(because('translation')), ['translation-rather-than-refusal']],
    ['for the wrong authority', grounds(because('wrong-authority')), ['transfer-rather-than-refusal']],
    ['for a minor matter', grounds(because('minor-matter')), ['priority-rather-than-refusal']],
  ])('%s', (_what, line, expected) => {
    expect(codes(line)).toEqual(expected);
  });

  test('of an extradition for nationality is usual, and points to the own prosecutors', () => {
    const extradition = entry(1, A, { ...request(), requestType: 'extradition', particulars: {} } as never);
    const [, refused] = conversation(grounds(because('nationality')));
    expect(conversationFindings([extradition, refused!], id(2)).map(({ code }) => code)).toEqual(['own-prosecutors-after-refusal']);
  });
});

const cases: [what: string, lines: Line[], expected: string[]][] = [
  ['a postponement without consultation', [[B, 'postponement', 1, { consultation: none }]], ['postponement-without-consultation']],
  [
    'a postponement after consultation',
    [
      [B, 'consultation', 1, { purpose: 'before-postponement' }],
      [A, 'consultation-answer', 2],
      [B, 'postponement', 1, { consultation: { held: 'in-conversation', message: id(2) } }],
    ],
    [],
  ],
  ['a consultation about bank secrecy', [[B, 'consultation', 1, { grounds: [because('bank-secrecy')] }]], ['bank-secrecy-as-ground']],
  [
    'conditions because of the fiscal character',
    [[B, 'conditions-offered', 1, { grounds: [because('fiscal-character')] }]],
    ['fiscal-character-alone-as-ground'],
  ],
  [
    'a paper that differs',
    [
      [A, 'advance-copy', 1],
      [B, 'paper-original', 2, { position: { stage: 'received', on: '2026-11-19', comparison: { match: 'differs', differences: 'x' } } }],
    ],
    ['paper-original-differs'],
  ],
  [
    'a file that came damaged',
    [
      [A, 'off-channel-dispatch', 1],
      [B, 'off-channel-receipt', 2, { received: [{ sha256: '3'.padEnd(64, '0'), intact: false }] }],
    ],
    ['off-channel-item-differs'],
  ],
  [
    'a file that nobody announced',
    [
      [A, 'off-channel-dispatch', 1],
      [B, 'off-channel-receipt', 2, { received: [{ sha256: '4'.padEnd(64, '0'), intact: true }] }],
    ],
    ['off-channel-item-differs'],
  ],
  ['a new date that is no later', [[B, 'cannot-meet-date', 1, { wished: '2026-12-01', newDate: '2026-12-01' }]], ['new-date-not-later']],
  ['secrecy given up after a part was executed', [PARTIAL, [B, 'cannot-keep-confidential', 1]], ['confidentiality-told-late']],
  ['secrecy given up in time', [ACK, [B, 'cannot-keep-confidential', 1]], []],
  [
    'disclosed before notice',
    [
      PARTIAL,
      [A, 'exculpatory-notice', 2, { items: ['e1'], disclosure: { when: 'after', disclosedOn: '2026-11-05', whyNoNoticeBefore: 'x' } }],
    ],
    ['exculpatory-notice-after-disclosure'],
  ],
  ['another use of an unknown item', [PARTIAL, [A, 'other-use-request', 2, { items: ['e1', 'e9'] }]], ['item-unknown']],
  ['an unknown object that goes back', [PARTIAL, [A, 'return-of-objects', 2, { items: ['e9'] }]], ['item-unknown']],
  [
    'an answer to no question',
    [
      [B, 'supplement-request', 1],
      [A, 'supplement', 2, { complete: false, answers: [{ question: 'q9', outcome: 'answered', text: 'x' }] }],
    ],
    ['question-unknown'],
  ],
  [
    'a required question left open',
    [
      [B, 'supplement-request', 1],
      [A, 'supplement', 2, { answers: [] }],
    ],
    ['required-question-unanswered'],
  ],
  [
    'a required question answered in an earlier part',
    [
      [B, 'supplement-request', 1],
      [A, 'supplement', 2, { complete: false }],
      [A, 'supplement', 2, { answers: [] }],
    ],
    [],
  ],
  ['a reply after withdrawal', [[A, 'withdrawal', 1], REPLY], ['reply-after-withdrawal']],
  ['a reply', [ACK, REPLY], []],
];

test.each(cases)('%s', (_what, lines, expected) => {
  expect(codes(...lines)).toEqual(expected);
});

test('the findings of one message are not those of another', () => {
  const entries = conversation(refusal({ consultation: none }), [B, 'acknowledgement' as ConversationKind, 1]);
  expect(conversationFindings(entries, id(3)).map(({ code }) => code)).toEqual(['after-the-end']);
});

test('a message about the second request of a conversation is judged in that one', () => {
  const second = entry(2, A, request());
  const enquiry = entry(3, B, example('status-enquiry', id(2)));
  const entries = [...conversation(), second, enquiry];
  expect(conversationFindings(entries, id(3)).map(({ code }) => code)).toEqual(['message-from-wrong-side']);
  expect(stateAround(entries, id(3)).request).toBe(id(2));
  expect(stateAround(entries, id(9)).request).toBe(id(1));
});

test('a finding is told in a whole sentence', () => {
  const [finding] = found(PARTIAL, [A, 'other-use-request', 2, { items: ['e9'] }]);
  expect(legalSentence(finding!, 'es')).toBe('Ningún elemento entregado en esta conversación lleva el identificador e9.');
});
