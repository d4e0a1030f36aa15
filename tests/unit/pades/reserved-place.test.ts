import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reservedPlaces } from '../../../crypto/pades/reserved-place.ts';
import { signPades } from '../../../crypto/pades/sign.ts';
import type { SignatureAppearance } from '../../../crypto/pades/signature-appearance.ts';
import { codeOf } from '../cms/support.ts';
import {
  contentStream,
  createSigningFixture,
  isSpotless,
  MAXIMUM_LENGTH,
  pdfsigVerdicts,
  pdfText,
  qpdfComplaints,
  SIGNING_TIME,
  type SigningFixture,
  type SmallPdf,
  smallPdf,
  updated,
} from './support.ts';

let fixture: SigningFixture;
beforeAll(async () => {
  fixture = await createSigningFixture();
});
afterAll(() => fixture.pki.remove());

const FIELD = '<</Type/Annot/Subtype/Widget/FT/Sig/T(Seal)/Rect[10 10 210 60]/F 132/P 3 0 R>>';

const withField = (field = FIELD, change: SmallPdf = {}): Buffer =>
  smallPdf({ catalog: '/AcroForm<</Fields[6 0 R]>>', page: '/Annots[6 0 R]', further: [field], ...change });

/** A form that shows one line in a font of its own. */
const appearance: SignatureAppearance = {
  objects: [
    ['<</Type/XObject/Subtype/Form/BBox[0 0 200 50]/Resources<</Font<</F1 ', 1, '>>>>', contentStream('Signed by nobody').slice(2)],
    [Buffer.from('<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>')],
  ],
};

const signed = (pdf: Buffer, field = 'Seal') =>
  signPades({ pdf, signer: fixture.signer, signingTime: SIGNING_TIME, maximumLength: MAXIMUM_LENGTH, mark: { field, appearance } });

describe('#reservedPlaces', () => {
  it.each(['table', 'stream'] as const)('tells the name and size of an empty field, in a file with a %s', (form) => {
    expect(reservedPlaces(withField(FIELD, { form }), MAXIMUM_LENGTH)).toEqual([{ field: 'Seal', width: 200, height: 50 }]);
  });

  it.each([
    ['no form', smallPdf()],
    ['an area of nothing', withField(FIELD.replace('210 60', '10 60'))],
    ['an area upside down', withField(FIELD.replace('210 60', '5 5'))],
    ['an area larger than any page', withField(FIELD.replace('210 60', '99999 60'))],
    ['an area that is none', withField(FIELD.replace('[10 10 210 60]', '[10 10 /A 60]'))],
    ['a lock', withField(FIELD.replace('/F 132', '/Lock<</Action/All>>'))],
    ['demands on who signs', withField(FIELD.replace('/F 132', '/SV<</Ff 1>>'))],
    ['an action', withField(FIELD.replace('/F 132', '/A<</S/JavaScript>>'))],
    ['widgets apart', withField('<</FT/Sig/T(Seal)/Kids[]>>')],
    ['another kind of field', withField(FIELD.replace('/FT/Sig', '/FT/Tx'))],
  ])('finds none in a file with %s', (_, pdf) => {
    expect(reservedPlaces(pdf, MAXIMUM_LENGTH)).toEqual([]);
  });

  it('refuses a field that says twice where it is', () => {
    const twice = withField(FIELD.replace('/F 132', '/Rect[0 0 1 1]'));
    expect(() => reservedPlaces(twice, MAXIMUM_LENGTH)).toThrow(expect.objectContaining({ code: 'pdf-duplicate-key' }));
  });

  it('finds none once anybody has signed', async () => {
    expect(reservedPlaces(await fixture.sign(withField()), MAXIMUM_LENGTH)).toEqual([]);
  });
});

describe('#signPades in a reserved place', () => {
  it.each([
    ['a form in the catalog', {}],
    ['objects in a stream', { form: 'stream' as const }],
    ['a form of its own', { catalog: '/AcroForm 7 0 R', further: [FIELD, '<</Fields[6 0 R]>>'] }],
  ])('shows the mark and holds: %s', async (_, change) => {
    const pdf = withField(FIELD, change);
    const { pdf: out, field } = await signed(pdf);
    expect(field).toBe('Seal');
    expect(out.subarray(0, pdf.length).equals(pdf)).toBe(true);
    expect(pdfText(out)).toContain('Signed by nobody');
    expect(pdfsigVerdicts(out)).toEqual(['Signature is Valid.']);
    expect(qpdfComplaints(out)).toEqual({ status: 0, complaints: new Set() });
    expect(isSpotless(await fixture.verify(out))).toBe(true);
    expect(out.toString('latin1')).toContain('/SigFlags 3');
  });

  it('leaves room for what comes later: another signature and the first stays as it was', async () => {
    const first = await signed(withField());
    const second = await fixture.sign(first.pdf);
    expect((await fixture.verify(second)).map(({ laterChanges }) => laterChanges.verdict)).toEqual(['PASSED', 'PASSED']);
  });

  it('is found out when what it shows is changed afterwards', async () => {
    const { pdf } = await signed(withField());
    const forged = updated(pdf, [{ number: 8, body: contentStream('Signed by another') }]);
    const [signature] = await fixture.verify(forged);
    expect(signature?.laterChanges).toMatchObject({ verdict: 'FAILED', code: 'pades-changed-after-signing' });
  });

  it.each([
    ['there is no such place', smallPdf(), 'Seal'],
    ['the place has another name', withField(), 'Stamp'],
    ['the place asks something of who signs', withField(FIELD.replace('/F 132', '/SV<</Ff 1>>')), 'Seal'],
  ])('refuses when %s', async (_, pdf, field) => {
    expect(await codeOf(() => signed(pdf, field))).toBe('pdf-structure');
  });

  it('refuses a place in a file that has been signed, whose signature it would make doubtful', async () => {
    const second = withField(FIELD, { catalog: '/AcroForm<</Fields[6 0 R 7 0 R]>>', further: [FIELD, FIELD.replace('Seal', 'Second')] });
    const { pdf } = await signed(second);
    expect(await codeOf(() => signed(pdf, 'Second'))).toBe('pdf-structure');
  });
});
