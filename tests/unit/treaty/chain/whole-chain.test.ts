import { expect, test } from 'vitest';
import type { ChainLink } from '../../../../treaty/chain/inner-chain.ts';
import { wholeChain } from '../../../../treaty/conversation/state/whole-chain.ts';
import { chainFindings } from '../../../../treaty/rules/chain-findings.ts';
import { A, B, conversation, entry, example, id, request } from '../conversation/support.ts';

const link = (side: 'requesting' | 'requested', role: ChainLink['role'], name: string, on?: string): ChainLink => ({
  side,
  role,
  party: { name, country: side === 'requesting' ? 'XA' : 'XB' },
  ...(on === undefined ? {} : { handOver: { on, means: 'post' } }),
});
const origin = link('requesting', 'originating-authority', 'Juzgado inventado', '2026-11-02');
const central = link('requesting', 'central-authority', 'Autoridad inventada');
const asked = link('requested', 'central-authority', 'Autoridade inventada', '2026-11-09');
const court = link('requested', 'executing-authority', 'Tribunal inventado');

test('both sides tell the chain, each its own part, and the last word counts', () => {
  const [, acknowledged, replied] = conversation(
    [B, 'acknowledgement', 1, { chain: [asked, court, link('requesting', 'court', 'Nobody asked them')] }],
    [B, 'reply', 1, { items: [], chain: [{ ...court, handOver: { on: '2027-01-13', means: 'electronic-system' } }] }],
  );
  const entries = [entry(1, A, request({ chain: [origin, central] })), acknowledged!, replied!];
  const whole = [origin, central, asked, { ...court, handOver: { on: '2027-01-13', means: 'electronic-system' } }];
  expect(wholeChain(entries)).toEqual(whole);
  expect(wholeChain([...entries].reverse())).toEqual(whole);
});

test('the authority to which the request was passed on is part of it', () => {
  const [, transfer] = conversation([B, 'transfer', 1]);
  expect(wholeChain([entry(1, A, request({ chain: [origin, central] })), transfer!]).at(-1)?.party.name).toBe(
    'Tribunal inventado de Vila Inventada',
  );
});

test('what was set aside says nothing', () => {
  const late = entry(3, B, example('reply', id(1), { items: [], chain: [court] }));
  const entries = [...conversation([A, 'withdrawal', 1]), late];
  expect(wholeChain(entries).every(({ side }) => side === 'requesting')).toBe(true);
});

test('rules advise on hand-overs without a day and out of order', () => {
  const { handOver: _handOver, ...undated } = origin;
  const codes = (chain: ChainLink[]) => chainFindings({ message: request({ chain }) }).map(({ code, pointer }) => [code, pointer]);
  expect(codes([origin, central])).toEqual([]);
  expect(codes([undated, central])).toEqual([['hand-over-without-day', '/chain/0']]);
  expect(codes([origin, central, central])).toEqual([
    ['hand-over-without-day', '/chain/1'],
    ['chain-out-of-order', '/chain/2'],
  ]);
  expect(chainFindings({ message: example('delay', id(1)) })).toEqual([]);
});
