import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KeyStoreErrorCode } from '../../../adapters/keystore/error.ts';
import { readPkcs12 } from '../../../adapters/keystore/read-pkcs12.ts';
import { contextConstructed, contextPrimitive, integer, objectIdentifier, octetString, sequence } from '../../../crypto/der/writer.ts';
import { certificateBag, dataContent, exportPkcs12, keyBag, pfx } from '../../support/pkcs12.ts';
import { createTestPki, flipped, type Identity, openssl, readCertificate, type TestPki } from '../cms/support.ts';

const PASSWORD = 'invented password';

let pki: TestPki;
let one: Identity;
let other: Identity;
let good: Buffer;
let legacy: Buffer;

beforeAll(async () => {
  pki = await createTestPki();
  one = await pki.issue('P-256', 'one');
  other = await pki.issue('RSA-3072', 'other');
  good = await exported();
  legacy = await exported('-legacy');
});
afterAll(() => pki.remove());

function exported(...more: string[]): Promise<Buffer> {
  const { keyFile, certificateFile } = one;
  return exportPkcs12({ keyFile, certificateFile, password: PASSWORD, out: pki.file('made.p12'), more });
}

const pkcs8Of = ({ privateKey }: Identity): Buffer => privateKey.export({ type: 'pkcs8', format: 'der' });
const bags = (...members: Buffer[]): Buffer => dataContent(sequence(...members));
const made = (...contents: Buffer[]): Buffer => pfx(contents, PASSWORD);

/** EncryptedData whose algorithm is given; the octets inside do not matter. */
function encrypted(algorithm: Buffer): Buffer {
  const info = sequence(objectIdentifier('1.2.840.113549.1.7.1'), algorithm, contextPrimitive(0, Buffer.alloc(16)));
  return sequence(objectIdentifier('1.2.840.113549.1.7.6'), contextConstructed(0, sequence(integer(0), info)));
}

const AES_256 = sequence(objectIdentifier('2.16.840.1.101.3.4.1.42'), octetString(Buffer.alloc(16)));

function pbes2(derivation: Buffer, cipher: Buffer = AES_256): Buffer {
  return sequence(objectIdentifier('1.2.840.113549.1.5.13'), sequence(derivation, cipher));
}

function pbkdf2(iterations: number | bigint, ...more: Buffer[]): Buffer {
  return sequence(objectIdentifier('1.2.840.113549.1.5.12'), sequence(octetString(Buffer.alloc(8)), integer(iterations), ...more));
}

const legacyAlgorithm = (iterations: number | bigint, salt = Buffer.alloc(8)): Buffer =>
  sequence(objectIdentifier('1.2.840.113549.1.12.1.6'), sequence(octetString(salt), integer(iterations)));

/** The last place in `bytes` where `part` begins. */
function lastOf(bytes: Buffer, part: Buffer): number {
  const at = bytes.lastIndexOf(part);
  expect(at).toBeGreaterThan(0);
  return at;
}

const SHA256_IDENTIFIER = objectIdentifier('2.16.840.1.101.3.4.2.1');

type Case = [string, KeyStoreErrorCode, () => Buffer | Promise<Buffer>, string?];

const CASES: Case[] = [
  ['nothing', 'pkcs12-malformed', () => Buffer.alloc(0)],
  ['something else', 'pkcs12-malformed', () => Buffer.from('-----BEGIN PRIVATE KEY-----')],
  ['a certificate', 'pkcs12-malformed', () => one.certificate.der],
  ['a file cut off at its half', 'pkcs12-malformed', () => good.subarray(0, good.length / 2)],
  ['a file without its last octet', 'pkcs12-malformed', () => good.subarray(0, -1)],
  ['a file with one octet more', 'pkcs12-malformed', () => Buffer.concat([good, Buffer.alloc(1)])],
  ['a file of more than 256 KiB', 'pkcs12-too-large', () => Buffer.alloc(256 * 1024 + 1, 0x30)],
  ['indefinite lengths', 'pkcs12-malformed', () => Buffer.concat([Buffer.from([0x30, 0x80]), good.subarray(4), Buffer.alloc(2)])],
  ['another version', 'pkcs12-malformed', () => flipped(good, lastOf(good.subarray(0, 8), Buffer.from([0x02, 0x01, 0x03])) + 2)],
  ['another password', 'pkcs12-password-wrong', () => good, 'another password'],
  ['no password', 'pkcs12-password-wrong', () => good, ''],
  ['another password for an old file', 'pkcs12-password-wrong', () => legacy, 'another password'],
  ['a MAC that was changed', 'pkcs12-altered', () => flipped(good, lastOf(good, SHA256_IDENTIFIER) + SHA256_IDENTIFIER.length + 8)],
  ['an old file whose MAC was changed', 'pkcs12-altered', () => flipped(legacy, legacy.length - 30)],
  ['no MAC', 'pkcs12-mac-missing', () => exported('-nomac')],
  ['a MAC of a digest that nobody should use', 'pkcs12-algorithm-unsupported', () => exported('-macalg', 'MD5')],
  ['a MAC with as many iterations as fit', 'pkcs12-iterations-excessive', () => pfx([], PASSWORD, 2n ** 62n)],
  ['a MAC with 100001 iterations', 'pkcs12-iterations-excessive', () => pfx([], PASSWORD, 100_001)],
  ['a MAC with no iteration', 'pkcs12-malformed', () => pfx([], PASSWORD, 0)],
  ['PBES2 with 1000001 iterations', 'pkcs12-iterations-excessive', () => made(encrypted(pbes2(pbkdf2(1_000_001))))],
  ['PBES2 with as many iterations as fit', 'pkcs12-iterations-excessive', () => made(encrypted(pbes2(pbkdf2(2n ** 80n))))],
  ['PBES2 with a negative number of iterations', 'pkcs12-malformed', () => made(encrypted(pbes2(pbkdf2(-1))))],
  ['PBES2 with a key of another length', 'pkcs12-algorithm-unsupported', () => made(encrypted(pbes2(pbkdf2(1, integer(16)))))],
  [
    'PBES2 with a cipher that is none',
    'pkcs12-algorithm-unsupported',
    () => made(encrypted(pbes2(pbkdf2(1), sequence(objectIdentifier('1.2.3'), octetString(Buffer.alloc(16)))))),
  ],
  [
    'PBES2 with a vector of another length',
    'pkcs12-algorithm-unsupported',
    () => made(encrypted(pbes2(pbkdf2(1), sequence(objectIdentifier('2.16.840.1.101.3.4.1.42'), octetString(Buffer.alloc(12)))))),
  ],
  [
    'PBES2 with HMAC-MD5',
    'pkcs12-algorithm-unsupported',
    () => made(encrypted(pbes2(pbkdf2(1, sequence(objectIdentifier('1.2.840.113549.2.6')))))),
  ],
  ['PBES2 with scrypt', 'pkcs12-algorithm-unsupported', () => made(encrypted(pbes2(sequence(objectIdentifier('1.3.6.1.4.1.11591.4.11')))))],
  ['PBES2 without parameters', 'pkcs12-algorithm-unsupported', () => made(encrypted(sequence(objectIdentifier('1.2.840.113549.1.5.13'))))],
  ['RC2 with 100001 iterations', 'pkcs12-iterations-excessive', () => made(encrypted(legacyAlgorithm(100_001)))],
  ['RC2 with a salt of 2 KiB', 'pkcs12-algorithm-unsupported', () => made(encrypted(legacyAlgorithm(1, Buffer.alloc(2048))))],
  ['RC2 without a salt', 'pkcs12-algorithm-unsupported', () => made(encrypted(legacyAlgorithm(1, Buffer.alloc(0))))],
  [
    'an encryption that nobody knows',
    'pkcs12-algorithm-unsupported',
    () => made(encrypted(sequence(objectIdentifier('1.2.840.113549.1.5.3')))),
  ],
  [
    'contents for the holder of a certificate',
    'pkcs12-algorithm-unsupported',
    () => made(sequence(objectIdentifier('1.2.840.113549.1.7.3'), contextConstructed(0, sequence()))),
  ],
  ['nine contents', 'pkcs12-malformed', () => made(...Array.from({ length: 9 }, () => bags()))],
  ['65 bags', 'pkcs12-malformed', () => made(bags(...Array.from({ length: 65 }, () => certificateBag(one.certificate.der))))],
  ['bags in bags in bags in bags in bags', 'pkcs12-malformed', () => made(dataContent(nested(5)))],
  ['no bag at all', 'pkcs12-key-missing', () => made()],
  [
    'certificates alone',
    'pkcs12-key-missing',
    () => exportPkcs12({ certificateFile: one.certificateFile, password: PASSWORD, out: pki.file('c.p12') }),
  ],
  ['a key alone', 'pkcs12-certificate-missing', () => exportPkcs12({ keyFile: one.keyFile, password: PASSWORD, out: pki.file('k.p12') })],
  [
    'the certificate of another key',
    'pkcs12-certificate-missing',
    () => made(bags(keyBag(pkcs8Of(one)), certificateBag(other.certificate.der))),
  ],
  ['a certificate that is none', 'pkcs12-certificate-missing', () => made(bags(keyBag(pkcs8Of(one)), certificateBag(Buffer.from('none'))))],
  ['a key that is none', 'pkcs12-malformed', () => made(bags(keyBag(sequence()), certificateBag(one.certificate.der)))],
  [
    'two keys with their certificates',
    'pkcs12-several-keys',
    () => made(bags(...[one, other].flatMap((identity) => [keyBag(pkcs8Of(identity)), certificateBag(identity.certificate.der)]))),
  ],
];

function nested(depth: number): Buffer {
  if (depth === 0) return sequence(keyBag(pkcs8Of(one)));
  return sequence(sequence(objectIdentifier('1.2.840.113549.1.12.10.1.6'), contextConstructed(0, nested(depth - 1))));
}

describe('a PKCS#12 file is refused', () => {
  it.each<Case>(CASES)('%s: %s', async (_name, code, make, password = PASSWORD) => {
    const bytes = await make();
    const error: unknown = await readPkcs12(bytes, password).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: 'KeyStoreError', code, disposition: 'operator' });
    expect(String(error)).not.toContain(PASSWORD);
  });

  it('with two certificates for one key', async () => {
    const renewed = await renewedCertificate();
    const bytes = made(bags(keyBag(pkcs8Of(one)), certificateBag(one.certificate.der), certificateBag(renewed)));
    await expect(readPkcs12(bytes, PASSWORD)).rejects.toMatchObject({ code: 'pkcs12-several-certificates' });
  });
});

describe('a PKCS#12 file is read', () => {
  it('made by hand as those above are', async () => {
    const bytes = made(bags(keyBag(pkcs8Of(one)), certificateBag(one.certificate.der)));
    expect((await readPkcs12(bytes, PASSWORD)).certificate.der).toEqual(one.certificate.der);
  });

  it('with bags in bags, and the same certificate twice', async () => {
    const inner = dataContent(nested(2));
    const bytes = made(inner, bags(certificateBag(one.certificate.der), certificateBag(one.certificate.der)));
    expect((await readPkcs12(bytes, PASSWORD)).privateKey.equals(one.privateKey)).toBe(true);
  });

  it('with no password where it was made with none', async () => {
    const { keyFile, certificateFile } = one;
    const bytes = await exportPkcs12({ keyFile, certificateFile, password: '', out: pki.file('empty.p12') });
    expect((await readPkcs12(bytes, '')).certificate.der).toEqual(one.certificate.der);
  });
});

/** Another certificate for the key of `one`. */
async function renewedCertificate(): Promise<Buffer> {
  const file = pki.file('renewed.pem');
  await openssl('req', '-x509', '-new', '-key', one.keyFile, '-subj', '/CN=Renewed', '-days', '5', '-out', file);
  return (await readCertificate(file)).der;
}
