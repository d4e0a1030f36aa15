import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OID } from '../../../crypto/der/object-identifiers.ts';
import {
  booleanValue,
  contextConstructed,
  contextPrimitive,
  ia5String,
  integer,
  nullValue,
  objectIdentifier,
  octetString,
  sequence,
  tlv,
  utcTime,
} from '../../../crypto/der/writer.ts';
import { writeMessageImprint } from '../../../crypto/tsp/imprint.ts';
import { type TimestampRequirements, verifyTimestampToken } from '../../../crypto/tsp/verify.ts';
import { createPathValidator, type PathValidator } from '../../../crypto/x509/path.ts';
import type { Forgery } from '../cms/forge.ts';
import { codeOf, createTestPki, flipped, type Identity, SIGNING, STAMPING, type TestPki } from '../cms/support.ts';
import { extension, forgeToken, type InfoChanges, imprint, nonce, POLICY } from './support.ts';

let pki: TestPki;
let stranger: TestPki;
let honest: Identity;
let pathValidator: PathValidator;
/** Taken once the certificates exist, which are not valid before. */
let now: Date;
beforeAll(async () => {
  pki = await createTestPki();
  stranger = await createTestPki();
  honest = await pki.issue('P-256', 'tsa', [...STAMPING, 'subjectAltName=DNS:tsa.example.invalid']);
  pathValidator = createPathValidator({ anchors: [pki.root] });
  now = new Date();
});
afterAll(async () => {
  await pki.remove();
  await stranger.remove();
});

const requirements = (): TimestampRequirements => ({ imprint, nonce, pathValidator, revocationLists: [], policies: [POLICY], now });

async function codeOfToken(
  changes: InfoChanges = {},
  forgery: Partial<Forgery> = {},
  required: Partial<TimestampRequirements> = {},
  identity: Identity = honest,
): Promise<string | undefined> {
  const token = await forgeToken(identity.signer(), now, changes, forgery);
  return codeOf(() => verifyTimestampToken({ token, ...requirements(), ...required }));
}

/** What stands after the time, with the nonce in its place. */
const nonceInteger = integer(BigInt(`0x${nonce.toString('hex')}`));
const directoryName = (name: Buffer) => contextConstructed(0, contextConstructed(4, name));
const sha1Imprint = sequence(sequence(objectIdentifier(OID.sha1)), octetString(Buffer.alloc(20)));
const text = (tag: number, value: string) => tlv(tag, Buffer.from(value, 'latin1'));

describe('a time-stamp token passes', () => {
  it.each<[string, InfoChanges]>([
    ['as it should be', {}],
    [
      'with every optional field',
      { rest: [sequence(integer(2), contextPrimitive(0, Buffer.from([9]))), booleanValue(true), nonceInteger] },
    ],
    ['with an extension that is not critical', { rest: [nonceInteger, contextConstructed(1, extension('1.2.3', false))] }],
    [
      'with a name that is in the certificate',
      { rest: [nonceInteger, contextConstructed(0, contextPrimitive(2, Buffer.from('tsa.example.invalid')))] },
    ],
  ])('%s', async (_, changes) => expect(await codeOfToken(changes)).toBeUndefined());

  it('with the subject of its certificate as its name', async () => {
    expect(await codeOfToken({ rest: [nonceInteger, directoryName(honest.certificate.subjectDer)] })).toBeUndefined();
  });

  it('with an imprint computed under the digest it names', async () => {
    const digest = createHash('sha512').update('content').digest();
    const required = { imprint: (name: string) => createHash(name).update('content').digest() };
    expect(await codeOfToken({ imprint: writeMessageImprint(digest) }, {}, required)).toBeUndefined();
  });

  it('and tells before when the bytes existed', async () => {
    const rest = [sequence(integer(2), contextPrimitive(0, Buffer.from([9])), contextPrimitive(1, Buffer.from([1]))), nonceInteger];
    const token = await forgeToken(honest.signer(), now, { rest });
    const verified = await verifyTimestampToken({ token, ...requirements() });
    expect(verified.existedBefore.getTime() - now.getTime()).toBe(2010);
    expect(verified.path.verdict).toBe('PASSED');
  });
});

describe('check 2, structure:', () => {
  it.each<[string, InfoChanges, string]>([
    ['TSTInfo version 2', { version: integer(2) }, 'timestamp-version'],
    ['no policy', { policy: nullValue() }, 'timestamp-malformed'],
    ['octets in place of the serial number', { serial: octetString(Buffer.from([1])) }, 'timestamp-malformed'],
    ['UTCTime', { time: utcTime(new Date()) }, 'timestamp-malformed'],
    ['time with trailing zeros', { time: text(0x18, '20261120070000.500Z') }, 'timestamp-malformed'],
    ['time without zone', { time: text(0x18, '20261120070000') }, 'timestamp-malformed'],
    ['accuracy of 1000 milliseconds', { rest: [sequence(contextPrimitive(0, Buffer.from([3, 0xe8])))] }, 'timestamp-accuracy-invalid'],
    ['accuracy of 0 milliseconds', { rest: [sequence(contextPrimitive(0, Buffer.from([0])))] }, 'timestamp-accuracy-invalid'],
    ['accuracy with a padded number', { rest: [sequence(contextPrimitive(1, Buffer.from([0, 7])))] }, 'timestamp-accuracy-invalid'],
    ['accuracy of minus one second', { rest: [sequence(integer(-1))] }, 'timestamp-accuracy-invalid'],
    ['accuracy in another order', { rest: [sequence(contextPrimitive(0, Buffer.from([1])), integer(1))] }, 'timestamp-accuracy-invalid'],
    ['something after the extensions', { rest: [nonceInteger, integer(5)] }, 'timestamp-malformed'],
    ['extension without value', { rest: [contextConstructed(1, sequence(objectIdentifier('1.2.3')))] }, 'timestamp-malformed'],
    [
      'two names',
      { rest: [contextConstructed(0, contextPrimitive(2, Buffer.from('a')), contextPrimitive(2, Buffer.from('b')))] },
      'timestamp-malformed',
    ],
    ['a name of no known form', { rest: [contextConstructed(0, contextPrimitive(9, Buffer.from('a')))] }, 'timestamp-malformed'],
  ])('%s', async (_, changes, code) => expect(await codeOfToken(changes)).toBe(code));

  it.each<[string, Partial<Forgery>, string]>([
    ['SignedData version 1', { signedDataVersion: 1 }, 'timestamp-version'],
    ['two signers', { signerCount: 2 }, 'signed-data-signer-count'],
    ['no signed attributes', { noSignedAttributes: true }, 'attribute-missing'],
    ['other content than was signed', { encapsulated: sequence(integer(1)) }, 'timestamp-malformed'],
    ['plain data', { contentType: OID.data }, 'timestamp-malformed'],
  ])('%s', async (_, forgery, code) => expect(await codeOfToken({}, forgery)).toBe(code));

  it('bytes that are no token', async () => {
    expect(await codeOf(() => verifyTimestampToken({ token: ia5String('token'), ...requirements() }))).toBe('signed-data-malformed');
  });
});

describe('checks 3 to 13, each with its own code:', () => {
  it('3: a signature that does not hold', async () => {
    expect(await codeOfToken({}, { signature: Buffer.from('3006020101020101', 'hex') })).toBe('signature-invalid');
  });

  it('4: a reference to another certificate', async () => {
    const twin = await pki.issue('P-256', 'twin', STAMPING);
    const signerIdentifier = sequence(twin.certificate.issuerDer, tlv(0x02, twin.certificate.serialDer));
    expect(await codeOfToken({}, { signerIdentifier, certificates: [twin.certificate.der] })).toBe('signing-certificate-mismatch');
  });

  it.each<[string, readonly string[]]>([
    ['absent', SIGNING],
    ['not critical', ['basicConstraints=critical,CA:FALSE', 'extendedKeyUsage=timeStamping']],
    ['with another purpose beside', ['basicConstraints=critical,CA:FALSE', 'extendedKeyUsage=critical,timeStamping,clientAuth']],
    ['for another purpose', ['basicConstraints=critical,CA:FALSE', 'extendedKeyUsage=critical,emailProtection']],
  ])('5: extended key usage %s', async (name, extensions) => {
    const identity = await pki.issue('P-256', `usage ${name}`, extensions);
    expect(await codeOfToken({}, {}, {}, identity)).toBe('timestamp-extended-key-usage');
  });

  it('6: a path that leads to nobody we trust, or ended before', async () => {
    const foreign = await stranger.issue('P-256', 'tsa', STAMPING);
    expect(await codeOfToken({}, {}, {}, foreign)).toBe('timestamp-path-indeterminate');
    const later = new Date(now.getTime() + 40 * 86_400_000);
    const token = await forgeToken(honest.signer(), later);
    expect(await codeOf(() => verifyTimestampToken({ token, ...requirements(), now: later }))).toBe('timestamp-path-invalid');
  });

  it('6: a path that cannot be judged without revocation lists, unless the caller wants a report', async () => {
    const required = { revocation: 'required' } as const;
    expect(await codeOfToken({}, {}, required)).toBe('timestamp-path-indeterminate');
    const token = await forgeToken(honest.signer(), now);
    const verified = await verifyTimestampToken({ token, ...requirements(), ...required, indeterminatePath: 'report' });
    expect(verified.path).toMatchObject({ verdict: 'INDETERMINATE', code: 'revocation-unknown' });
  });

  it.each<[string, InfoChanges, string]>([
    ['7: an imprint under SHA-1', { imprint: sha1Imprint }, 'timestamp-imprint-algorithm'],
    [
      '7: an imprint of the wrong length',
      { imprint: sequence(sequence(objectIdentifier(OID.sha256)), octetString(Buffer.alloc(31))) },
      'timestamp-imprint-length',
    ],
    ['7: an imprint of other bytes', { imprint: writeMessageImprint(flipped(imprint, 0)) }, 'timestamp-imprint-mismatch'],
    ['7: an imprint under another digest', { imprint: writeMessageImprint(Buffer.alloc(48)) }, 'timestamp-imprint-mismatch'],
    ['8: another policy', { policy: objectIdentifier('1.2.3') }, 'timestamp-policy-not-accepted'],
    ['9: another nonce', { rest: [integer(5)] }, 'timestamp-nonce-mismatch'],
    ['9: no nonce', { rest: [] }, 'timestamp-nonce-mismatch'],
    ['12: a critical extension', { rest: [nonceInteger, contextConstructed(1, extension('1.2.3', true))] }, 'timestamp-critical-extension'],
    [
      '13: another name',
      { rest: [nonceInteger, contextConstructed(0, contextPrimitive(2, Buffer.from('tsa.example.com')))] },
      'timestamp-authority-name-mismatch',
    ],
    ['13: another directory name', { rest: [nonceInteger, directoryName(sequence())] }, 'timestamp-authority-name-mismatch'],
  ])('%s', async (_, changes, code) => expect(await codeOfToken(changes)).toBe(code));

  it('10: a time too far from the local one, either way, or an invalid local one', async () => {
    for (const distance of [-61_000, 61_000]) {
      expect(await codeOfToken({}, {}, { now: new Date(now.getTime() + distance) })).toBe('timestamp-time-out-of-bounds');
    }
    expect(await codeOfToken({}, {}, { now: new Date(now.getTime() + 61_000), maximumSkewMilliseconds: 62_000 })).toBeUndefined();
    expect(await codeOfToken({}, {}, { now: new Date(Number.NaN) })).toBe('timestamp-time-out-of-bounds');
  });

  it('11: a serial number used before, asked with the authority and the number', async () => {
    const asked: string[] = [];
    const isSerialRepeated = async (authority: { fingerprint: string }, serialHex: string) => {
      asked.push(`${authority.fingerprint} ${serialHex}`);
      return true;
    };
    expect(await codeOfToken({}, {}, { isSerialRepeated })).toBe('timestamp-serial-repeated');
    expect(asked).toEqual([`${honest.certificate.fingerprint} 4d`]);
  });

  it('and the signature algorithms are the caller to choose', async () => {
    expect(await codeOfToken({}, {}, { algorithms: ['PS256'] })).toBe('algorithm-not-allowed');
  });
});
