import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  booleanValue,
  contextConstructed,
  contextPrimitive,
  generalizedTime,
  integer,
  nullValue,
  objectIdentifier,
  octetString,
  sequence,
  tlv,
  utcTime,
} from '../../../crypto/der/writer.ts';
import { CryptoError } from '../../../crypto/error.ts';
import { buildOcspRequest, MAXIMUM_OCSP_REQUEST_LENGTH, parseOcspRequest } from '../../../crypto/x509/ocsp-request.ts';
import { MAXIMUM_OCSP_RESPONSE_LENGTH, parseOcspResponse } from '../../../crypto/x509/ocsp-response.ts';
import {
  type AnswerFields,
  byKey,
  byName,
  certificateId,
  issueResponder,
  type ResponseFields,
  revokedStatus,
  signWith,
  writeAnswer,
  writeResponse,
} from './ocsp-support.ts';
import { days, errorOf, extension, issue, writeExtension } from './support.ts';

const issuer = issue({ name: 'issuing', authority: 0 });
const leaf = issue({ name: 'leaf', issuer }).certificate;
const other = issue({ name: 'other', issuer }).certificate;
const responder = issueResponder(issuer);
const id = certificateId(leaf, issuer.certificate);

const answer = (changes: Partial<AnswerFields> = {}): Buffer => writeAnswer({ certificateId: id, ...changes });

const response = (changes: Partial<ResponseFields> = {}): Buffer =>
  writeResponse({
    responderId: byKey(responder.certificate),
    answers: [answer()],
    signature: signWith(responder.privateKey),
    certificates: [responder.certificate.der],
    ...changes,
  });

const seconds = (date: Date): string => date.toISOString().replace(/[-:T]/g, '').slice(0, 14);
const time = (text: string): Buffer => tlv(0x18, Buffer.from(text));
const nonce = (value: Buffer, critical = false) => extension('1.3.6.1.5.5.7.48.1.2', value, critical);
const answers = (count: number): Buffer[] =>
  Array.from({ length: count }, (_, index) => {
    const numbered = sequence(
      sequence(objectIdentifier('1.3.14.3.2.26'), nullValue()),
      octetString(Buffer.alloc(20, 1)),
      octetString(Buffer.alloc(20, 2)),
      integer(index + 1),
    );
    return answer({ certificateId: numbered });
  });
const idWith = (...parts: Buffer[]): Buffer =>
  answer({ certificateId: sequence(sequence(objectIdentifier('1.3.14.3.2.26'), nullValue()), ...parts) });

describe('an OCSP response', () => {
  it('is read with what it says', () => {
    const der = response({
      answers: [
        answer(),
        answer({
          certificateId: certificateId(other, issuer.certificate, 'sha1'),
          status: revokedStatus(days(-2), 1),
          nextUpdate: null,
          extensions: [extension('1.3.6.1.5.5.7.48.1.6', generalizedTime(days(-900)))],
        }),
      ],
      extensions: [nonce(octetString(Buffer.from('0123456789abcdef')))],
    });
    const read = parseOcspResponse(der);
    expect(read.der).toEqual(der);
    expect(read.responderId).toMatchObject({ keyHash: expect.any(Buffer) });
    expect(read.producedAt).toEqual(days(-1));
    expect(read.nonce?.toString()).toBe('0123456789abcdef');
    expect(read.certificates.map(({ subject }) => subject)).toEqual(['CN=responder']);
    expect(read.answers).toMatchObject([
      { status: 'good', thisUpdate: days(-1), nextUpdate: days(7), certificateId: { digest: 'sha256', serialHex: leaf.serialHex } },
      { status: 'revoked', revokedAt: days(-2), reason: 1, archiveCutoff: days(-900), certificateId: { digest: 'sha1' } },
    ]);
    expect(read.answers[1]).not.toHaveProperty('nextUpdate');
  });

  it('of another digest than SHA-1 or SHA-256 names no certificate', () => {
    const read = parseOcspResponse(response({ answers: [answer({ certificateId: certificateId(leaf, issuer.certificate, 'sha512') })] }));
    expect(read.answers[0]?.certificateId.digest).toBeUndefined();
  });

  it.each<[string, Buffer]>([
    ['nothing', Buffer.alloc(0)],
    ['no SEQUENCE', tlv(0x31, tlv(0x0a, Buffer.of(0)))],
    ['an octet after it', Buffer.concat([response(), Buffer.of(0)])],
    ['an octet less', response().subarray(0, -1)],
    ['more octets than are read', Buffer.concat([response(), Buffer.alloc(MAXIMUM_OCSP_RESPONSE_LENGTH)])],
    ['successful without a response', sequence(tlv(0x0a, Buffer.of(0)))],
    ['try later together with a response', response({ status: tlv(0x0a, Buffer.of(3)) })],
    ['the status that is not used', sequence(tlv(0x0a, Buffer.of(4)))],
    ['a status of two octets', sequence(tlv(0x0a, Buffer.of(0, 0)))],
    ['a responder of neither form', response({ responderId: contextConstructed(3, sequence()) })],
    ['a digest of the key that is too short', response({ responderId: contextConstructed(2, octetString(Buffer.alloc(19))) })],
    ['no answer', response({ answers: [] })],
    ['more answers than are read', response({ answers: answers(65) })],
    ['a certificate answered twice', response({ answers: [answer(), answer({ status: revokedStatus(days(-2)) })] })],
    ['an empty list of certificates', response({ certificates: [] })],
    ['more certificates than are read', response({ certificates: Array.from({ length: 9 }, () => responder.certificate.der) })],
    ['a certificate that is none', response({ certificates: [sequence(integer(1))] })],
    ['a time of production in UTCTime', response({ producedAt: utcTime(days(-1)) })],
    ['a time with a fraction', response({ producedAt: time(`${seconds(days(-1))}.5Z`) })],
    ['a time of no calendar', response({ producedAt: time('20260231000000Z') })],
    ['a next update before this one', response({ answers: [answer({ nextUpdate: generalizedTime(days(-2)) })] })],
    ['a status of another tag', response({ answers: [answer({ status: contextPrimitive(3, Buffer.alloc(0)) })] })],
    ['a good status with octets', response({ answers: [answer({ status: contextPrimitive(0, Buffer.of(1)) })] })],
    ['revoked without a time', response({ answers: [answer({ status: contextConstructed(1) })] })],
    ['the reason that is not used', response({ answers: [answer({ status: revokedStatus(days(-2), 7) })] })],
    ['removal from a list as a reason', response({ answers: [answer({ status: revokedStatus(days(-2), 8) })] })],
    ['a reason out of range', response({ answers: [answer({ status: revokedStatus(days(-2), 11) })] })],
    ['an empty nonce', response({ extensions: [nonce(octetString(Buffer.alloc(0)))] })],
    ['a nonce that is too long', response({ extensions: [nonce(octetString(Buffer.alloc(129)))] })],
    ['a nonce that is no octet string', response({ extensions: [nonce(integer(5))] })],
    ['an extension twice', response({ extensions: [nonce(octetString(Buffer.of(1))), nonce(octetString(Buffer.of(1)))] })],
    ['a default written out', response({ extensions: [{ ...nonce(octetString(Buffer.of(1))), critical: booleanValue(false) }] })],
    [
      'an identifier without a digest of the name',
      response({ answers: [idWith(octetString(Buffer.alloc(0)), octetString(Buffer.of(1)), integer(1))] }),
    ],
    [
      'a serial number that is too long',
      response({ answers: [idWith(octetString(Buffer.of(1)), octetString(Buffer.of(1)), integer(1n << 170n))] }),
    ],
  ])('is refused: %s', (_what, der) => {
    expect(errorOf(() => parseOcspResponse(der))).toMatchObject({ code: 'ocsp-response-malformed', disposition: 'refuse' });
  });

  it.each<[string, Buffer]>([
    ['another type', response({ type: '1.3.6.1.5.5.7.48.1.99' })],
    ['version 1 written out', response({ version: contextConstructed(0, integer(0)) })],
    ['version 2', response({ version: contextConstructed(0, integer(1)) })],
    ['a critical extension nobody knows', response({ extensions: [extension('1.2.3.4', nullValue(), true)] })],
    ['a critical extension in an answer', response({ answers: [answer({ extensions: [extension('1.2.3.4', nullValue(), true)] })] })],
  ])('is not supported: %s', (_what, der) => {
    expect(errorOf(() => parseOcspResponse(der))).toMatchObject({ code: 'ocsp-response-unsupported', disposition: 'refuse' });
  });

  it.each([
    [1, 'operator'],
    [2, 'retry'],
    [3, 'retry'],
    [5, 'operator'],
    [6, 'operator'],
  ])('without a status (%i) is told as such', (status, disposition) => {
    const error = errorOf(() => parseOcspResponse(sequence(tlv(0x0a, Buffer.of(status)))));
    expect(error).toMatchObject({ code: 'ocsp-response-unsuccessful', disposition });
  });

  it('that is damaged anywhere is refused or says what its octets say', () => {
    const intact = response({ responderId: byName(responder.certificate), extensions: [nonce(octetString(Buffer.alloc(16, 7)))] });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: intact.length - 1 }), fc.integer({ min: 1, max: 255 }), (offset, change) => {
        const der = Buffer.from(intact);
        der[offset] = (der[offset] ?? 0) ^ change;
        try {
          expect(parseOcspResponse(der).der).toEqual(der);
        } catch (error) {
          expect(error).toBeInstanceOf(CryptoError);
          expect((error as CryptoError).code).toMatch(/^ocsp-response-/);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('an OCSP request', () => {
  const single = (certificate = id, ...extensions: Buffer[]): Buffer => sequence(certificate, ...extensions);
  const request = (...members: Buffer[]): Buffer => sequence(sequence(...members));
  const list = (...members: readonly Buffer[]): Buffer => sequence(...members);
  const extensions = (...members: Parameters<typeof writeExtension>[0][]): Buffer =>
    contextConstructed(2, sequence(...members.map(writeExtension)));

  it('is read as it was built, for both digests, with and without a nonce', () => {
    for (const digest of ['sha1', 'sha256'] as const) {
      const bare = parseOcspRequest(buildOcspRequest({ certificate: leaf, issuer: issuer.certificate, digest }));
      expect(bare).toEqual({ certificateIds: [expect.objectContaining({ digest, serialHex: leaf.serialHex })], isSigned: false });
      expect(bare.certificateIds[0]?.der).toEqual(certificateId(leaf, issuer.certificate, digest));
      const withNonce = buildOcspRequest({ certificate: leaf, issuer: issuer.certificate, digest, nonce: Buffer.alloc(32, 9) });
      expect(parseOcspRequest(withNonce).nonce).toEqual(Buffer.alloc(32, 9));
    }
  });

  it('is built with a nonce of 1 to 128 octets only', () => {
    const build = (length: number) => () =>
      buildOcspRequest({ certificate: leaf, issuer: issuer.certificate, nonce: Buffer.alloc(length, 1) });
    expect(parseOcspRequest(build(128)()).nonce?.length).toBe(128);
    for (const length of [0, 129]) expect(errorOf(build(length))).toMatchObject({ code: 'der-value-invalid' });
  });

  it('names its sender and may be signed, which changes nothing', () => {
    const named = contextConstructed(1, contextConstructed(4, issuer.certificate.subjectDer));
    const signed = sequence(sequence(named, list(single())), contextConstructed(0, sequence()));
    expect(parseOcspRequest(signed)).toMatchObject({ isSigned: true, certificateIds: [{ serialHex: leaf.serialHex }] });
  });

  it.each<[string, Buffer]>([
    ['nothing', Buffer.alloc(0)],
    ['an octet after it', Buffer.concat([request(list(single())), Buffer.of(0)])],
    ['more octets than are read', Buffer.alloc(MAXIMUM_OCSP_REQUEST_LENGTH + 1, 0x30)],
    ['version 1 written out', request(contextConstructed(0, integer(0)), list(single()))],
    ['no certificate', request(list())],
    ['more certificates than are read', request(list(...Array.from({ length: 17 }, () => single())))],
    ['an empty nonce', request(list(single()), extensions(nonce(octetString(Buffer.alloc(0)))))],
    ['a nonce that is too long', request(list(single()), extensions(nonce(octetString(Buffer.alloc(129)))))],
    ['a critical extension nobody knows', request(list(single()), extensions(extension('1.2.3.4', nullValue(), true)))],
    ['an extension twice', request(list(single()), extensions(extension('1.2.3', nullValue()), extension('1.2.3', nullValue())))],
    [
      'a critical extension about one certificate',
      request(list(single(id, contextConstructed(0, sequence(writeExtension(extension('1.2.3.4', nullValue(), true))))))),
    ],
    ['a sender of no known form', request(contextConstructed(1, tlv(0x95, Buffer.of(1))), list(single()))],
    ['something after the signature', sequence(sequence(list(single())), contextConstructed(0, sequence()), nullValue())],
  ])('is refused: %s', (_what, der) => {
    expect(errorOf(() => parseOcspRequest(der))).toMatchObject({ code: 'ocsp-request-malformed', disposition: 'refuse' });
  });

  it('of any octets is refused by the one code or read', () => {
    const intact = buildOcspRequest({ certificate: leaf, issuer: issuer.certificate, nonce: Buffer.alloc(32, 9) });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: intact.length - 1 }), fc.integer({ min: 1, max: 255 }), (offset, change) => {
        const der = Buffer.from(intact);
        der[offset] = (der[offset] ?? 0) ^ change;
        try {
          expect(parseOcspRequest(der).certificateIds.length).toBe(1);
        } catch (error) {
          expect((error as CryptoError).code).toBe('ocsp-request-malformed');
        }
      }),
      { numRuns: 300 },
    );
  });
});
