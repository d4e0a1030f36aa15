import { describe, expect, test } from 'vitest';
import type { LegalEntry } from '../../../../treaty/conversation/state/legal-entry.ts';
import { legalState, supplementIntervals } from '../../../../treaty/conversation/state/legal-state.ts';
import type { OpenItemKind } from '../../../../treaty/conversation/state/open-item.ts';
import type { LegalStateName } from '../../../../treaty/conversation/state/phase.ts';
import { A, B, COURT, conversation, entry, example, id, type Line, minute, request, STRANGER } from './support.ts';

const whole = { of: { extent: 'whole' } };
const part = { of: { extent: 'part', items: ['m1'], text: 'Solo una parte.' } };
const ACK: Line = [B, 'acknowledgement', 1];
const REPLY: Line = [B, 'reply', 1, { items: [] }];

type Turn = ('requesting' | 'requested')[];
const both: Turn = ['requesting', 'requested'];

const courses: [what: string, lines: Line[], state: LegalStateName, closed: boolean, open: OpenItemKind[], turn: Turn][] = [
  ['a request', [], 'requested', false, ['acknowledgement'], ['requested']],
  ['acknowledged', [ACK], 'acknowledged', false, [], ['requested']],
  ['a supplement asked', [ACK, [B, 'supplement-request', 1]], 'supplement-awaited', false, ['supplement'], ['requesting']],
  [
    'asked and enquired',
    [
      [B, 'supplement-request', 1],
      [A, 'status-enquiry', 1],
    ],
    'supplement-awaited',
    false,
    ['acknowledgement', 'supplement', 'status-enquiry'],
    both,
  ],
  [
    'given in part',
    [ACK, [B, 'supplement-request', 1], [A, 'supplement', 3, { complete: false }]],
    'supplement-awaited',
    false,
    ['supplement'],
    ['requesting'],
  ],
  ['given', [ACK, [B, 'supplement-request', 1], [A, 'supplement', 3]], 'acknowledged', false, [], ['requested']],
  ['a translation asked', [ACK, [B, 'translation-defective', 1]], 'supplement-awaited', false, ['translation'], ['requesting']],
  [
    'a translation given',
    [ACK, [B, 'translation-defective', 1], [A, 'supplement', 3, { answers: [] }]],
    'acknowledged',
    false,
    [],
    ['requested'],
  ],
  ['enquired', [ACK, [A, 'status-enquiry', 1]], 'acknowledged', false, ['status-enquiry'], ['requested']],
  ['answered how far it is', [ACK, [A, 'status-enquiry', 1], [B, 'status-answer', 3]], 'acknowledged', false, [], ['requested']],
  ['consulted', [ACK, [B, 'consultation', 1]], 'in-consultation', false, ['consultation'], ['requesting']],
  [
    'consulted by the requesting side',
    [ACK, [A, 'consultation', 1, { purpose: 'priority' }]],
    'in-consultation',
    false,
    ['consultation'],
    ['requested'],
  ],
  ['consultation answered', [ACK, [B, 'consultation', 1], [A, 'consultation-answer', 3]], 'acknowledged', false, [], ['requested']],
  ['costs', [ACK, [B, 'cost-consultation', 1]], 'in-consultation', false, ['costs'], ['requesting']],
  ['conditions', [ACK, [B, 'conditions-offered', 1]], 'conditions-offered', false, ['conditions'], ['requesting']],
  [
    'other conditions take their place',
    [ACK, [B, 'conditions-offered', 1], [B, 'conditions-offered', 1]],
    'conditions-offered',
    false,
    ['conditions'],
    ['requesting'],
  ],
  ['conditions accepted', [ACK, [B, 'conditions-offered', 1], [A, 'conditions-accepted', 3]], 'acknowledged', false, [], ['requested']],
  ['conditions declined', [ACK, [B, 'conditions-offered', 1], [A, 'conditions-declined', 3]], 'acknowledged', false, [], ['requested']],
  ['postponed', [ACK, [B, 'postponement', 1]], 'postponed', false, ['resumption'], ['requested']],
  ['postponed in part', [ACK, [B, 'postponement', 1, part]], 'acknowledged', false, ['resumption'], ['requested']],
  ['resumed', [ACK, [B, 'postponement', 1], [B, 'status-answer', 1]], 'acknowledged', false, [], ['requested']],
  [
    'still postponed',
    [ACK, [B, 'postponement', 1], [B, 'status-answer', 1, { stage: 'postponed' }]],
    'postponed',
    false,
    ['resumption'],
    ['requested'],
  ],
  ['secrecy cannot be kept', [ACK, [B, 'cannot-keep-confidential', 1]], 'in-consultation', false, ['confidentiality'], ['requesting']],
  [
    'to be executed all the same',
    [ACK, [B, 'cannot-keep-confidential', 1], [A, 'confidentiality-decision', 3]],
    'acknowledged',
    false,
    [],
    ['requested'],
  ],
  [
    'rather not',
    [ACK, [B, 'cannot-keep-confidential', 1], [A, 'confidentiality-decision', 3, { decision: 'do-not-execute' }]],
    'withdrawn',
    true,
    [],
    [],
  ],
  ['a part', [ACK, [B, 'partial-reply', 1]], 'partly-answered', false, [], ['requested']],
  ['all', [ACK, REPLY], 'answered', true, [], []],
  ['all without acknowledgement', [REPLY], 'answered', true, [], []],
  ['all, with an object on loan', [ACK, [B, 'reply', 1]], 'answered', false, ['objects-to-return'], ['requesting']],
  ['the object goes back', [ACK, [B, 'reply', 1], [A, 'return-of-objects', 3]], 'answered', true, [], []],
  [
    'another object goes back',
    [ACK, [B, 'reply', 1], [A, 'return-of-objects', 3, { items: ['e9'] }]],
    'answered',
    false,
    ['objects-to-return'],
    ['requesting'],
  ],
  ['served', [ACK, [B, 'proof-of-service', 1]], 'answered', true, [], []],
  ['served on one of several', [ACK, [B, 'proof-of-service', 1, { completes: false }]], 'partly-answered', false, [], ['requested']],
  ['refused', [ACK, [B, 'refusal', 1, whole]], 'refused', true, [], []],
  ['refused in part', [ACK, [B, 'refusal', 1, part]], 'acknowledged', false, [], ['requested']],
  [
    'refused, then reconsidered',
    [ACK, [B, 'refusal', 1, whole], [A, 'consultation', 3, { purpose: 'reconsideration' }]],
    'refused',
    false,
    ['consultation'],
    ['requested'],
  ],
  ['answered after a refusal', [ACK, [B, 'refusal', 1, whole], REPLY], 'answered', true, [], []],
  ['withdrawn', [ACK, [B, 'supplement-request', 1], [A, 'withdrawal', 1, whole]], 'withdrawn', true, [], []],
  ['withdrawn in part', [ACK, [A, 'withdrawal', 1, part]], 'acknowledged', false, [], ['requested']],
  ['passed on', [ACK, [B, 'transfer', 1]], 'passed-on', false, ['acknowledgement'], ['requested']],
  ['passed on and acknowledged', [ACK, [B, 'transfer', 1], [COURT, 'acknowledgement', 3]], 'acknowledged', false, [], ['requested']],
  ['gone elsewhere', [ACK, [B, 'transfer', 1, { continues: 'elsewhere' }]], 'transferred', true, [], []],
  ['an advance copy', [ACK, [A, 'advance-copy', 1]], 'acknowledged', false, ['paper-original'], both],
  [
    'the paper is on its way',
    [ACK, [A, 'advance-copy', 1], [A, 'paper-original', 3], REPLY],
    'answered',
    false,
    ['paper-original'],
    ['requesting'],
  ],
  [
    'the paper has come',
    [
      ACK,
      [A, 'advance-copy', 1],
      [
        B,
        'paper-original',
        3,
        { position: { stage: 'received', on: '2026-11-19', comparison: { match: 'identical', sha256: '2'.padEnd(64, '0') } } },
      ],
    ],
    'acknowledged',
    false,
    [],
    ['requested'],
  ],
  ['sent by courier', [ACK, [A, 'off-channel-dispatch', 1]], 'acknowledged', false, ['off-channel-receipt'], ['requested']],
  ['the courier has come', [ACK, [A, 'off-channel-dispatch', 1], [B, 'off-channel-receipt', 3]], 'acknowledged', false, [], ['requested']],
  ['another use asked', [ACK, REPLY, [A, 'other-use-request', 3]], 'answered', false, ['other-use'], ['requested']],
  ['another use granted', [ACK, REPLY, [A, 'other-use-request', 3], [B, 'other-use-granted', 4]], 'answered', true, [], []],
  ['another use refused', [ACK, REPLY, [A, 'other-use-request', 3], [B, 'other-use-refused', 4]], 'answered', true, [], []],
  ['an exculpatory item', [ACK, REPLY, [A, 'exculpatory-notice', 3]], 'answered', false, ['consultation'], ['requested']],
  ['a delay and a new date', [ACK, [B, 'delay', 1], [B, 'cannot-meet-date', 1]], 'acknowledged', false, [], ['requested']],
];

test.each(courses)('%s', (_what, lines, state, closed, open, turn) => {
  const found = legalState(conversation(...lines));
  expect({ state: found.state, closed: found.closed, open: found.openItems.map(({ kind }) => kind), turn: found.turn }).toEqual({
    state,
    closed,
    open,
    turn,
  });
  expect(found.timeline.every(({ counted }) => counted)).toBe(true);
  const onTheWay = ['', ...lines].map((_line, index) => legalState(conversation(...lines.slice(0, index))).state);
  expect(found.timeline.map((each) => each.state)).toEqual(onTheWay);
  expect(found).toMatchObject({ request: id(1), waiting: [], elsewhere: [] });
});

describe('what comes before the request', () => {
  const oral = entry(1, A, example('oral-request', undefined));
  const code = (entries: LegalEntry[]) => legalState(entries).irregularities.map((found) => found.code);

  test('nothing is preliminary', () => {
    expect(legalState([])).toMatchObject({ state: 'preliminary', closed: false, openItems: [], turn: ['requesting'], timeline: [] });
    expect(legalState([entry(1, B, example('prior-contact', undefined))])).toMatchObject({ state: 'preliminary', irregularities: [] });
  });

  test('an oral request announces one and has to be confirmed', () => {
    expect(legalState([oral])).toMatchObject({
      state: 'announced',
      openItems: [{ kind: 'acknowledgement' }, { kind: 'to-confirm', turn: 'requesting', by: '2026-11-04T22:15:00Z' }],
      turn: both,
    });
  });

  test('a request that refers to it confirms it', () => {
    const written = entry(2, A, request({ oralRequest: { madeAt: minute(1), spokenTo: 'Inventada', means: 'telephone', record: id(1) } }));
    const found = legalState([oral, written]);
    expect(found).toMatchObject({ state: 'requested', request: id(2), openItems: [{ kind: 'acknowledgement' }], irregularities: [] });
  });

  test('a confirmation names the request, which may come before or after it', () => {
    const confirmation = example('oral-confirmation', id(1), { text: { by: 'request', message: id(3) } });
    expect(legalState([oral, entry(2, A, confirmation), entry(3, A, request())])).toMatchObject({
      state: 'requested',
      openItems: [{ kind: 'acknowledgement' }],
    });
    expect(legalState([oral, entry(4, A, confirmation), entry(3, A, request())])).toMatchObject({
      state: 'requested',
      openItems: [{ kind: 'acknowledgement' }],
    });
    expect(code([oral, entry(2, A, confirmation)])).toEqual(['confirming-text-missing']);
  });

  test('a letter confirms it as well, and then there is a request in writing', () => {
    const found = legalState([oral, entry(2, A, example('oral-confirmation', id(1)))]);
    expect(found).toMatchObject({ state: 'requested', openItems: [{ kind: 'acknowledgement' }] });
    expect(found.request).toBeUndefined();
  });

  test('an item to confirm keeps an answered request open', () => {
    const entries = [oral, entry(2, B, example('acknowledgement', id(1))), entry(3, B, example('reply', id(1), { items: [] }))];
    expect(legalState(entries)).toMatchObject({
      state: 'answered',
      closed: false,
      openItems: [{ kind: 'to-confirm' }],
      turn: ['requesting'],
    });
    expect(code(entries)).toEqual(['answered-with-confirmation-open']);
    const late = entry(4, A, example('oral-confirmation', id(1)));
    expect(legalState([...entries, late])).toMatchObject({ state: 'answered', closed: true });
  });

  test('an oral request belongs to the request that confirms it, not to another of the same conversation', () => {
    const first = entry(2, A, request());
    const second = entry(3, A, request({ oralRequest: { madeAt: minute(1), spokenTo: 'Inventada', means: 'telephone', record: id(1) } }));
    expect(legalState([oral, first, second])).toMatchObject({
      request: id(2),
      elsewhere: [id(1), id(3)],
      openItems: [{ kind: 'acknowledgement' }],
    });
    expect(legalState([oral, first, second], id(3))).toMatchObject({
      request: id(3),
      elsewhere: [id(2)],
      openItems: [{ kind: 'acknowledgement' }],
    });
  });

  test('the other side cannot draw an oral request away', () => {
    const theirs = entry(3, B, request({ oralRequest: { madeAt: minute(1), spokenTo: 'Inventada', means: 'telephone', record: id(1) } }));
    expect(legalState([oral, entry(2, A, request()), theirs]).openItems).toContainEqual(
      expect.objectContaining({ kind: 'to-confirm', message: id(1) }),
    );
  });

  test('a request that announces its paper original waits for it', () => {
    const found = legalState([entry(1, A, request({ paperOriginal: { means: 'diplomatic-bag', expectedOn: '2026-11-20' } }))]);
    expect(found.openItems).toEqual([
      { kind: 'acknowledgement', message: id(1), turn: 'requested', since: minute(1) },
      { kind: 'paper-original', message: id(1), turn: 'requesting', since: minute(1), by: '2026-11-20' },
    ]);
  });
});

describe('several requests in one conversation', () => {
  const draft = entry(1, A, { ...request(), requestType: 'draft-for-review', particulars: { draft: request(), questions: [] } } as never);
  const formal = entry(2, A, request());
  const other = entry(3, B, request());

  test('the first formal one is meant, and each has a state of its own', () => {
    const entries = [
      draft,
      formal,
      other,
      entry(4, B, example('acknowledgement', id(2))),
      entry(5, A, example('reply', id(3), { items: [] })),
    ];
    expect(legalState(entries)).toMatchObject({
      request: id(2),
      state: 'acknowledged',
      elsewhere: [id(1), id(3), id(5)],
      irregularities: [],
    });
    expect(legalState(entries, id(3))).toMatchObject({
      request: id(3),
      state: 'answered',
      elsewhere: [id(1), id(2), id(4)],
      irregularities: [],
    });
    expect(legalState(entries, id(1))).toMatchObject({ request: id(1), state: 'requested' });
    expect(legalState([draft])).toMatchObject({ request: id(1) });
  });

  test('a request that is not there has no state yet', () => {
    expect(legalState([formal], id(9))).toMatchObject({ state: 'preliminary', elsewhere: [id(2)] });
  });
});

describe('what is set aside', () => {
  const setAside: [what: string, lines: Line[], code: string][] = [
    ['a reply of the requesting side', [[A, 'reply', 1]], 'message-from-wrong-side'],
    ['an enquiry of the requested side', [[B, 'status-enquiry', 1]], 'message-from-wrong-side'],
    ['a message of a stranger', [[STRANGER, 'reply', 1]], 'message-from-stranger'],
    [
      'an answer to one’s own consultation',
      [
        [B, 'consultation', 1],
        [B, 'consultation-answer', 2],
      ],
      'message-from-wrong-side',
    ],
    ['a supplement that nobody asked for', [[A, 'supplement', 1]], 'answer-does-not-fit'],
    ['conditions accepted that were never offered', [ACK, [A, 'conditions-accepted', 2]], 'answer-does-not-fit'],
    ['a paper original that was not announced', [[A, 'paper-original', 1]], 'answer-does-not-fit'],
    [
      'a second supplement',
      [
        [B, 'supplement-request', 1],
        [A, 'supplement', 2],
        [A, 'supplement', 2],
      ],
      'already-answered',
    ],
    [
      'declined after accepted',
      [
        [B, 'conditions-offered', 1],
        [A, 'conditions-accepted', 2],
        [A, 'conditions-declined', 2],
      ],
      'already-answered',
    ],
    [
      'an answer to what was set aside',
      [
        [A, 'supplement-request', 1],
        [A, 'supplement', 2],
      ],
      'answer-does-not-fit',
    ],
    ['a reply after withdrawal', [[A, 'withdrawal', 1, whole], REPLY], 'reply-after-withdrawal'],
    ['a refusal after a reply', [REPLY, [B, 'refusal', 1, whole]], 'after-the-end'],
    [
      'a withdrawal after a refusal',
      [
        [B, 'refusal', 1, whole],
        [A, 'withdrawal', 1, whole],
      ],
      'after-the-end',
    ],
    ['a second reply', [REPLY, REPLY], 'after-the-end'],
  ];

  test.each(setAside)('%s', (_what, lines, code) => {
    const entries = conversation(...lines);
    const last = entries.at(-1)!;
    const found = legalState(entries);
    expect(found.irregularities.filter(({ messageId }) => messageId === last.messageId)).toEqual([{ messageId: last.messageId, code }]);
    expect(found.timeline.at(-1)).toMatchObject({ messageId: last.messageId, counted: false });
    const { timeline, irregularities, ...before } = legalState(entries.slice(0, -1));
    expect(found).toMatchObject(before);
  });

  test('before any request there is nothing to reply to', () => {
    const found = legalState([entry(1, A, example('prior-contact', undefined)), entry(2, B, example('reply', id(1)))]);
    expect(found).toMatchObject({ state: 'preliminary', irregularities: [{ code: 'before-any-request' }] });
  });
});

describe('copies, reuse and missing messages', () => {
  test('what is about a missing message waits for it', () => {
    const entries = conversation(ACK, [B, 'supplement-request', 1], [A, 'supplement', 3]);
    const found = legalState(entries.filter((_entry, index) => index !== 2));
    expect(found).toMatchObject({ state: 'acknowledged', waiting: [{ messageId: id(4), about: id(3) }], irregularities: [] });
    expect(found.timeline).toHaveLength(2);
  });

  test('messages about one another wait for ever', () => {
    const circle = [entry(2, B, example('reply', id(3))), entry(3, B, example('reply', id(2)))];
    expect(legalState([...conversation(), ...circle])).toMatchObject({ state: 'requested', waiting: [{ about: id(3) }, { about: id(2) }] });
  });

  test('two messages under one identifier: the first by its own instant counts, and it is shown', () => {
    const [first, ...rest] = conversation(ACK, REPLY);
    const second = { ...rest[1]!, message: example('refusal', id(1), { of: { extent: 'whole' } }), issuedAt: minute(9) };
    for (const entries of [
      [first!, ...rest, second],
      [second, first!, ...rest],
    ]) {
      expect(legalState(entries)).toMatchObject({ state: 'answered', irregularities: [{ code: 'identifier-reused', messageId: id(3) }] });
    }
  });

  test('the same message with its members in another order is a copy', () => {
    const entries = conversation(ACK);
    const copy = { ...entries[1]!, message: Object.fromEntries(Object.entries(entries[1]!.message).reverse()) as never };
    expect(legalState([...entries, copy])).toEqual(legalState(entries));
  });

  test('a clock that is behind is remarked on, and the answer still comes after the question', () => {
    const entries = conversation(ACK, [B, 'supplement-request', 1], [A, 'supplement', 3]);
    const early = { ...entries[3]!, issuedAt: minute(0) };
    const found = legalState([...entries.slice(0, 3), early]);
    expect(found).toMatchObject({ state: 'acknowledged', pauses: [{ from: minute(3), to: minute(3) }] });
    expect(found.irregularities).toEqual([{ messageId: id(4), code: 'dated-before-its-cause' }]);
  });
});

describe('pauses and rounds', () => {
  const rounds = conversation(
    [B, 'supplement-request', 1],
    [B, 'translation-defective', 1],
    [A, 'supplement', 2],
    [A, 'supplement', 3, { answers: [] }],
    [B, 'supplement-request', 4],
  );

  test('overlapping pauses are one, and one still runs', () => {
    expect(legalState(rounds)).toMatchObject({ supplementRounds: 2, translationRounds: 1 });
    expect(supplementIntervals(rounds)).toEqual([{ from: minute(2), to: minute(5) }, { from: minute(6) }]);
  });

  test('the end of the request ends them', () => {
    const withdrawn = [...rounds, entry(8, A, example('withdrawal', id(1), { of: { extent: 'whole' } }))];
    expect(supplementIntervals(withdrawn)).toEqual([
      { from: minute(2), to: minute(5) },
      { from: minute(6), to: minute(8) },
    ]);
  });
});

test('what the sides have told of it', () => {
  const entries = conversation(ACK, [B, 'delay', 1], [B, 'conditions-offered', 1], [A, 'conditions-accepted', 4], [B, 'status-answer', 1]);
  expect(legalState(entries)).toMatchObject({
    register: { number: 'XB/2026/000107' },
    officer: { email: 'pessoa.inventada@example.org' },
    stage: 'awaiting-court-decision',
    expectedOn: '2027-01-15',
    acceptedConditions: [id(4)],
    grantedUses: [],
  });
});
