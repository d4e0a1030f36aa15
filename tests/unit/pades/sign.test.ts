import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attribute } from '../../../crypto/cms/signed-data-attributes.ts';
import { addUnsignedAttribute } from '../../../crypto/cms/signed-data-unsigned.ts';
import { octetString } from '../../../crypto/der/writer.ts';
import { openPdf } from '../../../crypto/pades/pdf-document.ts';
import { signPades } from '../../../crypto/pades/sign.ts';
import { codeOf } from '../cms/support.ts';
import {
  createSigningFixture,
  isSpotless,
  lastStart,
  MAXIMUM_LENGTH,
  pdfsigVerdicts,
  pdfText,
  qpdfComplaints,
  rawUpdate,
  SIGNED_TEXT,
  SIGNING_TIME,
  type SigningFixture,
  smallPdf,
  summary,
  updated,
} from './support.ts';

let fixture: SigningFixture;
beforeAll(async () => {
  fixture = await createSigningFixture();
});
afterAll(() => fixture.pki.remove());

describe('#signPades', () => {
  for (const form of ['table', 'stream'] as const) {
    it(`signs a file with a cross-reference ${form} again and again, in the same form`, async () => {
      const original = smallPdf({ form });
      let pdf = original;
      for (const stamped of [true, false, true]) {
        const signed = await fixture.sign(pdf, { stamped });
        expect(signed.subarray(0, pdf.length).equals(pdf)).toBe(true);
        pdf = signed;
      }
      expect(summary(await fixture.verify(pdf))).toEqual([
        'Signature1, B-T, PASSED, PASSED',
        'Signature2, B-B, PASSED, PASSED',
        'Signature3, B-T, PASSED, PASSED, whole file',
      ]);
      expect(openPdf(pdf, MAXIMUM_LENGTH).sections.map((section) => section.form)).toEqual([form, form, form, form]);
      expect(pdfsigVerdicts(pdf)).toEqual(['Signature is Valid.', 'Signature is Valid.', 'Signature is Valid.']);
      expect(qpdfComplaints(pdf)).toEqual({ status: 0, complaints: new Set() });
      expect(pdfText(pdf).trim()).toBe(SIGNED_TEXT);
    });
  }

  it('writes what EN 319 142-1 asks for, and no signing-time attribute', async () => {
    const text = (await fixture.sign(smallPdf())).toString('latin1');
    expect(text).toContain('/SubFilter /ETSI.CAdES.detached');
    expect(text).toContain('/M (D:20261120083000Z)');
    expect(text).not.toContain('/Cert ');
    // 1.2.840.113549.1.9.5
    expect(text).not.toContain('06092a864886f70d010905');
  });

  it('tells the name of the field, the level, and takes texts in any script', async () => {
    const signed = await signPades({
      pdf: smallPdf(),
      signer: fixture.signer,
      signingTime: SIGNING_TIME,
      maximumLength: MAXIMUM_LENGTH,
      requestTimestamp: fixture.requestTimestamp,
      reason: 'Petición (inventada) \\ 50 %',
      location: 'Ciudad inventada',
    });
    expect(signed).toMatchObject({ field: 'Signature1', level: 'B-T' });
    expect(signed.pdf.toString('latin1')).toContain('/Location <43697564616420696e76656e74616461>');
    expect(signed.pdf.toString('latin1')).toContain('/Reason <feff005000650074006900630069');
    expect(isSpotless(await fixture.verify(signed.pdf))).toBe(true);
    expect(pdfsigVerdicts(signed.pdf)).toEqual(['Signature is Valid.']);
  });

  it('leaves the names of other fields alone', async () => {
    const further = ['<</FT/Tx/T(Signature1)/V(x)>>'];
    const pdf = smallPdf({ catalog: '/AcroForm<</Fields[6 0 R]>>', further });
    expect(summary(await fixture.verify(await fixture.sign(pdf)))).toEqual(['Signature2, B-B, PASSED, PASSED, whole file']);
  });

  for (const kind of ['P-384', 'RSA-3072'] as const) {
    it(`signs with a key of ${kind}`, async () => {
      const { signer } = await fixture.pki.issue(kind, `signer-${kind}`);
      const pdf = await fixture.sign(smallPdf({ form: 'stream' }), { signer: signer(kind === 'P-384' ? 'ES384' : 'RS256') });
      expect(isSpotless(await fixture.verify(pdf))).toBe(true);
      expect(pdfsigVerdicts(pdf)).toEqual(['Signature is Valid.']);
    });
  }

  it('makes more room when the time-stamp is larger than expected', async () => {
    let calls = 0;
    const requestTimestamp = async (imprint: Buffer) => {
      calls += 1;
      return largeToken(await fixture.requestTimestamp(imprint));
    };
    const base = { pdf: smallPdf(), signer: fixture.signer, signingTime: SIGNING_TIME, maximumLength: MAXIMUM_LENGTH };
    const { pdf } = await signPades({ ...base, requestTimestamp });
    expect(calls).toBe(2);
    expect(summary(await fixture.verify(pdf))).toEqual(['Signature1, B-T, PASSED, PASSED, whole file']);
  });
});

describe('#signPades and what a file brings along', () => {
  const field = '<</FT/Tx/T(amount)/V(100)>>';
  const widget = '<</Type/Annot/Subtype/Link/Rect[0 0 10 10]>>';
  const cases: [string, Parameters<typeof smallPdf>[0]][] = [
    ['a form in the catalog', { catalog: '/AcroForm<</Fields[6 0 R]/DA(/Helv 0 Tf)>>', further: [field] }],
    ['a form of its own', { catalog: '/AcroForm 7 0 R', further: [field, '<</Fields[6 0 R]>>'] }],
    ['a list of fields of its own', { catalog: '/AcroForm 7 0 R', further: [field, '<</Fields 8 0 R>>', '[6 0 R]'] }],
    ['a form without fields', { catalog: '/AcroForm<</DA(/Helv 0 Tf)>>' }],
    ['annotations in the page', { page: '/Annots[6 0 R]', further: [widget] }],
    ['annotations of their own', { page: '/Annots 7 0 R', further: [widget, '[6 0 R]'] }],
    ['annotations that are not there', { page: '/Annots 70 0 R' }],
    ['names with escapes and comments', { catalog: '/Piece#20Info<</A%x\n(b)>>', page: '/#55nknown[1 % two\n 2]' }],
  ];
  for (const [what, options] of cases) {
    it(`signs a file with ${what} twice`, async () => {
      for (const form of ['table', 'stream'] as const) {
        const pdf = await fixture.sign(await fixture.sign(smallPdf({ form, ...options })));
        expect(summary(await fixture.verify(pdf))).toEqual([
          'Signature1, B-B, PASSED, PASSED',
          'Signature2, B-B, PASSED, PASSED, whole file',
        ]);
        expect(pdfsigVerdicts(pdf)).toEqual(['Signature is Valid.', 'Signature is Valid.']);
        expect(qpdfComplaints(pdf).status).toBe(0);
      }
    });
  }

  it('signs a file that does not end with an end of line, and one that was updated before', async () => {
    const whole = updated(smallPdf(), [{ number: 5, body: '<</Type/Font/Subtype/Type1/BaseFont/Courier>>' }]);
    const pdf = await fixture.sign(whole.subarray(0, whole.length - 1));
    expect(isSpotless(await fixture.verify(pdf))).toBe(true);
    expect(pdfsigVerdicts(pdf)).toEqual(['Signature is Valid.']);
  });

  it('does not bring to light an object that the cross-references hide', async () => {
    // A second page object 3 that no reader sees: a writer that searches for objects would take the last one it finds.
    const shown = smallPdf();
    const hidden = `${shown.subarray(0, lastStart(shown)).toString('latin1')}3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 200]>>\nendobj\n`;
    const rest = shown
      .subarray(lastStart(shown))
      .toString('latin1')
      .replace(/startxref\n\d+/, `startxref\n${hidden.length}`);
    const pdf = Buffer.from(hidden + rest, 'latin1');
    expect(pdfText(pdf).trim()).toBe(SIGNED_TEXT);
    expect(pdfText(await fixture.sign(pdf)).trim()).toBe(SIGNED_TEXT);
  });
});

describe('#signPades refuses', () => {
  const sign = (pdf: Buffer, maximumLength = MAXIMUM_LENGTH) =>
    codeOf(() => signPades({ pdf, signer: fixture.signer, signingTime: SIGNING_TIME, maximumLength }));

  it('a file larger than the caller allows', async () => {
    const pdf = smallPdf();
    expect(await sign(pdf, pdf.length - 1)).toBe('pdf-too-large');
    expect(await sign(pdf, pdf.length)).toBeUndefined();
  });

  it('an encrypted file, whichever trailer says so', async () => {
    expect(await sign(smallPdf({ trailer: '/Encrypt 5 0 R' }))).toBe('pdf-encrypted');
    expect(await sign(smallPdf({ form: 'stream', trailer: '/Encrypt 5 0 R' }))).toBe('pdf-encrypted');
    expect(await sign(rawUpdate(smallPdf({ trailer: '/Encrypt 5 0 R' }), {}))).toBe('pdf-encrypted');
  });

  it('what is no PDF, or broken', async () => {
    expect(await sign(Buffer.alloc(0))).toBe('pdf-not-pdf');
    expect(await sign(Buffer.from('PK\u0003\u0004 and more'))).toBe('pdf-not-pdf');
    expect(await sign(Buffer.concat([Buffer.from('junk\n'), smallPdf()]))).toBe('pdf-not-pdf');
    expect(await sign(smallPdf().subarray(0, 300))).toBe('pdf-cross-reference-invalid');
    expect(await sign(Buffer.concat([smallPdf(), Buffer.from('junk')]))).toBe('pdf-cross-reference-invalid');
  });

  const signature = (reference: string) =>
    `<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/ByteRange[0 1 2 3]/Contents<3000>${reference}>>`;
  const signedField = (lock = '') => `<</FT/Sig/T(first)/V 7 0 R${lock}>>`;
  const file = (reference: string, lock?: string) =>
    smallPdf({ catalog: '/AcroForm<</Fields[6 0 R]>>', further: [signedField(lock), signature(reference)] });
  const certification = (parameters: string) => `/Reference[<</TransformMethod/DocMDP/TransformParams<<${parameters}>>>>]`;
  const fields = (parameters: string) => `/Reference[<</TransformMethod/FieldMDP/TransformParams<<${parameters}>>>>]`;
  const permissions: [string, string, string, string | undefined][] = [
    ['a certification without changes', certification('/P 1'), '', 'pades-changes-forbidden'],
    ['a certification with an odd permission', certification('/P(none)'), '', 'pades-changes-forbidden'],
    ['a certification that allows forms', certification('/P 2'), '', undefined],
    ['a certification that says nothing', certification(''), '', undefined],
    ['a lock of all fields', fields('/Action/All'), '', 'pades-changes-forbidden'],
    ['a lock of all fields but some', fields('/Action/Exclude/Fields[(a)]'), '', 'pades-changes-forbidden'],
    ['a lock that leaves our field out', fields('/Action/Exclude/Fields[(Signature1)]'), '', undefined],
    ['a lock of other fields', fields('/Action/Include/Fields[(a)]'), '', undefined],
    ['a lock of our field', fields('/Action/Include/Fields[(Signature1)]'), '', 'pades-changes-forbidden'],
    ['a lock that is not understood', fields('/Action/Later'), '', 'pades-changes-forbidden'],
    ['a field locked against changes', '', '/Lock<</Type/SigFieldLock/Action/Include/Fields[]/P 1>>', 'pades-changes-forbidden'],
    ['a field that locks all', '', '/Lock<</Type/SigFieldLock/Action/All>>', 'pades-changes-forbidden'],
  ];
  for (const [what, reference, lock, expected] of permissions) {
    it(`${expected === undefined ? 'not ' : ''}${what}`, async () => {
      expect(await sign(file(reference, lock))).toBe(expected);
    });
  }

  it('not a lock of a field that nobody has signed', async () => {
    const further = ['<</FT/Sig/T(empty)/Lock<</Action/All/P 1>>>>'];
    expect(await sign(smallPdf({ catalog: '/AcroForm<</Fields[6 0 R]>>', further }))).toBeUndefined();
  });

  it('one object that is two things at once', async () => {
    const pdf = smallPdf({ catalog: '/AcroForm<</Fields 6 0 R>>', page: '/Annots 6 0 R', further: ['[]'] });
    expect(await sign(pdf)).toBe('pdf-structure');
  });

  it('a signed file whose form is something else as well', async () => {
    const once = await fixture.sign(smallPdf({ catalog: '/AcroForm 6 0 R/Shared 6 0 R', further: ['<</Fields[]>>'] }));
    expect(await sign(once)).toBe('pdf-structure');
  });
});

/** The same token with so many unsigned octets that nobody would have made room for them. */
function largeToken(token: Buffer): Buffer {
  return addUnsignedAttribute(token, attribute('1.3.6.1.4.1.99999.1', octetString(Buffer.alloc(20_000, 7))));
}
