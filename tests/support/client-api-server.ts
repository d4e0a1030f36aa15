import { createHash, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { request as sendRequest } from 'node:https';
import type { ClientRole } from '../../certs-dev/layout.ts';
import { createClientAuthentication } from '../../compose/gateway/authenticate.ts';
import type { GatewayDependencies } from '../../gateway/dependencies.ts';
import { type ClientApiOptions, clientApi } from '../../gateway/http/client-api.ts';
import { tokenApi } from '../../gateway/http/oauth/token-api.ts';
import { createTokenService, type TokenClient, type TokenService } from '../../gateway/http/oauth/token-service.ts';
import { createPeerApi } from '../../gateway/http/peer-api.ts';
import { type GatewayServers, startServers } from '../../gateway/http/servers.ts';
import { createGatewayFixture, type GatewayFixture, RECIPIENT } from './gateway-fixture.ts';
import { noBackups } from './no-backups.ts';
import { type Credentials, credentialsIn, type RawRequest, type RawResponse, rawRequest } from './peer-client.ts';

export const ROLES: readonly ClientRole[] = ['system', 'officer', 'operator', 'auditor'];

/** A gateway whose client API listens, with the clients of the development PKI, and no worker. */
export interface ClientApiServer {
  fixture: GatewayFixture;
  servers: GatewayServers;
  /** Every refusal that the server observed. */
  refusals: { status: number; code: string }[];
  credentials(role: ClientRole): Credentials;
  send(role: ClientRole, path: string, request?: Partial<RawRequest>): Promise<RawResponse>;
  /** Ends event streams and long polls, as a stopping gateway does. */
  stopStreams(): void;
  close(): Promise<void>;
}

export interface ClientApiServerOptions extends Partial<Omit<ClientApiOptions, 'dependencies' | 'backups' | 'authenticate'>> {
  /** With access tokens, for those clients by certificate, and for those given besides. */
  tokens?: { clients: readonly TokenClient[]; lifetimeSeconds?: number };
}

/** The issuer of access tokens, whatever the port. */
export const ISSUER = 'https://gateway.invented.example';

export async function startClientApi({ tokens, ...options }: ClientApiServerOptions = {}): Promise<ClientApiServer> {
  const fixture = await createGatewayFixture();
  const { dependencies, reception, tiles, anchorsPem } = fixture.recipient;
  const stopping = new AbortController();
  const clients = ROLES.map((kind) => ({ kind, id: `invented-${kind}`, fingerprint: fingerprintOf(fixture, kind) }));
  const service = tokens === undefined ? undefined : openTokenService(dependencies, clients, tokens);
  const refusals: ClientApiServer['refusals'] = [];
  const address = { host: '127.0.0.1', port: 0 };
  const credentials = { ...dependencies.keys.tls(), anchors: anchorsPem };
  const authenticate = createClientAuthentication(clients, service);
  const servers = await startServers({
    client: {
      ...address,
      credentials,
      router: clientApi({ dependencies, backups: noBackups(), authenticate, stopping: stopping.signal, ...options }),
      ...(service === undefined ? {} : { tokens: tokenApi(service) }),
      withoutCertificate: service !== undefined,
    },
    peer: { ...address, api: createPeerApi({ dependencies, reception, tiles }), credentials },
    management: {
      ...address,
      readiness: async () => ({ ready: true, reasons: [] }),
      metrics: async () => ({ contentType: 'text/plain', text: '' }),
    },
    observe: ({ status, code }) => refusals.push({ status, code }),
  });
  const credentialsFor = (role: ClientRole) => credentialsIn(fixture.pki.authority(RECIPIENT).client(role), anchorsPem);
  return {
    fixture,
    servers,
    refusals,
    credentials: credentialsFor,
    send: (role, path, request = {}) =>
      rawRequest(servers.clientPort, credentialsFor(role), { method: 'GET', path: `/api/v1${path}`, ...request }),
    stopStreams: () => stopping.abort(),
    async close() {
      stopping.abort();
      await servers.stop({ graceMilliseconds: 0 });
      await fixture.close();
    },
  };
}

function openTokenService(
  dependencies: GatewayDependencies,
  known: readonly { kind: ClientRole; id: string; fingerprint: string }[],
  { clients, lifetimeSeconds = 300 }: NonNullable<ClientApiServerOptions['tokens']>,
): TokenService {
  const byCertificate = known.map(({ kind, id, fingerprint }) => ({ kind, id, certificate: Buffer.from(fingerprint, 'hex') }));
  return createTokenService({ dependencies, clients: [...byCertificate, ...clients], issuer: ISSUER, lifetimeSeconds });
}

function fingerprintOf(fixture: GatewayFixture, role: ClientRole): string {
  const pem = readFileSync(fixture.pki.authority(RECIPIENT).client(role).certificate, 'utf8');
  return createHash('sha256').update(new X509Certificate(pem).raw).digest('hex');
}

export interface ServerSentEvent {
  id: string;
  event: string;
  data: unknown;
}

export interface EventStream {
  status: number;
  /** Every whole event so far; what was cut in the middle is none. */
  events: ServerSentEvent[];
  /** Comments so far. */
  comments: string[];
  octets: number;
  /** Cuts the connection. */
  cut(): void;
  /** Resolves when the stream has ended, in order or not. */
  ended: Promise<'whole' | 'cut'>;
}

/** Reads server-sent events as a client of their standard does, and cuts the connection after so many octets where that is asked for. */
export function openEventStream(
  {
    port,
    credentials,
    path = '/api/v1/changes',
    headers = {},
  }: { port: number; credentials: Credentials; path?: string; headers?: Record<string, string> },
  cutAfter = Number.POSITIVE_INFINITY,
): Promise<EventStream> {
  return new Promise((resolve, reject) => {
    const { key, cert, ca } = credentials;
    const tls = { ca: [...ca], ...(key === undefined ? {} : { key }), ...(cert === undefined ? {} : { cert }) };
    const outgoing = sendRequest(
      { host: 'localhost', port, path, agent: false, headers: { accept: 'text/event-stream', ...headers }, ...tls },
      (incoming) => {
        let text = '';
        const stream: EventStream = {
          status: incoming.statusCode ?? 0,
          events: [],
          comments: [],
          octets: 0,
          cut: () => outgoing.destroy(),
          ended: new Promise((ended) => {
            incoming.once('close', () => ended(incoming.complete ? 'whole' : 'cut'));
          }),
        };
        incoming.on('error', () => {});
        incoming.on('data', (chunk: Buffer) => {
          const allowed = chunk.subarray(0, Math.max(0, cutAfter - stream.octets));
          stream.octets += allowed.length;
          text = takeEvents(text + allowed.toString('latin1'), stream);
          if (stream.octets >= cutAfter) stream.cut();
        });
        resolve(stream);
      },
    );
    outgoing.on('error', reject);
    outgoing.end();
  });
}

/** Moves whole blocks into the stream and gives back the rest. */
function takeEvents(text: string, stream: EventStream): string {
  const blocks = text.split('\n\n');
  for (const block of blocks.slice(0, -1)) {
    const fields = Object.fromEntries(block.split('\n').map((line) => [line.split(': ', 1)[0] ?? '', line.slice(line.indexOf(': ') + 2)]));
    if (block.startsWith(':')) stream.comments.push(block);
    else if (fields.data !== undefined)
      stream.events.push({ id: fields.id ?? '', event: fields.event ?? 'message', data: JSON.parse(fields.data) });
  }
  return blocks.at(-1) ?? '';
}
