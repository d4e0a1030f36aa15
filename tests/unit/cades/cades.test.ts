import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attachSignatureTimestamp } from '../../../crypto/cades/attach-timestamp.ts';
import { cadesDigestAlgorithm } from '../../../crypto/cades/digest-algorithm.ts';
import { signCades } from '../../../crypto/cades/sign.ts';
import { verifyCades } from '../../../crypto/cades/verify.ts';
import { SIGNATURES_FOR_ACCEPTANCE } from '../../../crypto/suites.ts';
import { createTimestampResponse } from '../../../crypto/tsp/authority.ts';
import { buildTimestampRequest } from '../../../crypto/tsp/request.ts';
import { grantedToken } from '../../../crypto/tsp/response.ts';
import { codeOf, createTestPki, type Identity, STAMPING, type TestPki } from '../cms/support.ts';

let pki: TestPki;
let identity: Identity;
let p384: Identity;
let authority: Identity;
beforeAll(async () => {
  pki = await createTestPki();
  identity = await pki.issue('P-256', 'signer');
  p384 = await pki.issue('P-384', 'signer384');
  authority = await pki.issue('P-256', 'tsa', STAMPING);
});
afterAll(() => pki.remove());

const content = Buffer.from('invented manifest');
const contentDigest = createHash('sha256').update(content).digest();
const signingTime = new Date('2026-11-20T07:00:00.900Z');
const algorithms = SIGNATURES_FOR_ACCEPTANCE;

async function tokenOver(bytes: Buffer, serialNumber = 1n): Promise<Buffer> {
  const request = buildTimestampRequest({ imprint: createHash('sha256').update(bytes).digest(), nonce: Buffer.alloc(8, 1) });
  const issue = { signer: authority.signer(), policy: '1.2.3.4', serialNumber, now: new Date(), accuracyMilliseconds: 0 };
  return grantedToken(await createTimestampResponse({ request, ...issue }));
}

describe('signCades and verifyCades', () => {
  it('agree over content and over its digest', async () => {
    const { der, signatureValue } = await signCades({ signer: identity.signer(), contentDigest, signingTime });
    const verified = verifyCades({ der, content, algorithms });
    expect(verifyCades({ der, contentDigest, algorithms }).signatureValue.equals(signatureValue)).toBe(true);
    expect(verified).toMatchObject({ algorithm: 'ES256', digest: 'sha256', timestampTokens: [] });
    expect(verified.signingTime).toEqual(new Date('2026-11-20T07:00:00Z'));
    expect(verified.certificate.fingerprint).toBe(identity.certificate.fingerprint);
  });

  it('carry the chain of the signer', async () => {
    const signer = { ...identity.signer(), chain: [pki.root] };
    const { der } = await signCades({ signer, content, signingTime });
    const fingerprints = verifyCades({ der, content, algorithms }).certificates.map((certificate) => certificate.fingerprint);
    expect(fingerprints.sort()).toEqual([identity.certificate.fingerprint, pki.root.fingerprint].sort());
  });

  it('tell which digest the content needs', async () => {
    const { der } = await signCades({ signer: p384.signer(), content, signingTime });
    expect(cadesDigestAlgorithm(der)).toBe('sha384');
    expect(await codeOf(() => verifyCades({ der, contentDigest, algorithms }))).toBe('content-digest-length');
    const sha384 = createHash('sha384').update(content).digest();
    expect(verifyCades({ der, contentDigest: sha384, algorithms }).algorithm).toBe('ES384');
  });

  it('write signing times from 2050 on as RFC 5652 wants, and read them back', async () => {
    const late = new Date('2050-01-01T00:00:00Z');
    const { der } = await signCades({ signer: identity.signer(), content, signingTime: late });
    expect(der.includes('20500101000000Z')).toBe(true);
    expect(verifyCades({ der, content, algorithms }).signingTime).toEqual(late);
  });

  it('hold for any content, and for no other', async () => {
    const bytes = fc.uint8Array({ maxLength: 100 }).map((octets) => Buffer.from(octets));
    await fc.assert(
      fc.asyncProperty(bytes, bytes, async (one, other) => {
        const { der } = await signCades({ signer: identity.signer(), content: one, signingTime });
        expect(await codeOf(() => verifyCades({ der, content: one, algorithms }))).toBeUndefined();
        expect(await codeOf(() => verifyCades({ der, content: other, algorithms }))).toBe(
          one.equals(other) ? undefined : 'message-digest-mismatch',
        );
      }),
      { numRuns: 100 },
    );
  });
});

describe('attachSignatureTimestamp', () => {
  it('adds tokens of several authorities beside each other', async () => {
    const { der, signatureValue } = await signCades({ signer: identity.signer(), content, signingTime });
    const tokens = [await tokenOver(signatureValue, 1n), await tokenOver(signatureValue, 2n)];
    const stamped = tokens.reduce(attachSignatureTimestamp, der);
    const found = verifyCades({ der: stamped, content, algorithms }).timestampTokens;
    expect(found).toHaveLength(2);
    expect(found.every((token) => tokens.some((given) => given.equals(token)))).toBe(true);
  });

  it.each<[string, (signature: Buffer) => Promise<Buffer>, string]>([
    ['a token over other bytes', () => tokenOver(content), 'timestamp-imprint-mismatch'],
    ['bytes that are no token', async () => Buffer.from('3003020101', 'hex'), 'signed-data-malformed'],
    [
      'a signature in place of a token',
      async () => (await signCades({ signer: identity.signer(), content, signingTime })).der,
      'timestamp-malformed',
    ],
  ])('refuses %s', async (_, make, code) => {
    const { der, signatureValue } = await signCades({ signer: identity.signer(), content, signingTime });
    const token = await make(signatureValue);
    expect(await codeOf(() => attachSignatureTimestamp(der, token))).toBe(code);
  });

  it('refuses the same token again', async () => {
    const { der, signatureValue } = await signCades({ signer: identity.signer(), content, signingTime });
    const token = await tokenOver(signatureValue);
    expect(await codeOf(() => attachSignatureTimestamp(attachSignatureTimestamp(der, token), token))).toBe('attribute-duplicate');
  });
});
