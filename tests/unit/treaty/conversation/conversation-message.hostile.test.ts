import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ConversationKind } from '../../../../treaty/conversation/conversation-message.ts';
import { CONVERSATION_EXAMPLES } from '../../../../treaty/conversation/examples/conversation-examples.ts';
import { parseLegalMessage } from '../../../../treaty/message.ts';
import { example, id, request } from './support.ts';

const good = (kind: ConversationKind, about: string | undefined = id(1)) => example(kind, about);
const long = 'x'.repeat(40_001);

const hostile: [what: string, value: unknown, pointer: string][] = [
  ['nothing', undefined, ''],
  ['null', null, ''],
  ['a text', 'reply', ''],
  ['a list', [good('reply')], ''],
  ['an empty object', {}, '/kind'],
  ['no kind', { ...good('reply'), kind: undefined }, '/kind'],
  ['an unknown kind', { ...good('reply'), kind: 'verdict' }, '/kind'],
  ['the name of a member of every object', { ...good('reply'), kind: 'constructor' }, '/kind'],
  ['a kind that is a list', { ...good('reply'), kind: ['reply'] }, '/kind'],
  ['another format', { ...good('reply'), format: 'valija-legal/2' }, '/format'],
  ['no format', { ...good('reply'), format: undefined }, '/format'],
  ['about nothing', example('reply', undefined), '/about'],
  ['about something in capitals', good('reply', id(1).toUpperCase()), '/about'],
  ['about a path', good('reply', '../../etc/passwd'), '/about'],
  ['about two messages', { ...good('reply'), about: [id(1), id(2)] }, '/about'],
  ['no language', { ...good('delay'), language: undefined }, '/language'],
  ['a language that is none', { ...good('delay'), language: 'español' }, '/language'],
  ['a refusal without ground', { ...good('refusal'), grounds: [] }, '/grounds'],
  ['a refusal without reason', { ...good('refusal'), grounds: [{ ground: 'limitation' }] }, '/grounds/0/reason'],
  ['a blank reason', { ...good('refusal'), grounds: [{ ground: 'limitation', reason: ' \n ' }] }, '/grounds/0/reason'],
  ['a ground of our own', { ...good('refusal'), grounds: [{ ground: 'bad-mood', reason: 'x' }] }, '/grounds/0/ground'],
  ['a postponement as a refusal', { ...good('refusal'), grounds: [{ ground: 'own-proceedings', reason: 'x' }] }, '/grounds/0/ground'],
  ['a refusal as a delay', { ...good('delay'), grounds: [{ ground: 'limitation', reason: 'x' }] }, '/grounds/0/ground'],
  ['a refusal that says nothing of consultation', { ...good('refusal'), consultation: undefined }, '/consultation'],
  ['a consultation without day', { ...good('refusal'), consultation: { held: 'otherwise', text: 'x' } }, '/consultation/on'],
  ['a refusal of nothing', { ...good('refusal'), of: {} }, '/of/extent'],
  [
    'an officer without telephone',
    { ...good('acknowledgement'), officer: { name: 'x', functions: 'y', email: 'a@example.org' } },
    '/officer/telephone',
  ],
  [
    'an officer without mail',
    { ...good('acknowledgement'), officer: { name: 'x', functions: 'y', telephone: '+99 1234' } },
    '/officer/email',
  ],
  ['an acknowledgement without number', { ...good('acknowledgement'), register: undefined }, '/register'],
  ['a stage of our own', { ...good('status-answer'), stage: 'lost' }, '/stage'],
  ['no question', { ...good('supplement-request'), questions: [] }, '/questions'],
  [
    'a question without text',
    { ...good('supplement-request'), questions: [{ id: 'q', topic: 'facts', text: '', required: true }] },
    '/questions/0/text',
  ],
  [
    'too many questions',
    {
      ...good('supplement-request'),
      questions: Array.from({ length: 201 }, (_, index) => ({ id: `q${index}`, topic: 'facts', text: 'x', required: true })),
    },
    '/questions',
  ],
  ['a text that is too long', { ...good('consultation-answer'), text: long }, '/text'],
  ['a text written backwards', { ...good('consultation-answer'), text: 'a\u202Eb' }, '/text'],
  ['a text with a control character', { ...good('consultation-answer'), text: 'a\u0000b' }, '/text'],
  ['half a character', { ...good('consultation-answer'), text: '\ud800' }, '/text'],
  [
    'an item without conditions of use',
    { ...good('partial-reply'), items: [{ id: 'e1', title: 'x', delivered: { form: 'information', text: 'x' } }] },
    '/items/0/use',
  ],
  ['an empty partial reply', { ...good('partial-reply'), items: [] }, '/items'],
  ['a digest in capitals', { ...good('advance-copy'), sha256: 'A'.repeat(64) }, '/sha256'],
  ['a digest that is too short', { ...good('advance-copy'), sha256: 'a'.repeat(63) }, '/sha256'],
  [
    'paper received and compared with nothing',
    { ...good('paper-original'), position: { stage: 'received', on: '2026-11-19' } },
    '/position/comparison',
  ],
  [
    'a reason to disclose late that is missing',
    { ...good('exculpatory-notice'), disclosure: { when: 'after', disclosedOn: '2026-11-19' } },
    '/disclosure/whyNoNoticeBefore',
  ],
  ['a day that is not', { ...good('cannot-meet-date'), newDate: '2026-02-30' }, '/newDate'],
  ['a day with an hour', { ...good('cannot-meet-date'), newDate: '2026-02-20T00:00:00Z' }, '/newDate'],
  ['an instant with an offset', { ...good('oral-request', undefined), confirmBy: '2026-11-04T22:15:00+01:00' }, '/confirmBy'],
  ['an oral request that nobody need confirm', { ...good('oral-request', undefined), confirmBy: undefined }, '/confirmBy'],
  [
    'a negative size',
    { ...good('off-channel-dispatch'), dispatched: [{ name: 'a', size: -1, sha256: 'a'.repeat(64) }] },
    '/dispatched/0/size',
  ],
  [
    'a file that leads elsewhere',
    { ...good('off-channel-dispatch'), dispatched: [{ name: '../a', size: 1, sha256: 'a'.repeat(64) }] },
    '/dispatched/0/name',
  ],
  ['an amount as a number', { ...good('cost-consultation'), estimate: { amount: 18_500, currency: 'XTS' } }, '/estimate/amount'],
  ['two authorities in one transfer', { ...good('transfer'), to: [1, 2] }, '/to'],
  ['a request of an unknown type', { ...request(), requestType: 'favour' }, '/requestType'],
];

test.each(hostile)('%s is refused, with the place and without the value', (_what, value, pointer) => {
  const { message, faults } = parseLegalMessage(value);
  expect(message).toBeUndefined();
  expect(faults.map((fault) => fault.pointer)).toContain(pointer);
  expect(Object.keys(faults[0] ?? {}).sort()).toEqual(['issue', 'pointer']);
});

test('every fault is told at once, and no more than two hundred', () => {
  expect(parseLegalMessage({ ...good('refusal'), about: 1, language: 2, grounds: [] }).faults.map(({ pointer }) => pointer)).toEqual([
    '/about',
    '/language',
    '/grounds',
  ]);
  const answers = Array.from({ length: 200 }, () => ({ question: '', outcome: 'answered', text: '' }));
  expect(parseLegalMessage({ ...good('supplement'), answers }).faults.length).toBe(200);
});

describe('whatever comes', () => {
  const members = fc.constantFrom('kind', 'about', 'format', 'language', 'grounds', 'items', 'text', 'of', '__proto__', 'constructor');
  const changed = fc
    .tuple(fc.constantFrom(...CONVERSATION_EXAMPLES), members, fc.jsonValue())
    // The member given last is the one that a parser keeps.
    .map(([{ message }, name, value]) =>
      JSON.parse(`${JSON.stringify(message).slice(0, -1)},${JSON.stringify(name)}:${JSON.stringify(value)}}`),
    );

  test('it is a message or faults, never an exception', () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), changed), (value) => {
        const { message, faults } = parseLegalMessage(value);
        expect(message === undefined).toBe(faults.length > 0);
        if (message !== undefined) expect(parseLegalMessage(JSON.parse(JSON.stringify(message)))).toEqual({ message, faults: [] });
      }),
      { numRuns: 300 },
    );
  });
});
