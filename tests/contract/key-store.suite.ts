import { createPrivateKey, createPublicKey, diffieHellman, generateKeyPairSync, verify, X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifySignature } from '../../crypto/signer.ts';
import type { KeyStore, SigningRole } from '../../gateway/contracts/key-store.ts';

/** Ways in which the material behind a key store can be unfit; opening must fail for each. */
export type KeyStoreDamage = 'readable-by-others' | 'key-mismatch' | 'role-not-allowed';

/** A key store filled with keys for every role, P-256 where certificates are concerned, and one former encryption key. */
export interface KeyStoreHarness {
  open(): Promise<KeyStore>;
  /** Tries to open a store with the same material, damaged in one way. */
  openDamaged(damage: KeyStoreDamage): Promise<KeyStore>;
  close(): Promise<void>;
}

const SIGNING_ROLES: readonly SigningRole[] = ['seal', 'envelope', 'evidence'];

/** What every implementation of the key store must do. */
export function keyStoreContract(implementation: string, create: () => Promise<KeyStoreHarness>): void {
  describe(`key store: ${implementation}`, () => {
    let harness: KeyStoreHarness;
    let store: KeyStore;

    beforeAll(async () => {
      harness = await create();
      store = await harness.open();
    });
    afterAll(() => harness.close());

    it.each(SIGNING_ROLES)('signs as %s, in both encodings', async (role) => {
      const signer = store.signer(role);
      const data = Buffer.from(`to be signed as ${role}`);
      for (const encoding of ['der', 'ieee-p1363'] as const) {
        const signature = await signer.sign(data, encoding);
        const check = { algorithm: signer.algorithm, publicKey: signer.certificate.publicKey, encoding };
        expect(verifySignature({ ...check, data, signature })).toBe(true);
        expect(verifySignature({ ...check, data: Buffer.from('something else'), signature })).toBe(false);
      }
    });

    it('gives the issuing authorities with a signer, without the root', () => {
      for (const role of SIGNING_ROLES) {
        const { certificate, chain } = store.signer(role);
        expect(chain.length).toBeGreaterThan(0);
        [certificate, ...chain].reduce((issued, issuer) => {
          expect(issued.issuerDer).toEqual(issuer.subjectDer);
          return issuer;
        });
        for (const issuer of chain) expect(issuer.issuerDer).not.toEqual(issuer.subjectDer);
      }
    });

    it('has another key for every purpose', () => {
      const leaf = new X509Certificate(store.tls().certificateChain);
      const keys = [
        ...SIGNING_ROLES.map((role) => store.signer(role).certificate.spkiDer),
        ...store.decryptionKeys().map(({ certificate }) => certificate.spkiDer),
        leaf.publicKey.export({ type: 'spki', format: 'der' }),
        store.note('log').publicKey,
        store.note('witness').publicKey,
      ].map((key) => key.toString('hex'));
      expect(new Set(keys).size).toBe(keys.length);
    });

    it('keeps the former encryption key behind the current one, and both agree on secrets', () => {
      const keys = store.decryptionKeys();
      expect(keys.length).toBe(2);
      for (const { certificate, privateKey } of keys) {
        expect(certificate.keyUsage.has('keyAgreement')).toBe(true);
        const other = generateKeyPairSync('ec', { namedCurve: 'P-256' });
        const ours = diffieHellman({ privateKey, publicKey: other.publicKey });
        expect(ours).toEqual(diffieHellman({ privateKey: other.privateKey, publicKey: certificate.publicKey }));
      }
      expect(keys[0]?.certificate.notAfter.getTime()).toBeGreaterThan(keys[1]?.certificate.notAfter.getTime() ?? Number.POSITIVE_INFINITY);
    });

    it.each(['log', 'witness'] as const)('signs notes as %s', (role) => {
      const { publicKey, sign } = store.note(role);
      expect(publicKey.length).toBe(32);
      const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey.toString('base64url') }, format: 'jwk' });
      const message = Buffer.from('example.test/log\n0\n');
      expect(verify(null, message, key, sign(message))).toBe(true);
      expect(verify(null, Buffer.from('another note'), key, sign(message))).toBe(false);
    });

    it('gives material that TLS accepts', () => {
      const { key, certificateChain } = store.tls();
      expect(() => createSecureContext({ key, cert: certificateChain, minVersion: 'TLSv1.3' })).not.toThrow();
      expect(new X509Certificate(certificateChain).checkPrivateKey(createPrivateKey(key))).toBe(true);
      expect(certificateChain.match(/-----BEGIN CERTIFICATE-----/g)?.length).toBeGreaterThan(1);
    });

    it.each<[KeyStoreDamage, string]>([
      ['readable-by-others', 'key-file-readable-by-others'],
      ['key-mismatch', 'key-mismatch'],
      ['role-not-allowed', 'role-not-allowed'],
    ])('does not open when it is damaged: %s', async (damage, code) => {
      await expect(harness.openDamaged(damage)).rejects.toMatchObject({ name: 'KeyStoreError', code, disposition: 'operator' });
    });
  });
}
