import type { IncomingMessage } from 'node:http';
import { GatewayError } from '../../gateway/error.ts';
import { presentedCertificate } from '../../gateway/http/oauth/certificate.ts';
import { invalidToken, type TokenService } from '../../gateway/http/oauth/token-service.ts';
import { RequestError } from '../../gateway/http/request-error.ts';
import type { Actor } from '../../gateway/operations/actor.ts';
import type { ClientConfiguration } from '../configuration/gateway-configuration.ts';
import { configuredActor } from './configured-actor.ts';

/**
 * Who calls: by the access token of the request where there is one, and otherwise by the certificate of the connection, whose chain was
 * checked by TLS and whose fingerprint must be one of those configured. A token that does not hold is refused, whatever the certificate.
 * The function returned throws GatewayError `actor-unknown`, `access-token-invalid`.
 */
export function createClientAuthentication(
  clients: readonly ClientConfiguration[],
  tokens?: TokenService,
): (request: IncomingMessage) => Actor | Promise<Actor> {
  const actors = new Map(
    clients.flatMap((client): [string, Actor][] =>
      client.fingerprint === undefined ? [] : [[client.fingerprint, configuredActor(client)]],
    ),
  );
  const known = new WeakMap<object, Actor>();
  return (request) => {
    const { socket, headers } = request;
    if (headers.authorization !== undefined) return byToken(request, headers.authorization, tokens);
    const remembered = known.get(socket);
    if (remembered !== undefined) return remembered;
    const certificate = presentedCertificate(request);
    if (certificate === undefined) throw tokenNeeded();
    const actor = actors.get(certificate.toString('hex'));
    if (actor === undefined) throw new GatewayError('actor-unknown', 'no client with this certificate is configured');
    known.set(socket, actor);
    return actor;
  };
}

async function byToken(request: IncomingMessage, authorization: string, tokens: TokenService | undefined): Promise<Actor> {
  const [, token] = /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i.exec(authorization) ?? [];
  if (token === undefined || tokens === undefined) throw invalidToken();
  return tokens.actorOf(token, presentedCertificate(request));
}

/** Only connections that may be made without a certificate come here: the challenge of RFC 6750 section 3, without an error. */
function tokenNeeded(): RequestError {
  return new RequestError(401, 'neither a certificate nor an access token', {
    code: 'access-token-invalid',
    headers: { 'WWW-Authenticate': 'Bearer' },
  });
}
