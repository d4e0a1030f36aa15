import { execFileSync } from 'node:child_process';
import { createHmac, sign as signBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { digestIdentifier, signatureIdentifier } from '../../crypto/cms/signed-data-algorithms.ts';
import { algorithmProtectionAttribute, messageDigestAttribute, signingTimeAttribute } from '../../crypto/cms/signed-data-attributes.ts';
import { objectIdentifier, sequence, sortEncodings, tlv } from '../../crypto/der/writer.ts';
import { serializeJws, signingInput } from '../../crypto/jades/flattened-jws.ts';
import { createSigner } from '../../crypto/signer.ts';
import { signatureByName } from '../../crypto/suites.ts';
import { validateCades } from '../../crypto/validation/validate-cades.ts';
import { clerkOf, clerkReads, saidOf } from '../support/clerk.ts';
import { forge, signerOf } from '../support/hostile-sender.ts';
import { ACCEPTED, receivePackage, signatureBuiltBy } from '../support/package-attack.ts';
import { receiveHeader, signText, TAKEN, textOf } from '../support/raw-jws.ts';
import { A, B, createWorld, type World } from '../support/two-gateways.ts';
import { forge as forgeCms, honestAttributes } from '../unit/cms/forge.ts';
import { createTestPki, type TestPki } from '../unit/cms/support.ts';
import { contextAt } from '../unit/validation/support.ts';

/**
 * Algorithm confusion and downgrade: what says which algorithm was used is written by the attacker. One table says what is accepted for
 * which kind of object, and the key decides what can have been used with it.
 */
let world: World;
let folder: string;
let pki: TestPki;
beforeAll(async () => {
  world = await createWorld();
  folder = mkdtempSync(join(tmpdir(), 'valija-downgrade-'));
  pki = await createTestPki();
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await pki.remove();
  await world.close();
});

const CRYPTO = 'CRYPTO_CONSTRAINTS_FAILURE';

describe('of a header', () => {
  const signer = () => signerOf(world, A, 'envelope');
  /** Header and payload of A, with other parameters, and whatever is made of them as a signature. */
  const signedWith = async (change: (header: Record<string, unknown>) => Record<string, unknown>, make: (input: Buffer) => Buffer) => {
    const delivery = await forge(world);
    const { payload, protected: protectedText } = textOf(delivery.envelope);
    const header = JSON.stringify(change(JSON.parse(protectedText) as Record<string, unknown>));
    const encoded = { protected: Buffer.from(header).toString('base64url'), payload: Buffer.from(payload).toString('base64url') };
    return { delivery, envelope: serializeJws({ ...encoded, signature: make(signingInput(encoded)).toString('base64url') }).toString() };
  };
  const publicKey = () => signer().certificate.publicKey.export({ type: 'spki', format: 'pem' });
  const named = (alg: string) => (header: Record<string, unknown>) => ({ ...header, alg });

  const CASES: [string, (header: Record<string, unknown>) => Record<string, unknown>, (input: Buffer) => Buffer, string, string][] = [
    ['none, and nothing', named('none'), () => Buffer.alloc(0), 'algorithm-unknown', CRYPTO],
    ['None, and nothing', named('None'), () => Buffer.alloc(0), 'algorithm-unknown', CRYPTO],
    [
      'HS256, with the public key as a secret',
      named('HS256'),
      (input) => createHmac('sha256', publicKey()).update(input).digest(),
      'algorithm-unknown',
      CRYPTO,
    ],
    ['EdDSA over a key that is none', named('EdDSA'), () => Buffer.alloc(64), 'algorithm-unknown', CRYPTO],
    ['RS256 over a key that is none', named('RS256'), () => Buffer.alloc(384), 'algorithm-not-allowed', CRYPTO],
    ['PS256 over a key that is none', named('PS256'), () => Buffer.alloc(384), 'algorithm-key-mismatch', CRYPTO],
    ['ES384 over a key of P-256', named('ES384'), () => Buffer.alloc(96), 'algorithm-key-mismatch', CRYPTO],
    ['a signature of zeros', named('ES256'), () => Buffer.alloc(64), 'signature-invalid', 'SIG_CRYPTO_FAILURE'],
    ['no signature', named('ES256'), () => Buffer.alloc(0), 'jws-signature-form', 'FORMAT_FAILURE'],
    [
      'a signature in the form of CMS',
      named('ES256'),
      () => Buffer.from('3006020101020101', 'hex'),
      'jws-signature-form',
      'FORMAT_FAILURE',
    ],
    [
      'unencoded content (b64)',
      (header) => ({ ...header, b64: false, crit: ['b64'] }),
      () => Buffer.alloc(64),
      'jades-header-forbidden',
      'SIG_CONSTRAINTS_FAILURE',
    ],
    [
      'content elsewhere (sigD)',
      (header) => ({ ...header, sigD: { mId: 'http://uri.etsi.org/19182/ObjectIdByURI', pars: ['x'] }, crit: ['sigD'] }),
      () => Buffer.alloc(64),
      'jades-header-forbidden',
      'SIG_CONSTRAINTS_FAILURE',
    ],
    [
      'an end of validity',
      (header) => ({ ...header, exp: 1 }),
      () => Buffer.alloc(64),
      'jades-header-forbidden',
      'SIG_CONSTRAINTS_FAILURE',
    ],
  ];
  it.each(CASES)('%s', async (_what, change, make, code, subIndication) => {
    const { delivery, envelope } = await signedWith(change, make);
    const { code: refusal, clerk } = await receiveHeader(world, delivery, envelope);
    expect(refusal).toBe(code);
    expect(clerk).toEqual(['FAILED', `envelope-signature ${code} ${subIndication}`]);
  });

  it('a critical parameter that nobody knows, signed: jades-critical-unknown', async () => {
    const delivery = await forge(world);
    const text = textOf(delivery.envelope);
    const header = { ...(JSON.parse(text.protected) as object), 'urn:x': 1, crit: ['urn:x'] };
    const { code, clerk } = await receiveHeader(world, delivery, await signText({ ...text, protected: JSON.stringify(header) }, signer()));
    expect(code).toBe('jades-critical-unknown');
    expect(clerk).toEqual(['FAILED', 'envelope-signature jades-critical-unknown SIG_CONSTRAINTS_FAILURE']);
  });

  it('a suite that nobody knows, signed: suite-unknown', async () => {
    const delivery = await forge(world);
    const text = textOf(delivery.envelope);
    const payload = text.payload.replace('"2026a"', '"1999z"');
    const { code, clerk } = await receiveHeader(world, delivery, await signText({ ...text, payload }, signer()));
    expect(code).toBe('suite-unknown');
    expect(clerk).toEqual(['FAILED', `envelope-signature suite-unknown ${CRYPTO}`]);
  });

  it('the original is taken', async () => {
    const delivery = await forge(world);
    expect(await receiveHeader(world, delivery, delivery.envelope)).toEqual(TAKEN);
  });
});

describe('of the seal', () => {
  const SHA1 = sequence(objectIdentifier('1.3.14.3.2.26'));
  const MD5 = sequence(objectIdentifier('1.2.840.113549.2.5'));
  const ECDSA_SHA1 = sequence(objectIdentifier('1.2.840.10045.4.1'));
  const seal = () => signerOf(world, A, 'seal');
  const attributesOf = (manifest: Buffer, changes: Record<string, Buffer> = {}) =>
    sortEncodings(
      Object.values({ ...honestAttributes(seal(), manifest), signingTime: signingTimeAttribute(new Date(world.now)), ...changes }),
    );

  it('the original, put together in the same way, is consigned', async () => {
    const { gateway, clerk } = await receivePackage(
      world,
      signatureBuiltBy((manifest) => forgeCms(seal(), { content: manifest, attributes: attributesOf(manifest) })),
    );
    expect({ gateway, clerk }).toEqual(ACCEPTED);
  });

  it.each<[string, (manifest: Buffer) => Parameters<typeof forgeCms>[1], string]>([
    [
      'SHA-1',
      (manifest) => ({
        content: manifest,
        attributes: attributesOf(manifest, { messageDigest: messageDigestAttribute(Buffer.alloc(20)) }),
        digestAlgorithm: SHA1,
      }),
      `algorithm-unknown ${CRYPTO}`,
    ],
    ['MD5', (manifest) => ({ content: manifest, digestAlgorithm: MD5 }), `algorithm-unknown ${CRYPTO}`],
    ['ECDSA with SHA-1', (manifest) => ({ content: manifest, signatureAlgorithm: ECDSA_SHA1 }), `algorithm-unknown ${CRYPTO}`],
    [
      'another digest than the signed one',
      (manifest) => ({
        content: manifest,
        attributes: attributesOf(manifest),
        digestAlgorithm: digestIdentifier('sha384'),
        signatureAlgorithm: signatureIdentifier(signatureByName('ES384')),
      }),
      'message-digest-mismatch HASH_FAILURE',
    ],
    [
      'algorithms outside that are not the signed ones',
      (manifest) => ({
        content: manifest,
        attributes: attributesOf(manifest, {
          algorithmProtection: algorithmProtectionAttribute(digestIdentifier('sha512'), signatureIdentifier(signatureByName('ES256'))),
        }),
      }),
      'algorithm-protection-mismatch SIG_CRYPTO_FAILURE',
    ],
  ])('%s: D.2 package-signature-invalid', async (_what, forgery, said) => {
    const { gateway, clerk } = await receivePackage(
      world,
      signatureBuiltBy((manifest) => forgeCms(seal(), forgery(manifest))),
    );
    expect(gateway).toEqual(['not-consigned', 'package-signature-invalid']);
    expect(clerk).toEqual(['FAILED', `package-signature ${said}`]);
  });

  it('signed attributes that are left out, so that the signature is over the manifest itself: refused', async () => {
    const { gateway, clerk } = await receivePackage(
      world,
      signatureBuiltBy(async (manifest) =>
        forgeCms(seal(), { content: manifest, noSignedAttributes: true, signature: await seal().sign(manifest, 'der') }),
      ),
    );
    expect(gateway).toEqual(['not-consigned', 'package-signature-invalid']);
    expect(clerk[0]).toBe('FAILED');
    expect(clerk[1]).toMatch(/^package-signature (attribute-missing|signed-data-malformed|der-unexpected-tag) /);
  });

  it.each([
    ['SHA-1', 'http://www.w3.org/2000/09/xmldsig#sha1', 20],
    ['MD5', 'http://www.w3.org/2001/04/xmldsig-more#md5', 16],
  ])('files that the manifest knows by %s, signed: manifest-digest-invalid', async (_what, uri, length) => {
    const manifest = (octets: Buffer) =>
      Buffer.from(
        octets
          .toString('utf8')
          .replace('http://www.w3.org/2001/04/xmlenc#sha256', uri)
          .replace(/<ds:DigestValue>[^<]+/, `<ds:DigestValue>${Buffer.alloc(length).toString('base64')}`),
      );
    const { gateway, clerk } = await receivePackage(world, { manifest });
    expect(gateway).toEqual(['not-consigned', 'package-malformed']);
    expect(clerk[1]).toBe(`package-content manifest-digest-invalid ${CRYPTO}`);
  });
});

describe('of a signature of others', () => {
  it.each([
    ['RSA with 2048 bits', 'RSA-2048', 'INDETERMINATE', 'key-too-short'],
    ['RSA with 3072 bits', 'RSA-3072', 'PASSED', undefined],
  ] as const)('%s', async (_what, kind, indication, code) => {
    const { certificate, privateKey } = await pki.issue(kind, kind);
    const signer = createSigner({ privateKey, certificate, chain: [], algorithm: 'PS256' });
    const content = Buffer.from('invented content');
    const attributes = sortEncodings(
      Object.values({ ...honestAttributes(signer, content), signingTime: signingTimeAttribute(new Date()) }),
    );
    const signature = signBytes('sha256', tlv(0x31, ...attributes), { key: privateKey, padding: 6, saltLength: 32 });
    const der = await forgeCms(signer, { content, attributes, signature });
    const context = contextAt(new Date(Date.now() + 60_000));
    const { createPathValidator } = await import('../../crypto/x509/path.ts');
    const paths = createPathValidator({ anchors: [pki.root], minimumRsaBits: 2048 });
    const policy = { ...context.policy, revocation: 'if-available' } as NonNullable<typeof context.policy>;
    const validation = await validateCades({ der, content, ...context, signerPaths: paths, timestampPaths: paths, policy });
    expect(validation).toMatchObject({ indication, ...(code === undefined ? {} : { code, subIndication: CRYPTO }) });
  });
});

describe('of sealed content', () => {
  const sealedBy = (options: readonly string[]) => (): Buffer => {
    const [input, output] = [join(folder, 'plain'), join(folder, 'sealed')];
    writeFileSync(input, 'an invented package');
    const { certificate } = world.pki.authority(B).role('encryption');
    execFileSync('openssl', [
      'cms',
      '-encrypt',
      '-binary',
      '-outform',
      'DER',
      '-in',
      input,
      '-out',
      output,
      ...options.slice(0, 1),
      '-recip',
      certificate,
      ...options.slice(1),
    ]);
    return readFileSync(output);
  };
  const opened = async (sealed: Buffer) => {
    const key = world.b.dependencies.keys.decryptionKeys()[0];
    if (key === undefined) throw new Error('no key');
    return saidOf(await clerkReads(sealed, { ...(await clerkOf(world)), key }));
  };

  it.each<[string, string[], string]>([
    ['CBC, which shows no change', ['-aes-256-cbc', '-keyopt', 'ecdh_kdf_md:sha256', '-aes256-wrap'], 'sealed-not-authenticated'],
    ['Triple DES', ['-des3', '-keyopt', 'ecdh_kdf_md:sha256'], 'sealed-not-authenticated'],
    ['AES with 128 bits', ['-aes-128-gcm', '-keyopt', 'ecdh_kdf_md:sha256', '-aes256-wrap'], 'sealed-cipher-refused'],
    ['a key derived by SHA-1', ['-aes-256-gcm', '-aes256-wrap'], 'sealed-sha1-kdf'],
  ])('%s, by openssl: D.2', async (_what, options, code) => {
    const sealed = sealedBy(options);
    const { gateway } = await receivePackage(world, { sealed });
    expect(gateway).toEqual(['not-consigned', 'decryption-failed']);
    expect(await opened(sealed())).toEqual(['FAILED', `sealed-opening ${code}`]);
  });

  it('what openssl seals in our way opens', async () => {
    const sealed = sealedBy(['-aes-256-gcm', '-keyopt', 'ecdh_kdf_md:sha256', '-aes256-wrap']);
    expect(await opened(sealed())).toEqual(['FAILED', 'file-kind file-unknown']);
    const delivery = await forge(world);
    expect(await opened(delivery.sealedOctets)).toEqual(['PASSED']);
  });
});
