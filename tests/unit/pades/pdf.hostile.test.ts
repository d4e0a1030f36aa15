import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { firstPageOf, signatureFieldsOf } from '../../../crypto/pades/document-structure.ts';
import { openPdf } from '../../../crypto/pades/pdf-document.ts';
import { codeOf } from '../cms/support.ts';
import { lastStart, MAXIMUM_LENGTH, rawUpdate, replaced, smallPdf } from './support.ts';

/** Opens the file, reads every object, the first page and the signature fields. */
function readAll(pdf: Buffer): void {
  const document = openPdf(pdf, MAXIMUM_LENGTH);
  for (const number of document.numbers()) document.object(number);
  firstPageOf(document);
  signatureFieldsOf(document);
}

const latin1 = (text: string) => Buffer.from(text, 'latin1');

/** A small table file whose object 6 has this body. */
const withObject = (body: string) => smallPdf({ further: [body] });

/** A small table file with its cross-references rewritten. */
function withTable(rewrite: (table: string, pdf: Buffer) => string): Buffer {
  const pdf = smallPdf({ further: ['(six)'] });
  const start = lastStart(pdf);
  return Buffer.concat([pdf.subarray(0, start), latin1(rewrite(pdf.toString('latin1', start), pdf))]);
}

/** A file that is nothing but a cross-reference stream with these entries, after a catalog and two pages. */
function withStream(entries: string, data: Buffer): Buffer {
  const head = '%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n';
  const start = head.length;
  const dictionary = `<</Type/XRef/Root 1 0 R/Length ${data.length}${entries}>>`;
  return Buffer.concat([
    latin1(`${head}9 0 obj\n${dictionary}\nstream\n`),
    data,
    latin1(`\nendstream\nendobj\nstartxref\n${start}\n%%EOF\n`),
  ]);
}

/** A file whose object 6 is an object stream, and whose objects 7 and 8 an update says are in it. */
function withObjectStream(dictionary: string, data: Buffer, index = 0): Buffer {
  const body = `<</Type/ObjStm${dictionary}/Length ${data.length}>>\nstream\n${data.toString('latin1')}\nendstream`;
  const pdf = smallPdf({ further: [body] });
  const row = Buffer.from([2, 0, 6, index]);
  const start = pdf.length + 1;
  const section = `\n50 0 obj\n<</Type/XRef/W[1 2 1]/Index[7 1]/Size 51/Root 1 0 R/Prev ${lastStart(pdf)}/Length 4>>\nstream\n`;
  return Buffer.concat([pdf, latin1(section), row, latin1(`\nendstream\nendobj\nstartxref\n${start}\n%%EOF\n`)]);
}

const deep = (open: string, close: string, levels: number) => `${open.repeat(levels)}${close.repeat(levels)}`;

const objects: [string, string, string][] = [
  ['arrays nested too deep', deep('[', ']', 100), 'pdf-too-deep'],
  ['dictionaries nested too deep', `${'<</A'.repeat(100)} 1${'>>'.repeat(100)}`, 'pdf-too-deep'],
  ['an array that does not end', '[1 2', 'pdf-malformed'],
  ['a dictionary that does not end', '<</A 1', 'pdf-malformed'],
  ['a dictionary that ends with one bracket', '<</A 1> ', 'pdf-malformed'],
  ['a key that is no name', '<<1 2>>', 'pdf-malformed'],
  ['a key without a value', '<</A>>', 'pdf-malformed'],
  ['a string that does not end', '(a(b)', 'pdf-malformed'],
  ['a string that ends with a backslash', '(a\\', 'pdf-malformed'],
  ['hexadecimal with other letters', '<0g>', 'pdf-malformed'],
  ['hexadecimal that does not end', '<00', 'pdf-malformed'],
  ['a name with a zero octet', '/A#00', 'pdf-malformed'],
  ['a name with half an escape', '/A#4', 'pdf-malformed'],
  ['a name too long', `/${'a'.repeat(2000)}`, 'pdf-malformed'],
  ['a number too long', '1'.repeat(100), 'pdf-malformed'],
  ['a number with two points', '1.2.3', 'pdf-malformed'],
  ['a number with an exponent', '1e5', 'pdf-malformed'],
  ['an unknown keyword', 'nothing', 'pdf-malformed'],
  ['a closing bracket', ']', 'pdf-malformed'],
  ['two values', '1 2', 'pdf-malformed'],
  ['no value', '', 'pdf-malformed'],
  ['a stream without a length', '<<>>\nstream\nabc\nendstream', 'pdf-malformed'],
  ['a stream with a negative length', '<</Length -3>>\nstream\nabc\nendstream', 'pdf-malformed'],
  ['a stream longer than the file', '<</Length 99999>>\nstream\nabc\nendstream', 'pdf-malformed'],
  ['a stream longer than it says', '<</Length 1>>\nstream\nabc\nendstream', 'pdf-malformed'],
  ['a stream with two lengths', '<</Length 3/Length 3>>\nstream\nabc\nendstream', 'pdf-malformed'],
  ['a stream whose length is itself', '<</Length 6 0 R>>\nstream\nabc\nendstream', 'pdf-object-invalid'],
  ['a stream without a line of its own', '<</Length 3>>\nstream abc\nendstream', 'pdf-malformed'],
  ['a stream of an array', '[]\nstream\nabc\nendstream', 'pdf-malformed'],
];

const tables: [string, () => Buffer, string][] = [
  ['no last lines', () => withTable((table) => table.replace('startxref', 'startxre_')), 'pdf-cross-reference-invalid'],
  [
    'an offset that is no number',
    () => withTable((table) => table.replace(/startxref\n\d+/, 'startxref\nx')),
    'pdf-cross-reference-invalid',
  ],
  [
    'an offset beyond the file',
    () => withTable((table) => table.replace(/startxref\n\d+/, 'startxref\n99999')),
    'pdf-cross-reference-invalid',
  ],
  [
    'an offset to something else',
    () => withTable((table) => table.replace(/startxref\n\d+/, 'startxref\n9')),
    'pdf-cross-reference-invalid',
  ],
  ['an offset between objects', () => withTable((table) => table.replace(/startxref\n\d+/, 'startxref\n2')), 'pdf-malformed'],
  ['a count that is too large', () => withTable((table) => table.replace('0 7\n', '0 7000\n')), 'pdf-cross-reference-invalid'],
  ['a count of immense size', () => withTable((table) => table.replace('0 7\n', '0 999999999999999\n')), 'pdf-cross-reference-invalid'],
  ['a count that is too small', () => withTable((table) => table.replace('0 7\n', '0 6\n')), 'pdf-malformed'],
  ['an entry out of form', () => withTable((table) => table.replace('00000 n', '0000 n ')), 'pdf-cross-reference-invalid'],
  ['an entry of another kind', () => withTable((table) => table.replace('00000 n', '00000 x')), 'pdf-cross-reference-invalid'],
  [
    'an object twice',
    () => withTable((table) => table.replace('trailer', '3 1\n0000000009 00000 n \ntrailer')),
    'pdf-cross-reference-invalid',
  ],
  ['an object elsewhere', () => withTable((table) => table.replace('0000000009', '0000000010')), 'pdf-malformed'],
  [
    'an object of another number',
    () => withTable((table) => table.replace(/0000000009 00000 n \n(\d{10})/, '$1 00000 n \n$1')),
    'pdf-object-invalid',
  ],
  [
    'an object of another generation',
    () => withTable((table) => table.replace('0000000009 00000', '0000000009 00001')),
    'pdf-object-invalid',
  ],
  ['no trailer', () => withTable((table) => table.replace('trailer', 'trailex')), 'pdf-malformed'],
  ['a trailer that is no dictionary', () => withTable((table) => table.replace('<</Size', '[[/Size')), 'pdf-malformed'],
  ['a trailer with a key twice', () => withTable((table) => table.replace('/Root', '/Root 2 0 R/Root')), 'pdf-duplicate-key'],
  [
    'a previous section that is the same',
    () => withTable((table, pdf) => table.replace('/Root', `/Prev ${lastStart(pdf)}/Root`)),
    'pdf-cross-reference-invalid',
  ],
  [
    'a previous section beyond the file',
    () => withTable((table) => table.replace('/Root', '/Prev 99999/Root')),
    'pdf-cross-reference-invalid',
  ],
  [
    'a previous section that is no number',
    () => withTable((table) => table.replace('/Root', '/Prev(1)/Root')),
    'pdf-cross-reference-invalid',
  ],
  [
    'a supplement beyond the file',
    () => withTable((table) => table.replace('/Root', '/XRefStm 99999/Root')),
    'pdf-cross-reference-invalid',
  ],
  ['a supplement that is none', () => withTable((table) => table.replace('/Root', '/XRefStm 9/Root')), 'pdf-cross-reference-invalid'],
  ['no catalog', () => withTable((table) => table.replace('/Root 1 0 R', '/Root 9 0 R')), 'pdf-structure'],
  ['a catalog of another type', () => withTable((table) => table.replace('/Root 1 0 R', '/Root 3 0 R')), 'pdf-structure'],
  ['a catalog of another generation', () => withTable((table) => table.replace('/Root 1 0 R', '/Root 1 1 R')), 'pdf-structure'],
  [
    'more updates than anybody makes',
    () => {
      let pdf = smallPdf();
      for (let count = 0; count < 520; count += 1) {
        const text = `\nxref\ntrailer\n<</Root 1 0 R/Prev ${lastStart(pdf)}>>\nstartxref\n${pdf.length + 1}\n%%EOF\n`;
        pdf = Buffer.concat([pdf, latin1(text)]);
      }
      return pdf;
    },
    'pdf-too-large',
  ],
];

const streams: [string, () => Buffer, string][] = [
  ['widths of two fields', () => withStream('/W[1 2]/Size 1', Buffer.alloc(3)), 'pdf-cross-reference-invalid'],
  ['widths that are too large', () => withStream('/W[1 9 1]/Size 1', Buffer.alloc(11)), 'pdf-cross-reference-invalid'],
  ['widths that are no counts', () => withStream('/W[1 -1 1]/Size 1', Buffer.alloc(3)), 'pdf-cross-reference-invalid'],
  ['no widths', () => withStream('/Size 1', Buffer.alloc(3)), 'pdf-cross-reference-invalid'],
  ['no size', () => withStream('/W[1 2 1]', Buffer.alloc(4)), 'pdf-cross-reference-invalid'],
  ['more objects than rows', () => withStream('/W[1 2 1]/Size 2', Buffer.alloc(4)), 'pdf-cross-reference-invalid'],
  ['an index of an odd length', () => withStream('/W[1 2 1]/Size 1/Index[0 1 2]', Buffer.alloc(8)), 'pdf-cross-reference-invalid'],
  ['an index with an object twice', () => withStream('/W[1 2 1]/Size 2/Index[0 1 0 1]', Buffer.alloc(8)), 'pdf-cross-reference-invalid'],
  ['an entry of an unknown type', () => withStream('/W[1 2 1]/Size 1', Buffer.from([3, 0, 0, 0])), 'pdf-cross-reference-invalid'],
  ['an offset that no number holds', () => withStream('/W[1 8 1]/Size 1', Buffer.alloc(10, 0xff)), 'pdf-cross-reference-invalid'],
  [
    'a length by reference',
    () =>
      replaced(withStream('/W[1 2 1]/Size 1/X 99', Buffer.alloc(4)), '/Length 4/W[1 2 1]/Size 1/X 99', '/Length 1 0 R/W[1 2 1]/Size 01'),
    'pdf-malformed',
  ],
  ['a key twice', () => withStream('/W[1 2 1]/Size 1/Size 1', Buffer.alloc(4)), 'pdf-duplicate-key'],
  ['another filter', () => withStream('/W[1 2 1]/Size 1/Filter/LZWDecode', Buffer.alloc(4)), 'pdf-filter-unsupported'],
  ['two filters', () => withStream('/W[1 2 1]/Size 1/Filter[/FlateDecode/FlateDecode]', Buffer.alloc(4)), 'pdf-filter-unsupported'],
  ['data that is not deflated', () => withStream('/W[1 2 1]/Size 1/Filter/FlateDecode', Buffer.from('abcd')), 'pdf-malformed'],
  [
    'data that inflates without end',
    () => withStream('/W[1 2 1]/Size 1/Filter/FlateDecode', deflateSync(Buffer.alloc(40 * 1024 * 1024))),
    'pdf-too-large',
  ],
  [
    'an unknown predictor',
    () => withStream('/W[1 2 1]/Size 1/Filter/FlateDecode/DecodeParms<</Predictor 2>>', deflateSync(Buffer.alloc(4))),
    'pdf-filter-unsupported',
  ],
  [
    'rows that do not come out even',
    () => withStream('/W[1 2 1]/Size 1/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 4>>', deflateSync(Buffer.alloc(4))),
    'pdf-malformed',
  ],
  [
    'a row with an unknown filter',
    () =>
      withStream('/W[1 2 1]/Size 1/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 4>>', deflateSync(Buffer.from([9, 0, 0, 0, 0]))),
    'pdf-malformed',
  ],
];

const containers: [string, () => Buffer, string][] = [
  ['no count', () => withObjectStream('/First 4', latin1('7 0 (a)')), 'pdf-malformed'],
  ['a count of immense size', () => withObjectStream('/N 99999999/First 4', latin1('7 0 (a)')), 'pdf-malformed'],
  ['a start beyond its end', () => withObjectStream('/N 1/First 400', latin1('7 0 (a)')), 'pdf-malformed'],
  ['a header that is too short', () => withObjectStream('/N 2/First 4', latin1('7 0 (a)')), 'pdf-malformed'],
  ['an object twice', () => withObjectStream('/N 2/First 8', latin1('7 0 7 0 (a)')), 'pdf-malformed'],
  ['another object than said', () => withObjectStream('/N 1/First 4', latin1('8 0 (a)')), 'pdf-object-invalid'],
  ['the object at another place', () => withObjectStream('/N 2/First 8', latin1('8 0 7 0 (a)')), 'pdf-object-invalid'],
  ['an object beyond its end', () => withObjectStream('/N 1/First 5', latin1('7 99 (a)')), 'pdf-malformed'],
  [
    'an object that is not an object stream',
    () => rawUpdate(replaced(withObjectStream('/N 1/First 4', latin1('7 0 (a)')), '/ObjStm', '/ObjStx'), {}),
    'pdf-object-invalid',
  ],
];

const structures: [string, () => Buffer, string][] = [
  ['a form that is no dictionary', () => smallPdf({ catalog: '/AcroForm[]' }), 'pdf-structure'],
  ['fields that are no array', () => smallPdf({ catalog: '/AcroForm<</Fields(x)>>' }), 'pdf-structure'],
  ['a field that is no object', () => smallPdf({ catalog: '/AcroForm<</Fields[<<>>]>>' }), 'pdf-structure'],
  ['a field under itself', () => smallPdf({ catalog: '/AcroForm<</Fields[6 0 R]>>', further: ['<</Kids[6 0 R]>>'] }), 'pdf-structure'],
  ['a field twice', () => smallPdf({ catalog: '/AcroForm<</Fields[6 0 R 6 0 R]>>', further: ['<</FT/Tx>>'] }), 'pdf-structure'],
  [
    'fields nested too deep',
    () =>
      smallPdf({
        catalog: '/AcroForm<</Fields[6 0 R]>>',
        further: Array.from({ length: 60 }, (_, index) => `<</Kids[${index + 7} 0 R]>>`),
      }),
    'pdf-structure',
  ],
  [
    'a field with a key twice',
    () => smallPdf({ catalog: '/AcroForm<</Fields[6 0 R]>>', further: ['<</FT/Tx/FT/Sig>>'] }),
    'pdf-duplicate-key',
  ],
  [
    'a form with a key twice',
    () => smallPdf({ catalog: '/AcroForm<</Fields[]/Fields[6 0 R]>>', further: ['<</FT/Sig>>'] }),
    'pdf-duplicate-key',
  ],
  ['a catalog with a key twice', () => smallPdf({ catalog: '/AcroForm<<>>/AcroForm<<>>' }), 'pdf-duplicate-key'],
  ['a reference that leads round in circles', () => smallPdf({ catalog: '/AcroForm 6 0 R', further: ['7 0 R', '6 0 R'] }), 'pdf-too-deep'],
  ['no pages', () => rawUpdate(smallPdf(), { objects: [{ number: 2, body: '<</Type/Pages/Kids[]>>' }] }), 'pdf-structure'],
  [
    'pages under themselves',
    () => rawUpdate(smallPdf(), { objects: [{ number: 2, body: '<</Type/Pages/Kids[2 0 R]>>' }] }),
    'pdf-structure',
  ],
];

describe('a hostile PDF is refused', () => {
  it('and an honest one is not', async () => {
    for (const form of ['table', 'stream'] as const) expect(await codeOf(() => readAll(smallPdf({ form })))).toBeUndefined();
    expect(await codeOf(() => readAll(withTable((table) => table)))).toBeUndefined();
    expect(await codeOf(() => readAll(withObjectStream('/N 1/First 4', latin1('7 0 (a)'))))).toBeUndefined();
    expect(await codeOf(() => openPdf(withStream('/W[1 2 1]/Size 1', Buffer.from([1, 0, 9, 0])), MAXIMUM_LENGTH))).toBeUndefined();
  });
  for (const [what, body, code] of objects) {
    it(`with ${what}`, async () => expect(await codeOf(() => readAll(withObject(body)))).toBe(code));
  }
  for (const [what, make, code] of tables) {
    it(`with a table that has ${what}`, async () => expect(await codeOf(() => readAll(make()))).toBe(code));
  }
  for (const [what, make, code] of streams) {
    it(`with a cross-reference stream that has ${what}`, async () => expect(await codeOf(() => readAll(make()))).toBe(code));
  }
  for (const [what, make, code] of containers) {
    it(`with an object stream that has ${what}`, async () => expect(await codeOf(() => readAll(make()))).toBe(code));
  }
  for (const [what, make, code] of structures) {
    it(`with ${what}`, async () => expect(await codeOf(() => readAll(make()))).toBe(code));
  }
});

describe('a file with two cross-references at once', () => {
  /** A table that hides object 6, which its supplement shows, as old and new readers are to see it. */
  function hybrid(table: string, row: readonly number[]): Buffer {
    const pdf = smallPdf({ further: ['(one)', '(two)'] });
    const stream = `\n50 0 obj\n<</Type/XRef/W[1 2 1]/Index[6 1]/Size 51/Root 1 0 R/Length 4>>\nstream\n`;
    const head = Buffer.concat([pdf, latin1(stream), Buffer.from(row), latin1('\nendstream\nendobj\n')]);
    const trailer = `trailer\n<</Size 51/Root 1 0 R/Prev ${lastStart(pdf)}/XRefStm ${pdf.length + 1}>>`;
    return Buffer.concat([head, latin1(`xref\n${table}${trailer}\nstartxref\n${head.length}\n%%EOF\n`)]);
  }
  const base = smallPdf({ further: ['(one)', '(two)'] });
  const one = base.indexOf('6 0 obj', 0, 'latin1');
  const row = [1, one >> 8, one & 0xff, 0];

  it('shows what the supplement shows and the table hides', async () => {
    const document = openPdf(hybrid('6 1\n0000000000 65535 f \n', row), MAXIMUM_LENGTH);
    expect(document.object(6)?.value).toMatchObject({ kind: 'string', value: Buffer.from('one') });
    expect(openPdf(hybrid('0 0\n', row), MAXIMUM_LENGTH).object(6)).toBeDefined();
  });

  it('is refused when the two contradict each other', async () => {
    const other = String(base.indexOf('7 0 obj', 0, 'latin1')).padStart(10, '0');
    expect(await codeOf(() => openPdf(hybrid(`6 1\n${other} 00000 n \n`, row), MAXIMUM_LENGTH))).toBe('pdf-cross-reference-invalid');
  });
});
