import { constants } from 'node:crypto';
import { once } from 'node:events';
import { createServer as createPlainServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer, type Server as SecureServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { TlsProfile } from '../contracts/tls-profile.ts';

/** Limits of one listener; periods in milliseconds, lengths in octets. */
export interface ListenerLimits {
  /** From the first octet of a request to the end of its headers. */
  headersTimeout: number;
  /**
   * While a request is being received, at least `minimumPace` octets must come in each period of this length. Whole requests have no
   * limit: content takes its time.
   */
  idleTimeout: number;
  minimumPace: number;
  /** From the end of a request to its answer. */
  answerTimeout: number;
  handshakeTimeout: number;
  keepAliveTimeout: number;
  maximumHeaderLength: number;
  maximumHeaders: number;
  maximumConnections: number;
}

export const DEFAULT_LISTENER_LIMITS: ListenerLimits = {
  headersTimeout: 20_000,
  idleTimeout: 60_000,
  minimumPace: 4 * 1024,
  // A transfer of 60 GiB that was resumed is read again before it is complete.
  answerTimeout: 15 * 60_000,
  handshakeTimeout: 10_000,
  keepAliveTimeout: 65_000,
  maximumHeaderLength: 32 * 1024,
  maximumHeaders: 64,
  maximumConnections: 1_024,
};

/** Key, certificates and anchors of a listener with mutual TLS, PEM. */
export interface ListenerTls {
  profile: TlsProfile;
  key: string;
  certificateChain: string;
  /** The only authorities whose client certificates are accepted; the system's own store is never used. */
  anchors: readonly string[];
  /** Whether clients may connect that present no certificate, or one of somebody else: those are known by what they send, or not at all. */
  withoutCertificate?: boolean;
}

export interface ListenerOptions {
  host: string;
  /** 0 for any free port. */
  port: number;
  handler: RequestListener;
  tls?: ListenerTls;
  limits?: Partial<ListenerLimits>;
}

export interface Listener {
  readonly port: number;
  /** Takes other keys or anchors for connections to come. */
  renewTls(tls: ListenerTls): void;
  /** Stops accepting, lets what is running finish for at most that long, and resolves when every connection is closed. */
  stop(graceMilliseconds: number): Promise<void>;
}

/** Starts listening; rejects when the address cannot be had. */
export async function listen(options: ListenerOptions): Promise<Listener> {
  const limits = { ...DEFAULT_LISTENER_LIMITS, ...options.limits };
  const running = new Set<ServerResponse>();
  const server = createServer(options, limits);
  applyLimits(server, limits);
  const opened = trackSockets(server, 'connection');
  const usable = options.tls === undefined ? opened : trackSockets(server, 'secureConnection');
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    running.add(response);
    response.once('close', () => running.delete(response));
    watchPace(request, response, limits);
  });
  server.on('request', options.handler);
  server.listen(options.port, options.host);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    renewTls: (tls) => (server as SecureServer).setSecureContext(secureContext(tls)),
    stop: (graceMilliseconds) => stop(server, { running, opened, usable }, graceMilliseconds),
  };
}

function createServer({ tls }: ListenerOptions, limits: ListenerLimits): Server | SecureServer {
  const http = {
    maxHeaderSize: limits.maximumHeaderLength,
    insecureHTTPParser: false,
    requireHostHeader: true,
    rejectNonStandardBodyWrites: true,
    // How often the timeouts above are looked at.
    connectionsCheckingInterval: Math.min(5_000, limits.headersTimeout),
  };
  if (tls === undefined) return createPlainServer(http);
  return createSecureServer({
    ...http,
    ...secureContext(tls),
    requestCert: true,
    rejectUnauthorized: tls.withoutCertificate !== true,
    handshakeTimeout: limits.handshakeTimeout,
    ALPNProtocols: ['http/1.1'],
  });
}

/** Without tickets every connection is a full handshake with a certificate checked now; keep-alive makes it rare. */
function secureContext({ profile, key, certificateChain, anchors }: ListenerTls) {
  return { ...profile, key, cert: certificateChain, ca: [...anchors], secureOptions: constants.SSL_OP_NO_TICKET };
}

function applyLimits(server: Server, limits: ListenerLimits): void {
  server.headersTimeout = limits.headersTimeout;
  server.requestTimeout = 0;
  server.keepAliveTimeout = limits.keepAliveTimeout;
  server.maxHeadersCount = limits.maximumHeaders;
  server.maxConnections = limits.maximumConnections;
  // Node destroys the socket when nobody listens to the event.
  server.setTimeout(limits.idleTimeout);
}

/**
 * While a request comes in, a peer that stands still or drips ends it; once it is here, read by us or not, only our own work and the
 * way of the answer take time.
 */
function watchPace(request: IncomingMessage, response: ServerResponse, limits: ListenerLimits): void {
  const { socket } = request;
  let seen = socket.bytesRead;
  let isWatched = true;
  const stopWatching = (): void => {
    isWatched = false;
    clearInterval(timer);
  };
  const settle = (): void => {
    if (!isWatched || !request.complete) return;
    stopWatching();
    if (!response.writableFinished) socket.setTimeout(limits.answerTimeout);
  };
  const timer = setInterval(() => {
    settle();
    const progress = socket.bytesRead - seen;
    seen += progress;
    if (isWatched && progress < limits.minimumPace) socket.destroy();
  }, limits.idleTimeout);
  // A request without a body is complete when the parser is done with its headers, and nobody ever reads its end.
  process.nextTick(settle);
  request.once('end', settle);
  request.once('close', stopWatching);
  // A request that was answered without its last octets being read says neither: what comes next on the connection is another one.
  response.once('close', stopWatching);
}

function trackSockets(server: Server, event: 'connection' | 'secureConnection'): Set<Socket> {
  const sockets = new Set<Socket>();
  server.on(event, (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return sockets;
}

interface Activity {
  running: ReadonlySet<ServerResponse>;
  /** Every TCP connection, also while it shakes hands. */
  opened: ReadonlySet<Socket>;
  /** Connections on which requests can come. */
  usable: ReadonlySet<Socket>;
}

async function stop(server: Server, { running, opened, usable }: Activity, graceMilliseconds: number): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  const busy = new Set([...running].map((response) => response.req.socket));
  for (const socket of usable) if (!busy.has(socket)) socket.destroy();
  // Connections with a request under way close after its answer instead of waiting for another one.
  for (const response of running) {
    response.shouldKeepAlive = false;
    if (!response.headersSent) response.setHeader('Connection', 'close');
  }
  const cut = setTimeout(() => {
    for (const socket of [...usable, ...opened]) socket.destroy();
  }, graceMilliseconds);
  await closed;
  clearTimeout(cut);
}
