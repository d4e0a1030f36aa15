import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { contextConstructed, contextPrimitive, nullValue, sequence, tlv } from '../../../crypto/der/writer.ts';
import { createPathValidator, type PathReport, type PathRequest } from '../../../crypto/x509/path.ts';
import type { RevocationList } from '../../../crypto/x509/revocation-list.ts';
import {
  days,
  extension,
  type Issued,
  type IssueOptions,
  issue,
  issueList,
  NOW,
  newKeys,
  pointName,
  SERVER_AUTH,
  TIME_STAMPING,
} from './support.ts';

let root: Issued;
let issuing: Issued;
let leaf: Issued;
let lists: RevocationList[];

beforeAll(() => {
  root = issue({ name: 'root', authority: null });
  issuing = issue({ name: 'issuing', issuer: root, authority: 0 });
  leaf = issue({ name: 'leaf', issuer: issuing, keyUsage: ['digitalSignature', 'nonRepudiation'] });
  lists = [issueList({ issuer: root }), issueList({ issuer: issuing })];
});

function request(changes: Partial<PathRequest> = {}): PathRequest {
  return {
    certificate: leaf.certificate,
    intermediates: [issuing.certificate],
    at: NOW,
    revocationLists: lists,
    required: {},
    revocation: 'required',
    ...changes,
  };
}

const validate = (changes: Partial<PathRequest> = {}, anchors = [root]): Promise<PathReport> =>
  createPathValidator({ anchors: anchors.map(({ certificate }) => certificate) }).validate(request(changes));

/** The verdict for a certificate issued like `leaf`, with one thing changed. */
const validateLeaf = (options: Partial<IssueOptions>, changes: Partial<PathRequest> = {}): Promise<PathReport> =>
  validate({ certificate: issue({ name: 'changed leaf', issuer: issuing, ...options }).certificate, ...changes });

describe('a path', () => {
  it('passes from the certificate over its issuer to the anchor', async () => {
    const report = await validate({ required: { keyUsage: ['digitalSignature', 'nonRepudiation'] } });
    expect(report).toMatchObject({ verdict: 'PASSED', revocation: 'good' });
    expect(report.code).toBeUndefined();
    expect(report.chain.map(({ subject }) => subject)).toEqual(['CN=leaf', 'CN=issuing', 'CN=root']);
  });

  it('passes when certificates that do not belong to it came along', async () => {
    const strangers = [issue({ name: 'stranger', authority: null }).certificate, leaf.certificate, root.certificate, issuing.certificate];
    expect(await validate({ intermediates: [...strangers, issuing.certificate] })).toMatchObject({ verdict: 'PASSED' });
  });

  it('passes for a certificate that is itself an anchor', async () => {
    expect(await validate({ intermediates: [], revocationLists: [] }, [leaf])).toMatchObject({
      verdict: 'PASSED',
      chain: [leaf.certificate],
    });
  });

  it('is indeterminate without the issuer', async () => {
    expect(await validate({ intermediates: [] })).toMatchObject({
      verdict: 'INDETERMINATE',
      code: 'path-not-found',
      chain: [leaf.certificate],
    });
  });

  it('is indeterminate to another anchor of the same name', async () => {
    expect(await validate({}, [issue({ name: 'root', authority: null })])).toMatchObject({
      verdict: 'INDETERMINATE',
      code: 'path-not-found',
    });
  });

  it('is indeterminate without any anchor', async () => {
    expect(await validate({}, [])).toMatchObject({ verdict: 'INDETERMINATE', code: 'path-not-found' });
  });

  it('finds the good one of two issuers with the same name, whatever their order', async () => {
    const impostor = issue({ name: 'issuing', issuer: root, authority: 0 });
    const expired = issue({ name: 'issuing', issuer: root, authority: 0, keys: issuing, notAfter: days(-1) });
    for (const others of [
      [impostor, expired, issuing],
      [issuing, expired, impostor],
    ]) {
      expect(await validate({ intermediates: others.map(({ certificate }) => certificate) })).toMatchObject({ verdict: 'PASSED' });
    }
  });

  it('is looked for in bounded time among authorities that certify each other in a circle', async () => {
    const keys = [newKeys(), newKeys(), newKeys()];
    const names = ['circle 0', 'circle 1', 'circle 2'];
    const authorities = names.map((name, index) => ({ ...issue({ name, keys: keys[index] ?? newKeys(), authority: null }) }));
    const circle = authorities.flatMap((issuer) =>
      authorities.map(
        ({ name, privateKey, publicKey }) => issue({ name, issuer, keys: { privateKey, publicKey }, authority: null }).certificate,
      ),
    );
    const victim = issue({ name: 'victim', issuer: authorities[0] as Issued }).certificate;
    expect(await validate({ certificate: victim, intermediates: circle })).toMatchObject({
      verdict: 'INDETERMINATE',
      code: 'path-not-found',
    });
  });

  it('is not looked for among more than 16 certificates', async () => {
    const intermediates = Array.from({ length: 17 }, () => issuing.certificate);
    expect(await validate({ intermediates })).toMatchObject({ verdict: 'FAILED', code: 'too-many-certificates' });
  });
});

describe('validity', () => {
  it.each([
    ['the instant it begins', days(-10), 'PASSED', undefined],
    ['a millisecond before', new Date(days(-10).getTime() - 1), 'FAILED', 'certificate-not-yet-valid'],
    ['the instant it ends', days(365), 'PASSED', undefined],
    ['a millisecond after', new Date(days(365).getTime() + 1), 'FAILED', 'certificate-expired'],
  ] as const)('%s', async (_what, at, verdict, code) => {
    const report = await validate({ at, revocation: 'if-available' });
    expect(report.verdict).toBe(verdict);
    expect(report.code).toBe(code);
  });

  it('of an issuer counts as much as that of the certificate', async () => {
    const expired = issue({ name: 'issuing', issuer: root, authority: 0, keys: issuing, notAfter: days(-1) });
    expect(await validate({ intermediates: [expired.certificate] })).toMatchObject({
      verdict: 'FAILED',
      code: 'certificate-expired',
      detail: 'CN=issuing',
    });
  });

  it('of an anchor as well', async () => {
    const expired = issue({ name: 'root', keys: root, authority: null, notAfter: days(-1) });
    expect(await validate({}, [expired])).toMatchObject({ verdict: 'FAILED', code: 'certificate-expired', detail: 'CN=root' });
  });
});

describe('usage', () => {
  it('must name every key usage required', async () => {
    const required = { keyUsage: ['digitalSignature', 'nonRepudiation'] } as const;
    expect(await validateLeaf({ keyUsage: ['digitalSignature'] }, { required })).toMatchObject({
      verdict: 'FAILED',
      code: 'key-usage-missing',
    });
  });

  it('must be present to be required', async () => {
    const required = { keyUsage: ['digitalSignature'] } as const;
    expect(await validateLeaf({ keyUsage: [] }, { required })).toMatchObject({ verdict: 'FAILED', code: 'key-usage-missing' });
  });

  it.each([
    ['passes when named', [SERVER_AUTH, TIME_STAMPING], undefined],
    ['fails when others are named', [SERVER_AUTH], 'extended-key-usage-missing'],
    ['fails when only "any" is named', ['2.5.29.37.0'], 'extended-key-usage-missing'],
  ] as const)('extended: %s', async (_what, extendedKeyUsage, code) => {
    expect((await validateLeaf({ extendedKeyUsage }, { required: { extendedKeyUsage: TIME_STAMPING } })).code).toBe(code);
  });

  it('extended: fails when the extension is absent', async () => {
    expect(await validate({ required: { extendedKeyUsage: TIME_STAMPING } })).toMatchObject({
      verdict: 'FAILED',
      code: 'extended-key-usage-missing',
    });
  });

  it('extended: is limited by that of the issuer', async () => {
    const limited = issue({ name: 'limited', issuer: root, authority: 0, extendedKeyUsage: [SERVER_AUTH] });
    const certificate = issue({ name: 'stamper', issuer: limited, extendedKeyUsage: [TIME_STAMPING] }).certificate;
    const changes = { certificate, intermediates: [limited.certificate], required: { extendedKeyUsage: TIME_STAMPING } };
    expect(await validate(changes)).toMatchObject({ verdict: 'FAILED', code: 'extended-key-usage-missing', detail: 'CN=limited' });
  });

  it('of a critical extension that nobody here knows fails', async () => {
    const extensions = [extension('1.2.3.4', nullValue(), true)];
    expect(await validateLeaf({ extensions })).toMatchObject({ verdict: 'FAILED', code: 'critical-extension-unknown' });
  });
});

describe('an issuer', () => {
  it('that is no authority fails', async () => {
    const certificate = issue({ name: 'below a leaf', issuer: leaf }).certificate;
    const intermediates = [leaf.certificate, issuing.certificate];
    expect(await validate({ certificate, intermediates })).toMatchObject({ verdict: 'FAILED', code: 'issuer-not-authority' });
  });

  it('that may not sign certificates fails', async () => {
    const issuer = issue({ name: 'lists only', issuer: root, authority: null, keyUsage: ['cRLSign'] });
    const certificate = issue({ name: 'below', issuer }).certificate;
    expect(await validate({ certificate, intermediates: [issuer.certificate] })).toMatchObject({
      verdict: 'FAILED',
      code: 'issuer-not-authority',
    });
  });

  it('below a path length limit fails', async () => {
    const tooDeep = issue({ name: 'too deep', issuer: issuing, authority: null });
    const certificate = issue({ name: 'below', issuer: tooDeep }).certificate;
    const intermediates = [tooDeep.certificate, issuing.certificate];
    expect(await validate({ certificate, intermediates })).toMatchObject({
      verdict: 'FAILED',
      code: 'path-length-exceeded',
      detail: 'CN=issuing',
    });
  });

  it('limited to other names fails', async () => {
    const permitted = sequence(contextConstructed(0, sequence(tlv(0x82, Buffer.from('good.example')))));
    const limited = issue({ name: 'limited', issuer: root, authority: 0, extensions: [extension('2.5.29.30', permitted, true)] });
    const named = (host: string): Issued =>
      issue({ name: host, issuer: limited, extensions: [extension('2.5.29.17', sequence(tlv(0x82, Buffer.from(host))))] });
    const intermediates = [limited.certificate];
    const changes = { intermediates, revocation: 'if-available' as const };
    expect(await validate({ ...changes, certificate: named('gateway.good.example').certificate })).toMatchObject({ verdict: 'PASSED' });
    expect(await validate({ ...changes, certificate: named('gateway.evil.example').certificate })).toMatchObject({
      verdict: 'FAILED',
      code: 'name-constraint-violated',
    });
  });
});

describe('revocation', () => {
  const revokedAt = days(-2);
  const revokedLeaf = (options: { reason?: number } = {}): RevocationList =>
    issueList({ issuer: issuing, revoked: [{ certificate: leaf.certificate, at: revokedAt, ...options }] });

  it('before the moment fails, and tells when', async () => {
    const report = await validate({ revocationLists: [lists[0] as RevocationList, revokedLeaf()] });
    expect(report).toMatchObject({ verdict: 'FAILED', code: 'certificate-revoked', revocation: 'revoked', revokedAt, detail: 'CN=leaf' });
  });

  it('fails also where revocation is asked for if available', async () => {
    expect(await validate({ revocationLists: [revokedLeaf()], revocation: 'if-available' })).toMatchObject({
      verdict: 'FAILED',
      code: 'certificate-revoked',
    });
  });

  it('at the very moment fails, and a millisecond later passes but is told', async () => {
    const revocationLists = [lists[0] as RevocationList, revokedLeaf()];
    expect(await validate({ revocationLists, at: revokedAt })).toMatchObject({ verdict: 'FAILED' });
    const report = await validate({ revocationLists, at: new Date(revokedAt.getTime() - 1) });
    expect(report).toMatchObject({ verdict: 'PASSED', revocation: 'good', revokedAt });
  });

  it('of the issuer counts', async () => {
    const revocationLists = [
      issueList({ issuer: root, revoked: [{ certificate: issuing.certificate, at: revokedAt }] }),
      lists[1] as RevocationList,
    ];
    expect(await validate({ revocationLists })).toMatchObject({ verdict: 'FAILED', code: 'certificate-revoked', detail: 'CN=issuing' });
  });

  it('told by any list counts, and a hold only while the newest list has it', async () => {
    const newer = issueList({ issuer: issuing, thisUpdate: NOW, number: 2 });
    const rootList = lists[0] as RevocationList;
    expect(await validate({ revocationLists: [rootList, newer, revokedLeaf({ reason: 1 })] })).toMatchObject({
      code: 'certificate-revoked',
    });
    expect(await validate({ revocationLists: [rootList, revokedLeaf({ reason: 6 }), newer] })).toMatchObject({ verdict: 'PASSED' });
    expect(await validate({ revocationLists: [rootList, revokedLeaf({ reason: 6 })] })).toMatchObject({ code: 'certificate-revoked' });
  });

  it.each([
    ['no list at all', () => []],
    ['a list of one issuer only', () => [lists[0]]],
    ['a stale list', () => [lists[0], issueList({ issuer: issuing, nextUpdate: new Date(NOW.getTime() - 1000) })]],
    ['a list signed by another key', () => [lists[0], issueList({ issuer: { ...issuing, ...newKeys() } })]],
    [
      'a list from after the certificate expired',
      () => [lists[0], issueList({ issuer: issuing, thisUpdate: days(366), nextUpdate: days(380) })],
    ],
    ['a list of authorities only', () => [lists[0], issueList({ issuer: issuing, scope: sequence(contextPrimitive(2, Buffer.of(0xff))) })]],
    [
      'a list of another distribution point',
      () => [lists[0], issueList({ issuer: issuing, scope: sequence(pointName('http://other.example/1.crl')) })],
    ],
  ] as const)('is unknown with %s', async (_what, makeLists) => {
    const revocationLists = makeLists().filter((list) => list !== undefined);
    const report = await validate({ revocationLists });
    expect(report).toMatchObject({ verdict: 'INDETERMINATE', code: 'revocation-unknown', revocation: 'unknown' });
    expect(await validate({ revocationLists, revocation: 'if-available' })).toMatchObject({ verdict: 'PASSED', revocation: 'unknown' });
  });

  it('is unknown when the issuer may not sign lists', async () => {
    const issuer = issue({ name: 'certificates only', issuer: root, authority: null, keyUsage: ['keyCertSign'] });
    const certificate = issue({ name: 'below', issuer }).certificate;
    const changes = {
      certificate,
      intermediates: [issuer.certificate],
      revocationLists: [lists[0] as RevocationList, issueList({ issuer })],
    };
    expect(await validate(changes)).toMatchObject({ verdict: 'INDETERMINATE', code: 'revocation-unknown' });
  });

  it('is settled by a list issued later, and by the list of the certificate’s own distribution point', async () => {
    const later = issueList({ issuer: issuing, thisUpdate: days(3), nextUpdate: days(10) });
    expect(await validate({ revocationLists: [lists[0] as RevocationList, later] })).toMatchObject({
      verdict: 'PASSED',
      revocation: 'good',
    });
    const point = issueList({ issuer: issuing, scope: sequence(pointName('http://crl.example/1.crl')) });
    const changes = { revocationLists: [lists[0] as RevocationList, point] };
    expect(await validateLeaf({ distributionPoint: 'http://crl.example/1.crl' }, changes)).toMatchObject({
      verdict: 'PASSED',
      revocation: 'good',
    });
  });
});

describe('remembered reports', () => {
  it('are those of a validator that remembers nothing, at any moment and in any order', async () => {
    const revoked = issueList({ issuer: issuing, revoked: [{ certificate: leaf.certificate, at: days(2) }] });
    const remembering = createPathValidator({ anchors: [root.certificate], cacheSize: 2 });
    const moment = fc.oneof(
      fc.integer({ min: -12 * 24, max: 370 * 24 }).map((hours) => new Date(NOW.getTime() + hours * 3_600_000)),
      fc
        .constantFrom(-10, -1, 2, 7, 365)
        .chain((day) => fc.integer({ min: -1, max: 1 }).map((offset) => new Date(days(day).getTime() + offset))),
    );
    const question = fc.record({
      at: moment,
      revocationLists: fc.constantFrom(lists, [lists[0] as RevocationList, revoked], []),
      revocation: fc.constantFrom('required', 'if-available'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(question, { minLength: 1, maxLength: 8 }), async (questions) => {
        for (const changes of questions) expect(await remembering.validate(request(changes))).toEqual(await validate(changes));
      }),
      { numRuns: 60 },
    );
  });

  it('are the same object while nothing can have changed', async () => {
    const validator = createPathValidator({ anchors: [root.certificate] });
    const first = await validator.validate(request());
    expect(await validator.validate(request({ at: new Date(NOW.getTime() + 1000) }))).toBe(first);
    expect(await validator.validate(request({ at: days(8) }))).not.toBe(first);
  });
});
