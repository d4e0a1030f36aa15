import { describe, expect, it } from 'vitest';
import { octetString } from '../../../crypto/der/writer.ts';
import { createSigner } from '../../../crypto/signer.ts';
import { createOcspRefusal, createOcspResponse } from '../../../crypto/x509/ocsp-issue.ts';
import { parseOcspResponse } from '../../../crypto/x509/ocsp-response.ts';
import { verifyOcspResponse } from '../../../crypto/x509/ocsp-verify.ts';
import { answerFor, certificateId, issueResponder } from './ocsp-support.ts';
import { days, errorOf, extension, issue, NOW } from './support.ts';

const issuing = issue({ name: 'issuing', authority: 0 });
const leaf = issue({ name: 'leaf', issuer: issuing });
const responder = issueResponder(issuing);

const nonce = Buffer.from('0123456789abcdef');
const other = Buffer.from('fedcba9876543210');
const withNonce = (value: Buffer) => ({ extensions: [extension('1.3.6.1.5.5.7.48.1.2', octetString(value))] });
const answer = (options: Partial<Parameters<typeof answerFor>[0]> = {}): Buffer =>
  answerFor({ certificate: leaf.certificate, issuer: issuing, responder, ...options }).der;
const verify = (der: Buffer, options: Partial<Parameters<typeof verifyOcspResponse>[0]> = {}) =>
  verifyOcspResponse({ der, certificate: leaf.certificate, issuer: issuing.certificate, now: NOW, ...options });

const minute = 60_000;
const at = (milliseconds: number): Date => new Date(NOW.getTime() + milliseconds);

describe('a response that was just fetched', () => {
  it('is taken when it repeats the nonce, or has none where none is required', () => {
    expect(verify(answer(withNonce(nonce)), { nonce, nonceRequired: true }).answer.status).toBe('good');
    expect(verify(answer(), { nonce }).answer.status).toBe('good');
    expect(verify(answer(withNonce(other))).answer.status).toBe('good');
  });

  it.each<[string, () => unknown, string]>([
    ['another nonce', () => verify(answer(withNonce(other)), { nonce }), 'ocsp-nonce-mismatch'],
    ['a nonce cut short', () => verify(answer(withNonce(nonce.subarray(0, 15))), { nonce }), 'ocsp-nonce-mismatch'],
    ['no nonce where one is required', () => verify(answer(), { nonce, nonceRequired: true }), 'ocsp-nonce-mismatch'],
    [
      'about another certificate',
      () => verify(answerFor({ certificate: responder.certificate, issuer: issuing, responder }).der),
      'ocsp-answer-missing',
    ],
    [
      'of a stranger',
      () => verify(answer({ responder: issueResponder(issue({ name: 'issuing', authority: 0 })) })),
      'ocsp-responder-not-trusted',
    ],
    ['with a signature of nobody', () => verify(answer({ signature: () => Buffer.alloc(8) })), 'ocsp-responder-not-trusted'],
    ['no response at all', () => verify(Buffer.from('3000', 'hex')), 'ocsp-response-malformed'],
    ['a refusal', () => verify(createOcspRefusal('tryLater')), 'ocsp-response-unsuccessful'],
    ['stale', () => verify(answer({ nextUpdate: at(-5 * minute - 1000) })), 'ocsp-answer-out-of-time'],
    ['without a next update and old', () => verify(answer({ thisUpdate: at(-16 * minute), nextUpdate: null })), 'ocsp-answer-out-of-time'],
    ['of the future', () => verify(answer({ thisUpdate: at(5 * minute + 1000) })), 'ocsp-answer-out-of-time'],
    ['produced in the future', () => verify(answer({ producedAt: at(5 * minute + 1000) })), 'ocsp-answer-out-of-time'],
    ['at no time', () => verify(answer(), { now: new Date(Number.NaN) }), 'ocsp-answer-out-of-time'],
  ])('is refused: %s', (_what, act, code) => {
    expect(errorOf(act)).toMatchObject({ code });
  });

  it('may be off by the skew of two clocks', () => {
    for (const options of [
      { nextUpdate: at(-5 * minute) },
      { thisUpdate: at(5 * minute) },
      { thisUpdate: at(-15 * minute), nextUpdate: null },
    ])
      expect(verify(answer(options)).answer.status).toBe('good');
  });
});

describe('a response of ours', () => {
  const signer = createSigner({ privateKey: responder.privateKey, certificate: responder.certificate });
  const id = { der: certificateId(leaf.certificate, issuing.certificate) };

  it('says what it was asked to say, to the second', async () => {
    const der = await createOcspResponse({
      signer,
      producedAt: at(999),
      nonce,
      answers: [
        {
          certificateId: id,
          status: 'revoked',
          revokedAt: new Date(days(-1).getTime() + 10),
          reason: 4,
          thisUpdate: NOW,
          nextUpdate: days(1),
        },
      ],
    });
    const read = parseOcspResponse(der);
    expect(read).toMatchObject({ producedAt: NOW, nonce, certificates: [{ fingerprint: responder.certificate.fingerprint }] });
    expect(read.answers).toMatchObject([{ status: 'revoked', revokedAt: days(-1), reason: 4, thisUpdate: NOW, nextUpdate: days(1) }]);
    expect(verify(der, { nonce, nonceRequired: true }).response.der).toEqual(der);
  });

  it('names itself as asked, and comes without a certificate when asked', async () => {
    const answers = [{ certificateId: id, status: 'unknown' as const, thisUpdate: NOW }];
    const named = parseOcspResponse(await createOcspResponse({ signer, producedAt: NOW, answers, responderId: 'name' }));
    expect(named).toMatchObject({ responderId: { nameDer: responder.certificate.subjectDer }, answers: [{ status: 'unknown' }] });
    const bare = parseOcspResponse(await createOcspResponse({ signer, producedAt: NOW, answers, includeCertificate: false }));
    expect(bare.certificates).toEqual([]);
    expect(bare.answers[0]).not.toHaveProperty('nextUpdate');
  });
});
