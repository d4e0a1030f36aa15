import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resolveSettings } from '../../../compose/configuration/settings.ts';
import { enterCase, type RegisteredMessage } from '../../../gateway/register/enter-case.ts';
import { formatRegisterNumber, REGISTER_PREFIX, registerPrefix, registerYear } from '../../../gateway/register/register-number.ts';
import { commit } from '../../../gateway/unit-of-work.ts';
import { caseKey } from '../../../store/contracts/case-records.ts';
import { createWorld, type World } from '../../support/two-gateways.ts';

const PEER = 'urn:valija:authority:xb-central';

describe('register numbers', () => {
  it('count in at least six digits', () => {
    expect(formatRegisterNumber('ES-DEMO/2026', 42)).toBe('ES-DEMO/2026/000042');
    expect(formatRegisterNumber('ES-DEMO/2026', 1_234_567)).toBe('ES-DEMO/2026/1234567');
  });

  it('belong to the year of the authority, not to that of Greenwich', () => {
    const at = new Date('2027-01-01T02:00:00Z');
    expect(registerYear(at, { prefix: undefined, timeZone: 'America/Lima' })).toBe(2026);
    expect(registerYear(at, { prefix: undefined, timeZone: 'Europe/Madrid' })).toBe(2027);
  });

  it('take their prefix from the configuration, or from the identifier in a form that every register can hold', () => {
    expect(registerPrefix({ prefix: 'ES-DEMO', timeZone: 'UTC' }, 'urn:valija:authority:xa-central')).toBe('ES-DEMO');
    expect(registerPrefix({ prefix: undefined, timeZone: 'UTC' }, 'urn:valija:authority:xa-central')).toBe('XA-CENTRAL');
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/), (last) => {
        expect(registerPrefix({ prefix: undefined, timeZone: 'UTC' }, `urn:valija:authority:${last}`)).toMatch(REGISTER_PREFIX);
      }),
    );
  });

  it('are configured with the other settings', () => {
    const { register } = resolveSettings({ register: { prefix: 'ES-DEMO', timeZone: 'Europe/Madrid' } });
    expect(register).toEqual({ prefix: 'ES-DEMO', timeZone: 'Europe/Madrid' });
    expect(resolveSettings({ register: { timeZone: 'America/Lima' } }).register).toEqual({ prefix: undefined, timeZone: 'America/Lima' });
  });
});

describe('cases', () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld();
  });
  afterAll(() => world.close());

  const message = (conversation: string, change: Partial<RegisteredMessage> = {}): RegisteredMessage => ({
    direction: 'outbound',
    peer: PEER,
    conversation,
    at: new Date('2026-05-04T10:00:00Z'),
    fingerprints: [],
    ...change,
  });
  const enter = (entered: RegisteredMessage) =>
    enterCase(world.a.dependencies, entered, async ({ rows, registerNumber }) => {
      await commit(world.a.dependencies, { rows });
      return registerNumber;
    });

  it('keep the number of their conversation, whoever writes next', async () => {
    const first = await enter(message('one', { fingerprints: ['a'.repeat(64)] }));
    const answer = await enter(message('one', { direction: 'inbound', fingerprints: ['a'.repeat(64), 'b'.repeat(64)] }));
    expect(answer).toBe(first);
    const entry = await world.a.dependencies.ledger.get('cases', caseKey(PEER, 'one'));
    expect(entry?.value).toMatchObject({ openedBy: 'outbound', registerNumber: first });
    const matches = await world.a.dependencies.ledger.list('caseMatches', { index: 'byCase', equals: caseKey(PEER, 'one'), limit: 10 });
    expect(matches.map(({ value }) => value.fingerprint)).toEqual(['a'.repeat(64), 'b'.repeat(64)]);
  });

  it('are another one with another authority, though it chose the same identifier', async () => {
    const ours = await enter(message('same'));
    const other = await enter(message('same', { peer: 'urn:valija:authority:xc-central' }));
    expect(other).not.toBe(ours);
  });

  it('are numbered without gap or repetition by many writers at once, and a commit that fails takes no number', async () => {
    const before = await enter(message('before', { at: new Date('2031-01-01T12:00:00Z') }));
    expect(before).toBe('XA-CENTRAL/2031/000001');
    const impossible = { table: 'settings' as const, key: 'nothing', expect: 7, value: { value: '' } };
    const spoilt = enterCase(world.a.dependencies, message('spoilt', { at: new Date('2031-01-01T12:00:00Z') }), ({ rows }) =>
      commit(world.a.dependencies, { rows: [...rows, impossible] }),
    );
    await expect(spoilt).rejects.toMatchObject({ code: 'version-conflict' });
    const writers = Array.from({ length: 32 }, (_, writer) => async () => {
      const numbers: string[] = [];
      for (let at = 0; at < 5; at += 1) {
        numbers.push(await enter(message(`many-${writer}-${at}`, { at: new Date('2031-06-01T12:00:00Z') })));
      }
      return numbers;
    });
    const given = (await Promise.all(writers.map((write) => write()))).flat().sort();
    expect(given).toEqual(Array.from({ length: 160 }, (_, index) => formatRegisterNumber('XA-CENTRAL/2031', index + 2)));
  });
});
