import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { FlattenedSign, flattenedVerify, importX509 } from 'jose';
import { describe, expect, test } from 'vitest';
import { attachSignatureTimestamp } from '../../../crypto/jades/attach-timestamp.ts';
import { createCertificateCache } from '../../../crypto/jades/certificate-cache.ts';
import { jwsDigest } from '../../../crypto/jades/digest.ts';
import { type FlattenedJws, parseJws, serializeJws } from '../../../crypto/jades/flattened-jws.ts';
import { hasLowS, withLowS } from '../../../crypto/jades/low-s.ts';
import { mergeSignatureTimestamps } from '../../../crypto/jades/merge-timestamps.ts';
import { signJades } from '../../../crypto/jades/sign.ts';
import { readSignatureTimestamps, signatureTimestampImprint } from '../../../crypto/jades/signature-timestamp.ts';
import { verifyJades } from '../../../crypto/jades/verify.ts';
import { SIGNATURES_FOR_ACCEPTANCE } from '../../../crypto/suites.ts';
import { createTestIdentity, type TestIdentity } from './support.ts';

const identities: [algorithm: 'ES256' | 'ES384' | 'PS256', identity: TestIdentity][] = [
  ['ES256', createTestIdentity('p256', 'Invented Authority')],
  ['ES384', createTestIdentity('p384', 'Invented Authority 384')],
  ['PS256', createTestIdentity('rsa3072', 'Invented Authority RSA')],
];
const [, p256] = identities[0]!;
const TYPE = 'valija-test+jose';
const acceptance = { types: [TYPE], algorithms: SIGNATURES_FOR_ACCEPTANCE };
const issuedAt = new Date('2026-11-20T07:00:00.750Z');
const payload = Buffer.from('{"sample":"invented"}');

const sign = (identity = p256, content = payload) =>
  signJades({
    payload: content,
    type: TYPE,
    contentType: 'json',
    signer: identity.signer,
    issuedAt,
    algorithms: SIGNATURES_FOR_ACCEPTANCE,
  });

/** One character of one member replaced by another of the same alphabet, which changes the octets it stands for. */
function tamper(jws: FlattenedJws, member: 'payload' | 'protected' | 'signature'): FlattenedJws {
  const text = jws[member];
  const middle = text.length >> 1;
  return { ...jws, [member]: text.slice(0, middle) + (text[middle] === 'A' ? 'B' : 'A') + text.slice(middle + 1) };
}

describe.each(identities)('%s', (algorithm, identity) => {
  test('we verify what we sign', async () => {
    const verified = verifyJades(await sign(identity), { ...acceptance, lowSOnly: true });
    expect(verified).toMatchObject({ payload, type: TYPE, contentType: 'json', algorithm, signatureTimestamps: [] });
    expect(verified.issuedAt).toEqual(new Date('2026-11-20T07:00:00.000Z'));
    expect(verified.certificate.sha256).toEqual(identity.signer.certificate.sha256);
  });

  test('jose verifies ours, and refuses it tampered with, as we do', async () => {
    const jws = await sign(identity);
    const key = await importX509(identity.certificatePem, algorithm);
    const { payload: content, protectedHeader } = await flattenedVerify(jws, key, { algorithms: [algorithm] });
    expect(Buffer.from(content)).toEqual(payload);
    expect(Object.keys(protectedHeader ?? {})).toEqual(['alg', 'typ', 'cty', 'x5t#S256', 'x5c', 'iat']);
    for (const member of ['payload', 'protected', 'signature'] as const) {
      const tampered = tamper(jws, member);
      await expect(flattenedVerify(tampered, key, { algorithms: [algorithm] })).rejects.toThrow();
      expect(() => verifyJades(tampered, acceptance)).toThrow(expect.objectContaining({ name: 'CryptoError' }));
    }
  });

  test("we verify jose's, and refuse it tampered with, as jose does", async () => {
    const { certificate } = identity.signer;
    const jws = (await new FlattenedSign(payload)
      .setProtectedHeader({
        alg: algorithm,
        typ: TYPE,
        iat: 1_795_158_000,
        'x5t#S256': certificate.sha256.toString('base64url'),
        x5c: [certificate.der.toString('base64')],
      })
      .sign(identity.privateKey)) as FlattenedJws;
    expect(verifyJades(serializeJws(jws), acceptance).payload).toEqual(payload);
    const key = await importX509(identity.certificatePem, algorithm);
    for (const member of ['payload', 'signature'] as const) {
      const tampered = tamper(jws, member);
      await expect(flattenedVerify(tampered, key)).rejects.toThrow();
      expect(() => verifyJades(tampered, acceptance)).toThrow(expect.objectContaining({ code: 'signature-invalid' }));
    }
  });
});

describe('critical parameters', () => {
  test('are written, listed, and refused by whoever does not know them', async () => {
    const jws = await signJades({ payload, type: TYPE, signer: p256.signer, issuedAt, critical: { 'urn:valija:test': 7 } });
    const verified = verifyJades(jws, { ...acceptance, understoodCritical: ['urn:valija:test'] });
    expect(verified.protectedHeader).toMatchObject({ 'urn:valija:test': 7, crit: ['urn:valija:test'] });
    expect(() => verifyJades(jws, acceptance)).toThrow(expect.objectContaining({ code: 'jades-critical-unknown' }));
    await expect(flattenedVerify(jws, await importX509(p256.certificatePem, 'ES256'))).rejects.toThrow();
  });

  test('never carry a name of the standards', async () => {
    const attempt = signJades({ payload, type: TYPE, signer: p256.signer, issuedAt, critical: { b64: false } });
    await expect(attempt).rejects.toMatchObject({ code: 'jades-header-invalid' });
  });
});

describe('time-stamps', () => {
  const token = Buffer.from('3003020101', 'hex');
  const another = Buffer.from('3003020102', 'hex');

  test('cover the characters of the signature', async () => {
    const jws = await sign();
    expect(signatureTimestampImprint(jws)).toEqual(createHash('sha256').update(Buffer.from(jws.signature, 'ascii')).digest());
  });

  test('are added and read back without changing the digest', async () => {
    const jws = await sign();
    const stamped = attachSignatureTimestamp(attachSignatureTimestamp(attachSignatureTimestamp(jws, token), another), token);
    expect(verifyJades(serializeJws(stamped), acceptance).signatureTimestamps).toEqual([token, another]);
    expect(jwsDigest(stamped)).toEqual(jwsDigest(jws));
    expect(serializeJws(parseJws(serializeJws(stamped)))).toEqual(serializeJws(stamped));
    await expect(flattenedVerify(stamped, await importX509(p256.certificatePem, 'ES256'))).resolves.toBeDefined();
  });

  test('of two copies of one signature are joined, each once', async () => {
    const jws = await sign();
    const joined = mergeSignatureTimestamps(
      attachSignatureTimestamp(jws, token),
      attachSignatureTimestamp(attachSignatureTimestamp(jws, another), token),
    );
    expect(readSignatureTimestamps(joined)).toEqual([token, another]);
    expect(mergeSignatureTimestamps(jws, jws)).toEqual(jws);
    expect(() => mergeSignatureTimestamps(jws, tamper(jws, 'signature'))).toThrow(expect.objectContaining({ code: 'jws-structure' }));
  });

  test('do not grow without bound', async () => {
    let jws = await sign();
    const add = (count: number) => {
      for (let index = 0; index < count; index++) jws = attachSignatureTimestamp(jws, Buffer.from([0x30, 0x01, index]));
    };
    expect(() => add(17)).toThrow(expect.objectContaining({ code: 'jades-unsigned-property' }));
  });
});

describe('properties', () => {
  test('any payload comes back, through bytes, and the digest is that of the three parts', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (content) => {
        const jws = await sign(p256, Buffer.from(content));
        const bytes = serializeJws(jws);
        const verified = verifyJades(bytes, { ...acceptance, lowSOnly: true });
        expect(verified.payload).toEqual(Buffer.from(content));
        expect(serializeJws(verified.jws)).toEqual(bytes);
        const text = [jws.protected, jws.payload, jws.signature].join('.');
        expect(jwsDigest(jws)).toEqual(createHash('sha256').update(text, 'ascii').digest());
      }),
      { numRuns: 100 },
    );
  });

  test('one flipped bit anywhere in the serialised form never verifies with other content', async () => {
    const bytes = serializeJws(await sign());
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(7), (position, bit) => {
        const flipped = Buffer.from(bytes);
        flipped[position]! ^= 1 << bit;
        expect(() => verifyJades(flipped, acceptance)).toThrow(expect.objectContaining({ name: 'CryptoError' }));
      }),
      { numRuns: 300 },
    );
  });

  test('the other form of an ECDSA signature verifies, except where the lower one is demanded', async () => {
    for (const [algorithm, identity] of identities.slice(0, 2)) {
      const jws = await sign(identity);
      const low = Buffer.from(jws.signature, 'base64url');
      const order = algorithm === 'ES256' ? P256_ORDER : P384_ORDER;
      const half = low.length / 2;
      const s = order - BigInt(`0x${low.toString('hex', half)}`);
      const high = Buffer.concat([low.subarray(0, half), Buffer.from(s.toString(16).padStart(low.length, '0'), 'hex')]);
      const other = { ...jws, signature: high.toString('base64url') };
      expect(verifyJades(other, acceptance).payload).toEqual(payload);
      expect(() => verifyJades(other, { ...acceptance, lowSOnly: true })).toThrow(expect.objectContaining({ code: 'jws-signature-form' }));
      expect([hasLowS(algorithm, low), hasLowS(algorithm, high)]).toEqual([true, false]);
      expect(withLowS(algorithm, high)).toEqual(low);
    }
  });
});

const P256_ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const P384_ORDER = BigInt(`0x${'f'.repeat(48)}c7634d81f4372ddf581a0db248b0a77aecec196accc52973`);

describe('certificate cache', () => {
  test('returns the same certificate for the same text and forgets the one unused longest', async () => {
    const read = createCertificateCache(2);
    const [first, second, third] = identities.map(([, identity]) => identity.signer.certificate.der.toString('base64')) as [
      string,
      string,
      string,
    ];
    const certificate = read(first);
    read(second);
    expect(read(first)).toBe(certificate);
    read(third);
    expect(read(first)).toBe(certificate);
    expect(read(second).fingerprint).toBe(identities[1]![1].signer.certificate.fingerprint);
    expect(read(first)).toBe(certificate);
    const jws = await sign();
    expect(verifyJades(jws, { ...acceptance, readCertificate: read }).certificate).toBe(certificate);
  });
});
