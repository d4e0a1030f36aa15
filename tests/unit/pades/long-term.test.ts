import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPdf } from '../../../crypto/pades/pdf-document.ts';
import { readValidationStore } from '../../../crypto/pades/validation-store.ts';
import { verifyPades } from '../../../crypto/pades/verify.ts';
import { codeOf } from '../cms/support.ts';
import { createLongTermFixture, type LongTermFixture, opensslStampVerdicts } from './long-term-support.ts';
import { certificateForm, MAXIMUM_LENGTH, pdfText, qpdfComplaints, SIGNED_TEXT, smallPdf, streamOf, summary, updated } from './support.ts';

let fixture: LongTermFixture;
beforeAll(async () => {
  fixture = await createLongTermFixture();
});
afterAll(() => fixture.pki.remove());

const storeOf = (pdf: Buffer) => readValidationStore(openPdf(pdf, MAXIMUM_LENGTH));
const hexadecimal = (items: readonly Buffer[] = []) => items.map((item) => item.toString('hex')).sort();

describe('from B-B to a renewed B-LTA', () => {
  for (const form of ['table', 'stream'] as const) {
    it(`in a file with a cross-reference ${form}: every step adds, and nothing else changes`, async () => {
      const steps: [(pdf: Buffer) => Promise<Buffer> | Buffer, string[]][] = [
        [(pdf) => fixture.sign(pdf, { stamped: true }), ['Signature1, B-T, PASSED, PASSED, whole file']],
        [(pdf) => fixture.extend(pdf), ['Signature1, B-LT, PASSED, PASSED']],
        [fixture.stamp, ['Signature1, B-LTA, PASSED, PASSED', 'Timestamp1, no level, PASSED, PASSED, whole file']],
        [
          async (pdf) => fixture.stamp(fixture.extend(pdf, { data: { ...fixture.data, revocationLists: [await fixture.newList()] } })),
          ['Signature1, B-LTA, PASSED, PASSED', 'Timestamp1, no level, PASSED, PASSED', 'Timestamp2, no level, PASSED, PASSED, whole file'],
        ],
      ];
      let pdf = smallPdf({ form });
      for (const [step, expected] of steps) {
        const next = await step(pdf);
        expect(next.subarray(0, pdf.length).equals(pdf)).toBe(true);
        expect(summary(await fixture.verify(next))).toEqual(expected);
        pdf = next;
      }
      expect(openPdf(pdf, MAXIMUM_LENGTH).sections.map((section) => section.form)).toEqual(new Array(7).fill(form).slice(1));
      expect(await opensslStampVerdicts(pdf, fixture)).toEqual(['Verification: OK', 'Verification: OK']);
      expect(qpdfComplaints(pdf)).toEqual({ status: 0, complaints: new Set() });
      expect(pdfText(pdf).trim()).toBe(SIGNED_TEXT);
    });
  }

  it('a document time-stamp over validation data makes B-LTA of a signature without a stamp of its own', async () => {
    const pdf = await fixture.stamp(fixture.extend(await fixture.sign(smallPdf())));
    const [signature] = await fixture.verify(pdf);
    expect(signature).toMatchObject({ level: 'B-LTA', changesAfter: [{ kind: 'document-timestamp' }, { kind: 'validation-data' }] });
  });

  it('validation data alone makes nothing of a signature whose time nobody vouches for', async () => {
    const [signature] = await fixture.verify(fixture.extend(await fixture.sign(smallPdf())));
    expect(signature).toMatchObject({ level: 'B-B', validationData: { verdict: 'PASSED' } });
  });

  it('a time-stamp before the validation data does not make B-LTA, nor do certificates alone make B-LT', async () => {
    const stamped = await fixture.stamp(await fixture.sign(smallPdf()));
    expect(summary(await fixture.verify(fixture.extend(stamped)))[0]).toBe('Signature1, B-LT, PASSED, PASSED');
    const certificates = fixture.extend(stamped, { data: { ...fixture.nothing, certificates: fixture.data.certificates } });
    expect(summary(await fixture.verify(await fixture.stamp(certificates)))[0]).toBe('Signature1, B-T, PASSED, PASSED');
  });

  it('time-stamps that cannot be trusted count for nothing', async () => {
    const pdf = await fixture.stamp(fixture.extend(await fixture.sign(smallPdf(), { stamped: true })));
    const [signature] = await verifyPades({ pdf, maximumLength: MAXIMUM_LENGTH, algorithms: ['ES256'] });
    expect(signature).toMatchObject({ level: 'B-B', laterChanges: { verdict: 'PASSED' } });
    expect(signature?.documentTimestamps).toMatchObject([{ integrity: { code: 'timestamp-path-indeterminate' } }]);
  });
});

describe('#verifyPades and what the file carries', () => {
  it('tells what each document time-stamp covers, in the order in which they came', async () => {
    const later = await fixture.newList();
    const once = await fixture.stamp(fixture.extend(await fixture.sign(smallPdf(), { stamped: true })));
    const twice = await fixture.stamp(fixture.extend(once, { data: { ...fixture.nothing, revocationLists: [later] } }));
    const [signature, first, second] = await fixture.verify(twice);
    const [stamp, renewed] = signature?.documentTimestamps ?? [];
    expect([stamp?.field, renewed?.field]).toEqual(['Timestamp1', 'Timestamp2']);
    expect([stamp?.end, renewed?.end]).toEqual([once.length, twice.length]);
    expect(hexadecimal(stamp?.dss?.revocationLists)).toEqual(hexadecimal(fixture.data.revocationLists));
    expect(hexadecimal(renewed?.dss?.revocationLists)).toEqual(hexadecimal([...fixture.data.revocationLists, later]));
    expect(hexadecimal(signature?.dss?.revocationLists)).toEqual(hexadecimal([...fixture.data.revocationLists, later]));
    expect(hexadecimal(signature?.dss?.certificates)).toEqual(hexadecimal(fixture.data.certificates));
    expect(hexadecimal(signature?.dss?.ocspResponses)).toEqual(hexadecimal(fixture.data.ocspResponses));
    expect(stamp?.timestamp?.imprint.equals(stamp.coveredDigest('sha256'))).toBe(true);
    expect(first?.documentTimestamps.map(({ field }) => field)).toEqual(['Timestamp2']);
    expect(second?.documentTimestamps).toEqual([]);
    expect(signature?.end).toBeLessThan(once.length);
    expect(signature?.timestampTokens).toHaveLength(1);
  });

  it('keeps what a later revision has left out, and was stamped before', async () => {
    const stamped = await fixture.stamp(fixture.extend(await fixture.sign(smallPdf(), { stamped: true })));
    const number = storeOf(stamped)?.reference?.number ?? 0;
    const [signature] = await fixture.verify(updated(stamped, [{ number, body: '<</Type/DSS/Certs[]>>' }]));
    expect(signature).toMatchObject({ level: 'B-LTA', laterChanges: { verdict: 'PASSED' } });
    expect(hexadecimal(signature?.dss?.certificates)).toEqual(hexadecimal(fixture.data.certificates));
  });

  it('knows the stores of former updates, which some writers replace as a whole', async () => {
    const once = fixture.extend(await fixture.sign(smallPdf(), { stamped: true }));
    const [certificate] = [...(storeOf(once)?.items.certificates.values() ?? [])];
    const catalog = (store: string) => ({ number: 1, body: `<</Type/Catalog/Pages 2 0 R/AcroForm 8 0 R/DSS ${store}>>` });
    const replacement = { number: 90, body: `<</Certs[${certificate?.reference.number} 0 R]>>` };
    const twice = updated(once, [replacement, catalog('90 0 R')]);
    const thrice = updated(twice, [{ number: 91, body: replacement.body }, catalog('91 0 R')]);
    for (const pdf of [twice, thrice]) {
      const [signature] = await fixture.verify(pdf);
      expect(signature).toMatchObject({ laterChanges: { verdict: 'PASSED' }, changesAfter: [{ kind: 'validation-data' }] });
    }
    // An object of a former store that is another one now was never proof.
    const [forged] = await fixture.verify(updated(thrice, [{ number: 90, body: '<</Type/Page>>' }]));
    expect(forged?.changesAfter).toContainEqual({ kind: 'page', harmless: false, object: 90 });
  });

  it('says when validation data cannot be read, and keeps the signature over it', async () => {
    const broken = smallPdf({ catalog: '/DSS<</Certs[6 0 R]>>', further: [streamOf(Buffer.from('no certificate'))] });
    const [signature] = await fixture.verify(await fixture.sign(broken, { stamped: true }));
    expect(signature).toMatchObject({
      level: 'B-T',
      integrity: { verdict: 'PASSED' },
      laterChanges: { verdict: 'PASSED' },
      validationData: { verdict: 'FAILED', code: 'pades-validation-data-invalid' },
    });
    expect(signature).not.toHaveProperty('dss');
  });
});

describe('#addValidationData', () => {
  it('writes the same octets for the same input, and nothing for what is there already', async () => {
    const signed = await fixture.sign(smallPdf());
    for (const compress of [false, true]) {
      const once = fixture.extend(signed, { compress });
      expect(fixture.extend(signed, { compress }).equals(once)).toBe(true);
      expect(fixture.extend(once)).toBe(once);
      expect(hexadecimal(Object.values(fixture.data).flat())).toEqual(
        hexadecimal(Object.values(storeOf(once)?.items ?? {}).flatMap((items) => [...items.values()].map(({ der }) => der))),
      );
    }
    expect(fixture.extend(signed, { compress: true }).length).toBeLessThan(fixture.extend(signed).length);
  });

  it('takes an item once, however often it is given', async () => {
    const { certificates } = fixture.data;
    const pdf = fixture.extend(await fixture.sign(smallPdf()), {
      data: { ...fixture.nothing, certificates: [...certificates, ...certificates] },
    });
    expect(storeOf(pdf)?.streams.size).toBe(certificates.length);
    expect(fixture.extend(pdf, { data: fixture.nothing })).toBe(pdf);
  });

  it('relates data to signatures and to time-stamps, by the digest of the whole string', async () => {
    const signed = await fixture.stamp(await fixture.sign(smallPdf()));
    const vri = ['Signature1', 'Timestamp1'].map((field) => ({ field, data: fixture.data }));
    const pdf = fixture.extend(signed, { data: fixture.nothing, vri });
    const strings = [...signed.toString('latin1').matchAll(/\/Contents <([0-9a-f]+)>/g)].map(([, digits = '']) =>
      Buffer.from(digits, 'hex'),
    );
    const names = strings.map((value) => createHash('sha1').update(value).digest('hex').toUpperCase());
    expect([...(storeOf(pdf)?.related ?? [])].sort()).toEqual(names.sort());
    expect(storeOf(pdf)?.listed.size).toBe(Object.values(fixture.data).flat().length);
    expect(summary(await fixture.verify(pdf))[0]).toBe('Signature1, B-LT, PASSED, PASSED');
    expect(qpdfComplaints(pdf)).toEqual({ status: 0, complaints: new Set() });
    // An entry that is there stays as it is; what comes later stands in the lists.
    const more = fixture.extend(pdf, {
      data: fixture.nothing,
      vri: [{ field: 'Signature1', data: { ...fixture.nothing, certificates: [certificateForm(7)] } }],
    });
    expect(storeOf(more)?.related.size).toBe(2);
    expect(storeOf(more)?.items.certificates.size).toBe((storeOf(pdf)?.items.certificates.size ?? 0) + 1);
    expect(more.toString('latin1', pdf.length)).not.toContain('/VRI <<\n/Cert');
  });

  const first = streamOf(certificateForm(1));
  const deflated = streamOf(deflateSync(certificateForm(1)), '/Filter/FlateDecode');
  const stores: [string, Parameters<typeof smallPdf>[0]][] = [
    ['in the catalog', { catalog: '/DSS<</Certs[6 0 R]>>', further: [first] }],
    ['of its own', { catalog: '/DSS 7 0 R', further: [first, '<</Type/DSS/Certs[6 0 R]>>'] }],
    ['with lists of their own', { catalog: '/DSS 7 0 R', further: [first, '<</Certs 8 0 R/CRLs 9 0 R>>', '[6 0 R]', '[]'] }],
    [
      'with relations',
      { catalog: '/DSS 7 0 R', further: [first, `<</VRI 8 0 R>>`, `<</${'AB'.repeat(20)} 9 0 R>>`, '<</Cert[6 0 R]/TU(D:2026)>>'] },
    ],
    ['with relations inside', { catalog: `/DSS<</VRI<</${'AB'.repeat(20)}<</Type/VRI/Cert[6 0 R]>>>>>>`, further: [first] }],
    ['that says nothing', { catalog: '/DSS<<>>', further: [first] }],
    ['with deflated data', { catalog: '/DSS<</Certs[6 0 R]>>', further: [deflated] }],
  ];
  for (const [what, options] of stores) {
    it(`adds to a store ${what}, and keeps what it had`, async () => {
      for (const form of ['table', 'stream'] as const) {
        const signed = await fixture.sign(smallPdf({ form, ...options }), { stamped: true });
        const before = storeOf(signed);
        const data = { ...fixture.data, certificates: [certificateForm(1), ...fixture.data.certificates] };
        const pdf = fixture.extend(signed, { data, vri: [{ field: 'Signature1', data }] });
        const after = storeOf(pdf);
        for (const [key, { reference }] of before?.items.certificates ?? []) {
          expect(after?.items.certificates.get(key)?.reference.number).toBe(reference.number);
        }
        expect(hexadecimal([...(after?.items.certificates.values() ?? [])].map(({ der }) => der))).toEqual(hexadecimal(data.certificates));
        expect([...(before?.related ?? [])].every((name) => after?.related.has(name))).toBe(true);
        expect(summary(await fixture.verify(pdf))).toEqual(['Signature1, B-LT, PASSED, PASSED']);
        expect(qpdfComplaints(pdf)).toEqual({ status: 0, complaints: new Set() });
        expect(fixture.extend(pdf, { data })).toBe(pdf);
      }
    });
  }

  const refused: [string, () => Parameters<LongTermFixture['extend']>, string][] = [
    [
      'a certificate that is none',
      () => [smallPdf(), { data: { ...fixture.nothing, certificates: [Buffer.from('none')] } }],
      'pades-validation-data-invalid',
    ],
    [
      'a list among the responses',
      () => [smallPdf(), { data: { ...fixture.nothing, ocspResponses: fixture.data.revocationLists } }],
      'pades-validation-data-invalid',
    ],
    [
      'a certificate and more',
      () => [smallPdf(), { data: { ...fixture.nothing, certificates: [Buffer.concat([certificateForm(1), Buffer.alloc(1)])] } }],
      'pades-validation-data-invalid',
    ],
    [
      'a certificate too large',
      () => [smallPdf(), { data: { ...fixture.nothing, certificates: [Buffer.alloc(70_000)] } }],
      'pades-validation-data-too-large',
    ],
    [
      'data for a field that is not there',
      () => [smallPdf(), { vri: [{ field: 'Signature1', data: fixture.data }] }],
      'pades-validation-data-invalid',
    ],
    ['a store that cannot be read', () => [smallPdf({ catalog: '/DSS[]' })], 'pades-validation-data-invalid'],
    ['lists that are one object', () => [smallPdf({ catalog: '/DSS<</Certs 6 0 R/CRLs 6 0 R>>', further: ['[]'] })], 'pdf-structure'],
    ['a file larger than allowed', () => [smallPdf(), { maximumLength: 100 }], 'pdf-too-large'],
    ['an encrypted file', () => [smallPdf({ trailer: '/Encrypt 5 0 R' })], 'pdf-encrypted'],
    ['what is no PDF', () => [Buffer.from('no PDF')], 'pdf-not-pdf'],
  ];
  for (const [what, make, code] of refused) {
    it(`refuses ${what}`, async () => expect(await codeOf(() => fixture.extend(...make()))).toBe(code));
  }

  it('refuses a signed file whose store is something else as well', async () => {
    const signed = await fixture.sign(smallPdf({ catalog: '/DSS 6 0 R/Shared 6 0 R', further: ['<<>>'] }));
    expect(await codeOf(() => fixture.extend(signed))).toBe('pdf-structure');
  });
});
