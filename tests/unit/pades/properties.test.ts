import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CryptoError } from '../../../crypto/error.ts';
import { parsePdfDate, writePdfDate } from '../../../crypto/pades/pdf-date.ts';
import { type PdfObject, sameObject } from '../../../crypto/pades/pdf-object.ts';
import { PdfScanner } from '../../../crypto/pades/pdf-scanner.ts';
import { decodeStructureStream } from '../../../crypto/pades/pdf-stream-data.ts';
import { createSigningFixture, isSpotless, type SigningFixture, smallPdf, updated } from './support.ts';

const scan = (text: string): PdfObject => {
  const bytes = Buffer.from(text, 'latin1');
  return new PdfScanner(bytes, 0, bytes.length).object();
};

/** Any object, written in one of many ways. */
const objectText = fc.letrec<{ object: string }>((tie) => ({
  object: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom('null', 'true', 'false', '12 0 R', '7 65535 R'),
    fc.integer().map(String),
    fc.integer({ min: -1000, max: 1000 }).map((number) => `${number / 8}`),
    fc.uint8Array({ maxLength: 12 }).map((octets) => `<${Buffer.from(octets).toString('hex')}>`),
    fc.string({ maxLength: 12 }).map((text) => `(${text.replace(/[\\()]/g, '\\$&').replace(/[^\x20-\x7e]/g, '.')})`),
    fc.stringMatching(/^[A-Za-z0-9.+-]{1,12}$/).map((name) => `/${name}`),
    fc.array(tie('object'), { maxLength: 4 }).map((items) => `[${items.join(' ')}]`),
    fc
      .uniqueArray(fc.tuple(fc.stringMatching(/^[A-Z][a-z]{0,5}$/), tie('object')), { maxLength: 4, selector: ([key]) => key })
      .map((entries) => `<<${entries.map(([key, value]) => `/${key} ${value}`).join(' ')}>>`),
  ),
})).object;

describe('the syntax of PDF', () => {
  it('an object ends where it was written to end, and is the same with other white space', () => {
    fc.assert(
      fc.property(objectText, fc.constantFrom(' ', '\n', '\r\n', '\t %x\n'), (text, space) => {
        const object = scan(`${text} /Next`);
        expect(object.source.toString('latin1', object.start, object.end)).toBe(text);
        // White space inside strings means something, and there is none between the parts of these.
        if (!text.includes('(')) expect(sameObject(object, scan(text.replaceAll(' ', space)))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('objects that are written apart differ', () => {
    fc.assert(
      fc.property(objectText, objectText, (one, other) => {
        const isSame = sameObject(scan(one), scan(other));
        expect(isSame).toBe(sameObject(scan(other), scan(one)));
        if (one === other) expect(isSame).toBe(true);
      }),
      { numRuns: 200 },
    );
    expect(sameObject(scan('(ab)'), scan('<6162>'))).toBe(true);
    expect(sameObject(scan('<</A 1/B 2>>'), scan('<</B 2.0/A +1>>'))).toBe(true);
    expect(sameObject(scan('<</A 1>>'), scan('<</A 1/B null>>'))).toBe(false);
    expect(sameObject(scan('<</A 1/A 2>>'), scan('<</A 1/A  2>>'))).toBe(false);
  });

  it('whatever is read, only a typed error comes out', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('<<', '>>', '[', ']', '(', ')', '/', 'R', '1', ' ', '<', '>', '\\', '#', '%', '\n', 'null'), {
          maxLength: 40,
        }),
        (tokens) => {
          try {
            scan(tokens.join(''));
          } catch (error) {
            expect(error).toBeInstanceOf(CryptoError);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('a predictor is undone, whichever filter each row uses', () => {
    const paeth = (a: number, b: number, c: number) => {
      const [pa, pb, pc] = [Math.abs(b - c), Math.abs(a - c), Math.abs(a + b - 2 * c)];
      return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
    };
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(4), fc.uint8Array({ minLength: 5, maxLength: 5 })), { minLength: 1, maxLength: 6 }), (rows) => {
        const filtered = rows.flatMap(([filter, row], index) => {
          const above = rows[index - 1]?.[1] ?? new Uint8Array(5);
          const at = (column: number) => {
            const [left, up, corner] = [row[column - 1] ?? 0, above[column] ?? 0, above[column - 1] ?? 0];
            return [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter] ?? 0;
          };
          return [filter, ...[...row].map((octet, column) => (octet - at(column)) & 0xff)];
        });
        const dictionary = scan('<</Filter/FlateDecode/DecodeParms<</Predictor 15/Columns 5>>>>');
        if (dictionary.kind !== 'dictionary') throw new Error('not a dictionary');
        const stream = {
          kind: 'stream' as const,
          source: dictionary.source,
          start: 0,
          end: 0,
          dictionary,
          data: deflateSync(Buffer.from(filtered)),
        };
        expect(decodeStructureStream(stream, 1000)).toEqual(Buffer.from(rows.flatMap(([, row]) => [...row])));
      }),
      { numRuns: 100 },
    );
  });
});

describe('dates', () => {
  it('are read as they were written, to the second', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date('1900-01-01'), max: new Date('2999-12-31'), noInvalidDate: true }), (date) => {
        expect(parsePdfDate(writePdfDate(date))?.getTime()).toBe(Math.floor(date.getTime() / 1000) * 1000);
      }),
    );
  });

  const dates: [string, string | undefined][] = [
    ['D:2026', '2026-01-01T00:00:00Z'],
    ["D:20261120093000+01'00'", '2026-11-20T08:30:00Z'],
    ["D:20261120093000-05'30", '2026-11-20T15:00:00Z'],
    ["D:20261120093000Z00'00'", '2026-11-20T09:30:00Z'],
    ['20261120', undefined],
    ['D:20261320', undefined],
    ['D:20260230', undefined],
    ["D:20261120093000+24'00'", undefined],
    ['D:20261120250000Z', undefined],
  ];
  for (const [text, expected] of dates) {
    it(`${text} is ${expected ?? 'none'}`, () => {
      expect(parsePdfDate(text)?.getTime()).toBe(expected === undefined ? undefined : new Date(expected).getTime());
    });
  }
});

describe('a signed file', () => {
  let fixture: SigningFixture;
  let signed: Buffer[];
  beforeAll(async () => {
    fixture = await createSigningFixture();
    signed = await Promise.all((['table', 'stream'] as const).map((form) => fixture.sign(smallPdf({ form }), { stamped: true })));
  });
  afterAll(() => fixture.pki.remove());

  const spotless = async (pdf: Buffer): Promise<boolean> => {
    try {
      return isSpotless(await fixture.verify(pdf));
    } catch (error) {
      if (error instanceof CryptoError) return false;
      throw error;
    }
  };

  it('with any octet changed is not taken for sound', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(1), fc.nat(), fc.integer({ min: 1, max: 255 }), async (which, place, change) => {
        const pdf = Buffer.from(signed[which] ?? '');
        const start = pdf.indexOf('/Contents <', 0, 'latin1') + '/Contents <'.length;
        const end = pdf.indexOf('>', start);
        const covered = place % (pdf.length - (end - start));
        const at = covered < start ? covered : covered + (end - start);
        pdf[at] = (pdf[at] ?? 0) ^ change;
        expect(await spotless(pdf)).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  it('with anything after it is not taken for sound', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(1), fc.uint8Array({ minLength: 1, maxLength: 40 }), async (which, more) => {
        expect(await spotless(Buffer.concat([signed[which] ?? Buffer.alloc(0), more]))).toBe(false);
      }),
      { numRuns: 100 },
    );
  });

  it('with any object of the page replaced is not taken for sound', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(1), fc.integer({ min: 1, max: 5 }), objectText, async (which, number, body) => {
        expect(await spotless(updated(signed[which] ?? Buffer.alloc(0), [{ number, body }]))).toBe(false);
      }),
      { numRuns: 100 },
    );
  });

  it('cut off anywhere is not taken for sound', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(1), fc.nat(), async (which, length) => {
        const pdf = signed[which] ?? Buffer.alloc(0);
        expect(await spotless(pdf.subarray(0, length % pdf.length))).toBe(false);
      }),
      { numRuns: 100 },
    );
  });
});
