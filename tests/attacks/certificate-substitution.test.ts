import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signingCertificateAttribute, signingTimeAttribute } from '../../crypto/cms/signed-data-attributes.ts';
import { children, integerOf, readDer } from '../../crypto/der/reader.ts';
import { sequence, sortEncodings, tlv } from '../../crypto/der/writer.ts';
import { type Signer, verifySignature } from '../../crypto/signer.ts';
import { validateCades } from '../../crypto/validation/validate-cades.ts';
import { type Certificate, parseCertificate } from '../../crypto/x509/certificate.ts';
import { clerkReads, saidOf } from '../support/clerk.ts';
import { certificateOf, forge, signerOf } from '../support/hostile-sender.ts';
import { ACCEPTED, receivePackage, signatureBuiltBy } from '../support/package-attack.ts';
import { receiveHeader, signText, TAKEN, textOf } from '../support/raw-jws.ts';
import { A, B, C, createWorld, type World } from '../support/two-gateways.ts';
import { forge as forgeCms, honestAttributes } from '../unit/cms/forge.ts';
import { content, contextAt, listAt, root, signerIdentity, signerOf as signerOfIdentity, year } from '../unit/validation/support.ts';
import { extension, issue, keyUsageValue, name, time, writeCertificate } from '../unit/x509/support.ts';

/**
 * Certificate substitution: the signature is genuine, and the certificate shown with it is another one, over the same key or over a key
 * under which the same signature happens to verify. The signature is over the certificate, too.
 */
let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const base64 = (certificate: Certificate) => certificate.der.toString('base64');
const base64url = (octets: Buffer) => octets.toString('base64url');

describe('in a header', () => {
  /** The header of A under a signature of C that computes, with this said about certificates. */
  const signedByC = async (change: (header: Record<string, unknown>, own: Signer) => Record<string, unknown>) => {
    const delivery = await forge(world);
    const own = signerOf(world, C, 'envelope');
    const text = textOf(delivery.envelope);
    const parameters = change(JSON.parse(text.protected) as Record<string, unknown>, own);
    return { delivery, envelope: await signText({ ...text, protected: JSON.stringify(parameters) }, own) };
  };

  const SUBSTITUTIONS: [string, Parameters<typeof signedByC>[0], string, string][] = [
    ['the certificate of A, the key of C', (header) => header, 'signature-invalid', 'SIG_CRYPTO_FAILURE'],
    [
      'the certificate of C under the digest of A\u2019s',
      (header, own) => ({ ...header, x5c: [base64(own.certificate)] }),
      'jades-certificate-mismatch',
      'NO_SIGNING_CERTIFICATE_FOUND',
    ],
    [
      'the digest of C\u2019s certificate over that of A',
      (header, own) => ({ ...header, 'x5t#S256': base64url(own.certificate.sha256) }),
      'jades-certificate-mismatch',
      'NO_SIGNING_CERTIFICATE_FOUND',
    ],
    [
      'the certificate of A behind that of C',
      (header, own) => ({ ...header, x5c: [base64(own.certificate), ...(header.x5c as string[])] }),
      'jades-certificate-mismatch',
      'NO_SIGNING_CERTIFICATE_FOUND',
    ],
    [
      'the key itself',
      (header, own) => ({ ...header, jwk: own.certificate.publicKey.export({ format: 'jwk' }) }),
      'jades-header-forbidden',
      'SIG_CONSTRAINTS_FAILURE',
    ],
    [
      'an address of keys',
      (header) => ({ ...header, jku: 'https://xc.example/keys' }),
      'jades-header-forbidden',
      'SIG_CONSTRAINTS_FAILURE',
    ],
    [
      'an address of certificates',
      (header) => ({ ...header, x5u: 'https://xc.example/cert' }),
      'jades-header-forbidden',
      'SIG_CONSTRAINTS_FAILURE',
    ],
    ['a second reference, by SHA-1', (header) => ({ ...header, x5t: 'A'.repeat(27) }), 'jades-header-forbidden', 'SIG_CONSTRAINTS_FAILURE'],
    [
      'a second reference, by SHA-512',
      (header) => ({ ...header, 'x5t#o': { digAlg: 'S512', digVal: 'A'.repeat(86) } }),
      'jades-header-forbidden',
      'SIG_CONSTRAINTS_FAILURE',
    ],
    ['no certificate', ({ x5c: _x5c, ...header }) => header, 'jades-header-invalid', 'FORMAT_FAILURE'],
    ['no reference', ({ 'x5t#S256': _x5t, ...header }) => header, 'jades-header-invalid', 'FORMAT_FAILURE'],
  ];

  it.each(SUBSTITUTIONS)('%s: %s', async (_what, change, code, subIndication) => {
    const { delivery, envelope } = await signedByC(change);
    const { code: refusal, clerk } = await receiveHeader(world, delivery, envelope);
    expect(refusal).toBe(code);
    expect(clerk[0]).toBe('FAILED');
    expect(clerk[1]).toBe(`envelope-signature ${code} ${subIndication}`);
  });

  it('everything of C\u2019s, in A\u2019s name: computes, and is not A\u2019s', async () => {
    const { delivery, envelope } = await signedByC((header, own) => ({
      ...header,
      x5c: [own.certificate, ...own.chain].map(base64),
      'x5t#S256': base64url(own.certificate.sha256),
    }));
    expect(await receiveHeader(world, delivery, envelope)).toEqual({
      code: 'envelope-signer-not-authorised',
      clerk: ['FAILED', 'envelope-certificate certificate-not-listed CHAIN_CONSTRAINTS_FAILURE'],
    });
  });

  it('the original is taken', async () => {
    const delivery = await forge(world);
    expect(await receiveHeader(world, delivery, delivery.envelope)).toEqual(TAKEN);
  });
});

describe('in the seal of a package', () => {
  const seal = () => signerOf(world, A, 'seal');
  /** A genuine signature of A's seal key, with these certificates beside it. */
  const sealedBeside = (certificates: () => Buffer[], signedReference?: () => Certificate) =>
    signatureBuiltBy((manifest) => {
      const honest = { ...honestAttributes(seal(), manifest), signingTime: signingTimeAttribute(new Date(world.now)) };
      const attributes = {
        ...honest,
        ...(signedReference === undefined ? {} : { signingCertificate: signingCertificateAttribute(signedReference()) }),
      };
      return forgeCms(seal(), { content: manifest, certificates: certificates(), attributes: sortEncodings(Object.values(attributes)) });
    });
  const own = () => [seal().certificate, ...seal().chain].map(({ der }) => der);

  it('the original, put together in the same way, is consigned', async () => {
    const { gateway, clerk } = await receivePackage(world, sealedBeside(own));
    expect({ gateway, clerk }).toEqual(ACCEPTED);
  });

  it.each<[string, () => Buffer[], string]>([
    ['none', () => seal().chain.map(({ der }) => der), 'signer-certificate-not-found NO_SIGNING_CERTIFICATE_FOUND'],
    ['another one of A', () => [certificateOf(world, A, 'evidence').der], 'signer-certificate-not-found NO_SIGNING_CERTIFICATE_FOUND'],
    ['the seal of C', () => [certificateOf(world, C, 'seal').der], 'signer-certificate-not-found NO_SIGNING_CERTIFICATE_FOUND'],
    [
      'one over another key, with issuer and number of A\u2019s',
      () => [sameNumber(seal().certificate, issue({ name: 'Invented', issuer: root }).publicKey)],
      'signing-certificate-mismatch NO_SIGNING_CERTIFICATE_FOUND',
    ],
    [
      'one over A\u2019s own key, with issuer and number of A\u2019s',
      () => [sameNumber(seal().certificate, seal().certificate.publicKey)],
      'signing-certificate-mismatch NO_SIGNING_CERTIFICATE_FOUND',
    ],
  ])('%s: D.2 package-signature-invalid', async (_what, certificates, said) => {
    const { gateway, clerk } = await receivePackage(world, sealedBeside(certificates));
    expect(gateway).toEqual(['not-consigned', 'package-signature-invalid']);
    expect(clerk[0]).toBe('FAILED');
    expect(clerk[1]).toBe(`package-signature ${said}`);
  });

  it('the certificate of A\u2019s, where the signed reference is to another one', async () => {
    const { gateway, clerk } = await receivePackage(
      world,
      sealedBeside(own, () => certificateOf(world, B, 'seal')),
    );
    expect(gateway).toEqual(['not-consigned', 'package-signature-invalid']);
    expect(clerk[1]).toBe('package-signature signing-certificate-mismatch NO_SIGNING_CERTIFICATE_FOUND');
  });
});

describe('in a signature of others', () => {
  const at = year(2026, 3);
  const context = contextAt(at, [listAt(year(2026, 2))]);
  const signer = signerOfIdentity(signerIdentity);
  const material = { at, anchors: [root.certificate], revocation: [listAt(year(2026, 2)).der], content };

  it('the original passes', async () => {
    const der = await forgeCms(signer, { content });
    expect(await validateCades({ der, content, ...context })).toMatchObject({ indication: 'PASSED' });
    expect(saidOf(await clerkReads(der, material))).toEqual(['PASSED']);
  });

  it('another certificate over the same key, of the same authority: NO_SIGNING_CERTIFICATE_FOUND', async () => {
    const { certificate } = signer;
    const officer = issue({ name: 'Invented Minister', issuer: root, keys: signerIdentity, notBefore: year(2025), notAfter: year(2027) });
    const identifier = sequence(officer.certificate.issuerDer, tlv(0x02, officer.certificate.serialDer));
    const der = await forgeCms(signer, { content, certificates: [officer.certificate.der, certificate.der], signerIdentifier: identifier });
    expect(await validateCades({ der, content, ...context })).toMatchObject({
      indication: 'INDETERMINATE',
      subIndication: 'NO_SIGNING_CERTIFICATE_FOUND',
      code: 'signing-certificate-mismatch',
    });
    expect(saidOf(await clerkReads(der, material))).toEqual([
      'INDETERMINATE',
      'signature-content signing-certificate-mismatch NO_SIGNING_CERTIFICATE_FOUND',
    ]);
  });

  it('a key found for the signature (duplicate-signature key selection): it verifies, and the certificate is not the signed one', async () => {
    const attributes = sortEncodings(Object.values(honestAttributes(signer, content)));
    const data = tlv(0x31, ...attributes);
    const signature = await signer.sign(data, 'der');
    const found = otherKeyFor(signature, data, signer.certificate.publicKey);
    // What makes it an attack: under the other key the genuine signature holds as well.
    for (const publicKey of [found, signer.certificate.publicKey]) {
      expect(verifySignature({ algorithm: 'ES256', publicKey, data, signature, encoding: 'der' })).toBe(true);
    }
    const substitute = sameNumber(signer.certificate, found);
    const der = await forgeCms(signer, { content, attributes, signature, certificates: [substitute] });
    expect(await validateCades({ der, content, ...context })).toMatchObject({
      indication: 'INDETERMINATE',
      subIndication: 'NO_SIGNING_CERTIFICATE_FOUND',
      code: 'signing-certificate-mismatch',
    });
    expect(saidOf(await clerkReads(der, material))[0]).toBe('INDETERMINATE');
  });
});

/** A certificate with issuer, serial number and times of another one, over this key; whoever signed it. */
function sameNumber({ issuerDer, serialDer, notBefore, notAfter }: Certificate, publicKey: KeyObject): Buffer {
  const der = writeCertificate({
    serial: tlv(0x02, serialDer),
    issuer: issuerDer,
    notBefore: time(notBefore),
    notAfter: time(notAfter),
    subject: name('Invented Substitute'),
    publicKey: publicKey.export({ type: 'spki', format: 'der' }),
    extensions: [extension('2.5.29.15', keyUsageValue(['digitalSignature']), true)],
  });
  return parseCertificate(der).der;
}

/** The other of the two public keys under which an ECDSA signature over P-256 holds: (s R' - e G) / r with R' = -R (SEC 1, section 4.1.6). */
function otherKeyFor(signature: Buffer, data: Buffer, known: KeyObject): KeyObject {
  const [r, s] = children(readDer(signature)).map(integerOf) as [bigint, bigint];
  const e = BigInt(`0x${createHash('sha256').update(data).digest('hex')}`);
  const y = squareRoot(mod(r ** 3n - 3n * r + CURVE_B, P));
  const inverse = power(r, N - 2n, N);
  const keys = [y, P - y].map((root) => add(multiply({ x: r, y: root }, mod(inverse * s, N)), multiply(G, mod(-inverse * e, N))));
  const own = known.export({ format: 'jwk' }).x;
  const other = keys.find((key) => base64url(octets(key.x)) !== own);
  if (other === undefined || keys.length !== 2) throw new Error('no other key');
  return createPublicKey({ format: 'jwk', key: { kty: 'EC', crv: 'P-256', x: base64url(octets(other.x)), y: base64url(octets(other.y)) } });
}

interface Point {
  x: bigint;
  y: bigint;
}
const P = 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn;
const N = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const CURVE_B = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn;
const G: Point = {
  x: 0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296n,
  y: 0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5n,
};

const mod = (value: bigint, modulus: bigint) => ((value % modulus) + modulus) % modulus;
const octets = (value: bigint) => Buffer.from(value.toString(16).padStart(64, '0'), 'hex');
const squareRoot = (value: bigint) => power(value, (P + 1n) / 4n, P);

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  for (let square = mod(base, modulus), rest = exponent; rest > 0n; square = mod(square * square, modulus), rest >>= 1n) {
    if ((rest & 1n) === 1n) result = mod(result * square, modulus);
  }
  return result;
}

function add(one: Point, other: Point): Point {
  const isSame = one.x === other.x;
  const [rise, run] = isSame ? [3n * one.x * one.x - 3n, 2n * one.y] : [other.y - one.y, other.x - one.x];
  const slope = mod(rise * power(run, P - 2n, P), P);
  const x = mod(slope * slope - one.x - other.x, P);
  return { x, y: mod(slope * (one.x - x) - one.y, P) };
}

function multiply(point: Point, times: bigint): Point {
  let result: Point | undefined;
  for (let doubled = point, rest = times; rest > 0n; doubled = add(doubled, doubled), rest >>= 1n) {
    if ((rest & 1n) === 1n) result = result === undefined ? doubled : add(result, doubled);
  }
  if (result === undefined) throw new Error('zero times a point');
  return result;
}
