import { createHash, generateKeyPairSync } from 'node:crypto';
import { type AccessToken, signAccessToken, verifyAccessToken } from '../../../crypto/jwt/access-token.ts';
import { type ClientAssertion, verifyClientAssertion } from '../../../crypto/jwt/client-assertion.ts';
import type { TokenKey } from '../../../crypto/jwt/key-set.ts';
import type { GatewayDependencies } from '../../dependencies.ts';
import { recordOperation } from '../../operation-record/record-operation.ts';
import type { Actor } from '../../operations/actor.ts';
import { commit, isVersionConflict } from '../../unit-of-work.ts';
import { RequestError } from '../request-error.ts';
import { TokenError } from './token-error.ts';

/** A client that may ask for tokens: by the certificate of its connection, or by assertions signed with its keys. */
export interface TokenClient extends Actor {
  /** SHA-256 of its certificate. */
  certificate?: Buffer;
  keys?: readonly TokenKey[];
}

export interface TokenServiceOptions {
  dependencies: GatewayDependencies;
  clients: readonly TokenClient[];
  /** Base address of the client API, as clients know it: `https://host:port`. */
  issuer: string;
  lifetimeSeconds: number;
}

/** How a client says who it is when it asks for a token. */
export interface TokenRequest {
  clientId?: string;
  assertion?: string;
  /** SHA-256 of the certificate of the connection, where there is one. */
  certificate?: Buffer;
}

export interface IssuedToken {
  token: string;
  lifetimeSeconds: number;
}

export interface TokenService {
  readonly issuer: string;
  /** Where tokens are had. */
  readonly endpoint: string;
  /** Throws TokenError. */
  issue(request: TokenRequest): Promise<IssuedToken>;
  /** Who brings this token over this connection. RequestError 401 `access-token-invalid`. */
  actorOf(token: string, certificate: Buffer | undefined): Promise<Actor>;
}

/** Used assertions that are forgotten with each new one: more than one, so that what has expired does not pile up. */
const FORGOTTEN_AT_ONCE = 10;

/**
 * Issues and checks access tokens (RFC 6749 section 4.4). The key that signs them lives in this process alone: a token is short-lived,
 * nobody else has to check it, and after a restart clients ask for another one.
 */
export function createTokenService(options: TokenServiceOptions): TokenService {
  const { dependencies, issuer, lifetimeSeconds } = options;
  const clients = new Map(options.clients.map((client) => [client.id, client]));
  const endpoint = `${issuer}/oauth2/token`;
  const audience = `${issuer}/api/v1`;
  const keyId = dependencies.randomBytes(16).toString('hex');
  const key = { keyId, privateKey: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey };
  return {
    issuer,
    endpoint,
    async issue(request) {
      const client = clients.get(request.clientId ?? subjectOf(request.assertion) ?? '');
      const now = dependencies.clock.now();
      if (!dependencies.clock.status().trusted) throw new TokenError('temporarily_unavailable', 'the clock of the gateway is not trusted');
      const method = await authenticate(client, request, { audiences: [endpoint, issuer], now });
      const token: AccessToken = {
        clientId: method.client.id,
        method: method.name,
        issuedAt: now,
        ...(request.certificate === undefined ? {} : { thumbprint: request.certificate.toString('base64url') }),
      };
      const identifier = dependencies.randomBytes(16).toString('hex');
      const signed = await signAccessToken(token, { key, issuer, audience, identifier, lifetimeSeconds });
      await record(dependencies, token, identifier, method);
      return { token: signed, lifetimeSeconds };
    },
    async actorOf(text, certificate) {
      const token = await verifyAccessToken(text, { key, issuer, audience, now: dependencies.clock.now() }).catch((cause: unknown) => {
        throw invalidToken(cause);
      });
      const client = clients.get(token.clientId);
      if (client === undefined || (token.thumbprint !== undefined && token.thumbprint !== certificate?.toString('base64url')))
        throw invalidToken();
      const { kind, id, supervises } = client;
      const actor: Actor = { kind, id, ...(supervises === undefined ? {} : { supervises }) };
      return token.method === 'certificate' ? actor : { ...actor, assertion: { at: token.issuedAt } };
    },
  };
}

/** The answer of a protected resource (RFC 6750 section 3.1). */
export function invalidToken(cause?: unknown): RequestError {
  return new RequestError(401, 'no access token that holds', {
    code: 'access-token-invalid',
    headers: { 'WWW-Authenticate': 'Bearer error="invalid_token"' },
    ...(cause === undefined ? {} : { cause }),
  });
}

type Method = { client: TokenClient } & (
  | { name: 'certificate'; assertion?: undefined }
  | { name: 'assertion'; assertion: ClientAssertion }
);

async function authenticate(
  client: TokenClient | undefined,
  { assertion, certificate, clientId }: TokenRequest,
  { audiences, now }: { audiences: readonly string[]; now: Date },
): Promise<Method> {
  if (assertion === undefined) {
    if (clientId === undefined) throw new TokenError('invalid_request', 'client_id is missing (RFC 8705 section 2)');
    if (certificate === undefined || client?.certificate?.equals(certificate) !== true) throw unknownClient();
    return { client, name: 'certificate' };
  }
  if (client?.keys === undefined) throw unknownClient();
  // Somebody else's certificate under a stolen assertion is not worth thinking about.
  if (certificate !== undefined && client.certificate !== undefined && !client.certificate.equals(certificate)) throw unknownClient();
  const verified = await verifyClientAssertion(assertion, { clientId: client.id, keys: client.keys, audiences, now }).catch(
    (cause: unknown) => {
      throw unknownClient(cause);
    },
  );
  return { client, name: 'assertion', assertion: verified };
}

function unknownClient(cause?: unknown): TokenError {
  return new TokenError(
    'invalid_client',
    'the client is unknown, or does not show that it is that client',
    cause === undefined ? {} : { cause },
  );
}

/** Of an assertion that nobody has verified yet: only to find the keys with which it must verify. */
function subjectOf(assertion: string | undefined): string | undefined {
  try {
    const claims: unknown = JSON.parse(Buffer.from(assertion?.split('.')[1] ?? '', 'base64url').toString('utf8'));
    const subject = (claims as { sub?: unknown } | null)?.sub;
    return typeof subject === 'string' ? subject : undefined;
  } catch {
    return undefined;
  }
}

/** Before the token is given away: its entry in the log, and that the assertion is used. TokenError when it was used before. */
async function record(
  dependencies: GatewayDependencies,
  token: AccessToken,
  identifier: string,
  { client, assertion }: Method,
): Promise<void> {
  const { row, leaf } = recordOperation(dependencies, {
    action: 'token',
    actor: client,
    facts: { token: identifier, method: token.method },
  });
  const leaves = [leaf];
  if (assertion === undefined) return commit(dependencies, { rows: [row], leaves });
  const used = createHash('sha256').update(assertion.identifier).digest('hex');
  const key = `${encodeURIComponent(token.clientId)}/${used}`;
  try {
    const value = { expiresAt: assertion.expiresAt.toISOString() };
    await commit(dependencies, { rows: [{ table: 'assertions', key, expect: 0, value }, row], leaves });
  } catch (error) {
    if (!isVersionConflict(error)) throw error;
    throw unknownClient(error);
  }
  await forgetExpired(dependencies, token.issuedAt);
}

async function forgetExpired(dependencies: GatewayDependencies, now: Date): Promise<void> {
  const oldest = await dependencies.ledger.list('assertions', { index: 'byExpiry', equals: 'all', limit: FORGOTTEN_AT_ONCE });
  const rows = oldest
    .filter(({ value }) => Date.parse(value.expiresAt) < now.getTime())
    .map(({ key, version }) => ({ table: 'assertions' as const, key, expect: version, value: null }));
  if (rows.length === 0) return;
  // Another request may be forgetting the same ones.
  await commit(dependencies, { rows }).catch((error: unknown) => {
    if (!isVersionConflict(error)) throw error;
  });
}
