import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { saidOfPdf } from '../support/pdf-clerk.ts';
import {
  contentStream,
  createSigningFixture,
  OTHER_TEXT,
  pdfText,
  rawUpdate,
  SIGNED_TEXT,
  type SigningFixture,
  smallPdf,
  updated,
} from '../unit/pades/support.ts';

// Shadow attacks (pdf-insecurity.org): other content is hidden in the file before it is signed, and brought to light afterwards by a change
// that looks like none.

let fixture: SigningFixture;
beforeAll(async () => {
  fixture = await createSigningFixture();
});
afterAll(() => fixture.pki.remove());

async function changesIn(forged: Buffer) {
  const [signature] = await fixture.verify(forged);
  expect(signature?.integrity.verdict).toBe('PASSED');
  expect(signature?.laterChanges).toMatchObject({ verdict: 'FAILED', code: 'pades-changed-after-signing' });
  expect(await saidOfPdf(fixture, forged)).toEqual(['FAILED', 'pdf-changes pades-changed-after-signing FORMAT_FAILURE']);
  return signature?.changesAfter;
}

describe('hidden content that comes to light after the signature is named', () => {
  it('hide: an update takes away what covered it', async () => {
    const covered = smallPdf({ page: '/Annots[6 0 R]', further: ['<</Type/Annot/Subtype/Square/Rect[0 0 400 200]/IC[1 1 1]>>'] });
    expect(await changesIn(rawUpdate(await fixture.sign(covered), { entries: { 6: 'free' } }))).toEqual([
      { kind: 'annotation', harmless: false, object: 6 },
    ]);
  });

  it('replace: an update changes what a part of the page refers to', async () => {
    const signed = await fixture.sign(smallPdf());
    const font = '<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding<</Differences[49/nine]>>>>';
    expect(await changesIn(updated(signed, [{ number: 5, body: font }]))).toEqual([{ kind: 'object', harmless: false, object: 5 }]);
  });

  it('hide and replace: cross-references lead to an object that was signed, and hidden', async () => {
    const signed = await fixture.sign(smallPdf({ further: [contentStream(OTHER_TEXT)] }));
    // The object at that place says "6 0 obj"; a reader that does not look would show it as object 4.
    const hidden = signed.indexOf('6 0 obj', 0, 'latin1');
    const forged = rawUpdate(signed, { entries: { 4: hidden } });
    const [strict] = await fixture.verify(forged);
    expect(strict?.laterChanges).toMatchObject({ verdict: 'FAILED', code: 'pdf-object-invalid' });
    expect(await saidOfPdf(fixture, forged)).toEqual(['FAILED', 'pdf-changes pdf-object-invalid FORMAT_FAILURE']);
  });

  it('hide and replace: two objects of one number, and the other is shown', async () => {
    const extra = Buffer.from(`4 0 obj\n${contentStream(OTHER_TEXT)}\nendobj\n`, 'latin1');
    const [head, ...rest] = smallPdf({ further: [`<<>>\nendobj\n${extra.toString('latin1')}7 0 obj\n<<>>`, '<<>>'] })
      .toString('latin1')
      .split('%NEVER');
    expect(rest).toEqual([]);
    const signed = await fixture.sign(Buffer.from(head ?? '', 'latin1'));
    expect(pdfText(signed).trim()).toBe(SIGNED_TEXT);
    expect(await saidOfPdf(fixture, signed)).toEqual(['PASSED']);
    const forged = rawUpdate(signed, { entries: { 4: signed.indexOf(extra) } });
    expect(pdfText(forged).trim()).toBe(OTHER_TEXT);
    expect(await changesIn(forged)).toEqual([{ kind: 'object', harmless: false, object: 4 }]);
  });

  it('a reference to nothing gets something', async () => {
    const signed = await fixture.sign(smallPdf({ page: '/Thumb 60 0 R' }));
    expect(await changesIn(updated(signed, [{ number: 60, body: contentStream(OTHER_TEXT) }]))).toEqual([
      { kind: 'object', harmless: false, object: 60 },
    ]);
  });

  it('a reference to nothing gets something that belongs to a further signature', async () => {
    const signed = await fixture.sign(smallPdf({ page: '/Thumb 60 0 R' }));
    const appearance = { number: 60, body: '<</Type/XObject/Subtype/Form/BBox[0 0 1 1]/Length 0>>\nstream\n\nendstream' };
    const field = { number: 61, body: '<</Type/Annot/Subtype/Widget/FT/Sig/T(Later)/Rect[0 0 0 0]/AP<</N 60 0 R>>>>' };
    const form = { number: 8, body: '<</Fields[7 0 R 61 0 R]/SigFlags 3>>' };
    expect(await changesIn(updated(signed, [appearance, field, form]))).toContainEqual({ kind: 'object', harmless: false, object: 60 });
  });

  it('a reference to nothing gets something that belongs to validation data', async () => {
    const signed = await fixture.sign(smallPdf({ page: '/Thumb 60 0 R' }));
    const catalog = { number: 1, body: '<</Type/Catalog/Pages 2 0 R/AcroForm 8 0 R/DSS<</Certs[60 0 R]>>>>' };
    const forged = updated(signed, [{ number: 60, body: contentStream(OTHER_TEXT) }, catalog]);
    expect(await changesIn(forged)).toContainEqual({ kind: 'object', harmless: false, object: 60 });
  });

  it('validation data that is a part of the page as well', async () => {
    const shared = smallPdf({ catalog: '/DSS<</Certs 6 0 R>>', page: '/Annots 6 0 R', further: ['[7 0 R]', '<</Type/Annot>>'] });
    const forged = updated(await fixture.sign(shared), [{ number: 6, body: '[5 0 R]' }]);
    expect(await changesIn(forged)).toContainEqual({ kind: 'object', harmless: false, object: 6 });
  });

  it('a list of fields that is a list of something else as well', async () => {
    const file = smallPdf({ catalog: '/AcroForm<</Fields 6 0 R>>/Order 6 0 R', further: ['[]'] });
    const signed = await fixture.sign(file);
    const later = { number: 60, body: '<</Type/Annot/Subtype/Widget/FT/Sig/T(Later)/Rect[0 0 0 0]>>' };
    const forged = updated(signed, [later, { number: 6, body: '[8 0 R 60 0 R]' }]);
    expect(await changesIn(forged)).toContainEqual({ kind: 'object', harmless: false, object: 6 });
  });
});
