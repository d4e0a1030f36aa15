import { describe, expect, test } from 'vitest';
import { examineChain } from '../../../../treaty/chain/examine-chain.ts';
import { type ChainLink, innerChain } from '../../../../treaty/chain/inner-chain.ts';

const origin: ChainLink = {
  side: 'requesting',
  role: 'originating-authority',
  party: { name: 'Juzgado de instrucción inventado n.º 3', country: 'XA' },
  references: [{ system: 'Libro de exhortos', number: '12/2026', authority: 'Juzgado inventado' }],
  handOver: { on: '2026-11-02', means: 'electronic-system' },
};
const ministry: ChainLink = {
  side: 'requesting',
  role: 'foreign-ministry',
  party: { name: 'Ministerio inventado', country: 'XA' },
  handOver: { receivedOn: '2026-11-03', on: '2026-11-05', means: 'diplomatic-bag', reference: 'NV 77', document: 'a'.repeat(64) },
};
const central: ChainLink = {
  side: 'requesting',
  role: 'central-authority',
  party: { name: 'Autoridad central inventada', country: 'XA', identifier: 'urn:valija:authority:xa-central' },
};
const requestedCentral: ChainLink = {
  side: 'requested',
  role: 'central-authority',
  party: { name: 'Autoridade central inventada', country: 'XB', identifier: 'urn:valija:authority:xb-central' },
  handOver: { on: '2026-11-09', means: 'electronic-system' },
};
const executing: ChainLink = { side: 'requested', role: 'executing-authority', party: { name: 'Tribunal inventado', country: 'XB' } };
const whole = [origin, ministry, central, requestedCentral, executing];

test('a whole chain, each with its own hand-over, leaves nothing to ask', () => {
  expect(innerChain.parse(whole)).toEqual(whole);
  expect(examineChain(whole)).toEqual([]);
  expect(examineChain([origin, central])).toEqual([]);
  expect(examineChain([requestedCentral, executing])).toEqual([]);
});

test.each<[string, ChainLink[], unknown]>([
  ['nobody who needs it', [central], { code: 'chain-without-origin' }],
  ['no central authority', [origin, ministry], { code: 'chain-without-central-authority' }],
  ['no day of hand-over', [{ ...origin, handOver: undefined } as unknown as ChainLink, central], { code: 'hand-over-missing', link: 0 }],
  [
    'handed over before it came',
    [origin, { ...ministry, handOver: { on: '2026-11-03', receivedOn: '2026-11-04', means: 'post' } }, central],
    { code: 'hand-over-before-receipt', link: 1 },
  ],
  [
    'handed over before the one before',
    [origin, { ...ministry, handOver: { on: '2026-10-31', means: 'post' } }, central],
    { code: 'hand-over-before-previous', link: 1 },
  ],
  ['back to the first State', [origin, requestedCentral, central], { code: 'chain-turns-back', link: 2 }],
  ['the same authority again', [origin, central, central], { code: 'chain-link-repeated', link: 2 }],
])('%s is remarked on', (_what, chain, remark) => {
  expect(examineChain(chain)).toContainEqual(remark);
});

test('one calendar day back is the date line, not a contradiction', () => {
  expect(examineChain([origin, { ...ministry, handOver: { on: '2026-11-01', means: 'post' } }, central])).toEqual([]);
});

describe('the schema refuses', () => {
  test.each<[string, unknown]>([
    ['an empty chain', []],
    ['seventeen links', Array.from({ length: 17 }, () => central)],
    ['an unknown role', [{ ...central, role: 'notary' }]],
    ['an unknown side', [{ ...central, side: 'both' }]],
    ['a party without State', [{ ...central, party: { name: 'x' } }]],
    ['a hand-over without day', [{ ...origin, handOver: { means: 'post' } }]],
    ['a hand-over on a day that is not', [{ ...origin, handOver: { on: '2026-02-30', means: 'post' } }]],
    ['an unknown means', [{ ...origin, handOver: { on: '2026-11-02', means: 'pigeon' } }]],
    ['a digest that is none', [{ ...origin, handOver: { on: '2026-11-02', means: 'post', document: 'A'.repeat(64) } }]],
    ['another member', [{ ...central, rank: 1 }]],
  ])('%s', (_what, chain) => {
    expect(innerChain.safeParse(chain).success).toBe(false);
  });
});
