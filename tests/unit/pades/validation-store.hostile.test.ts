import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CryptoError } from '../../../crypto/error.ts';
import { addValidationData } from '../../../crypto/pades/add-validation-data.ts';
import { openPdf } from '../../../crypto/pades/pdf-document.ts';
import { dataOf, readValidationStore } from '../../../crypto/pades/validation-store.ts';
import type { ValidationData } from '../../../crypto/validation/validation-data.ts';
import { codeOf } from '../cms/support.ts';
import { certificateForm, MAXIMUM_LENGTH, smallPdf, streamOf } from './support.ts';

const read = (pdf: Buffer) => readValidationStore(openPdf(pdf, MAXIMUM_LENGTH));

/** A file whose store is this, with objects from number 6 upwards. */
const withStore = (store: string, ...further: string[]) => smallPdf({ catalog: `/DSS${store}`, further });
const withCertificate = (der: Buffer, entries = '') => withStore('<</Certs[6 0 R]>>', streamOf(der, entries));
const NAME = 'A1'.repeat(20);
const good = streamOf(certificateForm(1));
const megabytes = (count: number) => Buffer.alloc(count * 1024 * 1024);
/** A revocation list by its form, whose signature has that many octets; more than three octets can count. */
const list = (length: number, number: number) => {
  const lengthOf = (content: number) => Buffer.from([0x84, content >>> 24, (content >> 16) & 255, (content >> 8) & 255, content & 255]);
  const head = Buffer.from([0x30, 0x03, 0x02, 0x01, number, 0x30, 0x00, 0x03]);
  return Buffer.concat([Buffer.from([0x30]), lengthOf(head.length + 5 + length), head, lengthOf(length), Buffer.alloc(length)]);
};

const rows: [string, () => Buffer, string][] = [
  ['an array', () => withStore('[]'), 'pades-validation-data-invalid'],
  ['nothing at all', () => withStore(' 60 0 R'), 'pades-validation-data-invalid'],
  ['a reference to a reference', () => withStore(' 6 0 R', '7 0 R', '<<>>'), 'pades-validation-data-invalid'],
  ['a reference to itself', () => withStore(' 6 0 R', '6 0 R'), 'pdf-too-deep'],
  ['a key twice', () => withStore('<</Certs[]/Certs[6 0 R]>>', good), 'pdf-duplicate-key'],
  ['a key twice, once in disguise', () => withStore('<</Certs[]/C#65rts[6 0 R]>>', good), 'pdf-duplicate-key'],
  ['an unknown key', () => withStore('<</Certificates[]>>'), 'pades-validation-data-invalid'],
  ['another type', () => withStore('<</Type/VRI>>'), 'pades-validation-data-invalid'],
  ['a list that is none', () => withStore('<</Certs 6 0 R>>', good), 'pades-validation-data-invalid'],
  ['a list that is null', () => withStore('<</Certs null>>'), 'pades-validation-data-invalid'],
  ['a certificate in the list itself', () => withStore('<</Certs[<300930030201013000030>]>>'), 'pades-validation-data-invalid'],
  ['a list in a list', () => withStore('<</Certs[[6 0 R]]>>', good), 'pades-validation-data-invalid'],
  ['a reference to nothing', () => withStore('<</Certs[60 0 R]>>'), 'pades-validation-data-invalid'],
  ['a reference to another generation', () => withStore('<</Certs[6 1 R]>>', good), 'pades-validation-data-invalid'],
  ['a dictionary instead of a stream', () => withStore('<</Certs[6 0 R]>>', '<<>>'), 'pades-validation-data-invalid'],
  ['an empty certificate', () => withCertificate(Buffer.alloc(0)), 'pades-validation-data-invalid'],
  ['a certificate cut off', () => withCertificate(certificateForm(1).subarray(0, 10)), 'pades-validation-data-invalid'],
  ['a certificate and more', () => withCertificate(Buffer.concat([certificateForm(1), Buffer.alloc(1)])), 'pades-validation-data-invalid'],
  ['a certificate with a length of its own choice', () => withCertificate(Buffer.from('30800000', 'hex')), 'pades-validation-data-invalid'],
  ['a certificate with more members', () => withCertificate(Buffer.from('30083000300003000500', 'hex')), 'pades-validation-data-invalid'],
  ['a certificate whose member runs over', () => withCertificate(Buffer.from('30063000300003ff', 'hex')), 'pades-validation-data-invalid'],
  ['a set instead of a certificate', () => withCertificate(Buffer.from('3106300030000300', 'hex')), 'pades-validation-data-invalid'],
  ['a certificate among the responses', () => withStore('<</OCSPs[6 0 R]>>', good), 'pades-validation-data-invalid'],
  [
    'a response of no success',
    () => withStore('<</OCSPs[6 0 R]>>', streamOf(Buffer.from('30030a0106', 'hex'))),
    'pades-validation-data-invalid',
  ],
  ['a certificate too large', () => withCertificate(Buffer.alloc(70_000)), 'pades-validation-data-too-large'],
  ['a response too large', () => withStore('<</OCSPs[6 0 R]>>', streamOf(megabytes(2))), 'pades-validation-data-too-large'],
  [
    'lists too large together',
    () =>
      withStore(
        '<</CRLs[6 0 R 7 0 R 8 0 R]>>',
        ...[1, 2, 3].map((number) => streamOf(deflateSync(list(23 * 1024 * 1024, number)), '/Filter/FlateDecode')),
      ),
    'pades-validation-data-too-large',
  ],
  [
    'data that inflates without end',
    () => withCertificate(deflateSync(megabytes(40)), '/Filter/FlateDecode'),
    'pades-validation-data-too-large',
  ],
  ['data that is not deflated', () => withCertificate(certificateForm(1), '/Filter/FlateDecode'), 'pdf-malformed'],
  ['another filter', () => withCertificate(certificateForm(1), '/Filter/ASCIIHexDecode'), 'pdf-filter-unsupported'],
  [
    'a filter by reference',
    () => withStore('<</Certs[6 0 R]>>', streamOf(certificateForm(1), '/Filter 7 0 R'), '/FlateDecode'),
    'pades-validation-data-invalid',
  ],
  ['data in another file', () => withCertificate(certificateForm(1), '/F(other.bin)'), 'pades-validation-data-invalid'],
  ['a stream with a key twice', () => withCertificate(certificateForm(1), '/Type/A/Type/B'), 'pdf-duplicate-key'],
  ['more references than anybody needs', () => withStore(`<</Certs[${'6 0 R '.repeat(5_000)}]>>`, good), 'pades-validation-data-too-large'],
  ['relations that are a list', () => withStore('<</VRI[]>>'), 'pades-validation-data-invalid'],
  ['a relation with a short name', () => withStore('<</VRI<</A1<<>>>>>>'), 'pades-validation-data-invalid'],
  ['a relation with a type', () => withStore(`<</VRI<</Type/VRI/${NAME}<<>>>>>>`), 'pades-validation-data-invalid'],
  ['a relation that is a list', () => withStore(`<</VRI<</${NAME}[]>>>>`), 'pades-validation-data-invalid'],
  ['a relation twice', () => withStore(`<</VRI<</${NAME}<<>>/${NAME}<<>>>>>>`), 'pdf-duplicate-key'],
  ['a relation with an unknown key', () => withStore(`<</VRI<</${NAME}<</Certs[]>>>>>>`), 'pades-validation-data-invalid'],
  ['a relation with a time that is none', () => withStore(`<</VRI<</${NAME}<</TU 5>>>>>>`), 'pades-validation-data-invalid'],
  [
    'a relation with a time-stamp that is none',
    () => withStore(`<</VRI<</${NAME}<</TS 6 0 R>>>>>>`, streamOf(Buffer.from('none'))),
    'pades-validation-data-invalid',
  ],
  [
    'more relations than anybody needs',
    () => withStore(`<</VRI<<${Array.from({ length: 300 }, (_, index) => `/${String(index).padStart(40, '0')}<<>>`).join('')}>>>>`),
    'pades-validation-data-too-large',
  ],
];

describe('a hostile document security store is refused', () => {
  it('and an honest one is not', () => {
    expect(read(smallPdf())).toBeUndefined();
    expect(read(withStore(' null'))).toBeUndefined();
    expect(
      read(withStore(`<</Type/DSS/Certs 6 0 R/VRI<</${NAME}<</Type/VRI/TU(D:2026)/Cert[7 0 R]>>>>>>`, '[7 0 R]', good))?.items.certificates
        .size,
    ).toBe(1);
  });
  for (const [what, make, code] of rows) {
    it(`that is or has ${what}`, async () => expect(await codeOf(() => read(make()))).toBe(code));
  }
});

/** Items by their form, a few of each kind so that the same come again. */
const number = fc.integer({ min: 0, max: 7 });
const response = (value: number) => Buffer.from([0x30, 0x08, 0x0a, 0x01, 0x00, 0xa0, 0x03, 0x02, 0x01, value]);
const validationData: fc.Arbitrary<ValidationData> = fc.record({
  certificates: fc.array(number.map(certificateForm), { maxLength: 4 }),
  revocationLists: fc.array(
    number.map((value) => certificateForm(value + 100)),
    { maxLength: 4 },
  ),
  ocspResponses: fc.array(number.map(response), { maxLength: 4 }),
});
const KINDS = ['certificates', 'revocationLists', 'ocspResponses'] as const;
const hexadecimal = (items: readonly Buffer[]) => items.map((item) => item.toString('hex'));

describe('whatever is added, in whatever order and pieces', () => {
  it('all of it is there once, in the order in which it came, and nothing before it has moved', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('table', 'stream'),
        fc.array(fc.tuple(validationData, fc.boolean()), { maxLength: 5 }),
        (form, pieces) => {
          let pdf = smallPdf({ form: form === 'table' ? 'table' : 'stream' });
          for (const [data, compress] of pieces) {
            const next = addValidationData({ pdf, maximumLength: MAXIMUM_LENGTH, data, compress });
            expect(next.subarray(0, pdf.length).equals(pdf)).toBe(true);
            expect(addValidationData({ pdf: next, maximumLength: MAXIMUM_LENGTH, data, compress })).toBe(next);
            pdf = next;
          }
          const store = read(pdf);
          const held = store === undefined ? undefined : dataOf(store);
          for (const kind of KINDS) {
            expect(hexadecimal(held?.[kind] ?? [])).toEqual([...new Set(pieces.flatMap(([data]) => hexadecimal(data[kind])))]);
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  it('only a typed error comes out of a store with any octet changed', () => {
    const pdf = addValidationData({
      pdf: smallPdf(),
      maximumLength: MAXIMUM_LENGTH,
      data: { certificates: [certificateForm(1)], revocationLists: [certificateForm(2)], ocspResponses: [response(3)] },
    });
    const start = smallPdf().length;
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 255 }), (place, change) => {
        const copy = Buffer.from(pdf);
        const at = start + (place % (pdf.length - start));
        copy[at] = (copy[at] ?? 0) ^ change;
        try {
          read(copy);
        } catch (error) {
          expect(error).toBeInstanceOf(CryptoError);
        }
      }),
      { numRuns: 300 },
    );
  });
});
