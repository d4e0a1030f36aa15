import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attachSignatureTimestamp } from '../../crypto/cades/attach-timestamp.ts';
import { signCades } from '../../crypto/cades/sign.ts';
import { verifyCades } from '../../crypto/cades/verify.ts';
import { parseSignedData } from '../../crypto/cms/signed-data.ts';
import { SIGNATURES_WITH_PKCS1, type SignatureAlgorithm } from '../../crypto/suites.ts';
import { createTimestampResponse } from '../../crypto/tsp/authority.ts';
import { buildTimestampRequest } from '../../crypto/tsp/request.ts';
import { grantedToken } from '../../crypto/tsp/response.ts';
import { codeOf, createTestPki, flipped, type Identity, openssl, opensslVerdict, STAMPING, type TestPki } from '../unit/cms/support.ts';

let pki: TestPki;
let contentFile: string;
let authority: Identity;
const signers = new Map<string, Identity>();
const content = Buffer.from('Invented manifest.\nIt has two lines.\n');
const ours: [SignatureAlgorithm, string][] = [
  ['ES256', 'P-256'],
  ['ES384', 'P-384'],
  ['RS256', 'RSA-3072'],
  ['PS256', 'RSA-3072'],
  ['PS384', 'RSA-3072'],
];

beforeAll(async () => {
  pki = await createTestPki();
  contentFile = await pki.write('content', content);
  authority = await pki.issue('P-256', 'tsa', STAMPING);
  for (const kind of ['P-256', 'P-384', 'RSA-3072'] as const) signers.set(kind, await pki.issue(kind, kind));
});
afterAll(() => pki.remove());

const signerOf = (kind: string): Identity => {
  const identity = signers.get(kind);
  if (identity === undefined) throw new Error(`no signer ${kind}`);
  return identity;
};

async function opensslAccepts(signature: Buffer, over: string = contentFile): Promise<boolean> {
  const file = await pki.write('signature.p7s', signature);
  const fixed = ['-verify', '-cades', '-binary', '-inform', 'DER', '-out', '/dev/null'];
  const { accepted, output } = await opensslVerdict('cms', ...fixed, '-in', file, '-content', over, '-CAfile', pki.rootFile);
  expect(output.includes('CAdES Verification successful')).toBe(accepted);
  return accepted;
}

async function stamped(signature: { der: Buffer; signatureValue: Buffer }): Promise<Buffer> {
  const imprint = createHash('sha256').update(signature.signatureValue).digest();
  const response = await createTimestampResponse({
    request: buildTimestampRequest({ imprint, nonce: Buffer.alloc(16, 0x5a) }),
    signer: authority.signer(),
    policy: '1.3.6.1.4.1.99999.1',
    serialNumber: 4711n,
    now: new Date(),
    accuracyMilliseconds: 1000,
  });
  return attachSignatureTimestamp(signature.der, grantedToken(response));
}

describe.each(ours)('our CAdES with %s', (algorithm, kind) => {
  it('is accepted by openssl, as B-B and as B-T', async () => {
    const signature = await signCades({ signer: signerOf(kind).signer(algorithm), content, signingTime: new Date() });
    expect(await opensslAccepts(signature.der)).toBe(true);
    const withStamp = await stamped(signature);
    expect(await opensslAccepts(withStamp)).toBe(true);
    expect(verifyCades({ der: withStamp, content, algorithms: [algorithm] }).timestampTokens).toHaveLength(1);
  });

  it('is refused by openssl with one byte flipped in content, signature or signed attributes', async () => {
    const { der } = await signCades({ signer: signerOf(kind).signer(algorithm), content, signingTime: new Date() });
    expect(await opensslAccepts(der, await pki.write('flipped-content', flipped(content, 3)))).toBe(false);
    const { signature, signedAttributesDer } = parseSignedData(der).signerInfo;
    const signatureStart = der.indexOf(signature);
    // In the attributes: after the tag and the length, which differ from the copy that was hashed.
    const attributesStart = der.indexOf(signedAttributesDer.subarray(4)) - 4;
    for (const offset of [signatureStart + signature.length - 1, attributesStart + 40, attributesStart + signedAttributesDer.length - 1]) {
      expect(await opensslAccepts(flipped(der, offset))).toBe(false);
    }
  });
});

describe('what openssl cms -sign -cades writes', () => {
  const theirs: [string, string, string[], SignatureAlgorithm][] = [
    ['EC P-256', 'P-256', ['-md', 'sha256'], 'ES256'],
    ['EC P-256 named by its key identifier', 'P-256', ['-md', 'sha256', '-keyid'], 'ES256'],
    ['EC P-384', 'P-384', ['-md', 'sha384'], 'ES384'],
    ['RSA PKCS#1 v1.5', 'RSA-3072', ['-md', 'sha256'], 'RS256'],
    ['RSA-PSS', 'RSA-3072', ['-md', 'sha256', '-keyopt', 'rsa_padding_mode:pss', '-keyopt', 'rsa_pss_saltlen:digest'], 'PS256'],
    [
      'RSA-PSS with the longest salt',
      'RSA-3072',
      ['-md', 'sha384', '-keyopt', 'rsa_padding_mode:pss', '-keyopt', 'rsa_pss_saltlen:max'],
      'PS384',
    ],
  ];

  async function signWithOpenssl(kind: string, options: readonly string[]): Promise<Buffer> {
    const { certificateFile, keyFile } = signerOf(kind);
    const output = pki.file('openssl.p7s');
    const fixed = ['-sign', '-cades', '-binary', '-outform', 'DER', '-in', contentFile, '-out', output];
    await openssl('cms', ...fixed, '-signer', certificateFile, '-inkey', keyFile, ...options);
    return readFile(output);
  }

  it.each(theirs)('is verified by us: %s', async (_, kind, options, algorithm) => {
    const der = await signWithOpenssl(kind, options);
    const verified = verifyCades({ der, content, algorithms: SIGNATURES_WITH_PKCS1 });
    expect(verified.algorithm).toBe(algorithm);
    expect(verified.certificate.fingerprint).toBe(signerOf(kind).certificate.fingerprint);
    expect(await codeOf(() => verifyCades({ der, content: flipped(content, 0), algorithms: SIGNATURES_WITH_PKCS1 }))).toBe(
      'message-digest-mismatch',
    );
    const { signature } = parseSignedData(der).signerInfo;
    const forged = flipped(der, der.indexOf(signature) + signature.length - 1);
    expect(await codeOf(() => verifyCades({ der: forged, content, algorithms: SIGNATURES_WITH_PKCS1 }))).toBe('signature-invalid');
  });

  it('gets our time-stamp and is then still accepted by openssl', async () => {
    const der = await signWithOpenssl('P-256', ['-md', 'sha256']);
    const withStamp = await stamped({ der, signatureValue: parseSignedData(der).signerInfo.signature });
    expect(await opensslAccepts(withStamp)).toBe(true);
  });

  it('is refused without -cades: no reference to the certificate', async () => {
    const { certificateFile, keyFile } = signerOf('P-256');
    const output = pki.file('plain.p7s');
    const fixed = ['-sign', '-binary', '-outform', 'DER', '-in', contentFile, '-out', output];
    await openssl('cms', ...fixed, '-signer', certificateFile, '-inkey', keyFile);
    const der = await readFile(output);
    expect(await codeOf(() => verifyCades({ der, content, algorithms: SIGNATURES_WITH_PKCS1 }))).toBe('attribute-missing');
  });
});
