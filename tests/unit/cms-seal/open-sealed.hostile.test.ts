import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOpener, openWhole } from '../../../crypto/cms/open-sealed.ts';
import { createSeal } from '../../../crypto/cms/seal.ts';
import {
  bitString,
  contextConstructed,
  integer,
  lengthOctets,
  nullValue,
  objectIdentifier,
  octetString,
  sequence,
  set,
  tlv,
} from '../../../crypto/der/writer.ts';
import { CryptoError } from '../../../crypto/error.ts';
import { gcmAlgorithm, membersOf, putTogether, replaceMember, type SealedParts, takeApart, withMembers } from './sealed-parts.ts';
import { codeOf, encryptWithOpenssl, makeRecipient, pieces, type Recipient, temporaryFolder, through } from './support.ts';

const AES_256_GCM = '2.16.840.1.101.3.4.1.46';
const AES_128_GCM = '2.16.840.1.101.3.4.1.6';
const AES_256_CBC = '2.16.840.1.101.3.4.1.42';
const NONCE = Buffer.alloc(12, 7);
const PLAINTEXT = Buffer.from('an invented request');

const attribute = sequence(objectIdentifier('1.2.840.113549.1.9.3'), set(objectIdentifier('1.2.840.113549.1.7.1')));

// Recipient information of a key agreement: version, originator, keying material, algorithm, encrypted keys.
const agreement = (parts: SealedParts, index: number, change: (member: Buffer) => Buffer): SealedParts => ({
  ...parts,
  recipientInfos: replaceMember(parts.recipientInfos, 0, (info) => replaceMember(info, index, change)),
});
const originatorKey = (parts: SealedParts, change: (key: Buffer) => Buffer): SealedParts =>
  agreement(parts, 1, (originator) => replaceMember(originator, 0, change));
const encryptedKey = (parts: SealedParts, change: (key: Buffer) => Buffer): SealedParts =>
  agreement(parts, 4, (keys) => replaceMember(keys, 0, change));
const transport = agreement;

type Change = (parts: SealedParts) => SealedParts;

const FRAME_CASES: readonly [string, string, Change][] = [
  ['EnvelopedData', 'sealed-not-authenticated', (p) => ({ ...p, contentType: objectIdentifier('1.2.840.113549.1.7.3') })],
  ['another content type', 'sealed-content-type', (p) => ({ ...p, contentType: objectIdentifier('1.2.840.113549.1.7.2') })],
  ['another inner type', 'sealed-content-type', (p) => ({ ...p, innerType: objectIdentifier('1.2.840.113549.1.7.2') })],
  ['version 1', 'sealed-version', (p) => ({ ...p, version: integer(1) })],
  ['no version', 'sealed-malformed', (p) => ({ ...p, version: Buffer.alloc(0) })],
  ['originatorInfo', 'sealed-originator-info', (p) => ({ ...p, originatorInfo: contextConstructed(0) })],
  ['no recipients', 'sealed-malformed', (p) => ({ ...p, recipientInfos: set() })],
  ['recipients of another tag', 'sealed-malformed', (p) => ({ ...p, recipientInfos: sequence() })],
  [
    'the recipient twice',
    'sealed-several-recipients',
    (p) => ({ ...p, recipientInfos: withMembers(p.recipientInfos, (m) => [...m, ...m]) }),
  ],
  ['too large recipients', 'sealed-header-too-large', (p) => ({ ...p, recipientInfos: set(octetString(Buffer.alloc(70_000))) })],
  ['a password recipient', 'sealed-recipient-kind', (p) => ({ ...p, recipientInfos: set(contextConstructed(3, integer(0))) })],
  ['a recipient of another kind', 'sealed-recipient-kind', (p) => ({ ...p, recipientInfos: set(contextConstructed(4, integer(0))) })],
  ['authAttrs', 'sealed-authenticated-attributes', (p) => ({ ...p, authenticatedAttributes: contextConstructed(1, attribute) })],
  [
    'authAttrs with the tag of OpenSSL',
    'sealed-authenticated-attributes',
    (p) => ({ ...p, authenticatedAttributes: contextConstructed(2, attribute) }),
  ],
  ['unauthAttrs', 'sealed-unauthenticated-attributes', (p) => ({ ...p, unauthenticatedAttributes: contextConstructed(2, attribute) })],
  ['something after the tag', 'sealed-malformed', (p) => ({ ...p, unauthenticatedAttributes: nullValue() })],
  ['a tag of 12 octets', 'sealed-tag-too-short', (p) => ({ ...p, tag: octetString(Buffer.alloc(12)) })],
  ['no octet in the tag', 'sealed-tag-too-short', (p) => ({ ...p, tag: octetString(Buffer.alloc(0)) })],
  ['a tag of 17 octets', 'sealed-malformed', (p) => ({ ...p, tag: octetString(Buffer.alloc(17)) })],
  ['no tag', 'sealed-malformed', (p) => ({ ...p, tag: Buffer.alloc(0) })],
  ['a wrong tag', 'decryption-failed', (p) => ({ ...p, tag: octetString(Buffer.alloc(16)) })],
  ['a changed ciphertext', 'decryption-failed', (p) => ({ ...p, ciphertext: tlv(0x80, Buffer.alloc(PLAINTEXT.length)) })],
  ['no ciphertext', 'sealed-malformed', (p) => ({ ...p, ciphertext: Buffer.alloc(0) })],
  ['a segmented ciphertext', 'sealed-malformed', (p) => ({ ...p, ciphertext: contextConstructed(0, octetString(Buffer.alloc(8))) })],
  ['an octet string for ciphertext', 'sealed-malformed', (p) => ({ ...p, ciphertext: octetString(Buffer.alloc(8)) })],
  ['something after the ciphertext', 'sealed-malformed', (p) => ({ ...p, ciphertext: Buffer.concat([p.ciphertext, nullValue()]) })],
  ['an announced tag of 12', 'sealed-tag-too-short', (p) => ({ ...p, contentEncryption: gcmAlgorithm(AES_256_GCM, NONCE, 12) })],
  ['the default tag, 12', 'sealed-tag-too-short', (p) => ({ ...p, contentEncryption: gcmAlgorithm(AES_256_GCM, NONCE, undefined) })],
  ['an announced tag of 17', 'sealed-malformed', (p) => ({ ...p, contentEncryption: gcmAlgorithm(AES_256_GCM, NONCE, 17) })],
  ['AES-128-GCM', 'sealed-cipher-refused', (p) => ({ ...p, contentEncryption: gcmAlgorithm(AES_128_GCM, NONCE, 16) })],
  [
    'CBC',
    'sealed-cipher-refused',
    (p) => ({ ...p, contentEncryption: sequence(objectIdentifier(AES_256_CBC), octetString(Buffer.alloc(16))) }),
  ],
  ['a nonce of 16', 'sealed-cipher-refused', (p) => ({ ...p, contentEncryption: gcmAlgorithm(AES_256_GCM, Buffer.alloc(16), 16) })],
  ['another nonce', 'decryption-failed', (p) => ({ ...p, contentEncryption: gcmAlgorithm(AES_256_GCM, NONCE, 16) })],
  ['a cipher without parameters', 'sealed-malformed', (p) => ({ ...p, contentEncryption: sequence(objectIdentifier(AES_256_GCM)) })],
];

const wrap = sequence(objectIdentifier('2.16.840.1.101.3.4.1.45'));
const scheme = (identifier: string, keyWrap = wrap) => sequence(objectIdentifier(identifier), keyWrap);
const point = (key: Buffer) => (encoding: Buffer) => replaceMember(encoding, 1, () => bitString(key));
const curve =
  (...parameters: Buffer[]) =>
  (encoding: Buffer) =>
    replaceMember(encoding, 0, () => sequence(objectIdentifier('1.2.840.10045.2.1'), ...parameters));

const AGREEMENT_CASES: readonly [string, string | undefined, Change][] = [
  ['version 2', 'sealed-malformed', (p) => agreement(p, 0, () => integer(2))],
  ['sha1kdf', 'sealed-sha1-kdf', (p) => agreement(p, 3, () => scheme('1.3.133.16.840.63.0.2'))],
  ['sha384kdf with P-256', 'sealed-key-agreement-refused', (p) => agreement(p, 3, () => scheme('1.3.132.1.11.2'))],
  ['cofactor agreement', 'sealed-key-agreement-refused', (p) => agreement(p, 3, () => scheme('1.3.132.1.14.1'))],
  [
    'AES-128 wrap',
    'sealed-key-agreement-refused',
    (p) => agreement(p, 3, () => scheme('1.3.132.1.11.1', sequence(objectIdentifier('2.16.840.1.101.3.4.1.5')))),
  ],
  ['a static originator', 'sealed-key-agreement-refused', (p) => originatorKey(p, () => tlv(0x80, Buffer.alloc(20)))],
  ['other keying material', 'decryption-failed', (p) => agreement(p, 2, () => contextConstructed(1, octetString(Buffer.alloc(32))))],
  ['too much keying material', 'sealed-malformed', (p) => agreement(p, 2, () => contextConstructed(1, octetString(Buffer.alloc(1025))))],
  ['a point off the curve', 'sealed-malformed', (p) => originatorKey(p, point(Buffer.concat([Buffer.from([4]), Buffer.alloc(64, 1)])))],
  ['the point at infinity', 'sealed-malformed', (p) => originatorKey(p, point(Buffer.from([0])))],
  ['a compressed point', 'sealed-malformed', (p) => originatorKey(p, point(Buffer.concat([Buffer.from([2]), Buffer.alloc(32, 1)])))],
  ['a point of another length', 'sealed-malformed', (p) => originatorKey(p, point(Buffer.concat([Buffer.from([4]), Buffer.alloc(96, 1)])))],
  ['parameters of another curve', 'sealed-malformed', (p) => originatorKey(p, curve(objectIdentifier('1.3.132.0.34')))],
  ['parameters that name the curve', undefined, (p) => originatorKey(p, curve(objectIdentifier('1.2.840.10045.3.1.7')))],
  ['parameters NULL', undefined, (p) => originatorKey(p, curve(nullValue()))],
  [
    'an RSA originator',
    'sealed-malformed',
    (p) => originatorKey(p, (k) => replaceMember(k, 0, () => sequence(objectIdentifier('1.2.840.113549.1.1.1')))),
  ],
  ['no encrypted key', 'sealed-malformed', (p) => agreement(p, 4, () => sequence())],
  ['the encrypted key twice', 'sealed-several-recipients', (p) => agreement(p, 4, (keys) => withMembers(keys, (m) => [...m, ...m]))],
  [
    'a wrapped key that does not unwrap',
    'decryption-failed',
    (p) => encryptedKey(p, (k) => replaceMember(k, 1, () => octetString(Buffer.alloc(40, 3)))),
  ],
  [
    'a wrapped key of 24 octets',
    'sealed-malformed',
    (p) => encryptedKey(p, (k) => replaceMember(k, 1, () => octetString(Buffer.alloc(24, 3)))),
  ],
  [
    'another serial number',
    'sealed-other-recipient',
    (p) => encryptedKey(p, (k) => replaceMember(k, 0, (rid) => replaceMember(rid, 1, () => integer(99)))),
  ],
  [
    'another key identifier',
    'sealed-other-recipient',
    (p) => encryptedKey(p, (k) => replaceMember(k, 0, () => contextConstructed(0, octetString(Buffer.alloc(20))))),
  ],
];

const sha256 = sequence(objectIdentifier('2.16.840.1.101.3.4.2.1'));
const sha1 = sequence(objectIdentifier('1.3.14.3.2.26'));
const oaep = (...parameters: Buffer[]) => sequence(objectIdentifier('1.2.840.113549.1.1.7'), sequence(...parameters));
const hash = (algorithm: Buffer) => contextConstructed(0, algorithm);
const mask = (algorithm: Buffer) => contextConstructed(1, sequence(objectIdentifier('1.2.840.113549.1.1.8'), algorithm));
const label = (bytes: Buffer) => contextConstructed(2, sequence(objectIdentifier('1.2.840.113549.1.1.9'), octetString(bytes)));

const TRANSPORT_CASES: readonly [string, string | undefined, Change][] = [
  [
    'PKCS#1 v1.5',
    'sealed-key-transport-refused',
    (p) => transport(p, 2, () => sequence(objectIdentifier('1.2.840.113549.1.1.1'), nullValue())),
  ],
  ['OAEP at its defaults', 'sealed-key-transport-refused', (p) => transport(p, 2, () => oaep())],
  ['OAEP with SHA-1', 'sealed-key-transport-refused', (p) => transport(p, 2, () => oaep(hash(sha1), mask(sha1)))],
  ['OAEP with a SHA-1 mask', 'sealed-key-transport-refused', (p) => transport(p, 2, () => oaep(hash(sha256), mask(sha1)))],
  [
    'OAEP with a label',
    'sealed-key-transport-refused',
    (p) => transport(p, 2, () => oaep(hash(sha256), mask(sha256), label(Buffer.from('x')))),
  ],
  [
    'OAEP with an empty label written out',
    undefined,
    (p) => transport(p, 2, () => oaep(hash(sha256), mask(sha256), label(Buffer.alloc(0)))),
  ],
  ['an encrypted key of another length', 'sealed-malformed', (p) => transport(p, 3, () => octetString(Buffer.alloc(256, 1)))],
  ['an encrypted key that does not decrypt', 'decryption-failed', (p) => transport(p, 3, () => octetString(Buffer.alloc(384, 1)))],
  ['the version of the other identifier', 'sealed-other-recipient', (p) => transport(p, 0, () => integer(2))],
  ['another serial number', 'sealed-other-recipient', (p) => transport(p, 1, (rid) => replaceMember(rid, 1, () => integer(99)))],
];

describe('hostile sealed content', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let p256: Recipient;
  let rsa: Recipient;
  let sealedForP256: Buffer;
  let sealedForRsa: Buffer;

  beforeAll(async () => {
    folder = await temporaryFolder();
    [p256, rsa] = await Promise.all([makeRecipient(folder.path, 'P-256', 'p256'), makeRecipient(folder.path, 'RSA-3072', 'rsa')]);
    [sealedForP256, sealedForRsa] = await Promise.all([seal(p256), seal(rsa)]);
  });
  afterAll(() => folder.remove());

  const seal = (recipient: Recipient) =>
    through(createSeal({ recipient: recipient.certificate, plaintextLength: PLAINTEXT.length }).transform, [PLAINTEXT]);
  /** The stream and the reader of whole messages refuse the same for the same reason. */
  const openCode = async (recipient: Recipient, bytes: Buffer, encoding: 'der' | 'streaming-ber' = 'der') => {
    const code = await codeOf(() => through(createOpener({ ...recipient, encoding }), pieces(bytes, 50)));
    expect(await codeOf(() => openWhole(bytes, { ...recipient, encoding }))).toBe(code);
    return code;
  };

  it('is put together from its parts as it was', () => {
    expect(putTogether(takeApart(sealedForP256)).equals(sealedForP256)).toBe(true);
    expect(membersOf(takeApart(sealedForRsa).recipientInfos)).toHaveLength(1);
  });

  it.each(FRAME_CASES)('%s: %s', async (_name, code, change) => {
    expect(await openCode(p256, putTogether(change(takeApart(sealedForP256))))).toBe(code);
    expect(await openCode(rsa, putTogether(change(takeApart(sealedForRsa))))).toBe(code);
  });

  it.each(AGREEMENT_CASES)('key agreement with %s: %s', async (_name, code, change) => {
    expect(await openCode(p256, putTogether(change(takeApart(sealedForP256))))).toBe(code);
  });

  it.each(TRANSPORT_CASES)('key transport with %s: %s', async (_name, code, change) => {
    expect(await openCode(rsa, putTogether(change(takeApart(sealedForRsa))))).toBe(code);
  });

  it.each([
    ['CBC', ['-aes-256-cbc', '-keyopt', 'ecdh_kdf_md:sha256'], 'sealed-not-authenticated'],
    ['the default derivation', ['-aes-256-gcm'], 'sealed-sha1-kdf'],
    ['AES-128-GCM', ['-aes-128-gcm', '-keyopt', 'ecdh_kdf_md:sha256', '-aes256-wrap'], 'sealed-cipher-refused'],
  ])('from openssl with %s', async (_name, options, code) => {
    const sealed = await encryptWithOpenssl(folder.path, [p256], PLAINTEXT, options);
    expect(await openCode(p256, sealed)).toBe(code);
  });

  it('from openssl with PKCS#1 v1.5 key transport', async () => {
    expect(await openCode(rsa, await encryptWithOpenssl(folder.path, [rsa], PLAINTEXT, ['-aes-256-gcm']))).toBe(
      'sealed-key-transport-refused',
    );
  });

  it('from openssl with two recipients', async () => {
    const sealed = await encryptWithOpenssl(folder.path, [p256, rsa], PLAINTEXT, ['-aes-256-gcm']);
    expect(await openCode(p256, sealed)).toBe('sealed-several-recipients');
  });

  it('sealed to somebody else', async () => {
    expect(await openCode(rsa, sealedForP256)).toBe('sealed-other-recipient');
    expect(await openCode(p256, sealedForRsa)).toBe('sealed-other-recipient');
  });

  it('says the same of a wrong key and of a wrong tag, and gives no cause', async () => {
    const parts = takeApart(sealedForP256);
    const wrongKey = putTogether(encryptedKey(parts, (key) => replaceMember(key, 1, () => octetString(randomBytes(40)))));
    const wrongTag = putTogether({ ...parts, tag: octetString(randomBytes(16)) });
    const errors = await Promise.all(
      [wrongKey, wrongTag].map((bytes) =>
        through(createOpener(p256), [bytes]).then(
          () => undefined,
          (error: unknown) => error,
        ),
      ),
    );
    for (const error of errors) expect(error).toBeInstanceOf(CryptoError);
    const seen = errors
      .map((error) => error as CryptoError)
      .map(({ code, message, cause, disposition }) => ({ code, message, cause, disposition }));
    expect(seen[0]).toEqual(seen[1]);
    expect(seen[0]?.cause).toBeUndefined();
  });

  const announced = (length: number) =>
    Buffer.concat([Buffer.from([0x30]), lengthOctets(length), objectIdentifier('1.2.840.113549.1.9.16.1.23')]);

  it.each([
    ['nothing', Buffer.alloc(0), 'sealed-truncated'],
    ['an end-of-contents', Buffer.alloc(20), 'sealed-malformed'],
    ['text', Buffer.from('-----BEGIN CMS-----'), 'sealed-malformed'],
    ['an indefinite length', Buffer.from('3080060b', 'hex'), 'sealed-indefinite-length'],
    ['61 GiB announced', announced(61 * 1024 ** 3), 'sealed-too-large'],
    ['2^47 octets announced', announced(2 ** 47), 'sealed-too-large'],
    ['a length in seven octets', Buffer.from('308700000000000001', 'hex'), 'sealed-malformed'],
    ['a length that could be shorter', Buffer.from('30810106', 'hex'), 'sealed-malformed'],
    ['a multi-byte tag', Buffer.from('3f810106', 'hex'), 'sealed-malformed'],
    ['a member longer than its container', Buffer.from('3005060b2a864886f70d010910', 'hex'), 'sealed-malformed'],
    ['a broken identifier', Buffer.from('30820163060380808030', 'hex'), 'sealed-malformed'],
  ])('%s', async (_name, bytes, code) => {
    expect(await openCode(p256, bytes)).toBe(code);
  });

  it('of another length than announced is refused at its first octets', async () => {
    const opener = createOpener({ ...p256, expectedLength: sealedForP256.length + 1 });
    expect(await codeOf(() => through(opener, [sealedForP256.subarray(0, 10)]))).toBe('sealed-length-mismatch');
    const expectedLength = sealedForP256.length + 1;
    expect(await codeOf(() => openWhole(sealedForP256, { ...p256, expectedLength }))).toBe('sealed-length-mismatch');
  });

  describe('when indefinite lengths are allowed', () => {
    let streamed: Buffer;
    beforeAll(async () => {
      const options = ['-aes-256-gcm', '-stream', '-keyopt', 'ecdh_kdf_md:sha256', '-aes256-wrap'];
      streamed = await encryptWithOpenssl(folder.path, [p256], randomBytes(9000), options);
    });

    it('never opens when cut off, or with an octet more', async () => {
      expect(await openCode(p256, streamed, 'streaming-ber')).toBeUndefined();
      for (let length = 0; length < streamed.length; length += 61) {
        expect(await openCode(p256, streamed.subarray(0, length), 'streaming-ber')).toBe('sealed-truncated');
      }
      expect(await openCode(p256, Buffer.concat([streamed, Buffer.alloc(2)]), 'streaming-ber')).toBe('sealed-trailing-bytes');
    });

    it('refuses nested segments, other members in place of the end, and primitive values without a length', async () => {
      const end = Buffer.from('00000410', 'hex');
      const segmentEnd = streamed.indexOf(Buffer.concat([Buffer.from('0000', 'hex'), end]));
      expect(segmentEnd).toBeGreaterThan(0);
      const member = Buffer.concat([streamed.subarray(0, segmentEnd + 2), Buffer.from('0500', 'hex'), streamed.subarray(segmentEnd + 2)]);
      expect(await openCode(p256, member, 'streaming-ber')).toBe('sealed-malformed');
      const nested = Buffer.concat([streamed.subarray(0, segmentEnd), Buffer.from('240404020000', 'hex'), streamed.subarray(segmentEnd)]);
      expect(await openCode(p256, nested, 'streaming-ber')).toBe('sealed-malformed');
      expect(await openCode(p256, Buffer.from('30800680', 'hex'), 'streaming-ber')).toBe('sealed-malformed');
    });
  });
});
