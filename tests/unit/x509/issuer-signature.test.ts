import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nullValue, objectIdentifier, sequence } from '../../../crypto/der/writer.ts';
import { parseCertificate } from '../../../crypto/x509/certificate.ts';
import { verifyIssuerSignature } from '../../../crypto/x509/issuer-signature.ts';
import { createPathValidator } from '../../../crypto/x509/path.ts';
import { parseRevocationList } from '../../../crypto/x509/revocation-list.ts';
import { days, issue, name, spki, time, writeCertificate } from './support.ts';

/** Certificates and lists made by openssl with the algorithms that other States use. */
const ALGORITHMS: readonly (readonly [string, string[], string[], object])[] = [
  ['P-256 with SHA-256', ['EC', '-pkeyopt', 'ec_paramgen_curve:P-256'], ['-sha256'], { keyType: 'ec-p256', keyBits: 256, accepted: true }],
  ['P-384 with SHA-384', ['EC', '-pkeyopt', 'ec_paramgen_curve:P-384'], ['-sha384'], { keyType: 'ec-p384', keyBits: 384, accepted: true }],
  ['RSA-3072 with SHA-256', ['RSA', '-pkeyopt', 'rsa_keygen_bits:3072'], ['-sha256'], { keyType: 'rsa', keyBits: 3072, accepted: true }],
  [
    'RSA-3072 with PSS and SHA-384',
    ['RSA', '-pkeyopt', 'rsa_keygen_bits:3072'],
    ['-sha384', '-sigopt', 'rsa_padding_mode:pss', '-sigopt', 'rsa_pss_saltlen:48'],
    { keyType: 'rsa', keyBits: 3072, accepted: true },
  ],
  ['Ed25519', ['ED25519'], [], { keyType: 'ed25519', keyBits: 256, accepted: true }],
  ['RSA-2048 with SHA-256', ['RSA', '-pkeyopt', 'rsa_keygen_bits:2048'], ['-sha256'], { keyType: 'rsa', keyBits: 2048, accepted: false }],
  ['P-521 with SHA-512', ['EC', '-pkeyopt', 'ec_paramgen_curve:P-521'], ['-sha512'], { keyType: 'other', keyBits: 0, accepted: false }],
  [
    'a P-256 key with its curve written out',
    ['EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-pkeyopt', 'ec_param_enc:explicit'],
    ['-sha256'],
    { keyType: 'other', accepted: false },
  ],
];

let folder: string;
const file = (fileName: string): string => join(folder, fileName);

function openssl(...parameters: string[]): void {
  const { status, stderr } = spawnSync('openssl', parameters, { cwd: folder });
  if (status !== 0) throw new Error(`openssl ${parameters.join(' ')}: ${stderr}`);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'valija-issuer-'));
  await writeFile(file('index.txt'), '');
  await writeFile(
    file('ca.cnf'),
    '[ca]\ndefault_ca=d\n[d]\ndatabase=index.txt\ncrlnumber=number\ndefault_crl_days=7\ncrl_extensions=e\n[e]\nauthorityKeyIdentifier=keyid\n',
  );
});
afterAll(() => rm(folder, { recursive: true }));

describe.each(ALGORITHMS)('openssl’s own certificate: %s', (_what, key, digest, expected) => {
  beforeAll(async () => {
    openssl('genpkey', '-algorithm', ...key, '-out', 'key.pem');
    openssl('req', '-x509', '-new', '-key', 'key.pem', ...digest, '-subj', '/C=PT/CN=Invented root', '-days', '30', '-out', 'root.pem');
    openssl('x509', '-in', 'root.pem', '-outform', 'DER', '-out', 'root.der');
    await writeFile(file('number'), '01\n');
    openssl(
      'ca',
      '-config',
      'ca.cnf',
      '-gencrl',
      '-keyfile',
      'key.pem',
      '-cert',
      'root.pem',
      ...(digest.length === 0 ? ['-md', 'null'] : ['-md', digest[0]?.slice(1) ?? '']),
      ...digest.slice(1),
      '-out',
      'list.pem',
    );
    openssl('crl', '-in', 'list.pem', '-outform', 'DER', '-out', 'list.der');
  });

  it('is read, and its signature and that of its list hold', async () => {
    const certificate = parseCertificate(await readFile(file('root.der')));
    const { accepted, ...fields } = expected as { accepted: boolean };
    expect(certificate).toMatchObject({ ...fields, subject: 'C=PT, CN=Invented root', isAuthority: true });
    expect(verifyIssuerSignature(certificate, certificate.publicKey)).toBe(true);
    expect(verifyIssuerSignature({ ...certificate, signature: certificate.signature.subarray(1) }, certificate.publicKey)).toBe(false);

    const list = parseRevocationList(await readFile(file('list.der')));
    expect(list.issuerDer).toEqual(certificate.subjectDer);
    expect(verifyIssuerSignature(list, certificate.publicKey)).toBe(true);
    expect(verifyIssuerSignature(list, issue({ name: 'another' }).publicKey)).toBe(false);

    const validator = createPathValidator({ anchors: [certificate] });
    const question = { certificate, intermediates: [], at: new Date(), revocationLists: [], required: {}, revocation: 'required' } as const;
    expect(await validator.validate(question)).toMatchObject(
      accepted ? { verdict: 'PASSED' } : { verdict: 'FAILED', code: 'algorithm-not-accepted' },
    );
  });
});

describe('a signature algorithm that is not accepted', () => {
  const issuer = issue({ name: 'issuer', authority: null });
  const ecdsa = '1.2.840.10045.4.3.2';
  const rsa = '1.2.840.113549.1.1.11';
  const pss = '1.2.840.113549.1.1.10';

  it.each([
    ['ECDSA with SHA-1', sequence(objectIdentifier('1.2.840.10045.4.1'))],
    ['RSA with SHA-1', sequence(objectIdentifier('1.2.840.113549.1.1.5'), nullValue())],
    ['ECDSA with parameters', sequence(objectIdentifier(ecdsa), nullValue())],
    ['RSA without parameters', sequence(objectIdentifier(rsa))],
    ['RSA with other parameters', sequence(objectIdentifier(rsa), sequence())],
    ['PSS without parameters, which means SHA-1', sequence(objectIdentifier(pss))],
    ['PSS with its defaults, which mean SHA-1', sequence(objectIdentifier(pss), sequence())],
    ['one that is unknown', sequence(objectIdentifier('1.2.3.4'))],
  ])('makes no path: %s', async (_what, algorithm) => {
    const { certificate } = issue({ name: 'leaf', issuer });
    const fields = {
      issuer: certificate.issuerDer,
      notBefore: time(days(-1)),
      notAfter: time(days(1)),
      subject: name('leaf'),
      publicKey: spki(issuer),
    };
    const changed = parseCertificate(
      writeCertificate({
        ...fields,
        algorithm,
        extensions: [{ identifier: '1.2.3', value: nullValue() }],
        signature: () => certificate.signature,
      }),
    );
    expect(changed.issuerAlgorithm).toBeUndefined();
    expect(verifyIssuerSignature(changed, issuer.publicKey)).toBe(false);
  });

  it('includes every one of another kind than the key', () => {
    const { certificate } = issue({ name: 'leaf', issuer });
    const otherKind = { keyType: 'rsa', digest: 'sha256', padding: 'pkcs1', saltLength: 0 } as const;
    expect(verifyIssuerSignature({ ...certificate, issuerAlgorithm: otherKind }, issuer.publicKey)).toBe(false);
    expect(verifyIssuerSignature(certificate, issuer.publicKey)).toBe(true);
  });
});
