import { Agent, request } from 'undici';
import type { Certificate } from '../../crypto/x509/certificate.ts';
import type { CertificateIdDigest } from '../../crypto/x509/ocsp-certificate-id.ts';
import { buildOcspRequest } from '../../crypto/x509/ocsp-request.ts';
import { MAXIMUM_OCSP_RESPONSE_LENGTH, type OcspAnswer, type OcspResponse } from '../../crypto/x509/ocsp-response.ts';
import { verifyOcspResponse } from '../../crypto/x509/ocsp-verify.ts';
import { readCapped } from './capped-body.ts';
import { RevocationSourceError } from './error.ts';

/** A responder as the operator configured it: addresses inside certificates are never followed. */
export interface ResponderOptions {
  /** Absolute, http or https. */
  url: string;
  /** Authorities for whose certificates it answers. */
  issuers: readonly Certificate[];
  /** `get` is answered by caches, and carries no nonce (RFC 5019). Default `post`. */
  method?: 'get' | 'post';
  /** Whether a response must repeat our nonce; `if-repeated` also takes one without any, as responders with prepared answers give. Default. */
  nonce?: 'required' | 'if-repeated' | 'none';
  /** SHA-256 unless the responder only knows SHA-1. */
  digest?: CertificateIdDigest;
}

export interface OcspClient {
  /**
   * A response about the certificate, verified as far as `verifyOcspResponse` does.
   *
   * @throws RevocationSourceError `responder-unreachable`, `responder-refused`; CryptoError of `verifyOcspResponse`
   */
  ask(certificate: Certificate, issuer: Certificate): Promise<{ response: OcspResponse; answer: OcspAnswer }>;
  close(): Promise<void>;
}

const NONCE_LENGTH = 32;
const REQUEST_TYPE = 'application/ocsp-request';
const RESPONSE_TYPE = 'application/ocsp-response';
const CONNECTIONS = 4;

/** OCSP over HTTP (RFC 6960 appendix A). Redirections are not followed, and no proxy of the environment is used. */
export function createOcspClient(
  responder: ResponderOptions,
  options: { now: () => Date; timeoutMilliseconds: number; randomBytes: (length: number) => Buffer },
): OcspClient {
  const timeout = options.timeoutMilliseconds;
  const agent = new Agent({ connections: CONNECTIONS, connect: { timeout }, headersTimeout: timeout, bodyTimeout: timeout });
  const sendsNonce = responder.method !== 'get' && responder.nonce !== 'none';
  return {
    async ask(certificate, issuer) {
      const nonce = sendsNonce ? options.randomBytes(NONCE_LENGTH) : undefined;
      const freshness = nonce === undefined ? {} : { nonce, nonceRequired: responder.nonce === 'required' };
      const query = buildOcspRequest({
        certificate,
        issuer,
        digest: responder.digest ?? 'sha256',
        ...(nonce === undefined ? {} : { nonce }),
      });
      const der = await exchange(agent, responder, query, timeout);
      return verifyOcspResponse({ der, certificate, issuer, now: options.now(), ...freshness });
    },
    close: () => agent.destroy(),
  };
}

async function exchange(agent: Agent, responder: ResponderOptions, query: Buffer, timeout: number): Promise<Buffer> {
  try {
    const answer = await request(addressOf(responder, query), {
      ...(responder.method === 'get'
        ? { method: 'GET', headers: { accept: RESPONSE_TYPE } }
        : { method: 'POST', headers: { 'content-type': REQUEST_TYPE, accept: RESPONSE_TYPE }, body: query }),
      dispatcher: agent,
      // The limits of the agent count from octet to octet; this one holds for the whole exchange.
      signal: AbortSignal.timeout(timeout),
    });
    if (answer.statusCode !== 200 || mediaTypeOf(answer.headers['content-type']) !== RESPONSE_TYPE) {
      await answer.body.dump();
      throw refused(`${responder.url} answered with status ${answer.statusCode}`);
    }
    const der = await readCapped(answer.body, MAXIMUM_OCSP_RESPONSE_LENGTH);
    if (der === undefined) throw refused('the response is too long');
    return der;
  } catch (error) {
    if (error instanceof RevocationSourceError) throw error;
    throw new RevocationSourceError('responder-unreachable', `${responder.url} cannot be reached`, { cause: error });
  }
}

function addressOf({ url, method }: ResponderOptions, query: Buffer): string {
  if (method !== 'get') return url;
  return `${url.replace(/\/$/, '')}/${encodeURIComponent(query.toString('base64'))}`;
}

function mediaTypeOf(header: string | string[] | undefined): string {
  const [type = ''] = (typeof header === 'string' ? header : '').split(';');
  return type.trim().toLowerCase();
}

function refused(message: string): RevocationSourceError {
  return new RevocationSourceError('responder-refused', message);
}
