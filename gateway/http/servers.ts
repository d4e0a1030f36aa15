import express, { type Express, type Router } from 'express';
import { clientTlsProfile, peerTlsProfile } from '../contracts/tls-profile.ts';
import { type Listener, type ListenerLimits, type ListenerTls, listen } from './listener.ts';
import { type ManagementApiOptions, managementApi } from './management-api.ts';
import type { PeerApi } from './peer-api.ts';
import { type ObserveRefusal, problemHandler, unknownPath } from './problem-handler.ts';

/** How long a stopping server lets running requests finish. */
const DEFAULT_GRACE_MILLISECONDS = 10_000;

/** Own key and certificates, and the anchors under which the other side's certificate must stand; PEM. */
export type ServerCredentials = Omit<ListenerTls, 'profile' | 'withoutCertificate'>;

interface Address {
  host: string;
  /** 0 for any free port. */
  port: number;
  limits?: Partial<ListenerLimits>;
}

export interface GatewayServersOptions {
  /** For the authority's own systems and clerks: mounted at `/api/v1`. */
  client: Address & {
    router: Router;
    /** Mounted at the root, beside the API. */
    tokens?: Router;
    credentials: ServerCredentials;
    allowOlderTls?: boolean;
    /** Clients may come without a certificate: they bring an access token. */
    withoutCertificate?: boolean;
  };
  /** For other gateways: mounted at `/peer/v1`. */
  peer: Address & { api: PeerApi; credentials: ServerCredentials };
  /** Plain HTTP: loopback only. */
  management: Address & ManagementApiOptions;
  observe: ObserveRefusal;
}

export interface GatewayServers {
  readonly clientPort: number;
  readonly peerPort: number;
  readonly managementPort: number;
  /** New keys, certificates or anchors for connections to come. */
  renewCredentials(credentials: { client?: ServerCredentials; peer?: ServerCredentials }): void;
  /** Not ready any more, no new connections; what is running may finish, transfers are interrupted where they stand. */
  stop(options?: { graceMilliseconds?: number }): Promise<void>;
}

/** Starts the three listeners of a gateway, or none of them. */
export async function startServers(options: GatewayServersOptions): Promise<GatewayServers> {
  const state = { stopping: false };
  const clientTls = (credentials: ServerCredentials): ListenerTls => ({
    ...credentials,
    profile: clientTlsProfile({ allowOlder: options.client.allowOlderTls ?? false }),
    withoutCertificate: options.client.withoutCertificate ?? false,
  });
  const peerTls = (credentials: ServerCredentials): ListenerTls => ({ ...credentials, profile: peerTlsProfile() });
  const started: Listener[] = [];
  const start = async (address: Address, handler: Express, tls?: ListenerTls): Promise<Listener> => {
    const { host, port, limits } = address;
    const listener = await listen({
      host,
      port,
      handler,
      ...(tls === undefined ? {} : { tls }),
      ...(limits === undefined ? {} : { limits }),
    });
    started.push(listener);
    return listener;
  };
  try {
    const { client, peer, management } = options;
    const clientListener = await start(
      client,
      serve('/api/v1', client.router, options.observe, client.tokens),
      clientTls(client.credentials),
    );
    const peerListener = await start(peer, serve('/peer/v1', peer.api.router, options.observe), peerTls(peer.credentials));
    const managementListener = await start(management, serve('/', managementApi(whileRunning(management, state)), options.observe));
    return {
      clientPort: clientListener.port,
      peerPort: peerListener.port,
      managementPort: managementListener.port,
      renewCredentials(credentials) {
        if (credentials.client !== undefined) clientListener.renewTls(clientTls(credentials.client));
        if (credentials.peer !== undefined) peerListener.renewTls(peerTls(credentials.peer));
      },
      async stop({ graceMilliseconds = DEFAULT_GRACE_MILLISECONDS } = {}) {
        state.stopping = true;
        peer.api.stop();
        // The management listener goes last: a watcher should see "not ready" while the others finish.
        await Promise.all([clientListener.stop(graceMilliseconds), peerListener.stop(graceMilliseconds)]);
        await managementListener.stop(0);
      },
    };
  } catch (error) {
    await Promise.all(started.map((listener) => listener.stop(0)));
    throw error;
  }
}

/** An express application with one router, where given another one at the root, and an RFC 9457 document for everything else. */
export function serve(path: string, router: Router, observe: ObserveRefusal, root?: Router): Express {
  const application = express();
  application.disable('x-powered-by').disable('etag').enable('case sensitive routing').enable('strict routing');
  application.use(path, router);
  if (root !== undefined) application.use(root);
  application.use(unknownPath);
  application.use(problemHandler(observe));
  return application;
}

function whileRunning(management: ManagementApiOptions, state: { stopping: boolean }): ManagementApiOptions {
  return {
    metrics: management.metrics,
    readiness: async () => (state.stopping ? { ready: false, reasons: ['shutting-down'] } : management.readiness()),
  };
}
