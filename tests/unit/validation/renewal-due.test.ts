import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CRYPTOGRAPHIC_CONSTRAINTS,
  type CryptographicConstraint,
  judgeMaterial,
  reliableUntil,
} from '../../../crypto/validation/cryptographic-constraints.ts';
import { type ArchiveState, dueForRenewal, RENEWAL_RULES, renewalDue } from '../../../crypto/validation/renewal-due.ts';
import { authority, firstAuthority, root, year } from './support.ts';

const DAY = 24 * 60 * 60 * 1000;
const rules = { ...RENEWAL_RULES, constraints: CRYPTOGRAPHIC_CONSTRAINTS };
const state = (changes: Partial<ArchiveState> = {}): ArchiveState => ({
  stampedAt: year(2026),
  chain: [firstAuthority.certificate, root.certificate],
  algorithm: 'ES256',
  digest: 'sha256',
  ...changes,
});

describe('renewalDue', () => {
  it('is a year after the last time, when nothing ends before', () => {
    expect(renewalDue(state(), rules)).toEqual({
      at: new Date(year(2026).getTime() + 365 * DAY),
      reason: 'interval',
      lostAfter: year(2030),
    });
  });

  it('is ninety days before the certificate ends', () => {
    const chain = [authority('Invented short TSA', year(2025), year(2026, 9)).certificate, root.certificate];
    expect(renewalDue(state({ chain }), rules)).toEqual({
      at: new Date(year(2026, 9).getTime() - 90 * DAY),
      reason: 'certificate',
      lostAfter: year(2026, 9),
    });
  });

  it.each<[string, CryptographicConstraint]>([
    ['the digest', { kind: 'digest', name: 'sha256', reliableUntil: year(2026, 8) }],
    ['the scheme', { kind: 'scheme', name: 'ecdsa', reliableUntil: year(2026, 8) }],
    ['the key', { kind: 'key', type: 'ec', fromBits: 200, reliableUntil: year(2026, 8) }],
  ])('is ninety days before %s ends', (_, constraint) => {
    const constraints = [constraint, ...CRYPTOGRAPHIC_CONSTRAINTS.filter(({ kind }) => kind !== 'key' || constraint.kind !== 'key')];
    expect(renewalDue(state(), { ...rules, constraints })).toMatchObject({ reason: 'algorithm', lostAfter: year(2026, 8) });
  });

  it('looks at the digest of the archive beside that of the token', () => {
    const constraints: CryptographicConstraint[] = [
      { kind: 'digest', name: 'sha512', reliableUntil: year(2026, 8) },
      ...CRYPTOGRAPHIC_CONSTRAINTS,
    ];
    expect(renewalDue(state({ digest: 'sha512' }), { ...rules, constraints }).reason).toBe('algorithm');
    expect(renewalDue(state(), { ...rules, constraints }).reason).toBe('interval');
  });

  it('is at once where an algorithm is on no list', () => {
    expect(renewalDue(state(), { ...rules, constraints: [] }).at.getTime()).toBeLessThan(0);
  });

  it('is never after the moment at which the proof is lost, nor after the interval', () => {
    const time = fc.integer({ min: 0, max: 3000 }).map((days) => new Date(year(2026).getTime() + days * DAY));
    fc.assert(
      fc.property(time, fc.nat(400 * DAY), fc.nat(400 * DAY), (stampedAt, marginMilliseconds, maximumIntervalMilliseconds) => {
        const { at, lostAfter } = renewalDue(state({ stampedAt }), { ...rules, marginMilliseconds, maximumIntervalMilliseconds });
        expect(at <= (lostAfter ?? at)).toBe(true);
        expect(at.getTime()).toBeLessThanOrEqual(stampedAt.getTime() + maximumIntervalMilliseconds);
      }),
    );
  });
});

describe('dueForRenewal', () => {
  it('lists what is due, the most pressing first', () => {
    const short = state({ chain: [authority('Invented other short TSA', year(2025), year(2026, 9)).certificate, root.certificate] });
    const [fresh, old] = [state({ stampedAt: year(2027) }), state()];
    expect(dueForRenewal([fresh, old, short], rules, year(2027, 2))).toEqual([short, old]);
    expect(dueForRenewal([fresh, old, short], rules, year(2026, 2))).toEqual([]);
  });
});

describe('cryptographic constraints', () => {
  const rsa = (bits: number) => ({ digest: 'sha256' as const, scheme: 'rsa-pss' as const, key: { type: 'rsa', bits } });

  it.each<[number, Date | undefined]>([
    [4096, undefined],
    [3000, undefined],
    [2999, new Date('2028-12-31T23:59:59Z')],
    [2048, new Date('2028-12-31T23:59:59Z')],
    [1899, new Date(0)],
  ])('take the row that an RSA key of %s bits reaches', (bits, end) => {
    expect(reliableUntil(rsa(bits), CRYPTOGRAPHIC_CONSTRAINTS)).toEqual(end);
  });

  it('tell what has ended from what was never on a list', () => {
    const at = (moment: Date, bits: number) => judgeMaterial(rsa(bits), CRYPTOGRAPHIC_CONSTRAINTS, moment);
    expect(at(year(2028), 2048)).toEqual({ indication: 'PASSED' });
    expect(at(year(2029), 2048)).toMatchObject({ subIndication: 'CRYPTO_CONSTRAINTS_FAILURE_NO_POE', code: 'algorithm-expired' });
    expect(at(year(2020), 1024)).toMatchObject({ subIndication: 'CRYPTO_CONSTRAINTS_FAILURE', code: 'algorithm-not-allowed' });
  });
});
