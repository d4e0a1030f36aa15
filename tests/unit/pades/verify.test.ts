import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SignedDataPlan } from '../../../crypto/cms/signed-data-build.ts';
import { OID } from '../../../crypto/der/object-identifiers.ts';
import { nextObjectNumber } from '../../../crypto/pades/incremental-update.ts';
import { openPdf } from '../../../crypto/pades/pdf-document.ts';
import { type PadesSignature, verifyPades } from '../../../crypto/pades/verify.ts';
import { createPathValidator } from '../../../crypto/x509/path.ts';
import { CONTENTS_LENGTH, certified, cmsOver, type HandMade, handSigned, PADES } from './hand-signed.ts';
import {
  certificateForm,
  createSigningFixture,
  MAXIMUM_LENGTH,
  SIGNING_TIME,
  type SigningFixture,
  smallPdf,
  streamOf,
  summary,
  updated,
} from './support.ts';

let fixture: SigningFixture;
beforeAll(async () => {
  fixture = await createSigningFixture();
});
afterAll(() => fixture.pki.remove());

/** A CMS signature over what is covered, with something changed. */
const cms = (changes?: Partial<SignedDataPlan>) => cmsOver(fixture.signer, changes);

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest();

const first = async (pdf: Buffer): Promise<PadesSignature> => {
  const [signature] = await fixture.verify(pdf);
  if (signature === undefined) throw new Error('no signature');
  return signature;
};

describe('#verifyPades', () => {
  it('finds nothing in a file that nobody has signed', async () => {
    expect(await fixture.verify(smallPdf())).toEqual([]);
    expect(await fixture.verify(smallPdf({ catalog: '/AcroForm<</Fields[6 0 R]>>', further: ['<</FT/Sig/T(empty)>>'] }))).toEqual([]);
  });

  it('tells who signed, when they say so, and when that was at the latest', async () => {
    const signature = await first(await fixture.sign(smallPdf(), { stamped: true }));
    expect(signature).toMatchObject({
      field: 'Signature1',
      kind: 'signature',
      subFilter: 'ETSI.CAdES.detached',
      level: 'B-T',
      algorithm: 'ES256',
      claimedTime: SIGNING_TIME,
      coversWholeFile: true,
      changesAfter: [],
      integrity: { verdict: 'PASSED' },
      timestamp: { verdict: 'PASSED' },
      laterChanges: { verdict: 'PASSED' },
    });
    expect(signature.certificate?.fingerprint).toBe(fixture.signer.certificate.fingerprint);
    // Generation time and the accuracy that the authority states.
    expect(signature.stampedTime?.getTime()).toBe(fixture.stampTime.getTime() + 250);
    expect(signature.timestamps).toHaveLength(1);
  });

  it('names a signature that came later, and that the first does not cover it', async () => {
    const [signature] = await fixture.verify(await fixture.sign(await fixture.sign(smallPdf())));
    expect(signature).toMatchObject({ coversWholeFile: false, laterChanges: { verdict: 'PASSED' } });
    expect(signature?.changesAfter).toEqual([{ kind: 'signature', harmless: true, object: 10, field: 'Signature2' }]);
  });

  it('reports a time-stamp that it cannot or may not trust, and keeps the signature', async () => {
    const pdf = await fixture.sign(smallPdf(), { stamped: true });
    const base = { pdf, maximumLength: MAXIMUM_LENGTH, algorithms: ['ES256'] as const };
    const [unjudged] = await verifyPades(base);
    expect(unjudged).toMatchObject({
      level: 'B-B',
      integrity: { verdict: 'PASSED' },
      timestamp: { verdict: 'INDETERMINATE', code: 'timestamp-path-indeterminate' },
    });
    const elsewhere = { pathValidator: createPathValidator({ anchors: [fixture.signer.certificate] }), revocationLists: [] };
    const [untrusted] = await verifyPades({ ...base, timestamps: elsewhere });
    expect(untrusted?.level).toBe('B-B');
    expect(untrusted?.timestamp?.verdict).not.toBe('PASSED');
    expect(untrusted?.stampedTime).toBeUndefined();
    const [refused] = await verifyPades({ ...base, timestamps: { ...fixture.timestamps, policies: ['1.2.4'] } });
    expect(refused).toMatchObject({ level: 'B-B', timestamp: { verdict: 'FAILED', code: 'timestamp-policy-not-accepted' } });
  });

  it('does not accept an algorithm that the caller has not listed', async () => {
    const pdf = await fixture.sign(smallPdf());
    const [signature] = await verifyPades({ pdf, maximumLength: MAXIMUM_LENGTH, algorithms: ['PS256'] });
    expect(signature?.integrity).toMatchObject({ verdict: 'INDETERMINATE', code: 'algorithm-not-allowed' });
    expect(signature?.certificate).toBeUndefined();
  });

  it('accepts a document time-stamp, and what it proves for the signature under it', async () => {
    const pdf = await stampedDocument(await fixture.sign(smallPdf()));
    const [signature, stamp] = await fixture.verify(pdf);
    expect(stamp).toMatchObject({ kind: 'document-timestamp', integrity: { verdict: 'PASSED' }, coversWholeFile: true });
    expect(stamp?.level).toBeUndefined();
    expect(signature).toMatchObject({ level: 'B-T', laterChanges: { verdict: 'PASSED' }, stampedTime: stamp?.stampedTime });
    expect(signature?.changesAfter).toEqual([{ kind: 'document-timestamp', harmless: true, object: 10, field: 'Stamp' }]);
    expect(summary(await verifyPades({ pdf, maximumLength: MAXIMUM_LENGTH, algorithms: ['ES256'] }))).toEqual([
      'Signature1, B-B, PASSED, PASSED',
      'Stamp, no level, timestamp-path-indeterminate, PASSED, whole file',
    ]);
  });
});

/** Adds a document time-stamp the way other programs do: a signature whose contents are a token. */
async function stampedDocument(pdf: Buffer): Promise<Buffer> {
  const number = nextObjectNumber(openPdf(pdf, MAXIMUM_LENGTH));
  const dictionary = '/Type/DocTimeStamp/Filter/Adobe.PPKLite/SubFilter/ETSI.RFC3161';
  const zeros = '0'.repeat(CONTENTS_LENGTH * 2);
  const stamped = updated(pdf, [
    { number, body: `<<${dictionary}/ByteRange[0 0000000000 0000000000 0000000000]/Contents<${zeros}>>>` },
    { number: number + 1, body: `<</Type/Annot/Subtype/Widget/FT/Sig/T(Stamp)/V ${number} 0 R/Rect[0 0 0 0]/F 132>>` },
    // The form that signing a small PDF for the first time leaves behind.
    { number: 8, body: `<</Fields[7 0 R ${number + 1} 0 R]/SigFlags 3>>` },
  ]);
  const gap = stamped.indexOf('/Contents<', pdf.length, 'latin1') + '/Contents'.length;
  const end = gap + zeros.length + 2;
  const counts = [gap, end, stamped.length - end].map((count) => String(count).padStart(10, '0'));
  stamped.write(`/ByteRange[0 ${counts.join(' ')}]`, stamped.indexOf('/ByteRange[', pdf.length, 'latin1'), 'latin1');
  const imprint = createHash('sha256').update(stamped.subarray(0, gap)).update(stamped.subarray(end)).digest();
  stamped.write((await fixture.requestTimestamp(imprint)).toString('hex'), gap + 1, 'latin1');
  return stamped;
}

describe('#verifyPades and the rules of the profile', () => {
  it('accepts a signature that was made by hand', async () => {
    expect(summary(await fixture.verify(await handSigned(smallPdf(), { contents: cms() })))).toEqual([
      'Hand, B-B, PASSED, PASSED, whole file',
    ]);
  });

  const refused: [string, () => HandMade, string][] = [
    ['a signing-time attribute', () => ({ contents: cms({ signingTime: SIGNING_TIME }) }), 'attribute-unexpected'],
    ['no time in /M', () => ({ dictionary: PADES.replace(/\/M\(.*\)/, ''), contents: cms() }), 'pades-dictionary-invalid'],
    ['a time in /M that is none', () => ({ dictionary: PADES.replace('D:2026', 'D:20AB'), contents: cms() }), 'pades-dictionary-invalid'],
    ['a certificate in /Cert', () => ({ dictionary: `${PADES}/Cert<00>`, contents: cms() }), 'pades-dictionary-invalid'],
    [
      'content of its own',
      () => ({ contents: async (covered) => cms({ content: { encapsulated: covered.subarray(0, 100) } })(covered) }),
      'signed-data-content-unexpected',
    ],
    ['another content type', () => ({ contents: cms({ contentType: OID.ctTSTInfo }) }), 'content-type-mismatch'],
    ['a digest of other octets', () => ({ contents: async () => cms()(Buffer.from('other')) }), 'message-digest-mismatch'],
    ['no certificate of the signer', () => ({ contents: cms({ certificates: [] }) }), 'signer-certificate-not-found'],
    ['a key without a value', () => ({ dictionary: `${PADES}/Prop_Build`, contents: cms() }), 'pdf-malformed'],
    ['a key twice', () => ({ dictionary: `${PADES}/M(D:20261120083001Z)`, contents: cms() }), 'pdf-duplicate-key'],
    [
      'a key twice, once in disguise',
      () => ({ dictionary: `${PADES}/Sub#46ilter/ETSI.CAdES.detached`, contents: cms() }),
      'pdf-duplicate-key',
    ],
    ['no form', () => ({ dictionary: PADES.replace(/\/SubFilter\/[A-Za-z.]+/, ''), contents: cms() }), 'pades-dictionary-invalid'],
    ['no handler', () => ({ dictionary: PADES.replace('/Filter/Adobe.PPKLite', ''), contents: cms() }), 'pades-dictionary-invalid'],
    ['another type', () => ({ dictionary: PADES.replace('/Type/Sig', '/Type/Sog'), contents: cms() }), 'pades-dictionary-invalid'],
    [
      'SHA-1 over RSA by name',
      () => ({ dictionary: PADES.replace('ETSI.CAdES.detached', 'adbe.pkcs7.sha1'), contents: cms() }),
      'pades-subfilter-unsupported',
    ],
    ['an empty string', () => ({ contents: async () => Buffer.alloc(0) }), 'pades-contents-invalid'],
    ['what is no DER', () => ({ contents: async () => Buffer.from('30800000', 'hex') }), 'pades-contents-invalid'],
    [
      'a token as a signature',
      () => ({ contents: async (covered) => fixture.requestTimestamp(sha256(covered)) }),
      'signed-data-content-unexpected',
    ],
    [
      'a signature as a document time-stamp',
      () => ({ dictionary: '/Type/DocTimeStamp/Filter/X/SubFilter/ETSI.RFC3161', contents: cms() }),
      'timestamp-malformed',
    ],
    [
      'a document time-stamp in the form of a signature',
      () => ({ dictionary: PADES.replace('/Type/Sig', '/Type/DocTimeStamp'), contents: cms() }),
      'pades-subfilter-unsupported',
    ],
    [
      'a token over other octets',
      () => ({
        dictionary: '/Type/DocTimeStamp/Filter/X/SubFilter/ETSI.RFC3161',
        contents: async () => fixture.requestTimestamp(sha256(Buffer.from('other'))),
      }),
      'timestamp-imprint-mismatch',
    ],
  ];
  for (const [what, make, code] of refused) {
    it(`refuses a signature with ${what}`, async () => {
      const signature = await first(await handSigned(smallPdf(), make()));
      expect(signature.integrity.code).toBe(code);
      expect(signature.integrity.verdict).not.toBe('PASSED');
      expect(signature).not.toHaveProperty('level');
      expect(signature).not.toHaveProperty('certificate');
    });
  }

  it('accepts the older form with a signing-time attribute, and claims no level for it', async () => {
    const dictionary = PADES.replace('ETSI.CAdES.detached', 'adbe.pkcs7.detached');
    const signature = await first(await handSigned(smallPdf(), { dictionary, contents: cms({ signingTime: SIGNING_TIME }) }));
    expect(signature).toMatchObject({ subFilter: 'adbe.pkcs7.detached', integrity: { verdict: 'PASSED' } });
    expect(signature.level).toBeUndefined();
  });

  it('refuses octets other than zeros after the signature', async () => {
    const pdf = await handSigned(smallPdf(), { contents: cms() });
    const end = pdf.indexOf('>', pdf.indexOf('/Contents<', 0, 'latin1'), 'latin1');
    pdf.write('01', end - 2, 'latin1');
    expect((await first(pdf)).integrity.code).toBe('pades-contents-invalid');
  });
});

describe('#verifyPades and what may come later', () => {
  const catalog = (more: string) => ({ number: 1, body: `<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[7 0 R]/SigFlags 3>>${more}>>` });
  const certificate = { number: 21, body: streamOf(certificateForm(1)) };
  const store = { number: 20, body: `<</Certs[21 0 R]/VRI<</${'0A'.repeat(20)}<</Cert[21 0 R]>>>>>>` };

  it('allows validation data, again and again', async () => {
    const signed = await handSigned(smallPdf(), { contents: cms() });
    const once = updated(signed, [certificate, store, catalog('/DSS 20 0 R/Extensions<</ADBE<</BaseVersion/1.7/ExtensionLevel 8>>>>')]);
    const twice = updated(once, [
      { number: 22, body: streamOf(certificateForm(2)) },
      { ...store, body: '<</Certs[21 0 R 22 0 R]/VRI<<>>>>' },
    ]);
    for (const pdf of [once, twice]) {
      const signature = await first(pdf);
      expect(signature.changesAfter).toEqual([{ kind: 'validation-data', harmless: true, object: 20 }]);
      expect(signature).toMatchObject({ coversWholeFile: false, laterChanges: { verdict: 'PASSED' } });
    }
  });

  it('allows validation data to a certification that allows nothing, and nobody else', async () => {
    const signed = await handSigned(smallPdf(), { dictionary: certified(1), contents: cms() });
    const extended = updated(signed, [certificate, store, catalog('/DSS 20 0 R')]);
    expect((await first(extended)).laterChanges.verdict).toBe('PASSED');
    const other = { number: 30, body: '<</Type/Annot/Subtype/Widget/FT/Sig/T(Later)/Rect[0 0 0 0]>>' };
    const form = { number: 1, body: '<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[7 0 R 30 0 R]/SigFlags 3>>>>' };
    expect((await first(updated(signed, [other, form]))).laterChanges).toMatchObject({
      verdict: 'FAILED',
      code: 'pades-changes-forbidden',
    });
    const allowed = await handSigned(smallPdf(), { dictionary: certified(2), contents: cms() });
    expect((await first(updated(allowed, [other, form]))).laterChanges.verdict).toBe('PASSED');
  });

  it('names changed metadata apart', async () => {
    const signed = await handSigned(smallPdf({ trailer: '/Info 6 0 R', further: ['<</Title(One)>>'] }), { contents: cms() });
    const signature = await first(updated(signed, [{ number: 6, body: '<</Title(Two)>>' }]));
    expect(signature.changesAfter).toEqual([{ kind: 'metadata', harmless: false }]);
    expect(signature.laterChanges).toMatchObject({ verdict: 'INDETERMINATE', code: 'pades-metadata-changed' });
  });

  it('takes the time of saving and the program for harmless, and nothing else with them', async () => {
    const information = '<</Title(One)/ModDate(D:2025)>>';
    const signed = await handSigned(smallPdf({ trailer: '/Info 6 0 R', further: [information] }), { contents: cms() });
    const cases: [string, string][] = [
      ['<</Title(One)/ModDate(D:2026)/Producer(Other)>>', 'PASSED'],
      ['<</Title(One)>>', 'PASSED'],
      ['<</Title(Two)/ModDate(D:2026)>>', 'INDETERMINATE'],
      ['<</Title(One)/ModDate 4 0 R>>', 'INDETERMINATE'],
      ['<</Title(One)/ModDate(D:2025)/Title(Two)>>', 'INDETERMINATE'],
      ['<</ModDate(D:2026)>>', 'INDETERMINATE'],
    ];
    for (const [body, verdict] of cases) {
      const { laterChanges, changesAfter } = await first(updated(signed, [{ number: 6, body }]));
      expect(changesAfter).toEqual([{ kind: 'metadata', harmless: verdict === 'PASSED' }]);
      expect(laterChanges.verdict).toBe(verdict);
    }
    const strict = await handSigned(smallPdf({ trailer: '/Info 6 0 R', further: [information] }), {
      dictionary: certified(1),
      contents: cms(),
    });
    const saved = updated(strict, [{ number: 6, body: '<</Title(One)/ModDate(D:2026)>>' }]);
    expect((await first(saved)).laterChanges).toMatchObject({ verdict: 'FAILED', code: 'pades-changes-forbidden' });
  });

  it('takes the same for harmless in XMP metadata, and nothing else with it', async () => {
    const packet = (properties: string) =>
      `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><rdf:Description${properties}</rdf:RDF></x:xmpmeta>`;
    const xmp = (text: string, more = '') => `<</Type/Metadata/Subtype/XML${more}/Length ${text.length}>>\nstream\n${text}\nendstream`;
    const ending = '/></rdf:Description>';
    const old = packet(` xmp:ModifyDate="2025-01-01T00:00:00Z" dc:title="One" pdf:Producer="One"${ending}`);
    const signed = await fixture.sign(smallPdf({ catalog: '/Metadata 6 0 R', further: [xmp(old)] }));
    const deflated = deflateSync(packet(` dc:title="One"${ending}`)).toString('latin1');
    const cases: [string, string][] = [
      [xmp(old.replace('2025', '2026')), 'PASSED'],
      [xmp(old.replace('Producer="One"', 'Producer="Two"')), 'PASSED'],
      [xmp(packet(` dc:title="One"${ending}`)), 'PASSED'],
      [xmp(deflated, '/Filter/FlateDecode'), 'PASSED'],
      [xmp(old.replace('<x:xmpmeta', '<x:xmpmeta x:xmptk="Two"')), 'PASSED'],
      [xmp(old.replace('title="One"', 'title="Two"')), 'INDETERMINATE'],
      [xmp(old.replace('2025-01-01T00:00:00Z', 'yesterday')), 'INDETERMINATE'],
      [xmp(old.replace('ModifyDate="2025', 'ModifyDate="&title;2025')), 'INDETERMINATE'],
      [xmp(old.replace('Producer="One"', 'Producer="One" dc:creator="Two"')), 'INDETERMINATE'],
      [xmp(old.replace('ModifyDate', 'CreateDate')), 'INDETERMINATE'],
      [xmp(old, '/Other(Two)'), 'INDETERMINATE'],
      [xmp('no packing', '/Filter/FlateDecode'), 'INDETERMINATE'],
      [xmp(old, '/Filter/LZWDecode'), 'INDETERMINATE'],
    ];
    for (const [body, verdict] of cases) {
      const { laterChanges, changesAfter } = await first(updated(signed, [{ number: 6, body }]));
      expect(changesAfter).toEqual([{ kind: 'metadata', harmless: verdict === 'PASSED' }]);
      expect(laterChanges.verdict).toBe(verdict);
    }
  });

  it('allows an empty signature field to be signed', async () => {
    const empty = '<</Type/Annot/Subtype/Widget/FT/Sig/T(Second)/P 3 0 R/Rect[10 10 100 50]>>';
    const signed = await fixture.sign(smallPdf({ catalog: '/AcroForm<</Fields[6 0 R]>>', page: '/Annots[6 0 R]', further: [empty] }));
    const value = '<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/ByteRange[0 1 2 3]/Contents<3000>>>';
    const filled = (more: string) => ({ number: 6, body: `${empty.slice(0, -2)}/V 50 0 R${more}>>` });
    const quiet = updated(signed, [filled(''), { number: 50, body: value }]);
    const [, signature] = await fixture.verify(quiet);
    expect(signature?.changesAfter).toEqual([{ kind: 'signature', harmless: true, object: 6, field: 'Second' }]);
    const appearance = { number: 51, body: '<</Type/XObject/Subtype/Form/BBox[0 0 1 1]/Length 0>>\nstream\n\nendstream' };
    const shown = updated(signed, [filled('/AP<</N 51 0 R>>'), { number: 50, body: value }, appearance]);
    const [, seen] = await fixture.verify(shown);
    expect(seen?.changesAfter).toEqual([{ kind: 'visible-signature', harmless: false, object: 6, field: 'Second' }]);
    expect(seen?.laterChanges).toMatchObject({ verdict: 'INDETERMINATE', code: 'pades-appearance-added' });
  });

  it('allows what a writer repeats without changing it', async () => {
    const signed = await fixture.sign(smallPdf());
    const body = '<< /BaseFont /Helvetica /Type /Font /Subtype /Type#31 >>';
    expect((await first(updated(signed, [{ number: 5, body }]))).laterChanges.verdict).toBe('PASSED');
  });
});
