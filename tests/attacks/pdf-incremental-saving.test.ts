import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LaterChangeKind } from '../../crypto/pades/later-changes.ts';
import { saidOfPdf } from '../support/pdf-clerk.ts';
import { codeOf } from '../unit/cms/support.ts';
import {
  contentStream,
  createSigningFixture,
  lastStart,
  OTHER_TEXT,
  pdfsigVerdicts,
  pdfText,
  rawUpdate,
  type SigningFixture,
  smallPdf,
  updated,
} from '../unit/pades/support.ts';

// Incremental saving (pdf-insecurity.org): what is shown is changed by an update after the signature, which itself still holds.

let fixture: SigningFixture;
let signed: Buffer;
beforeAll(async () => {
  fixture = await createSigningFixture();
  signed = await fixture.sign(smallPdf({ trailer: '/Info 6 0 R', further: ['<</Title(One)>>', '<</FT/Tx/T(amount)>>'] }));
});
afterAll(() => fixture.pki.remove());

const otherContent = { number: 4, body: contentStream(OTHER_TEXT) };
const page = (more: string) => ({
  number: 3,
  body: `<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>${more}>>`,
});

describe('an update after the signature is named', () => {
  it('the text of the page: the signature holds, and says nothing about what is shown now', async () => {
    const forged = updated(signed, [otherContent]);
    expect(pdfText(forged).trim()).toBe(OTHER_TEXT);
    expect(pdfsigVerdicts(forged)).toEqual(['Signature is Valid.']);
    const [signature] = await fixture.verify(forged);
    expect(signature).toMatchObject({ coversWholeFile: false, integrity: { verdict: 'PASSED' } });
    expect(signature?.changesAfter).toEqual([{ kind: 'object', harmless: false, object: 4 }]);
    expect(signature?.laterChanges).toMatchObject({ verdict: 'FAILED', code: 'pades-changed-after-signing' });
    expect(await saidOfPdf(fixture, forged)).toEqual(['FAILED', 'pdf-changes pades-changed-after-signing FORMAT_FAILURE']);
    expect(await saidOfPdf(fixture, signed)).toEqual(['PASSED']);
  });

  it('also under a further signature, which holds for what is shown now', async () => {
    const forged = await fixture.sign(await fixture.sign(smallPdf()).then((pdf) => updated(pdf, [otherContent])));
    const [first, second] = await fixture.verify(forged);
    expect(first?.laterChanges).toMatchObject({ verdict: 'FAILED', code: 'pades-changed-after-signing' });
    expect(second).toMatchObject({ laterChanges: { verdict: 'PASSED' }, coversWholeFile: true });
  });

  const updates: [string, () => Buffer, LaterChangeKind][] = [
    ['a page with other content', () => updated(signed, [{ number: 50, body: contentStream(OTHER_TEXT) }, page('/Rotate 90')]), 'page'],
    ['a note on the page', () => updated(signed, [{ number: 50, body: '<</Type/Annot>>' }, page('/Annots[9 0 R 50 0 R]')]), 'page'],
    ['another font', () => updated(signed, [{ number: 5, body: '<</Type/Font/Subtype/Type1/BaseFont/Courier>>' }]), 'object'],
    ['another page tree', () => updated(signed, [{ number: 2, body: '<</Type/Pages/Kids[]/Count 0>>' }]), 'page'],
    [
      'another catalog',
      () => rawUpdate(signed, { objects: [{ number: 50, body: '<</Type/Catalog/Pages 2 0 R/AcroForm 10 0 R>>' }], root: '50 0 R' }),
      'catalog',
    ],
    [
      'an action in the catalog',
      () => updated(signed, [{ number: 1, body: '<</Type/Catalog/Pages 2 0 R/AcroForm 10 0 R/OpenAction<<>>>>' }]),
      'catalog',
    ],
    ['a value in a form field', () => updated(signed, [{ number: 7, body: '<</FT/Tx/T(amount)/V(900)>>' }]), 'form-field'],
    [
      'a new field that is no signature',
      () =>
        updated(signed, [
          { number: 50, body: '<</FT/Tx/T(new)>>' },
          { number: 10, body: '<</Fields[9 0 R 50 0 R]/SigFlags 3>>' },
        ]),
      'object',
    ],
    [
      'a signature field with an action',
      () =>
        updated(signed, [
          { number: 50, body: '<</FT/Sig/T(new)/AA<<>>/Rect[0 0 0 0]>>' },
          { number: 10, body: '<</Fields[9 0 R 50 0 R]/SigFlags 3>>' },
        ]),
      'form-field',
    ],
    [
      'a default appearance of the form',
      () => updated(signed, [{ number: 10, body: '<</Fields[9 0 R]/SigFlags 3/NeedAppearances true>>' }]),
      'object',
    ],
    ['an object removed', () => rawUpdate(signed, { entries: { 5: 'free' } }), 'object'],
    ['an object that nobody needs', () => updated(signed, [{ number: 50, body: '(nothing)' }]), 'object'],
    [
      'other information',
      () => rawUpdate(signed, { objects: [{ number: 50, body: '<</Title(Two)>>' }], trailer: '/Info 50 0 R' }),
      'metadata',
    ],
    ['white space', () => Buffer.concat([signed, Buffer.from('\n')]), 'bytes'],
    [
      'an object that the cross-references do not list',
      () => rawUpdate(signed, { filler: `4 0 obj\n${otherContent.body}\nendobj\n` }),
      'bytes',
    ],
    ['a comment', () => rawUpdate(signed, { filler: '% nothing\n' }), 'bytes'],
  ];
  for (const [what, forge, kind] of updates) {
    it(what, async () => {
      const forged = forge();
      const [signature] = await fixture.verify(forged);
      expect(signature?.integrity.verdict).toBe('PASSED');
      expect(signature?.coversWholeFile).toBe(false);
      expect(signature?.changesAfter.map((change) => change.kind)).toContain(kind);
      expect(signature?.changesAfter.every((change) => change.harmless)).toBe(false);
      expect(signature?.laterChanges.verdict).not.toBe('PASSED');
      expect(await saidOfPdf(fixture, forged)).toEqual(
        kind === 'metadata'
          ? ['INDETERMINATE', 'pdf-changes pades-metadata-changed SIG_CONSTRAINTS_FAILURE']
          : ['FAILED', 'pdf-changes pades-changed-after-signing FORMAT_FAILURE'],
      );
    });
  }
});

describe('an update that only some readers would see is refused', () => {
  const object = `\n4 0 obj\n${contentStream(OTHER_TEXT)}\nendobj\n`;
  const table = (at: number) => `xref\n4 1\n${String(at).padStart(10, '0')} 00000 n \n`;
  const trailer = () => `trailer\n<</Size 11/Root 1 0 R/Prev ${lastStart(signed)}>>\n`;
  const updates: [string, () => string][] = [
    ['an object alone', () => object],
    ['an object and its cross-references without a trailer', () => `${object}${table(signed.length + 1)}`],
    ['an object and its trailer without a start', () => `${object}${table(signed.length + 1)}${trailer()}`],
    [
      'an update without its last line',
      () => `${object}${table(signed.length + 1)}${trailer()}startxref\n${signed.length + object.length}\n`,
    ],
    ['an update whose start is wrong', () => `${object}${table(signed.length + 1)}${trailer()}startxref\n7\n%%EOF\n`],
    [
      'an update followed by junk',
      () => `${object}${table(signed.length + 1)}${trailer()}startxref\n${signed.length + object.length}\n%%EOF\nX`,
    ],
  ];
  for (const [what, text] of updates) {
    it(what, async () => {
      const forged = Buffer.concat([signed, Buffer.from(text(), 'latin1')]);
      const code = await codeOf(() => fixture.verify(forged));
      expect(code).toMatch(/^pdf-(cross-reference-invalid|malformed)$/);
      expect(await saidOfPdf(fixture, forged)).toEqual(['FAILED', `pdf-layout ${code}`]);
    });
  }
});
