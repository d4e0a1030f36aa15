import type { Signer } from '../../crypto/signer.ts';
import type { Certificate } from '../../crypto/x509/certificate.ts';
import { type CertificateId, namesIssuer } from '../../crypto/x509/ocsp-certificate-id.ts';
import { createOcspRefusal, createOcspResponse } from '../../crypto/x509/ocsp-issue.ts';
import { type OcspRequest, parseOcspRequest } from '../../crypto/x509/ocsp-request.ts';
import type { OcspResponseStatus } from '../../crypto/x509/ocsp-response.ts';

/** What an issuer knows about one of its certificates; `unknown` for a number that it never issued. */
export type CertificateState = { status: 'good' | 'unknown' } | { status: 'revoked'; revokedAt: Date; reason?: number };

/** An issuer for whose certificates the responder answers. */
export interface AnsweredIssuer {
  certificate: Certificate;
  /** The issuer itself or, better, a responder with a certificate of the issuer for id-kp-OCSPSigning. */
  signer: Signer;
  stateOf(serialHex: string): CertificateState | Promise<CertificateState>;
}

export interface OcspResponderOptions {
  issuers: readonly AnsweredIssuer[];
  now: () => Date;
  /** How long an answer holds, in milliseconds. */
  validityMilliseconds: number;
  responderId?: 'key' | 'name';
  /** Hears why an answer could not be given; requesters are only told `internalError`. */
  onFailure?: (error: unknown) => void;
}

export interface OcspReply {
  der: Buffer;
  /** Present when the same answer may be given again to whoever asks the same: its first and last moment. */
  cacheable?: { from: Date; until: Date };
}

export interface OcspResponder {
  /** A DER OCSPResponse for whatever octets came. Never rejects. */
  respond(request: Buffer): Promise<OcspReply>;
}

/**
 * An OCSP responder (RFC 6960) over issuers and what they know. One response has one signer, so the certificates of one request must
 * be of one issuer: others are answered `unauthorized`, as is an issuer that is not ours (RFC 6960 section 2.3).
 */
export function createOcspResponder(options: OcspResponderOptions): OcspResponder {
  return {
    async respond(octets) {
      const request = readRequest(octets);
      if (request === undefined) return refusal('malformedRequest');
      try {
        return await answer(request, options);
      } catch (error) {
        options.onFailure?.(error);
        return refusal('internalError');
      }
    },
  };
}

function readRequest(octets: Buffer): OcspRequest | undefined {
  try {
    return parseOcspRequest(octets);
  } catch {
    return undefined;
  }
}

async function answer({ certificateIds, nonce }: OcspRequest, options: OcspResponderOptions): Promise<OcspReply> {
  const issuer = options.issuers.find(({ certificate }) => certificateIds.every((id) => namesIssuer(id, certificate)));
  if (issuer === undefined) return refusal('unauthorized');
  const producedAt = new Date(Math.floor(options.now().getTime() / 1000) * 1000);
  const nextUpdate = new Date(producedAt.getTime() + options.validityMilliseconds);
  const answers = await Promise.all(
    withoutRepetition(certificateIds).map(async (certificateId) => ({
      certificateId,
      ...(await issuer.stateOf(certificateId.serialHex)),
      thisUpdate: producedAt,
      nextUpdate,
    })),
  );
  const der = await createOcspResponse({
    signer: issuer.signer,
    answers,
    producedAt,
    responderId: options.responderId ?? 'key',
    ...(nonce === undefined ? {} : { nonce }),
  });
  return nonce === undefined ? { der, cacheable: { from: producedAt, until: nextUpdate } } : { der };
}

/** Nobody reads a response that answers about the same certificate twice. */
function withoutRepetition(ids: readonly CertificateId[]): CertificateId[] {
  return [...new Map(ids.map((id) => [id.der.toString('hex'), id])).values()];
}

function refusal(status: Exclude<OcspResponseStatus, 'successful'>): OcspReply {
  return { der: createOcspRefusal(status) };
}
