import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import { GatewayError } from '../../gateway/error.ts';
import type { Actor } from '../../gateway/operations/actor.ts';
import type { ClientConfiguration } from '../configuration/gateway-configuration.ts';

/**
 * Who calls, by the certificate of the connection: its chain was checked by TLS, and its fingerprint must be one of those configured.
 * The function returned throws GatewayError `actor-unknown`.
 */
export function createClientAuthentication(clients: readonly ClientConfiguration[]): (request: IncomingMessage) => Actor {
  const actors = new Map(clients.map(({ fingerprint, kind, id }): [string, Actor] => [fingerprint, { kind, id }]));
  const known = new WeakMap<object, Actor>();
  return ({ socket }) => {
    const remembered = known.get(socket);
    if (remembered !== undefined) return remembered;
    const certificate = socket instanceof TLSSocket && socket.authorized ? socket.getPeerX509Certificate() : undefined;
    const actor = certificate === undefined ? undefined : actors.get(createHash('sha256').update(certificate.raw).digest('hex'));
    if (actor === undefined) throw new GatewayError('actor-unknown', 'no client with this certificate is configured');
    known.set(socket, actor);
    return actor;
  };
}
