import express, { type ErrorRequestHandler, type Request, type Response, type Router } from 'express';
import type * as z from 'zod';
import { RateLimits } from '../client/rate-limits.ts';
import { RequestError } from '../request-error.ts';
import { presentedCertificate } from './certificate.ts';
import { TokenError } from './token-error.ts';
import { ASSERTION_TYPE, type tokenAnswer, type tokenError, tokenRequest } from './token-schemas.ts';
import type { TokenService } from './token-service.ts';

/** Ten requests a second from one address: tokens hold for minutes, and whoever guesses gets no further. */
const RATE = { requests: 600, periodMilliseconds: 60_000 };

/** The token endpoint (RFC 6749 section 4.4, RFC 7523, RFC 8705) and what OAuth clients read about it (RFC 8414). */
export function tokenApi(service: TokenService): Router {
  const router = express.Router({ caseSensitive: true, strict: true });
  const limits = new RateLimits(() => RATE);
  const form = express.urlencoded({ extended: false, limit: '16kb', parameterLimit: 16 });
  router.get('/.well-known/oauth-authorization-server', (_request, response) => {
    response.json(metadata(service));
  });
  router.post('/oauth2/token', countRequest(limits), form, async (request: Request, response: Response) => {
    const { token, lifetimeSeconds } = await service.issue(requestOf(request));
    const answer: z.input<typeof tokenAnswer> = { access_token: token, token_type: 'Bearer', expires_in: lifetimeSeconds };
    response.set({ 'Cache-Control': 'no-store', Pragma: 'no-cache' }).json(answer);
  });
  router.use('/oauth2/token', oauthErrors);
  return router;
}

function countRequest(limits: RateLimits) {
  return (request: Request, response: Response, next: () => void): void => {
    limits.count(request.socket.remoteAddress ?? '', response);
    next();
  };
}

function requestOf(request: Request) {
  const parsed = tokenRequest.safeParse(request.body);
  if (!parsed.success || request.get('authorization') !== undefined) {
    throw new TokenError('invalid_request', 'a form with each parameter once, and no other authentication (RFC 6749 section 2.3)');
  }
  const { grant_type: grant, client_id: clientId, client_assertion: assertion, client_assertion_type: type, scope } = parsed.data;
  if (grant !== 'client_credentials') throw new TokenError('unsupported_grant_type', 'grant_type is client_credentials');
  if (scope !== undefined && scope !== '') throw new TokenError('invalid_scope', 'there are no scopes');
  if ((assertion === undefined) !== (type === undefined) || (type !== undefined && type !== ASSERTION_TYPE)) {
    throw new TokenError('invalid_request', 'client_assertion and its type go together (RFC 7523 section 2.2)');
  }
  const certificate = presentedCertificate(request);
  return {
    ...(clientId === undefined ? {} : { clientId }),
    ...(assertion === undefined ? {} : { assertion }),
    ...(certificate === undefined ? {} : { certificate }),
  };
}

/** Everything else that goes wrong is told as any other problem. */
const oauthErrors: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  const known =
    error instanceof TokenError ? error : isFormError(error) ? new TokenError('invalid_request', 'the form cannot be read') : undefined;
  if (known === undefined) {
    next(error);
    return;
  }
  const body: z.input<typeof tokenError> = { error: known.code, error_description: known.message };
  if (known.status === 503) response.set('Retry-After', '60');
  response.status(known.status).set({ 'Cache-Control': 'no-store', Pragma: 'no-cache' }).json(body);
};

function isFormError(error: unknown): boolean {
  const status = (error as { status?: unknown } | null)?.status;
  return !(error instanceof RequestError) && typeof status === 'number' && status >= 400 && status < 500;
}

function metadata({ issuer, endpoint }: TokenService): object {
  return {
    issuer,
    token_endpoint: endpoint,
    grant_types_supported: ['client_credentials'],
    response_types_supported: [],
    token_endpoint_auth_methods_supported: ['tls_client_auth', 'private_key_jwt'],
    token_endpoint_auth_signing_alg_values_supported: ['ES256', 'ES384', 'PS256'],
    tls_client_certificate_bound_access_tokens: true,
    service_documentation: `${issuer}/api/v1/docs`,
  };
}
