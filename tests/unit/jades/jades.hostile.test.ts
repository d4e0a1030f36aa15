import { createHash, sign as platformSign } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { type FlattenedJws, parseJws, serializeJws } from '../../../crypto/jades/flattened-jws.ts';
import { withLowS } from '../../../crypto/jades/low-s.ts';
import { signJades } from '../../../crypto/jades/sign.ts';
import { verifyJades } from '../../../crypto/jades/verify.ts';
import { SIGNATURES_FOR_ACCEPTANCE } from '../../../crypto/suites.ts';
import { createTestIdentity } from './support.ts';

const TYPE = 'valija-test+jose';
const acceptance = { types: [TYPE], algorithms: SIGNATURES_FOR_ACCEPTANCE, lowSOnly: true };
const p256 = createTestIdentity('p256', 'Invented Authority');
const other = createTestIdentity('p256', 'Other Invented Authority');
const p384 = createTestIdentity('p384', 'Invented Authority 384');
const weak = createTestIdentity('rsa2048', 'Invented Weak Authority');
const payload = Buffer.from('{}');

let good: FlattenedJws;
beforeAll(async () => {
  good = await signJades({ payload, type: TYPE, signer: p256.signer, issuedAt: new Date('2026-11-20T07:00:00Z') });
});

const refusal = (code: string) => expect.objectContaining({ name: 'CryptoError', code, disposition: 'refuse' });

/** Our own header with changes, under a signature that holds; a member set to undefined is left out. */
async function signedWith(changes: Record<string, unknown>, identity = p256): Promise<FlattenedJws> {
  const { certificate } = identity.signer;
  const header = {
    alg: identity.signer.algorithm,
    typ: TYPE,
    'x5t#S256': certificate.sha256.toString('base64url'),
    x5c: [certificate.der.toString('base64')],
    iat: 1_795_158_000,
    ...changes,
  };
  return signedOver(JSON.stringify(header), identity);
}

async function signedOver(headerText: string, identity = p256): Promise<FlattenedJws> {
  const parts = { payload: payload.toString('base64url'), protected: Buffer.from(headerText).toString('base64url') };
  const signature = await identity.signer.sign(Buffer.from(`${parts.protected}.${parts.payload}`), 'ieee-p1363');
  return { ...parts, signature: withLowS(identity.signer.algorithm, signature).toString('base64url') };
}

const digestOf = (identity: typeof p256) => identity.signer.certificate.sha256.toString('base64url');
const entryOf = (identity: typeof p256) => identity.signer.certificate.der.toString('base64');

describe('protected header under a signature that holds', () => {
  const cases: [what: string, changes: Record<string, unknown>, code: string][] = [
    ['no alg', { alg: undefined }, 'jades-header-invalid'],
    ['alg none', { alg: 'none' }, 'algorithm-unknown'],
    ['alg HS256, whose key would be the public one', { alg: 'HS256' }, 'algorithm-unknown'],
    ['alg is not a string', { alg: 1 }, 'jades-header-invalid'],
    ['alg of another key type', { alg: 'ES384' }, 'algorithm-key-mismatch'],
    ['alg of RSA over an EC key', { alg: 'PS256' }, 'algorithm-key-mismatch'],
    ['alg PKCS#1 v1.5', { alg: 'RS256' }, 'algorithm-not-allowed'],
    ['no typ', { typ: undefined }, 'jades-header-invalid'],
    ['typ of another kind of object', { typ: 'valija-envelope+jose' }, 'jades-type-not-allowed'],
    ['typ in other letters', { typ: TYPE.toUpperCase() }, 'jades-type-not-allowed'],
    ['no x5c', { x5c: undefined }, 'jades-header-invalid'],
    ['empty x5c', { x5c: [] }, 'jades-header-invalid'],
    ['x5c is a string', { x5c: 'MIIB' }, 'jades-header-invalid'],
    ['x5c entry is not a string', { x5c: [1] }, 'jades-header-invalid'],
    ['seven certificates', { x5c: Array(7).fill(entryOf(p256)) }, 'jades-header-invalid'],
    ['x5c entry in base64url', { x5c: [p256.signer.certificate.der.toString('base64url')] }, 'jws-encoding'],
    ['x5c entry with a line break', { x5c: [`${entryOf(p256).slice(0, 64)}\n${entryOf(p256).slice(64)}`] }, 'jws-encoding'],
    ['x5c entry is not a certificate', { x5c: ['AAAA'] }, 'jades-certificate-malformed'],
    ['second x5c entry is not a certificate', { x5c: [entryOf(p256), 'AAAA'] }, 'jades-certificate-malformed'],
    ['no x5t#S256', { 'x5t#S256': undefined }, 'jades-header-invalid'],
    ['x5t#S256 of another certificate', { 'x5t#S256': digestOf(other) }, 'jades-certificate-mismatch'],
    ['x5t#S256 too short', { 'x5t#S256': 'AAAA' }, 'jades-header-invalid'],
    ['x5t#S256 in hexadecimal', { 'x5t#S256': p256.signer.certificate.fingerprint }, 'jades-header-invalid'],
    ['certificate of somebody else', { x5c: [entryOf(other)], 'x5t#S256': digestOf(other) }, 'signature-invalid'],
    ['certificate with another key type', { x5c: [entryOf(p384)], 'x5t#S256': digestOf(p384) }, 'algorithm-key-mismatch'],
    ['SHA-1 reference', { x5t: 'AAAA' }, 'jades-header-forbidden'],
    ['key by address', { jku: 'https://example.org/keys' }, 'jades-header-forbidden'],
    ['certificate by address', { x5u: 'https://example.org/certificate' }, 'jades-header-forbidden'],
    ['key inside', { jwk: p256.signer.certificate.publicKey.export({ format: 'jwk' }) }, 'jades-header-forbidden'],
    ['second certificate reference', { 'x5t#o': { digAlg: 'S512', digVal: 'AAAA' } }, 'jades-header-forbidden'],
    ['b64', { b64: true }, 'jades-header-forbidden'],
    ['b64 false, critical', { b64: false, crit: ['b64'] }, 'jades-header-forbidden'],
    ['detached content', { sigD: { mId: 'http://uri.etsi.org/19182/ObjectIdByURI', pars: [] }, crit: ['sigD'] }, 'jades-header-forbidden'],
    ['expiry', { exp: 1_895_158_000 }, 'jades-header-forbidden'],
    ['unknown critical parameter', { 'urn:x': 1, crit: ['urn:x'] }, 'jades-critical-unknown'],
    ['critical parameter that is not there', { crit: ['urn:x'] }, 'jades-header-invalid'],
    ['critical parameter inherited, not there', { crit: ['toString'] }, 'jades-header-invalid'],
    ['critical parameter twice', { 'urn:x': 1, crit: ['urn:x', 'urn:x'] }, 'jades-header-invalid'],
    ['empty crit', { crit: [] }, 'jades-header-invalid'],
    ['crit is a string', { crit: 'alg' }, 'jades-header-invalid'],
    ['crit with a parameter of RFC 7515', { crit: ['alg'] }, 'jades-critical-unknown'],
    ['no time', { iat: undefined }, 'jades-time-invalid'],
    ['both times', { sigT: '2025-01-01T00:00:00Z' }, 'jades-time-invalid'],
    ['iat is a string', { iat: '1795158000' }, 'jades-time-invalid'],
    ['iat is negative', { iat: -1 }, 'jades-time-invalid'],
    ['iat in milliseconds', { iat: 1_795_158_000_000 }, 'jades-time-invalid'],
    ['iat with a fraction', { iat: 1_795_158_000.5 }, 'json-number'],
    ['sigT after its end', { iat: undefined, sigT: '2025-07-15T00:00:00Z' }, 'jades-time-invalid'],
    ['sigT on 30 February', { iat: undefined, sigT: '2025-02-30T00:00:00Z' }, 'jades-time-invalid'],
    ['sigT with an offset', { iat: undefined, sigT: '2025-01-01T00:00:00+01:00' }, 'jades-time-invalid'],
    ['cty is not a string', { cty: 7 }, 'jades-header-invalid'],
  ];
  test.each(cases)('%s', async (_what, changes, code) => {
    const jws = await signedWith(changes);
    expect(() => verifyJades(jws, acceptance)).toThrow(refusal(code));
    expect(() => verifyJades(serializeJws(jws), acceptance)).toThrow(refusal(code));
  });

  test('the unchanged header, sigT before its end and a kid are accepted', async () => {
    for (const changes of [{}, { iat: undefined, sigT: '2025-07-14T23:59:59Z' }, { kid: 'anything' }]) {
      expect(verifyJades(await signedWith(changes), acceptance).payload).toEqual(payload);
    }
  });

  test('a key that is too short', async () => {
    expect(() => verifyJades(platformSignedBy(weak), acceptance)).toThrow(refusal('key-too-short'));
  });

  test('header text that other readers see differently', async () => {
    const text = Buffer.from(good.protected, 'base64url').toString();
    const doubled = await signedOver(text.replace('{', `{"typ":"valija-envelope+jose",`));
    expect(() => verifyJades(doubled, acceptance)).toThrow(refusal('json-duplicate-member'));
    expect(() => verifyJades({ ...good, protected: Buffer.from('[]').toString('base64url') }, acceptance)).toThrow(refusal('json-syntax'));
  });

  test('an RSA key of 2048 bits cannot be passed off as allowed by leaving it out of the list', async () => {
    expect(() => verifyJades(platformSignedBy(weak), { ...acceptance, algorithms: ['ES256'] })).toThrow(refusal('algorithm-not-allowed'));
  });
});

describe('a reference by another digest, where the caller allows it', () => {
  const allowed = { ...acceptance, otherCertificateDigest: true };
  const digestBy = (algorithm: string, identity = p256) =>
    createHash(algorithm).update(identity.signer.certificate.der).digest('base64url');
  const reference = (value: unknown) => signedWith({ 'x5t#S256': undefined, 'x5t#o': value });

  test.each([
    ['S384', 'sha384'],
    ['S512', 'sha512'],
  ])('%s is read', async (digAlg, algorithm) => {
    const jws = await reference({ digAlg, digVal: digestBy(algorithm) });
    expect(verifyJades(jws, allowed).certificate.sha256).toEqual(p256.signer.certificate.sha256);
    expect(() => verifyJades(jws, acceptance)).toThrow(refusal('jades-header-forbidden'));
  });

  test.each<[what: string, value: unknown, code: string]>([
    ['of another certificate', { digAlg: 'S512', digVal: digestBy('sha512', other) }, 'jades-certificate-mismatch'],
    ['of another digest than it says', { digAlg: 'S512', digVal: digestBy('sha384') }, 'jades-header-invalid'],
    ['by SHA-1', { digAlg: 'S1', digVal: digestBy('sha1') }, 'jades-header-invalid'],
    ['by SHA-256, which has a parameter of its own', { digAlg: 'S256', digVal: digestBy('sha256') }, 'jades-header-invalid'],
    ['by the name of something inherited', { digAlg: 'constructor', digVal: 'AAAA' }, 'jades-header-invalid'],
    ['without a digest', { digAlg: 'S512' }, 'jades-header-invalid'],
    ['as a text', digestBy('sha512'), 'jades-header-invalid'],
    ['as a list', ['S512', digestBy('sha512')], 'jades-header-invalid'],
    ['as null', null, 'jades-header-invalid'],
    ['in standard base64', { digAlg: 'S512', digVal: `${digestBy('sha512').slice(0, -2)}+=` }, 'jws-encoding'],
  ])('%s is refused', async (_what, value, code) => {
    const jws = await reference(value);
    expect(() => verifyJades(jws, allowed)).toThrow(refusal(code));
  });

  test('both references at once are refused', async () => {
    const jws = await signedWith({ 'x5t#o': { digAlg: 'S512', digVal: digestBy('sha512') } });
    expect(() => verifyJades(jws, allowed)).toThrow(refusal('jades-header-invalid'));
  });
});

function platformSignedBy(identity: typeof p256): FlattenedJws {
  const { certificate } = identity.signer;
  const header = { alg: 'PS256', typ: TYPE, 'x5t#S256': digestOf(identity), x5c: [certificate.der.toString('base64')], iat: 1_795_158_000 };
  const parts = { payload: payload.toString('base64url'), protected: Buffer.from(JSON.stringify(header)).toString('base64url') };
  const key = { key: identity.privateKey, padding: 6, saltLength: 32 };
  return { ...parts, signature: platformSign('sha256', Buffer.from(`${parts.protected}.${parts.payload}`), key).toString('base64url') };
}

describe('form of the JWS', () => {
  const etsiU = (property: unknown) => ({ etsiU: [Buffer.from(JSON.stringify(property)).toString('base64url')] });
  const cases: [what: string, changes: Record<string, unknown>, code: string][] = [
    ['no payload', { payload: undefined }, 'jws-structure'],
    ['no protected', { protected: undefined }, 'jws-structure'],
    ['no signature', { signature: undefined }, 'jws-structure'],
    ['payload is an object', { payload: {} }, 'jws-structure'],
    ['general serialisation', { signatures: [] }, 'jws-structure'],
    ['a member too many', { note: '' }, 'jws-structure'],
    ['header is a string', { header: 'etsiU' }, 'jws-structure'],
    ['header is empty', { header: {} }, 'jws-structure'],
    ['header is null', { header: null }, 'jws-structure'],
    ['header with alg', { header: { alg: 'none' } }, 'jws-structure'],
    ['header with etsiU and kid', { header: { etsiU: ['e30'], kid: 'x' } }, 'jws-structure'],
    ['empty etsiU', { header: { etsiU: [] } }, 'jws-structure'],
    ['etsiU of clear objects', { header: { etsiU: [{ sigTst: {} }] } }, 'jws-structure'],
    ['17 unsigned properties', { header: { etsiU: Array(17).fill('e30') } }, 'jws-structure'],
    ['padded payload', { payload: 'e30=' }, 'jws-encoding'],
    ['payload with stray bits', { payload: 'e31' }, 'jws-encoding'],
    ['payload with a line break', { payload: 'e\n30' }, 'jws-encoding'],
    ['payload with a letter beyond ASCII', { payload: 'e30\u0141' }, 'jws-encoding'],
    ['protected header in standard base64', { protected: '+/+/' }, 'jws-encoding'],
    ['protected header is not JSON', { protected: 'AAAA' }, 'json-syntax'],
    ['empty protected header', { protected: '' }, 'json-syntax'],
    ['empty signature', { signature: '' }, 'jws-signature-form'],
    ['signature in DER', { signature: 'MAYCAQECAQE' }, 'jws-signature-form'],
    ['signature of zeros', { signature: Buffer.alloc(64).toString('base64url') }, 'signature-invalid'],
    ['unsigned property is not base64url', { header: { etsiU: ['{}'] } }, 'jws-encoding'],
    ['unsigned property is not JSON', { header: { etsiU: ['AAAA'] } }, 'json-syntax'],
    ['unknown unsigned property', { header: etsiU({ note: 'anything' }) }, 'jades-unsigned-property'],
    ['canonAlg in sigTst', { header: etsiU({ sigTst: { tstTokens: [{ val: 'AAAA' }], canonAlg: 'x' } }) }, 'jades-unsigned-property'],
    [
      'two tokens in one sigTst',
      { header: etsiU({ sigTst: { tstTokens: [{ val: 'AAAA' }, { val: 'AAAA' }] } }) },
      'jades-unsigned-property',
    ],
    ['no token', { header: etsiU({ sigTst: { tstTokens: [] } }) }, 'jades-unsigned-property'],
    ['empty token', { header: etsiU({ sigTst: { tstTokens: [{ val: '' }] } }) }, 'jades-unsigned-property'],
    ['token with a type', { header: etsiU({ sigTst: { tstTokens: [{ val: 'AAAA', type: 'x' }] } }) }, 'jades-unsigned-property'],
    ['token in base64url', { header: etsiU({ sigTst: { tstTokens: [{ val: '__8' }] } }) }, 'jws-encoding'],
  ];
  test.each(cases)('%s', (_what, changes, code) => {
    const bytes = Buffer.from(JSON.stringify({ ...good, ...changes }));
    expect(() => verifyJades(bytes, acceptance)).toThrow(refusal(code));
  });

  test.each(cases)('as an object: %s', (_what, changes, code) => {
    const object = JSON.parse(JSON.stringify({ ...good, ...changes }));
    expect(() => verifyJades(object, acceptance)).toThrow(refusal(code));
  });

  const texts: [what: string, text: string, code: string][] = [
    ['compact serialisation', 'e30.e30.AAAA', 'json-syntax'],
    ['a list', '[]', 'json-syntax'],
    ['nothing', '', 'json-syntax'],
    ['too long', ' '.repeat(256 * 1024 + 1), 'jws-too-large'],
    ['the payload twice', '{"payload":"e30","payload":"e30","protected":"","signature":""}', 'json-duplicate-member'],
    ['deep header', '{"payload":"","protected":"","signature":"","header":{"etsiU":[[[[[[[]]]]]]]}}', 'json-too-deep'],
  ];
  test.each(texts)('%s', (_what, text, code) => {
    expect(() => parseJws(Buffer.from(text))).toThrow(refusal(code));
  });

  test.each([null, undefined, 'text', 7])('%s is not a JWS', (value) => {
    expect(() => verifyJades(value as unknown as FlattenedJws, acceptance)).toThrow(refusal('jws-structure'));
  });

  test('an object longer than the longest text', () => {
    expect(() => verifyJades({ ...good, payload: 'A'.repeat(256 * 1024) }, acceptance)).toThrow(refusal('jws-too-large'));
  });
});
