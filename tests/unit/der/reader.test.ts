import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bitStringOf,
  booleanOf,
  children,
  DerCursor,
  integerOf,
  objectIdentifierOf,
  prefixLength,
  readDer,
  smallIntegerOf,
  sortedChildren,
  timeOf,
} from '../../../crypto/der/reader.ts';
import {
  bitString,
  booleanValue,
  generalizedTime,
  integer,
  lengthOctets,
  objectIdentifier,
  octetString,
  sequence,
  set,
  setOf,
  unsignedInteger,
  utcTime,
} from '../../../crypto/der/writer.ts';
import { CryptoError } from '../../../crypto/error.ts';
import { encodedTree, reencode } from './support.ts';

describe('readDer', () => {
  it('re-encodes byte for byte what our writer made', () => {
    fc.assert(
      fc.property(encodedTree, (encoded) => {
        expect(reencode(readDer(encoded)).equals(encoded)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('either refuses changed bytes with its own error or re-encodes them byte for byte', () => {
    const changes = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(encodedTree, changes, (encoded, list) => {
        const changed = Buffer.from(encoded);
        for (const [offset, value] of list) changed[offset % changed.length] = value;
        let node: ReturnType<typeof readDer>;
        try {
          node = readDer(changed);
        } catch (error) {
          expect(error).toBeInstanceOf(CryptoError);
          return;
        }
        expect(reencode(node).equals(changed)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('refuses every strict prefix', () => {
    fc.assert(
      fc.property(encodedTree, (encoded) => {
        for (let length = 0; length < encoded.length; length += 1) expect(() => readDer(encoded.subarray(0, length))).toThrow(CryptoError);
      }),
      { numRuns: 100 },
    );
  });

  it('gives the offset of each value in the input', () => {
    const encoded = sequence(integer(5), sequence(octetString(Buffer.alloc(200, 1)), integer(7)));
    const [, inner] = children(readDer(encoded));
    const [, last] = inner === undefined ? [] : children(inner);
    expect(last?.raw.equals(integer(7))).toBe(true);
    expect(encoded.subarray(last?.offset).equals(integer(7))).toBe(true);
  });
});

describe('values', () => {
  it('reads integers of any size and sign back', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 300n), max: 2n ** 300n }), (value) => {
        expect(integerOf(readDer(integer(value)))).toBe(value);
      }),
      { numRuns: 200 },
    );
  });

  it('writes random bytes as a positive integer of the same value', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 30 }), (magnitude) => {
        const bytes = Buffer.from(magnitude);
        expect(integerOf(readDer(unsignedInteger(bytes)))).toBe(BigInt(`0x${bytes.toString('hex')}`));
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    '2.16.840.1.101.3.4.2.1',
    '2.25.329800735698586629295641978511506172918',
    '2.999.3',
    '0.39',
    '1.39.268435456',
    '0.4.0.1733.2.4',
  ])('reads the object identifier %s back', (dotted) => expect(objectIdentifierOf(readDer(objectIdentifier(dotted)))).toBe(dotted));

  it('reads times back, to the millisecond or the second', () => {
    const range = { min: new Date('1950-01-01T00:00:00Z'), max: new Date('2049-12-31T23:59:59.999Z'), noInvalidDate: true };
    fc.assert(
      fc.property(fc.date(range), (date) => {
        expect(timeOf(readDer(generalizedTime(date))).getTime()).toBe(date.getTime());
        expect(timeOf(readDer(utcTime(date))).getTime()).toBe(Math.floor(date.getTime() / 1000) * 1000);
      }),
      { numRuns: 200 },
    );
  });

  it('reads bit strings, booleans and small integers', () => {
    expect(bitStringOf(readDer(bitString(Buffer.from('a5', 'hex')))).toString('hex')).toBe('a5');
    expect([booleanOf(readDer(booleanValue(true))), booleanOf(readDer(booleanValue(false)))]).toEqual([true, false]);
    expect(smallIntegerOf(readDer(integer(300)))).toBe(300);
  });
});

describe('DerCursor', () => {
  const encoded = sequence(integer(1), booleanValue(true));

  it('reads members in order and knows when there are none left', () => {
    const cursor = new DerCursor(readDer(encoded), 'sample');
    expect(smallIntegerOf(cursor.next(0x02, 'number'))).toBe(1);
    expect(cursor.optional(0x02)).toBeUndefined();
    expect(cursor.peekTag()).toBe(0x01);
    expect(cursor.optional(0x01)?.content.toString('hex')).toBe('ff');
    expect(cursor.peekTag()).toBeUndefined();
    expect(() => cursor.end()).not.toThrow();
  });

  it('refuses another tag, a missing member and one left over', () => {
    expect(() => new DerCursor(readDer(encoded), 'sample').next(0x04, 'text')).toThrow(
      expect.objectContaining({ code: 'der-unexpected-tag' }),
    );
    expect(() => new DerCursor(readDer(encoded), 'sample').end()).toThrow(expect.objectContaining({ code: 'der-unexpected-tag' }));
    expect(() => new DerCursor([], 'sample').any('text')).toThrow(expect.objectContaining({ code: 'der-truncated' }));
  });
});

describe('sortedChildren', () => {
  it('accepts a set in DER order and refuses another order', () => {
    expect(sortedChildren(readDer(setOf(integer(3), integer(1), integer(2)))).map(integerOf)).toEqual([1n, 2n, 3n]);
    const unsorted = readDer(set(integer(3), integer(1)));
    expect(() => sortedChildren(unsorted)).toThrow(expect.objectContaining({ code: 'der-not-sorted' }));
  });
});

describe('prefixLength', () => {
  it.each([0, 127, 128, 255, 256, 65_535, 65_536, 2 ** 32, 60 * 2 ** 30])(
    'tells a length of %d as soon as the header is there',
    (length) => {
      const header = Buffer.concat([Buffer.from([0x30]), lengthOctets(length)]);
      for (let given = 0; given < header.length; given += 1) expect(prefixLength(header.subarray(0, given))).toBeUndefined();
      expect(prefixLength(header)).toEqual({ headerLength: header.length, contentLength: length });
    },
  );
});
