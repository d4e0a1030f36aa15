import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isSameKey } from '../../../crypto/same-key.ts';
import { createSigner, type SignatureAlgorithm, verifySignature } from '../../../crypto/signer.ts';
import { codeOf, createTestPki, type Identity, type KeyKind, type TestPki } from '../cms/support.ts';

let pki: TestPki;
let identities: Record<Exclude<KeyKind, 'RSA-2048'>, Identity>;
beforeAll(async () => {
  pki = await createTestPki();
  identities = {
    'P-256': await pki.issue('P-256', 'p256'),
    'P-384': await pki.issue('P-384', 'p384'),
    'RSA-3072': await pki.issue('RSA-3072', 'rsa'),
  };
});
afterAll(() => pki.remove());

const data = Buffer.from('invented data');
const cases: [SignatureAlgorithm, Exclude<KeyKind, 'RSA-2048'>][] = [
  ['ES256', 'P-256'],
  ['ES384', 'P-384'],
  ['PS256', 'RSA-3072'],
  ['PS384', 'RSA-3072'],
  ['RS256', 'RSA-3072'],
];

describe.each(cases)('%s', (algorithm, kind) => {
  it.each(['der', 'ieee-p1363'] as const)('signs and verifies in %s form, and refuses other data', async (encoding) => {
    const signature = await identities[kind].signer(algorithm).sign(data, encoding);
    const common = { algorithm, publicKey: identities[kind].certificate.publicKey, encoding };
    expect(verifySignature({ ...common, data, signature })).toBe(true);
    expect(verifySignature({ ...common, data: Buffer.from('other data'), signature })).toBe(false);
  });

  it('is refused under every other algorithm', async () => {
    const signature = await identities[kind].signer(algorithm).sign(data, 'der');
    const { publicKey } = identities[kind].certificate;
    const others = cases.map(([other]) => other).filter((other) => other !== algorithm);
    expect(others.map((other) => verifySignature({ algorithm: other, publicKey, data, signature, encoding: 'der' }))).not.toContain(true);
  });
});

describe('createSigner', () => {
  it.each([
    ['P-256', 'ES256'],
    ['P-384', 'ES384'],
    ['RSA-3072', 'PS256'],
  ] as const)('signs with a %s key as %s by itself', (kind, algorithm) => {
    expect(identities[kind].signer().algorithm).toBe(algorithm);
  });

  it('refuses an algorithm that does not go with the key, another key, and a public key', async () => {
    const { certificate, privateKey } = identities['P-256'];
    expect(await codeOf(() => createSigner({ privateKey, certificate, algorithm: 'ES384' }))).toBe('algorithm-key-mismatch');
    const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
    expect(await codeOf(() => createSigner({ privateKey: stranger, certificate }))).toBe('key-mismatch');
    expect(await codeOf(() => createSigner({ privateKey: certificate.publicKey, certificate }))).toBe('key-mismatch');
  });
});

describe('verifySignature', () => {
  it('answers false, and throws nothing, for whatever stands where a signature should', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 400 }),
        fc.constantFrom(...cases),
        fc.constantFrom('der', 'ieee-p1363'),
        (bytes, [algorithm, kind], encoding) => {
          const { publicKey } = identities[kind].certificate;
          expect(verifySignature({ algorithm, publicKey, data, signature: Buffer.from(bytes), encoding })).toBe(false);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('keys', () => {
  it('are told apart, and nothing is left behind that makes the next one unreadable', () => {
    const kinds = Object.values(identities);
    for (const one of kinds) {
      for (const other of kinds) expect(isSameKey(one.privateKey, other.certificate.publicKey)).toBe(one === other);
      const der = one.privateKey.export({ type: 'pkcs8', format: 'der' });
      expect(isSameKey(createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }), one.certificate.publicKey)).toBe(true);
    }
  });
});
