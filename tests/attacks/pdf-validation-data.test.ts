import { deflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LaterChangeKind } from '../../crypto/pades/later-changes.ts';
import { saidOfPdf } from '../support/pdf-clerk.ts';
import { certified, cmsOver, handSigned } from '../unit/pades/hand-signed.ts';
import { createLongTermFixture, type LongTermFixture } from '../unit/pades/long-term-support.ts';
import { certificateForm, contentStream, OTHER_TEXT, pdfText, smallPdf, streamOf, updated } from '../unit/pades/support.ts';

// Validation data and document time-stamps may be added to any signed file, even to one that forbids all changes. Whatever else is put
// there, or done under their cover, is a change like any other. Objects: 3 page, 4 its content, 7 the signature's field, 8 the form.

let fixture: LongTermFixture;
let signed: Buffer;
beforeAll(async () => {
  fixture = await createLongTermFixture();
  signed = await fixture.sign(smallPdf());
});
afterAll(() => fixture.pki.remove());

const NAME = '0123456789ABCDEF'.repeat(3).slice(0, 40);
const certificate = { number: 60, body: streamOf(certificateForm(1)) };
const catalog = (entries: string) => ({ number: 1, body: `<</Type/Catalog/Pages 2 0 R/AcroForm 8 0 R${entries}>>` });
const page = (entries: string) => ({
  number: 3,
  body: `<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 200]/Resources<</Font<</F1 5 0 R>>>>/Annots[7 0 R]${entries}>>`,
});
const otherObject = `4 0 obj\n${contentStream(OTHER_TEXT)}\nendobj\n`;

async function firstOf(pdf: Buffer) {
  const [signature] = await fixture.verify(pdf);
  expect(signature?.integrity.verdict).toBe('PASSED');
  return signature;
}

const SAID = ['FAILED', 'pdf-changes pades-changed-after-signing FORMAT_FAILURE'];

describe('what is put among validation data and is none is named', () => {
  const rows: [string, () => Parameters<typeof updated>[1], LaterChangeKind][] = [
    [
      'objects of a page in a stream',
      () => [{ number: 60, body: streamOf(Buffer.from(otherObject)) }, catalog('/DSS<</Certs[60 0 R]>>')],
      'catalog',
    ],
    [
      'objects of a page in a deflated stream',
      () => [{ number: 60, body: streamOf(deflateSync(otherObject), '/Filter/FlateDecode') }, catalog('/DSS<</Certs[60 0 R]>>')],
      'object',
    ],
    [
      'objects of a page after a certificate',
      () => [
        { number: 60, body: streamOf(Buffer.concat([certificateForm(1), Buffer.from(otherObject)])) },
        catalog('/DSS<</Certs[60 0 R]>>'),
      ],
      'object',
    ],
    ['the content of a page', () => [catalog('/DSS<</Certs[4 0 R]>>')], 'catalog'],
    ['a page', () => [catalog('/DSS<</Certs[3 0 R]>>')], 'catalog'],
    ['the form as a list', () => [catalog('/DSS<</Certs 8 0 R>>')], 'catalog'],
    ['the catalog as the store', () => [catalog('/DSS 1 0 R')], 'catalog'],
    ['a key that nobody knows', () => [certificate, catalog('/DSS<</Certs[60 0 R]/Kids[60 0 R]>>')], 'object'],
    ['a dictionary in a list', () => [{ number: 60, body: '<</Type/Page>>' }, catalog('/DSS<</Certs[60 0 R]>>')], 'page'],
    ['a relation without a name', () => [certificate, catalog('/DSS<</VRI<</Hidden<</Cert[60 0 R]>>>>>>')], 'object'],
    ['a relation in small letters', () => [certificate, catalog(`/DSS<</VRI<</${NAME.toLowerCase()}<</Cert[60 0 R]>>>>>>`)], 'object'],
    ['a relation that says more', () => [certificate, catalog(`/DSS<</VRI<</${NAME}<</Cert[60 0 R]/Next 60 0 R>>>>>>`)], 'object'],
    ['a time that is a page', () => [{ number: 60, body: '<</Type/Page>>' }, catalog(`/DSS<</VRI<</${NAME}<</TU 60 0 R>>>>>>`)], 'page'],
    [
      'a time-stamp that is content',
      () => [{ number: 60, body: contentStream(OTHER_TEXT) }, catalog(`/DSS<</VRI<</${NAME}<</TS 60 0 R>>>>>>`)],
      'object',
    ],
    [
      'a stream that refers to something else',
      () => [
        { number: 60, body: streamOf(certificateForm(1), '/Next 61 0 R') },
        { number: 61, body: '(hidden)' },
        catalog('/DSS<</Certs[60 0 R]>>'),
      ],
      'object',
    ],
    [
      'a stream that stands in another file',
      () => [{ number: 60, body: streamOf(certificateForm(1), '/F(other.bin)') }, catalog('/DSS<</Certs[60 0 R]>>')],
      'object',
    ],
    [
      'a reference to a reference',
      () => [certificate, { number: 61, body: '[60 0 R]' }, { number: 62, body: '61 0 R' }, catalog('/DSS<</Certs 62 0 R>>')],
      'object',
    ],
    [
      'data that inflates without end',
      () => [
        { number: 60, body: streamOf(deflateSync(Buffer.alloc(40 * 1024 * 1024)), '/Filter/FlateDecode') },
        catalog('/DSS<</Certs[60 0 R]>>'),
      ],
      'object',
    ],
    ['more references than anybody needs', () => [certificate, catalog(`/DSS<</Certs[${'60 0 R '.repeat(5_000)}]>>`)], 'object'],
  ];
  for (const [what, objects, kind] of rows) {
    it(what, async () => {
      const forged = updated(signed, objects());
      const signature = await firstOf(forged);
      expect(signature?.laterChanges).toMatchObject({ verdict: 'FAILED', code: 'pades-changed-after-signing' });
      expect(await saidOfPdf(fixture, forged)).toEqual(SAID);
      expect(signature?.changesAfter.filter(({ harmless }) => !harmless).map((change) => change.kind)).toContain(kind);
      expect(signature?.changesAfter.map((change) => change.kind)).not.toContain('validation-data');
      expect(signature?.validationData?.verdict).toBe('FAILED');
    });
  }

  it('and a certificate is not', async () => {
    const store = catalog(`/DSS<</Certs[60 0 R]/VRI<</${NAME}<</Cert[60 0 R]/TU(D:20261120)/TS 61 0 R>>>>>>`);
    const extended = updated(signed, [certificate, { number: 61, body: streamOf(Buffer.from([0x30, 0x00])) }, store]);
    const signature = await firstOf(extended);
    // What is in the store is for the validator to judge; that it came is no change.
    expect((await saidOfPdf(fixture, extended)).join()).not.toContain('pdf-changes');
    expect(await saidOfPdf(fixture, signed)).toEqual(['PASSED']);
    expect(signature).toMatchObject({ laterChanges: { verdict: 'PASSED' }, changesAfter: [{ kind: 'validation-data', harmless: true }] });
  });
});

describe('what is done under the cover of validation data is named', () => {
  const store = catalog('/DSS<</Certs[60 0 R]>>');
  const rows: [string, () => Parameters<typeof updated>[1], object][] = [
    [
      'a certificate takes the place of the content',
      () => [{ number: 4, body: streamOf(certificateForm(1)) }, catalog('/DSS<</Certs[4 0 R]>>')],
      { kind: 'object', object: 4 },
    ],
    [
      'the store takes the place of the page',
      () => [certificate, { number: 3, body: '<</Certs[60 0 R]>>' }, catalog('/DSS 3 0 R')],
      { kind: 'page', object: 3 },
    ],
    [
      'the store takes the place of a font',
      () => [certificate, { number: 5, body: '<</Certs[60 0 R]>>' }, catalog('/DSS 5 0 R')],
      { kind: 'object', object: 5 },
    ],
    ['a page shows what came as a certificate', () => [certificate, store, page('/Contents 60 0 R')], { kind: 'page', object: 3 }],
    [
      'other content comes with it',
      () => [certificate, store, { number: 4, body: contentStream(OTHER_TEXT) }],
      { kind: 'object', object: 4 },
    ],
    ['an action comes with it', () => [certificate, catalog('/DSS<</Certs[60 0 R]>>/OpenAction<<>>')], { kind: 'catalog', object: 1 }],
    [
      'an object that nobody refers to comes with it',
      () => [certificate, store, { number: 61, body: contentStream(OTHER_TEXT) }],
      { kind: 'object', object: 61 },
    ],
  ];
  for (const [what, objects, expected] of rows) {
    it(what, async () => {
      const forged = updated(signed, objects());
      const signature = await firstOf(forged);
      expect(signature?.laterChanges).toMatchObject({ verdict: 'FAILED', code: 'pades-changed-after-signing' });
      expect(await saidOfPdf(fixture, forged)).toEqual(SAID);
      expect(signature?.changesAfter).toContainEqual({ ...expected, harmless: false });
    });
  }

  it('a store that goes again', async () => {
    const gone = updated(await fixture.sign(smallPdf({ catalog: '/DSS<</Certs[6 0 R]>>', further: [streamOf(certificateForm(1))] })), [
      { number: 1, body: '<</Type/Catalog/Pages 2 0 R/AcroForm 9 0 R>>' },
    ]);
    expect((await firstOf(gone))?.changesAfter).toEqual([{ kind: 'catalog', harmless: false, object: 1 }]);
  });

  it('a certificate that becomes another one', async () => {
    const before = await fixture.sign(smallPdf({ catalog: '/DSS<</Certs[6 0 R]>>', further: [streamOf(certificateForm(1))] }));
    const signature = await firstOf(updated(before, [{ number: 6, body: streamOf(certificateForm(2)) }]));
    expect(signature?.changesAfter).toEqual([{ kind: 'object', harmless: false, object: 6 }]);
  });

  it('what was a certificate in one update and is content in the next', async () => {
    const once = updated(signed, [certificate, store]);
    expect((await firstOf(once))?.laterChanges.verdict).toBe('PASSED');
    const forged = updated(once, [{ number: 60, body: contentStream(OTHER_TEXT) }, catalog(''), page('/Contents 60 0 R')]);
    expect(pdfText(forged).trim()).toBe(OTHER_TEXT);
    expect((await firstOf(forged))?.changesAfter).toContainEqual({ kind: 'object', harmless: false, object: 60 });
  });

  it('other content with it, although a document time-stamp covers both', async () => {
    const forged = await fixture.stamp(updated(signed, [certificate, store, { number: 4, body: contentStream(OTHER_TEXT) }]));
    const [signature, stamp] = await fixture.verify(forged);
    expect(signature?.laterChanges).toMatchObject({ verdict: 'FAILED', code: 'pades-changed-after-signing' });
    // The time-stamp itself says that the forgery existed then, and is right.
    expect(stamp).toMatchObject({ integrity: { verdict: 'PASSED' }, laterChanges: { verdict: 'PASSED' } });
  });
});

describe('a certification that forbids all changes', () => {
  const dictionary = (type: string, form: string) =>
    `<</Type/${type}/Filter/Adobe.PPKLite/SubFilter/${form}/ByteRange[0 1 2 3]/Contents<3000>>>`;
  const field = (more: string) => ({ number: 30, body: `<</Type/Annot/Subtype/Widget/FT/Sig/T(Later)${more}>>` });
  const form = { number: 1, body: '<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[7 0 R 30 0 R]/SigFlags 3>>>>' };
  const certify = (pdf: Buffer) => handSigned(pdf, { dictionary: certified(1), contents: cmsOver(fixture.signer) });

  it('does not forbid validation data and document time-stamps, one after the other', async () => {
    let pdf = await certify(smallPdf());
    for (let count = 0; count < 3; count += 1) {
      pdf = await fixture.stamp(fixture.extend(pdf, { data: { ...fixture.data, revocationLists: [await fixture.newList()] } }));
      expect(await firstOf(pdf)).toMatchObject({ level: 'B-LTA', laterChanges: { verdict: 'PASSED' } });
    }
    expect((await firstOf(pdf))?.documentTimestamps.map((stamp) => stamp.field)).toEqual(['Timestamp1', 'Timestamp2', 'Timestamp3']);
  });

  const rows: [string, Parameters<typeof updated>[1], string, string?][] = [
    [
      'a signature',
      [{ number: 31, body: dictionary('Sig', 'ETSI.CAdES.detached') }, field('/V 31 0 R/Rect[0 0 0 0]'), form],
      'pades-changes-forbidden',
    ],
    [
      'a signature that calls itself a time-stamp',
      [{ number: 31, body: dictionary('DocTimeStamp', 'ETSI.CAdES.detached') }, field('/V 31 0 R/Rect[0 0 0 0]'), form],
      'pades-changes-forbidden',
    ],
    ['an empty field', [field('/Rect[0 0 0 0]'), form], 'pades-changes-forbidden'],
    [
      'a time-stamp that shows itself on the page',
      [{ number: 31, body: dictionary('DocTimeStamp', 'ETSI.RFC3161') }, field('/V 31 0 R/Rect[0 0 400 200]'), form],
      'pades-changes-forbidden',
    ],
    ['other metadata', [{ number: 6, body: '<</Title(Other)>>' }], 'pades-changes-forbidden', '/Info 6 0 R'],
    ['other content', [{ number: 4, body: contentStream(OTHER_TEXT) }], 'pades-changed-after-signing'],
  ];
  for (const [what, objects, code, trailer] of rows) {
    it(`forbids ${what}`, async () => {
      const original = smallPdf(trailer === undefined ? {} : { trailer, further: ['<</Title(One)>>'] });
      const certifiedFile = await certify(original);
      const forged = updated(certifiedFile, objects);
      expect((await firstOf(forged))?.laterChanges).toMatchObject({ verdict: 'FAILED', code });
      const said = await saidOfPdf(fixture, forged);
      expect(said.slice(0, 2)).toEqual(['FAILED', `pdf-changes ${code} FORMAT_FAILURE`]);
      expect((await saidOfPdf(fixture, certifiedFile)).join()).not.toContain('pdf-');
    });
  }
});
