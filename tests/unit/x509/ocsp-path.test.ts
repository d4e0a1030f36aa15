import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { OcspResponse } from '../../../crypto/x509/ocsp-response.ts';
import { createPathValidator, type PathReport, type PathRequest } from '../../../crypto/x509/path.ts';
import type { RevocationList } from '../../../crypto/x509/revocation-list.ts';
import { AGE_WITHOUT_NEXT_UPDATE } from '../../../crypto/x509/revocation-status.ts';
import { answerFor, byKey, byName, issueResponder, NO_CHECK, SHA256_WITH_RSA, UNKNOWN } from './ocsp-support.ts';
import { days, type Issued, issue, issueList, NOW } from './support.ts';

let root: Issued;
let issuing: Issued;
let leaf: Issued;
let responder: Issued;
let rootList: RevocationList;

beforeAll(() => {
  root = issue({ name: 'root', authority: null });
  issuing = issue({ name: 'issuing', issuer: root, authority: 0 });
  leaf = issue({ name: 'leaf', issuer: issuing });
  responder = issueResponder(issuing);
  rootList = issueList({ issuer: root });
});

const request = (ocspResponses: readonly OcspResponse[], changes: Partial<PathRequest> = {}): PathRequest => ({
  certificate: leaf.certificate,
  intermediates: [issuing.certificate],
  at: NOW,
  revocationLists: [rootList],
  ocspResponses,
  required: {},
  revocation: 'required',
  ...changes,
});

const validate = (ocspResponses: readonly OcspResponse[], changes: Partial<PathRequest> = {}): Promise<PathReport> =>
  createPathValidator({ anchors: [root.certificate] }).validate(request(ocspResponses, changes));

const answer = (options: Partial<Parameters<typeof answerFor>[0]> = {}): OcspResponse =>
  answerFor({ certificate: leaf.certificate, issuer: issuing, responder, ...options });

describe('a response', () => {
  it.each<[string, () => OcspResponse]>([
    ['a responder named by its key', () => answer()],
    ['a responder named by its name', () => answer({ responderId: byName(responder.certificate) })],
    [
      'the issuer, named by its key',
      () => answerFor({ certificate: leaf.certificate, issuer: issuing, certificates: [root.certificate.der] }),
    ],
    [
      'the issuer, named by its name',
      () => answerFor({ certificate: leaf.certificate, issuer: issuing, responderId: byName(issuing.certificate) }),
    ],
    ['a certificate named by SHA-1', () => answer({ digest: 'sha1' })],
  ])('of %s settles the status', async (_what, make) => {
    expect(await validate([])).toMatchObject({ verdict: 'INDETERMINATE', code: 'revocation-unknown', detail: 'CN=leaf' });
    const response = make();
    const report = await validate([response]);
    expect(report).toMatchObject({ verdict: 'PASSED', revocation: 'good' });
    expect(report.ocspResponses).toEqual([response]);
    expect(report.revocationLists).toEqual([rootList]);
  });

  it('tells of a revocation, from its date on', async () => {
    const revoked = answer({ revoked: { at: days(-3), reason: 1 } });
    expect(await validate([revoked])).toMatchObject({
      verdict: 'FAILED',
      code: 'certificate-revoked',
      detail: 'CN=leaf',
      revokedAt: days(-3),
      revocation: 'revoked',
      ocspResponses: [revoked],
    });
    const before = new Date(days(-3).getTime() - 1);
    expect(await validate([revoked], { at: before })).toMatchObject({ verdict: 'PASSED', revokedAt: days(-3) });
  });

  it('about the issuing authority counts as much', async () => {
    const aboutIssuing = answerFor({ certificate: issuing.certificate, issuer: root });
    const revoked = answerFor({ certificate: issuing.certificate, issuer: root, revoked: { at: days(-3) } });
    expect(await validate([answer(), aboutIssuing], { revocationLists: [] })).toMatchObject({ verdict: 'PASSED', revocation: 'good' });
    expect(await validate([answer()], { revocationLists: [] })).toMatchObject({ code: 'revocation-unknown', detail: 'CN=issuing' });
    expect(await validate([answer(), revoked])).toMatchObject({ code: 'certificate-revoked', detail: 'CN=issuing' });
  });

  it('says nothing after its next update, or ten minutes after this one where it names none', async () => {
    const response = answer({ nextUpdate: days(1) });
    expect(await validate([response], { at: days(1) })).toMatchObject({ verdict: 'PASSED' });
    expect(await validate([response], { at: new Date(days(1).getTime() + 1) })).toMatchObject({ code: 'revocation-unknown' });
    const open = answer({ nextUpdate: null });
    const end = days(-1).getTime() + AGE_WITHOUT_NEXT_UPDATE;
    expect(await validate([open], { at: new Date(end) })).toMatchObject({ verdict: 'PASSED' });
    expect(await validate([open], { at: new Date(end + 1) })).toMatchObject({ code: 'revocation-unknown' });
  });

  it.each<[string, () => OcspResponse]>([
    ['about another certificate', () => answerFor({ certificate: responder.certificate, issuer: issuing, responder })],
    ['about the same number of another issuer', () => answerFor({ certificate: leaf.certificate, issuer: root })],
    ['that does not know the certificate', () => answer({ status: UNKNOWN })],
    ['that names the certificate by another digest', () => answer({ digest: 'sha512' })],
  ])('%s says nothing', async (_what, make) => {
    expect(await validate([make()])).toMatchObject({ verdict: 'INDETERMINATE', code: 'revocation-unknown' });
  });

  it.each<[string, () => OcspResponse]>([
    ['a stranger', () => answer({ responder: issueResponder(issue({ name: 'issuing', authority: 0 })) })],
    ['an authority further up', () => answer({ responder: issueResponder(root) })],
    ['a certificate of the issuer for something else', () => answer({ responder: issue({ name: 'seal', issuer: issuing }) })],
    ['the certificate asked about', () => answer({ responder: leaf })],
    ['a responder whose key is not for signatures', () => answer({ responder: issueResponder(issuing, { keyUsage: ['keyAgreement'] }) })],
    ['a responder that had expired', () => answer({ responder: issueResponder(issuing, { notBefore: days(-9), notAfter: days(-2) }) })],
    ['a responder that was not valid yet', () => answer({ responder: issueResponder(issuing, { notBefore: days(0) }) })],
    [
      'an authority below the issuer',
      () => answer({ responder: issueResponder(issuing, { authority: 0, keyUsage: ['digitalSignature'] }) }),
    ],
    ['nobody, by another signature', () => answer({ signature: () => Buffer.alloc(70, 1) })],
    ['a key that is not the one named', () => answer({ responderId: byKey(issuing.certificate) })],
    ['a responder whose certificate is missing', () => answer({ certificates: [leaf.certificate.der] })],
  ])('of %s is not believed, whatever it says', async (_what, make) => {
    const report = await validate([make()]);
    expect(report).toMatchObject({ verdict: 'INDETERMINATE', code: 'revocation-unknown', ocspResponses: [] });
  });

  it('of a short RSA key is not believed', async () => {
    const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const weak = issueResponder(issuing, { keys });
    const response = answer({ responder: weak, responderId: byName(weak.certificate), algorithm: SHA256_WITH_RSA });
    expect(await validate([response])).toMatchObject({ code: 'revocation-unknown' });
    const lenient = createPathValidator({ anchors: [root.certificate], minimumRsaBits: 2048 });
    expect(await lenient.validate(request([response]))).toMatchObject({ verdict: 'PASSED' });
  });
});

describe('a responder', () => {
  const checked = (): Issued => issueResponder(issuing, { extensions: [] });
  const revokedBy = (certificate: Issued, at: Date, reason?: number): RevocationList =>
    issueList({
      issuer: issuing,
      thisUpdate: days(-5),
      nextUpdate: days(-4),
      revoked: [{ certificate: certificate.certificate, at, ...(reason === undefined ? {} : { reason }) }],
    });

  it('without id-pkix-ocsp-nocheck is believed when a list says that it is good', async () => {
    const delegated = checked();
    const response = answer({ responder: delegated });
    expect(await validate([response])).toMatchObject({ code: 'revocation-unknown' });
    // The list is stale at the moment asked about and was not when the response was produced: it speaks of the responder only.
    const old = issueList({ issuer: issuing, thisUpdate: days(-2), nextUpdate: new Date(days(-1).getTime() + 1000) });
    expect(await validate([response], { revocationLists: [rootList, old] })).toMatchObject({ verdict: 'PASSED' });
  });

  it.each([undefined, 1, 2])('that was revoked later because of its key (reason %s) is not believed any more', async (reason) => {
    const response = answer();
    expect(await validate([response], { revocationLists: [rootList, revokedBy(responder, days(3), reason)] })).toMatchObject({
      code: 'revocation-unknown',
    });
  });

  it('that was replaced later is believed for what it produced before', async () => {
    const response = answer();
    const later = revokedBy(responder, days(-0.5), 4);
    const earlier = revokedBy(responder, days(-2), 4);
    expect(await validate([response], { revocationLists: [rootList, later] })).toMatchObject({ verdict: 'PASSED' });
    expect(await validate([response], { revocationLists: [rootList, earlier] })).toMatchObject({ code: 'revocation-unknown' });
  });

  it('is not asked about by another responder: only lists judge it', async () => {
    const delegated = checked();
    const about = answerFor({ certificate: delegated.certificate, issuer: issuing, responder });
    expect(await validate([answer({ responder: delegated }), about])).toMatchObject({ code: 'revocation-unknown' });
  });

  it('has nocheck honoured in the certificate, not elsewhere', () => {
    expect(responder.certificate.isOcspNoCheck).toBe(true);
    expect(checked().certificate.isOcspNoCheck).toBe(false);
    expect(NO_CHECK.identifier).toBe('1.3.6.1.5.5.7.48.1.5');
  });
});

describe('lists and responses together', () => {
  const list = (options: Partial<Parameters<typeof issueList>[0]> = {}): RevocationList => issueList({ issuer: issuing, ...options });

  it('a revocation in either wins over good of the other, older or newer', async () => {
    const revoked = [{ certificate: leaf.certificate, at: days(-3), reason: 1 }];
    for (const [listDay, responseDay] of [
      [-2, -1],
      [-1, -2],
      [-1, -1],
    ] as const) {
      const inList = [rootList, list({ revoked, thisUpdate: days(listDay) })];
      expect(await validate([answer({ thisUpdate: days(responseDay) })], { revocationLists: inList })).toMatchObject({
        code: 'certificate-revoked',
      });
      const inResponse = answer({ revoked: { at: days(-3), reason: 1 }, thisUpdate: days(responseDay) });
      expect(await validate([inResponse], { revocationLists: [rootList, list({ thisUpdate: days(listDay) })] })).toMatchObject({
        code: 'certificate-revoked',
      });
    }
  });

  it('a hold counts until something newer no longer has it', async () => {
    const hold = [{ certificate: leaf.certificate, at: days(-3), reason: 6 }];
    const held = (thisUpdate: Date) => [rootList, list({ revoked: hold, thisUpdate })];
    expect(await validate([answer({ thisUpdate: days(-1) })], { revocationLists: held(days(-2)) })).toMatchObject({ verdict: 'PASSED' });
    expect(await validate([answer({ thisUpdate: days(-2) })], { revocationLists: held(days(-1)) })).toMatchObject({
      code: 'certificate-revoked',
    });
    expect(await validate([answer({ thisUpdate: days(-1) })], { revocationLists: held(days(-1)) })).toMatchObject({
      code: 'certificate-revoked',
    });
    const heldByResponse = answer({ revoked: { at: days(-3), reason: 6 }, thisUpdate: days(-2) });
    expect(await validate([heldByResponse], { revocationLists: [rootList, list()] })).toMatchObject({ verdict: 'PASSED' });
    expect(await validate([heldByResponse, answer({ thisUpdate: days(-1) })])).toMatchObject({ verdict: 'PASSED' });
    expect(await validate([heldByResponse])).toMatchObject({ code: 'certificate-revoked' });
  });

  it('the fresh one settles the status when the other is stale', async () => {
    const stale = list({ thisUpdate: days(-9), nextUpdate: days(-2) });
    expect(await validate([answer()], { revocationLists: [rootList, stale] })).toMatchObject({ verdict: 'PASSED', revocation: 'good' });
    const old = answer({ thisUpdate: days(-9), nextUpdate: days(-2) });
    expect(await validate([old], { revocationLists: [rootList, list()] })).toMatchObject({ verdict: 'PASSED', revocation: 'good' });
    expect(await validate([old], { revocationLists: [rootList, stale] })).toMatchObject({ code: 'revocation-unknown' });
  });

  it('are remembered with the answer they gave, at any moment and in any order', async () => {
    const remembering = createPathValidator({ anchors: [root.certificate], cacheSize: 3 });
    const good = answer({ nextUpdate: days(5) });
    const revoked = answer({ revoked: { at: days(2), reason: 1 }, thisUpdate: days(3), nextUpdate: days(6) });
    const about = answerFor({ certificate: responder.certificate, issuer: issuing, responder });
    const open = answer({ nextUpdate: null });
    const moment = fc.oneof(
      fc.integer({ min: -48, max: 9 * 24 }).map((hours) => new Date(NOW.getTime() + hours * 3_600_000)),
      fc
        .constantFrom(-1, 2, 3, 5, 6)
        .chain((day) => fc.integer({ min: -1, max: 1 }).map((offset) => new Date(days(day).getTime() + offset))),
      fc.integer({ min: -1, max: 1 }).map((offset) => new Date(days(-1).getTime() + AGE_WITHOUT_NEXT_UPDATE + offset)),
    );
    const question = fc.record({
      at: moment,
      ocspResponses: fc.constantFrom([good], [revoked], [good, about], [good, revoked], [open], [about], []),
      revocation: fc.constantFrom('required' as const, 'if-available' as const),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(question, { minLength: 1, maxLength: 8 }), async (questions) => {
        for (const { ocspResponses, ...changes } of questions)
          expect(await remembering.validate(request(ocspResponses, changes))).toEqual(await validate(ocspResponses, changes));
      }),
      { numRuns: 60 },
    );
  });

  it('do not cost a new answer when a response about somebody else comes', async () => {
    const validator = createPathValidator({ anchors: [root.certificate] });
    const good = answer();
    const first = await validator.validate(request([good]));
    const stranger = answerFor({ certificate: issue({ name: 'stranger', issuer: issuing }).certificate, issuer: issuing, responder });
    expect(await validator.validate(request([good, stranger]))).toBe(first);
    expect(await validator.validate(request([answer({ revoked: { at: days(-3) } }), stranger]))).not.toBe(first);
  });
});
