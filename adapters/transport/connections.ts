import { createHash } from 'node:crypto';
import type { PeerCertificate, TLSSocket } from 'node:tls';
import { Agent, buildConnector, type Dispatcher } from 'undici';
import type { PathValidator } from '../../crypto/x509/path.ts';
import type { Clock } from '../../gateway/contracts/clock.ts';
import type { AuthorityRecord, EndpointRecord } from '../../gateway/contracts/directory.ts';
import type { KeyStore } from '../../gateway/contracts/key-store.ts';
import type { RevocationSource } from '../../gateway/contracts/revocation.ts';
import { peerTlsProfile } from '../../gateway/contracts/tls-profile.ts';
import { certificateProblem, certificatesInForce, type ExpectedPeer, requireGoodPath } from './peer-certificate.ts';

export interface ConnectionOptions {
  keys: Pick<KeyStore, 'tls'>;
  /** The only authorities under which a peer's TLS certificate may stand, PEM. */
  anchorsPem: readonly string[];
  paths: PathValidator;
  revocation: RevocationSource;
  clock: Clock;
  /** Connections to one endpoint. */
  connections: number;
  connectTimeout: number;
}

/** Connections kept in all; a peer not talked to for long is connected to anew. */
const MAXIMUM_AGENTS = 256;

interface HeldAgent {
  agent: Agent;
  key: string;
}

/**
 * Keep-alive connections, one pool per endpoint. A pool is made for what the directory, the revocation lists and our own certificate say
 * at that time; when any of them changes, the next request makes a new pool, and the old one is closed once it is idle.
 */
export class Connections {
  readonly #options: ConnectionOptions;
  readonly #agents = new Map<string, HeldAgent>();
  readonly #closing = new Set<Promise<void>>();

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  /** The pool for an endpoint of a peer, as trusted now. */
  to(authority: AuthorityRecord, endpoint: EndpointRecord): Dispatcher {
    const at = this.#options.clock.now();
    const name = `${authority.identifier} ${endpoint.url}`;
    const key = this.#keyOf(authority, endpoint, at);
    const held = this.#agents.get(name);
    if (held?.key === key) return held.agent;
    if (held !== undefined) this.#retire(held.agent);
    // The youngest last: a Map keeps the order of insertion.
    this.#agents.delete(name);
    const agent = this.#open({ authority, endpoint, at });
    this.#agents.set(name, { agent, key });
    this.#dropOldest();
    return agent;
  }

  async close(): Promise<void> {
    for (const { agent } of this.#agents.values()) this.#closing.add(agent.destroy());
    this.#agents.clear();
    await Promise.all(this.#closing);
  }

  #keyOf(authority: AuthorityRecord, endpoint: EndpointRecord, at: Date): string {
    const hash = createHash('sha256');
    hash.update(this.#options.keys.tls().certificateChain);
    hash.update(JSON.stringify(endpoint.pins));
    for (const record of certificatesInForce(authority, at)) hash.update(record.certificate);
    for (const list of this.#options.revocation.current()) hash.update(list.fingerprint);
    // Responses come every few minutes for each certificate; only one that revokes something is worth new connections.
    for (const { answers, fingerprint } of this.#options.revocation.responses()) {
      if (answers.some(({ status }) => status === 'revoked')) hash.update(fingerprint);
    }
    return hash.digest('base64');
  }

  #open(expected: ExpectedPeer): Agent {
    const { connections, connectTimeout, anchorsPem, keys, clock } = this.#options;
    const { key, certificateChain } = keys.tls();
    const current = (): ExpectedPeer => ({ ...expected, at: clock.now() });
    const connectPlain = buildConnector({
      ...peerTlsProfile(),
      key,
      cert: certificateChain,
      ca: [...anchorsPem],
      rejectUnauthorized: true,
      allowH2: false,
      timeout: connectTimeout,
      // A resumed session would not show its certificate again.
      maxCachedSessions: 0,
      checkServerIdentity: (host: string, presented: PeerCertificate) => certificateProblem(current(), host, presented),
    });
    const connect: buildConnector.connector = (target, callback) => {
      connectPlain(target, (...[error, socket]) => {
        if (error !== null) {
          callback(error, null);
          return;
        }
        const presented = (socket as TLSSocket).getPeerX509Certificate()?.raw ?? Buffer.alloc(0);
        requireGoodPath(this.#options, current(), presented).then(
          () => callback(null, socket),
          (refusal: Error) => {
            socket.destroy();
            callback(refusal, null);
          },
        );
      });
    };
    return new Agent({ connect, connections, pipelining: 1, keepAliveTimeout: 20_000, keepAliveMaxTimeout: 60_000 });
  }

  #dropOldest(): void {
    if (this.#agents.size <= MAXIMUM_AGENTS) return;
    for (const [name, { agent }] of this.#agents) {
      this.#agents.delete(name);
      this.#retire(agent);
      return;
    }
  }

  #retire(agent: Agent): void {
    const closed = agent.close().catch(() => {});
    this.#closing.add(closed);
    closed.then(() => this.#closing.delete(closed));
  }
}
