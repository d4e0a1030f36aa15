import { CryptoError } from '../error.ts';
import type { Certificate } from './certificate.ts';
import { namesIssuer } from './ocsp-certificate-id.ts';
import { responderOf } from './ocsp-responder.ts';
import { type OcspAnswer, type OcspResponse, parseOcspResponse } from './ocsp-response.ts';
import { endOf } from './revocation-status.ts';

/** How far the clock of a responder may be from ours. */
const DEFAULT_MAXIMUM_SKEW = 5 * 60_000;
const DEFAULT_MINIMUM_RSA_BITS = 3000;

/**
 * The checks of a response that has just been fetched (RFC 6960 section 3.2): it answers about this certificate, is signed by somebody
 * whom the issuer lets answer, belongs to this request, and is current. Whether the responder was revoked, and what the answer
 * means for a path, is judged each time it is used (`revocation-status.ts`).
 *
 * @param options.nonce octets sent in the request. A response with another nonce is refused; one without any only where
 * `nonceRequired` says so, as responders that answer from a cache repeat none (RFC 5019 section 2.2.1).
 * @throws CryptoError `ocsp-response-malformed`, `-unsupported`, `-unsuccessful`, `ocsp-responder-not-trusted`,
 * `ocsp-nonce-mismatch`, `ocsp-answer-missing`, `ocsp-answer-out-of-time`
 */
export function verifyOcspResponse(options: {
  der: Buffer;
  certificate: Certificate;
  issuer: Certificate;
  now: Date;
  nonce?: Buffer;
  nonceRequired?: boolean;
  maximumSkewMilliseconds?: number;
  minimumRsaBits?: number;
}): { response: OcspResponse; answer: OcspAnswer } {
  const { certificate, issuer, now } = options;
  const response = parseOcspResponse(options.der);
  if (responderOf(response, issuer, options.minimumRsaBits ?? DEFAULT_MINIMUM_RSA_BITS) === undefined)
    throw new CryptoError('ocsp-responder-not-trusted', 'neither the issuer nor a responder of its own signed the response');
  requireNonce(response, options.nonce, options.nonceRequired === true);
  const answer = response.answers.find(
    ({ certificateId }) => certificateId.serialHex === certificate.serialHex && namesIssuer(certificateId, issuer),
  );
  if (answer === undefined) throw new CryptoError('ocsp-answer-missing', 'the response is about other certificates');
  requireCurrent(response, answer, now, options.maximumSkewMilliseconds ?? DEFAULT_MAXIMUM_SKEW);
  return { response, answer };
}

function requireNonce(response: OcspResponse, sent: Buffer | undefined, required: boolean): void {
  if (sent === undefined) return;
  const matches = response.nonce === undefined ? !required : response.nonce.equals(sent);
  if (!matches) throw new CryptoError('ocsp-nonce-mismatch', 'the response belongs to another request');
}

function requireCurrent(response: OcspResponse, answer: OcspAnswer, now: Date, skew: number): void {
  const latest = Math.max(response.producedAt.getTime(), answer.thisUpdate.getTime());
  // Written so that an invalid date on either side refuses.
  const isCurrent = latest <= now.getTime() + skew && endOf(answer).getTime() >= now.getTime() - skew;
  if (!isCurrent) throw new CryptoError('ocsp-answer-out-of-time', 'the response is not about this time', { disposition: 'retry' });
}
