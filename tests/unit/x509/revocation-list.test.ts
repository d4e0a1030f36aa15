import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { integer, tlv, unsignedInteger } from '../../../crypto/der/writer.ts';
import { CryptoError } from '../../../crypto/error.ts';
import { verifyIssuerSignature } from '../../../crypto/x509/issuer-signature.ts';
import { newestFirst, parseRevocationList } from '../../../crypto/x509/revocation-list.ts';
import { days, extension, issue, issueList, name, time, writeEntry, writeRevocationList } from './support.ts';

describe('a revocation list', () => {
  it('comes back as it was written, whatever its entries', () => {
    const serial = fc.uint8Array({ minLength: 1, maxLength: 20 }).filter((octets) => octets[0] !== 0);
    const entry = fc.record({
      serial,
      day: fc.integer({ min: -9000, max: 9000 }),
      reason: fc.constantFrom(undefined, 0, 1, 2, 3, 4, 5, 6, 9, 10),
    });
    const entries = fc.uniqueArray(entry, {
      selector: (fields) => Buffer.from(fields.serial).toString('hex'),
      minLength: 1,
      maxLength: 40,
    });
    fc.assert(
      fc.property(entries, fc.bigInt(0n, 2n ** 159n), (revoked, number) => {
        const fields = revoked.map(({ serial: octets, day, reason }) => ({
          serial: unsignedInteger(Buffer.from(octets)),
          revokedAt: days(day),
          reason,
        }));
        const der = writeRevocationList({
          issuer: name('issuer'),
          thisUpdate: time(days(-1)),
          nextUpdate: time(days(1)),
          entries: fields.map(({ reason, ...rest }) => writeEntry(reason === undefined ? rest : { ...rest, reason })),
          extensions: [extension('2.5.29.20', integer(number))],
        });
        const list = parseRevocationList(der);
        expect(list.der).toEqual(der);
        expect(list.number).toBe(number);
        expect(list.revocations.size).toBe(fields.length);
        for (const { serial: encoded, revokedAt, reason } of fields) {
          const found = [...list.revocations].find(([serialHex]) => tlv(0x02, Buffer.from(serialHex, 'hex')).equals(encoded));
          expect(found?.[1]).toEqual(reason === undefined ? { revokedAt } : { revokedAt, reason });
        }
      }),
      { numRuns: 100 },
    );
  });

  it('with one bit flipped anywhere is refused, or its signature no longer holds', () => {
    const issuer = issue({ name: 'issuer', authority: null });
    const { der } = issueList({ issuer, revoked: [{ certificate: issuer.certificate, at: days(-2), reason: 1 }] });
    fc.assert(
      fc.property(fc.nat(der.length * 8 - 1), (bit) => {
        const changed = Buffer.from(der);
        changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        try {
          expect(verifyIssuerSignature(parseRevocationList(changed), issuer.publicKey)).toBe(false);
        } catch (error) {
          expect(error).toBeInstanceOf(CryptoError);
          expect((error as CryptoError).code).toMatch(/^revocation-list-/);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('of a hundred thousand entries is read', () => {
    const entries = Array.from({ length: 100_000 }, (_, index) =>
      writeEntry({ serial: integer(index + 1), revokedAt: days(-2), reason: 4 }),
    );
    const list = parseRevocationList(
      writeRevocationList({ issuer: name('issuer'), thisUpdate: time(days(-1)), nextUpdate: time(days(1)), entries }),
    );
    expect(list.revocations.size).toBe(100_000);
    expect(list.revocations.get('0186a0')).toEqual({ revokedAt: days(-2), reason: 4 });
  });

  it('is ordered before older ones, and by number within one second', () => {
    const issuer = issue({ name: 'issuer', authority: null });
    const old = issueList({ issuer, thisUpdate: days(-2), number: 9 });
    const first = issueList({ issuer, number: 1 });
    const second = issueList({ issuer, number: 2 });
    expect([old, first, second].sort(newestFirst)).toEqual([second, first, old]);
  });
});
