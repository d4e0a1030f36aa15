import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attribute } from '../../../crypto/cms/signed-data-attributes.ts';
import { addUnsignedAttribute } from '../../../crypto/cms/signed-data-unsigned.ts';
import { octetString } from '../../../crypto/der/writer.ts';
import { addDocumentTimestamp } from '../../../crypto/pades/add-document-timestamp.ts';
import { codeOf } from '../cms/support.ts';
import { createLongTermFixture, type LongTermFixture, opensslStampVerdicts } from './long-term-support.ts';
import { MAXIMUM_LENGTH, smallPdf, summary } from './support.ts';

let fixture: LongTermFixture;
beforeAll(async () => {
  fixture = await createLongTermFixture();
});
afterAll(() => fixture.pki.remove());

describe('#addDocumentTimestamp', () => {
  const stampWith = (timestamp: (imprint: Buffer) => Promise<Buffer>, pdf = smallPdf()) =>
    addDocumentTimestamp({ pdf, maximumLength: MAXIMUM_LENGTH, timestamp });

  it('stamps a file that nobody has signed, with a field that shows nothing', async () => {
    const pdf = await fixture.stamp(smallPdf());
    const [stamp] = await fixture.verify(pdf);
    expect(stamp).toMatchObject({ field: 'Timestamp1', kind: 'document-timestamp', subFilter: 'ETSI.RFC3161', coversWholeFile: true });
    expect(pdf.toString('latin1')).toMatch(/\/Type \/DocTimeStamp\n\/Filter \/Adobe.PPKLite\n\/SubFilter \/ETSI.RFC3161\n\/ByteRange/);
    expect(await opensslStampVerdicts(pdf, fixture)).toEqual(['Verification: OK']);
  });

  it('makes more room when the token is larger than expected', async () => {
    let calls = 0;
    const pdf = await stampWith(async (imprint) => {
      calls += 1;
      return addUnsignedAttribute(
        await fixture.requestTimestamp(imprint),
        attribute('1.3.6.1.4.1.99999.1', octetString(Buffer.alloc(20_000, 7))),
      );
    });
    expect(calls).toBe(2);
    expect(summary(await fixture.verify(pdf))).toEqual(['Timestamp1, no level, PASSED, PASSED, whole file']);
  });

  it('gives up when each token is larger than the one before', async () => {
    let size = 10_000;
    const growing = async (imprint: Buffer) => {
      size *= 2;
      return addUnsignedAttribute(
        await fixture.requestTimestamp(imprint),
        attribute('1.3.6.1.4.1.99999.1', octetString(Buffer.alloc(size))),
      );
    };
    expect(await codeOf(() => stampWith(growing))).toBe('pades-placeholder-too-small');
  });

  it('refuses a token over something else, and what is none', async () => {
    expect(await codeOf(() => stampWith(async () => fixture.requestTimestamp(Buffer.alloc(32))))).toBe('timestamp-imprint-mismatch');
    expect(await codeOf(() => stampWith(async () => Buffer.from('none')))).toMatch(/^(der|timestamp|signed-data)-/);
    expect(await codeOf(() => stampWith(fixture.requestTimestamp, smallPdf({ trailer: '/Encrypt 5 0 R' })))).toBe('pdf-encrypted');
  });
});
