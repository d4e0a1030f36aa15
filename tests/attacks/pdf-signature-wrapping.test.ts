import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { saidOfPdf } from '../support/pdf-clerk.ts';
import { codeOf } from '../unit/cms/support.ts';
import {
  contentStream,
  createSigningFixture,
  lastStart,
  OTHER_TEXT,
  pdfText,
  rawUpdate,
  type SigningFixture,
  smallPdf,
  updated,
} from '../unit/pades/support.ts';

// Signature wrapping (pdf-insecurity.org): what was signed is moved to where nobody looks, and other content takes its place.

let fixture: SigningFixture;
let signed: Buffer;
let first: Buffer;
let string: Buffer;
let second: Buffer;
beforeAll(async () => {
  fixture = await createSigningFixture();
  // The page is long, and signing writes it once more: room between the signature and the cross-references.
  signed = await fixture.sign(smallPdf({ page: `/Note(${'long '.repeat(400)})` }));
  const start = signed.indexOf('/Contents <', 0, 'latin1') + '/Contents '.length;
  const end = signed.indexOf('>', start) + 1;
  [first, string, second] = [signed.subarray(0, start), signed.subarray(start, end), signed.subarray(end)];
});
afterAll(() => fixture.pki.remove());

/**
 * The signed octets as they are, with room between the string and the second part: in the room other content and cross-references at the
 * offset that the signed last lines name, which lead to a copy of the signature dictionary whose range has been moved.
 */
function wrapped(): Buffer {
  const target = lastStart(signed);
  const from = first.length + string.length;
  const page = '<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>/Annots[7 0 R]>>';
  const catalog = '<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[7 0 R]/SigFlags 3>>>>';
  const field = '<</Type/Annot/Subtype/Widget/FT/Sig/T(Signature1)/V 6 0 R/Rect[0 0 0 0]/F 132/P 3 0 R>>';
  const objects = new Map([
    [1, catalog],
    [2, '<</Type/Pages/Kids[3 0 R]/Count 1>>'],
    [3, page],
    [4, contentStream(OTHER_TEXT)],
    [5, '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>'],
    [7, field],
  ]);
  let room = '\n';
  const offsets = new Map<number, number>();
  for (const [number, body] of objects) {
    offsets.set(number, from + room.length);
    room += `${number} 0 obj\n${body}\nendobj\n`;
  }
  if (from + room.length > target) throw new Error('the room before the cross-references is too small');
  room = room.padEnd(target - from, ' ');
  const moved = target + 20_000;
  // Object 6 stands after the cross-references, where there is room.
  const table = (at: number) =>
    `xref\n0 8\n0000000000 65535 f \n${[1, 2, 3, 4, 5]
      .map((number) => `${String(offsets.get(number)).padStart(10, '0')} 00000 n \n`)
      .join(
        '',
      )}${String(at).padStart(10, '0')} 00000 n \n${String(offsets.get(7)).padStart(10, '0')} 00000 n \ntrailer\n<</Size 8/Root 1 0 R>>\n`;
  const at = target + table(0).length;
  const range = `/ByteRange [0 ${first.length} ${moved} ${second.length}]`;
  const copy = `6 0 obj\n<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/M(D:20261120083000Z)${range}/Contents ${string.toString('latin1')}>>\nendobj\n`;
  room = (room + table(at) + copy).padEnd(moved - from, ' ');
  return Buffer.concat([first, string, Buffer.from(room, 'latin1'), second]);
}

describe('a signature that was moved is refused', () => {
  it('into the gap, with other content in front', async () => {
    const forged = wrapped();
    expect(pdfText(forged).trim()).toBe(OTHER_TEXT);
    const [signature, ...others] = await fixture.verify(forged);
    expect(others).toEqual([]);
    expect(signature?.integrity).toMatchObject({ verdict: 'FAILED', code: 'pades-byte-range-invalid' });
    expect(signature?.laterChanges.verdict).toBe('FAILED');
    expect(await saidOfPdf(fixture, forged)).toEqual(['FAILED', 'pdf-signature pades-byte-range-invalid FORMAT_FAILURE']);
    expect(await saidOfPdf(fixture, signed)).toEqual(['PASSED']);
  });

  it('octets in the gap beside the string', async () => {
    const forged = Buffer.concat([first, string, Buffer.from(' /Evil true '), second]);
    const code = await codeOf(() => fixture.verify(forged));
    expect(code).toMatch(/^pdf-(malformed|cross-reference-invalid)$/);
    expect(await saidOfPdf(fixture, forged)).toEqual(['FAILED', `pdf-layout ${code}`]);
  });

  it('a copy of the dictionary in an update, with the range of before', async () => {
    const copy = signed.toString('latin1', signed.indexOf('6 0 obj', 0, 'latin1') + 7, signed.indexOf('endobj', first.length, 'latin1'));
    const forged = updated(signed, [
      { number: 6, body: copy.trim() },
      { number: 4, body: contentStream(OTHER_TEXT) },
    ]);
    const [signature] = await fixture.verify(forged);
    expect(signature?.integrity).toMatchObject({ verdict: 'FAILED', code: 'pades-byte-range-invalid' });
    expect(await saidOfPdf(fixture, forged)).toEqual(['FAILED', 'pdf-signature pades-byte-range-invalid FORMAT_FAILURE']);
  });
});

describe('a signature that was swapped is refused', () => {
  const field = (value: string, name = 'Signature1') => `<</Type/Annot/Subtype/Widget/FT/Sig/T(${name})/V ${value}/Rect[0 0 0 0]/P 3 0 R>>`;

  it('a field that an update added shows it as its own', async () => {
    const objects = [
      { number: 20, body: field('6 0 R', 'Other') },
      { number: 8, body: '<</Fields[20 0 R]/SigFlags 3>>' },
    ];
    const forged = updated(signed, objects);
    const [signature] = await fixture.verify(forged);
    expect(signature).toMatchObject({ field: 'Other', integrity: { verdict: 'FAILED', code: 'pades-revision-invalid' } });
    expect(await saidOfPdf(fixture, forged)).toEqual(['FAILED', 'pdf-signature pades-revision-invalid FORMAT_FAILURE']);
  });

  it('its own field under another name', async () => {
    const [signature] = await fixture.verify(updated(signed, [{ number: 7, body: field('6 0 R', 'Judge') }]));
    expect(signature).toMatchObject({ field: 'Judge', integrity: { verdict: 'FAILED', code: 'pades-revision-invalid' } });
  });

  it('two fields with one signature', async () => {
    const objects = [
      { number: 20, body: field('6 0 R', 'Other') },
      { number: 8, body: '<</Fields[7 0 R 20 0 R]/SigFlags 3>>' },
    ];
    const forged = updated(signed, objects);
    const signatures = await fixture.verify(forged);
    expect(signatures).toHaveLength(2);
    for (const { integrity } of signatures) expect(integrity).toMatchObject({ verdict: 'FAILED', code: 'pades-dictionary-invalid' });
    const said = 'pdf-signature pades-dictionary-invalid FORMAT_FAILURE';
    expect(await saidOfPdf(fixture, forged)).toEqual(['FAILED', said, said]);
  });

  it('the field of one signature shows another one that holds', async () => {
    const twice = await fixture.sign(signed);
    // Field 7 of the first signature gets the value of the second.
    const second = /\/V (\d+) 0 R/.exec(twice.subarray(signed.length).toString('latin1'))?.[1] ?? '';
    const forged = updated(twice, [{ number: 7, body: field(`${second} 0 R`) }]);
    const [swapped, other] = await fixture.verify(forged);
    expect((await saidOfPdf(fixture, forged))[0]).toBe('FAILED');
    expect(await saidOfPdf(fixture, twice)).toEqual(['PASSED']);
    expect(swapped?.integrity.verdict).toBe('FAILED');
    expect(other?.integrity.verdict).toBe('FAILED');
  });

  it('cross-references that pass over the signed revision', async () => {
    const original = smallPdf();
    const signed = await fixture.sign(original);
    const previous = lastStart(original);
    const objects = [
      { number: 1, body: '<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[7 0 R]/SigFlags 3>>>>' },
      { number: 4, body: contentStream(OTHER_TEXT) },
    ];
    const at = (text: string) => signed.indexOf(text, original.length, 'latin1');
    const entries = { 6: at('6 0 obj'), 7: at('7 0 obj') };
    const forged = rawUpdate(signed, { objects, entries, previous });
    expect(pdfText(forged).trim()).toBe(OTHER_TEXT);
    const [signature] = await fixture.verify(forged);
    expect(signature?.integrity).toMatchObject({ verdict: 'FAILED', code: 'pades-revision-invalid' });
    expect(await saidOfPdf(fixture, forged)).toEqual(['FAILED', 'pdf-signature pades-revision-invalid FORMAT_FAILURE']);
  });
});
