import { generateKeyPairSync, sign, verify } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { derOfP1363, p1363OfOwnDer } from '../../../crypto/ecdsa-form.ts';

const digest = 'sha256';
const curves = [
  ['P-256', 32],
  ['P-384', 48],
] as const;

describe.each(curves)('forms of a signature on %s', (namedCurve, half) => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve });

  it('turns into the other form and back as node:crypto reads them', () => {
    // A few hundred signatures have numbers that are short, and numbers whose first bit is set.
    for (let count = 0; count < 300; count += 1) {
      const data = Buffer.from(`invented ${count}`);
      const der = sign(digest, data, privateKey);
      const p1363 = p1363OfOwnDer(der, half);
      expect(p1363).toHaveLength(2 * half);
      expect(verify(digest, data, { key: publicKey, dsaEncoding: 'ieee-p1363' }, p1363)).toBe(true);
      expect(derOfP1363(p1363, half)).toEqual(der);
    }
  });

  it('gives every pair of numbers its one DER form', () => {
    const octets = fc.uint8Array({ minLength: half, maxLength: half });
    const mostlyZero = octets.map((bytes) => bytes.map((byte, index) => (index < half - 3 ? 0 : byte)));
    const number = fc.oneof(octets, mostlyZero, fc.constant(new Uint8Array(half)));
    fc.assert(
      fc.property(number, number, (r, s) => {
        const p1363 = Buffer.concat([r, s]);
        const der = derOfP1363(p1363, half);
        expect(der?.readUInt8(1)).toBe((der?.length ?? 0) - 2);
        expect(p1363OfOwnDer(der ?? Buffer.alloc(0), half)).toEqual(p1363);
      }),
      { numRuns: 200 },
    );
  });

  it.each([0, 1, 2 * half - 1, 2 * half + 1, 2 * half + 2, half])('has no DER form for %i octets', (length) => {
    expect(derOfP1363(Buffer.alloc(length, 1), half)).toBeUndefined();
  });
});
