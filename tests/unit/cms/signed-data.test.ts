import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseSignedData } from '../../../crypto/cms/signed-data.ts';
import { attribute } from '../../../crypto/cms/signed-data-attributes.ts';
import { buildSignedData } from '../../../crypto/cms/signed-data-build.ts';
import { addUnsignedAttribute } from '../../../crypto/cms/signed-data-unsigned.ts';
import { verifySignedData } from '../../../crypto/cms/signed-data-verify.ts';
import { OID } from '../../../crypto/der/object-identifiers.ts';
import { children, readDer } from '../../../crypto/der/reader.ts';
import { octetString, utf8String } from '../../../crypto/der/writer.ts';
import { SIGNATURES_WITH_PKCS1 } from '../../../crypto/suites.ts';
import { codeOf, createTestPki, type Identity, type TestPki } from './support.ts';

let pki: TestPki;
let identity: Identity;
beforeAll(async () => {
  pki = await createTestPki();
  identity = await pki.issue('P-256', 'signer');
});
afterAll(() => pki.remove());

const content = Buffer.from('invented content');

describe('SignedData with the content inside', () => {
  it('is verified over that content, and says no signing time when there is none', async () => {
    const signer = identity.signer();
    const { der, signatureValue } = await buildSignedData({
      signer,
      contentType: OID.ctTSTInfo,
      content: { encapsulated: content },
      certificates: [signer.certificate],
    });
    const signedData = parseSignedData(der);
    expect(signedData.content?.equals(content)).toBe(true);
    const verified = verifySignedData(signedData, { contentType: OID.ctTSTInfo, algorithms: ['ES256'] });
    expect(verified.signingTime).toBeUndefined();
    expect(verified.signatureValue.equals(signatureValue)).toBe(true);
    expect(verified.certificate.fingerprint).toBe(identity.certificate.fingerprint);
  });

  it('needs the certificate from elsewhere when it carries none', async () => {
    const signer = identity.signer();
    const plan = { signer, contentType: OID.data, content: { encapsulated: content }, certificates: [] };
    const signedData = parseSignedData((await buildSignedData(plan)).der);
    const requirements = { contentType: OID.data, algorithms: ['ES256'] as const };
    expect(await codeOf(() => verifySignedData(signedData, requirements))).toBe('signer-certificate-not-found');
    const known = [identity.certificate];
    expect(verifySignedData(signedData, { ...requirements, certificates: known }).certificates).toEqual([]);
  });

  it('is not taken for detached content that nobody gave', async () => {
    const detachedDigest = createHash('sha256').update(content).digest();
    const { der } = await buildSignedData({
      signer: identity.signer(),
      contentType: OID.data,
      content: { detachedDigest },
      certificates: [],
    });
    const requirements = { contentType: OID.data, algorithms: SIGNATURES_WITH_PKCS1 };
    expect(await codeOf(() => verifySignedData(parseSignedData(der), requirements))).toBe('content-digest-missing');
  });

  it('is not signed over a digest of the wrong length', async () => {
    const plan = { signer: identity.signer(), contentType: OID.data, content: { detachedDigest: Buffer.alloc(48) }, certificates: [] };
    expect(await codeOf(() => buildSignedData(plan))).toBe('content-digest-length');
  });
});

describe('addUnsignedAttribute', () => {
  const first = attribute('1.2.3.1', utf8String('first'));
  const second = attribute('1.2.3.2', octetString(Buffer.alloc(300, 7)));

  it('keeps every other octet, signed or not', async () => {
    const signer = identity.signer();
    const plan = { signer, contentType: OID.data, content: { encapsulated: content }, certificates: [signer.certificate] };
    const { der } = await buildSignedData(plan);
    const extended = addUnsignedAttribute(addUnsignedAttribute(der, second), first);
    const before = parseSignedData(der);
    const after = parseSignedData(extended);
    expect([...after.signerInfo.unsignedAttributes.keys()]).toEqual(['1.2.3.1', '1.2.3.2']);
    expect(after.signerInfo.signedAttributesDer.equals(before.signerInfo.signedAttributesDer)).toBe(true);
    expect(untouchedParts(extended)).toEqual(untouchedParts(der));
    expect(verifySignedData(after, { contentType: OID.data, algorithms: ['ES256'] }).algorithm).toBe('ES256');
  });

  /** Every part of a message that an unsigned attribute must leave alone, in hexadecimal. */
  function untouchedParts(der: Buffer): string[] {
    const [type, explicit] = children(readDer(der));
    const [signedData] = children(explicit ?? readDer(der));
    const fields = children(signedData ?? readDer(der));
    const [signerInfo] = children(fields[fields.length - 1] ?? readDer(der));
    const signerFields = children(signerInfo ?? readDer(der)).filter((field) => field.tag !== 0xa1);
    expect(signerFields).toHaveLength(6);
    return [type, ...fields.slice(0, -1), ...signerFields].map((part) => part?.raw.toString('hex') ?? '');
  }

  it('refuses the very same attribute twice', async () => {
    const { der } = await buildSignedData({
      signer: identity.signer(),
      contentType: OID.data,
      content: { encapsulated: content },
      certificates: [],
    });
    expect(await codeOf(() => addUnsignedAttribute(addUnsignedAttribute(der, first), first))).toBe('attribute-duplicate');
  });
});
