import { createHash, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTimestampResponse } from '../../crypto/tsp/authority.ts';
import { buildTimestampRequest, parseTimestampRequest } from '../../crypto/tsp/request.ts';
import { grantedToken, parseTimestampResponse } from '../../crypto/tsp/response.ts';
import { parseTimestampToken } from '../../crypto/tsp/token.ts';
import { verifyTimestampResponse, verifyTimestampToken } from '../../crypto/tsp/verify.ts';
import { createPathValidator, type PathValidator } from '../../crypto/x509/path.ts';
import {
  codeOf,
  createTestPki,
  flipped,
  type Identity,
  type KeyKind,
  openssl,
  opensslVerdict,
  STAMPING,
  type TestPki,
} from '../unit/cms/support.ts';
import { DEFAULT_POLICY, OTHER_POLICY, replyWithOpenssl } from '../unit/tsp/openssl-authority.ts';

let pki: TestPki;
let pathValidator: PathValidator;
const authorities = new Map<KeyKind, Identity>();
const content = Buffer.from('invented content to be stamped');
const imprint = createHash('sha256').update(content).digest();

beforeAll(async () => {
  pki = await createTestPki();
  pathValidator = createPathValidator({ anchors: [pki.root] });
  for (const kind of ['P-256', 'P-384', 'RSA-3072'] as const) authorities.set(kind, await pki.issue(kind, `tsa-${kind}`, STAMPING));
});
afterAll(() => pki.remove());

const authorityOf = (kind: KeyKind): Identity => {
  const identity = authorities.get(kind);
  if (identity === undefined) throw new Error(`no authority ${kind}`);
  return identity;
};

describe.each(['P-256', 'P-384', 'RSA-3072'] as const)('our tokens with %s', (kind) => {
  async function stamp() {
    const request = buildTimestampRequest({ imprint, nonce: randomBytes(16), policy: DEFAULT_POLICY });
    // openssl ts reads no RSA-PSS: its PKCS#7 code knows PKCS#1 v1.5 only.
    const signer = authorityOf(kind).signer(kind === 'RSA-3072' ? 'RS256' : undefined);
    const issue = { signer, policy: DEFAULT_POLICY, serialNumber: 2n ** 127n + 5n, now: new Date() };
    return { request, response: await createTimestampResponse({ request, ...issue, accuracyMilliseconds: 1250 }) };
  }
  const acceptsToken = async (token: Buffer, digest = imprint) => {
    const fixed = ['-verify', '-token_in', '-in', await pki.write('token.der', token), '-CAfile', pki.rootFile];
    return (await opensslVerdict('ts', ...fixed, '-digest', digest.toString('hex'))).accepted;
  };

  it('are accepted by openssl against the request and against the digest', async () => {
    const { request, response } = await stamp();
    const query = ['-queryfile', await pki.write('q.tsq', request), '-in', await pki.write('r.tsr', response), '-CAfile', pki.rootFile];
    expect(await opensslVerdict('ts', '-verify', ...query)).toMatchObject({ accepted: true });
    expect(await acceptsToken(grantedToken(response))).toBe(true);
  });

  it('are refused by openssl with one byte flipped, for another digest, and for another request', async () => {
    const { response } = await stamp();
    const token = grantedToken(response);
    const { signedData, imprint: stampedImprint } = parseTimestampToken(token);
    const { signature } = signedData.signerInfo;
    const offsets = [token.indexOf(stampedImprint), token.indexOf(signature) + signature.length - 1, token.indexOf(signature) - 60];
    for (const offset of offsets) expect(await acceptsToken(flipped(token, offset))).toBe(false);
    expect(await acceptsToken(token, createHash('sha256').update('other').digest())).toBe(false);
    const another = await pki.write('q.tsq', buildTimestampRequest({ imprint, nonce: randomBytes(16) }));
    const query = ['-queryfile', another, '-in', await pki.write('r.tsr', response), '-CAfile', pki.rootFile];
    expect(await opensslVerdict('ts', '-verify', ...query)).toMatchObject({ accepted: false });
  });

  it('show in openssl the time, accuracy and serial number that we read', async () => {
    const { response } = await stamp();
    const text = await openssl('ts', '-reply', '-in', await pki.write('r.tsr', response), '-text');
    expect(text).toContain('Status: Granted.');
    expect(text).toContain('Accuracy: 0x01 seconds, 0xFA millis, unspecified micros');
    expect(text.toLowerCase()).toContain(`0x${(2n ** 127n + 5n).toString(16)}`);
  });
});

describe('our rejections', () => {
  it('are read by openssl, with status, text and failure', async () => {
    const request = buildTimestampRequest({ imprint, nonce: randomBytes(8), policy: '1.2.3' });
    const issue = { signer: authorityOf('P-256').signer(), policy: DEFAULT_POLICY, serialNumber: 1n, now: new Date() };
    const response = await createTimestampResponse({ request, ...issue, accuracyMilliseconds: 0 });
    const text = await openssl('ts', '-reply', '-in', await pki.write('r.tsr', response), '-text');
    expect(text).toContain('Status: Rejected.');
    expect(text).toContain('policy not accepted');
    expect(text).toContain('the requested TSA policy is not supported by the TSA');
  });
});

describe('what openssl ts -query writes', () => {
  it('is read by us, and our answer to it is accepted', async () => {
    const file = pki.file('theirs.tsq');
    const data = await pki.write('content', content);
    await openssl('ts', '-query', '-data', data, '-sha384', '-cert', '-tspolicy', DEFAULT_POLICY, '-out', file);
    const request = await readFile(file);
    const parsed = parseTimestampRequest(request);
    expect(parsed).toMatchObject({ version: 1, policy: DEFAULT_POLICY, certificateRequested: true, extensions: [] });
    expect(parsed.messageImprint.imprint.equals(createHash('sha384').update(content).digest())).toBe(true);
    const issue = { signer: authorityOf('P-256').signer(), policy: DEFAULT_POLICY, serialNumber: 9n, now: new Date() };
    const response = await pki.write('r.tsr', await createTimestampResponse({ request, ...issue, accuracyMilliseconds: 1 }));
    expect(await opensslVerdict('ts', '-verify', '-queryfile', file, '-in', response, '-CAfile', pki.rootFile)).toMatchObject({
      accepted: true,
    });
  });
});

describe.each(['P-256', 'P-384', 'RSA-3072'] as const)('what openssl ts -reply writes with %s', (kind) => {
  const digest = kind === 'P-384' ? 'sha384' : 'sha256';
  const nonce = Buffer.from('00f1e2d3c4b5a69788', 'hex');
  const changes = { signer_digest: digest };

  it('is verified by us: time, accuracy, name and nonce', async () => {
    const request = buildTimestampRequest({ imprint, nonce, policy: OTHER_POLICY });
    const response = await replyWithOpenssl(pki, authorityOf(kind), request, changes);
    const requirements = { imprint, nonce, pathValidator, revocationLists: [], policies: [OTHER_POLICY], now: new Date() };
    const verified = await verifyTimestampResponse({ response, ...requirements });
    expect(verified).toMatchObject({ policy: OTHER_POLICY, accuracyMilliseconds: 1501, ordering: true, imprintAlgorithm: 'sha256' });
    expect(verified.authorityName?.type).toBe('directoryName');
    expect(verified.path.verdict).toBe('PASSED');
    expect(verified.certificate.fingerprint).toBe(authorityOf(kind).certificate.fingerprint);
  });

  it('is refused by us wherever one bit of the token is flipped', async () => {
    const token = grantedToken(await replyWithOpenssl(pki, authorityOf(kind), buildTimestampRequest({ imprint, nonce }), changes));
    const own = authorityOf(kind).certificate.der;
    // The root that openssl adds is not needed: the path ends at our own anchor.
    const unused = parseTimestampToken(token)
      .signedData.certificates.filter((der) => !der.equals(own))
      .map((der) => ({ start: token.indexOf(der), end: token.indexOf(der) + der.length }));
    for (let offset = 0; offset < token.length; offset += 1) {
      if (unused.some(({ start, end }) => start <= offset && offset < end)) continue;
      const changed = { token: flipped(token, offset), imprint, nonce, pathValidator, revocationLists: [] };
      expect(await codeOf(() => verifyTimestampToken(changed)), `offset ${offset}`).toBeDefined();
    }
  });

  it('is refused by us when it refers to its certificate by SHA-1', async () => {
    const request = buildTimestampRequest({ imprint, nonce });
    const response = await replyWithOpenssl(pki, authorityOf(kind), request, { ...changes, ess_cert_id_alg: 'sha1' });
    const requirements = { imprint, nonce, pathValidator, revocationLists: [] };
    expect(await codeOf(() => verifyTimestampResponse({ response, ...requirements }))).toBe('signing-certificate-v1');
  });

  it('is read by us when it is a rejection', async () => {
    const response = await replyWithOpenssl(pki, authorityOf(kind), buildTimestampRequest({ imprint, nonce, policy: '1.2.3' }), changes);
    expect(parseTimestampResponse(response)).toMatchObject({ status: 'rejection', failInfo: 'unacceptedPolicy' });
    expect(parseTimestampResponse(response).token).toBeUndefined();
  });
});
