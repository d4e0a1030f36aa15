import { parsePemCertificates } from '../../crypto/x509/pem.ts';
import { peerTlsProfile } from '../../gateway/contracts/tls-profile.ts';
import { type Listener, type ListenerLimits, listen } from '../../gateway/http/listener.ts';
import { createPeerApi } from '../../gateway/http/peer-api.ts';
import { type ServerCredentials, serve } from '../../gateway/http/servers.ts';
import type { FixtureGateway, GatewayFixture } from './gateway-fixture.ts';

export interface PeerServer {
  port: number;
  /** Refusals by status and code, in order. */
  refusals: { status: number; code: string }[];
  /** Takes other keys for connections to come. */
  renewTls(credentials: ServerCredentials): void;
  stop(graceMilliseconds?: number): Promise<void>;
}

/** Starts the peer API of a gateway on loopback and writes its address and pin into the directory. */
export async function startPeerServer(
  fixture: GatewayFixture,
  gateway: FixtureGateway,
  options: { limits?: Partial<ListenerLimits>; port?: number; host?: string } = {},
): Promise<PeerServer> {
  const { dependencies, reception, tiles } = gateway;
  const api = createPeerApi({ dependencies, reception, tiles });
  const refusals: PeerServer['refusals'] = [];
  const listener: Listener = await listen({
    host: options.host ?? '127.0.0.1',
    port: options.port ?? 0,
    handler: serve('/peer/v1', api.router, ({ status, code }) => refusals.push({ status, code })),
    tls: { ...dependencies.keys.tls(), anchors: gateway.anchorsPem, profile: peerTlsProfile() },
    ...(options.limits === undefined ? {} : { limits: options.limits }),
  });
  await publishEndpoint(fixture, gateway, listener.port);
  return {
    port: listener.port,
    refusals,
    renewTls: (credentials) => listener.renewTls({ ...credentials, profile: peerTlsProfile() }),
    stop: async (graceMilliseconds = 0) => {
      api.stop();
      await listener.stop(graceMilliseconds);
    },
  };
}

/** Makes the directory name this port, and the pin of the gateway's TLS key. */
export async function publishEndpoint(fixture: GatewayFixture, gateway: FixtureGateway, port: number): Promise<void> {
  const { authority } = gateway.dependencies;
  await fixture.changeDirectory((authorities) => {
    const record = authorities.get(authority);
    if (record !== undefined) record.endpoints = [{ url: `https://localhost:${port}`, pins: [pinOf(gateway)] }];
  });
}

/** SHA-256 of the SubjectPublicKeyInfo of the gateway's TLS certificate. */
export function pinOf(gateway: FixtureGateway): string {
  const [certificate] = parsePemCertificates(gateway.dependencies.keys.tls().certificateChain);
  if (certificate === undefined) throw new Error('no TLS certificate');
  return certificate.spkiSha256.toString('hex');
}
