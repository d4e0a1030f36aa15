import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { Random } from '../fuzz/random.ts';

/** What becomes of everybody's connections at the moment. */
export type ProxyMode =
  /** Seeded accidents, connection by connection. */
  | 'accidents'
  /** Nothing but forwarding. */
  | 'calm'
  /** Connections are reset as soon as they come. */
  | 'refuse'
  /** Requests get through, answers do not: the server acts, and the client never learns of it. */
  | 'swallow-answers';

export interface ProxyCounts {
  connections: number;
  /** Reset or closed while octets were on their way. */
  cuts: number;
  /** Silent for a while, then reset. */
  halfOpen: number;
  delayed: number;
  octets: number;
}

export interface CuttingProxy {
  readonly port: number;
  readonly counts: ProxyCounts;
  setMode(mode: ProxyMode): void;
  /** Cuts what is open now; connections that have just moved octets first. Returns how many were cut. */
  cutNow(limit: number): number;
  /** Resolves with true once this many more octets have passed, with false after the time. */
  passes(octets: number, milliseconds: number): Promise<boolean>;
  close(): Promise<void>;
}

export interface CuttingProxyOptions {
  /** Undefined while nobody listens. */
  targetPort: () => number | undefined;
  random: Random;
}

type Accident =
  | { kind: 'reset' | 'end'; direction: Direction; after: number }
  | { kind: 'half-open'; direction: Direction; after: number; milliseconds: number }
  | { kind: 'delay'; direction: Direction; after: number; milliseconds: number };

type Direction = 'request' | 'answer';

/**
 * A TCP proxy on loopback that cuts connections in mid-transfer. It sees ciphertext only: TLS runs end to end through it. Every
 * connection has its accident, drawn from the seeded generator when it is opened: after so many octets one way it is reset, closed,
 * falls silent, or is held up.
 */
export async function startCuttingProxy(options: CuttingProxyOptions): Promise<CuttingProxy> {
  const proxy = new LoopbackProxy(options);
  await proxy.listen();
  return proxy;
}

class LoopbackProxy implements CuttingProxy {
  readonly counts: ProxyCounts = { connections: 0, cuts: 0, halfOpen: 0, delayed: 0, octets: 0 };
  readonly #options: CuttingProxyOptions;
  readonly #server = createServer({ pauseOnConnect: true }, (socket) => this.#accept(socket));
  readonly #pairs = new Set<Pair>();
  #mode: ProxyMode = 'accidents';

  constructor(options: CuttingProxyOptions) {
    this.#options = options;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async listen(): Promise<void> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
  }

  setMode(mode: ProxyMode): void {
    this.#mode = mode;
    if (mode === 'refuse') for (const pair of this.#pairs) pair.reset();
    // Answers swallowed cannot be made good: those connections are of no use any more.
    if (mode === 'calm' || mode === 'accidents') for (const pair of this.#pairs) pair.resetIfDamaged();
  }

  cutNow(limit: number): number {
    const busiestFirst = [...this.#pairs].sort((one, other) => other.lastMoved - one.lastMoved).slice(0, limit);
    for (const pair of busiestFirst) pair.reset();
    this.counts.cuts += busiestFirst.length;
    return busiestFirst.length;
  }

  async passes(octets: number, milliseconds: number): Promise<boolean> {
    const wanted = this.counts.octets + octets;
    const end = performance.now() + milliseconds;
    while (this.counts.octets < wanted) {
      if (performance.now() > end) return false;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return true;
  }

  async close(): Promise<void> {
    for (const pair of this.#pairs) pair.reset();
    const closed = once(this.#server, 'close');
    this.#server.close();
    await closed;
  }

  #accept(client: Socket): void {
    this.counts.connections += 1;
    const targetPort = this.#options.targetPort();
    if (this.#mode === 'refuse' || targetPort === undefined) {
      client.resetAndDestroy();
      return;
    }
    const accident = this.#mode === 'accidents' ? drawAccident(this.#options.random) : undefined;
    const server = connect(targetPort, '127.0.0.1');
    const pair = new Pair(client, server, { counts: this.counts, accident, mode: () => this.#mode });
    this.#pairs.add(pair);
    pair.closed.then(() => this.#pairs.delete(pair));
  }
}

/** From a few octets (in the handshake) to 30 MiB, every order of magnitude as likely as the next. */
function drawAccident(random: Random): Accident {
  const direction = random.pick(['request', 'answer'] as const);
  // Answers are short: the cut has to come within the first of them to be one.
  const orders = direction === 'request' ? 25 : 16;
  const after = 2 ** random.below(orders) + random.below(1024);
  const kind = random.pick(['reset', 'reset', 'reset', 'end', 'half-open', 'delay'] as const);
  if (kind === 'reset' || kind === 'end') return { kind, direction, after };
  return { kind, direction, after, milliseconds: 200 + random.below(2_500) };
}

/** One connection: the client's socket and ours to the server. */
class Pair {
  readonly closed: Promise<void>;
  lastMoved = 0;
  readonly #client: Socket;
  readonly #server: Socket;
  readonly #environment: { counts: ProxyCounts; accident: Accident | undefined; mode: () => ProxyMode };
  readonly #moved: Record<Direction, number> = { request: 0, answer: 0 };
  #accidentDone = false;
  #requestAfterAnswer = false;
  #damaged = false;
  #isReset = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(client: Socket, server: Socket, environment: { counts: ProxyCounts; accident: Accident | undefined; mode: () => ProxyMode }) {
    this.#client = client;
    this.#server = server;
    this.#environment = environment;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.closed = promise;
    for (const [from, to, direction] of [
      [client, server, 'request'],
      [server, client, 'answer'],
    ] as const) {
      from.setNoDelay(true);
      from.on('data', (chunk: Buffer) => this.#forward(from, to, direction, chunk));
      from.on('end', () => to.end());
      from.on('error', () => this.reset());
      from.on('close', () => {
        clearTimeout(this.#timer);
        if (!this.#isReset) to.destroy();
        resolve();
      });
    }
    client.resume();
  }

  reset(): void {
    clearTimeout(this.#timer);
    if (this.#isReset) return;
    this.#isReset = true;
    for (const socket of [this.#client, this.#server]) resetSocket(socket);
  }

  resetIfDamaged(): void {
    if (this.#damaged) this.reset();
  }

  #forward(from: Socket, to: Socket, direction: Direction, chunk: Buffer): void {
    this.#count(direction, chunk.length);
    if (direction === 'answer' && this.#environment.mode() === 'swallow-answers' && this.#requestAfterAnswer) {
      this.#damaged = true;
      return;
    }
    const accident = this.#environment.accident;
    if (accident !== undefined && !this.#accidentDone && this.#environment.mode() !== 'calm' && accident.direction === direction) {
      const before = this.#moved[direction] - chunk.length;
      if (this.#moved[direction] >= accident.after) {
        this.#strike(accident, from, to, chunk, accident.after - before);
        return;
      }
    }
    this.#write(from, to, chunk);
  }

  /** The handshake is over once the client speaks after the server has: what the server says then is an answer. */
  #count(direction: Direction, length: number): void {
    this.lastMoved = performance.now();
    this.#moved[direction] += length;
    this.#environment.counts.octets += length;
    if (direction === 'request' && this.#moved.answer > 0) this.#requestAfterAnswer = true;
  }

  #strike(accident: Accident, from: Socket, to: Socket, chunk: Buffer, keep: number): void {
    this.#accidentDone = true;
    const { counts } = this.#environment;
    if (accident.kind === 'delay') {
      counts.delayed += 1;
      from.pause();
      this.#timer = setTimeout(() => {
        from.resume();
        this.#write(from, to, chunk);
      }, accident.milliseconds);
      return;
    }
    const part = chunk.subarray(0, Math.max(0, keep));
    if (accident.kind === 'half-open') {
      counts.halfOpen += 1;
      if (part.length > 0) to.write(part);
      // Neither side hears anything any more, and nobody tells them.
      for (const socket of [from, to]) socket.pause();
      this.#timer = setTimeout(() => this.reset(), accident.milliseconds);
      return;
    }
    counts.cuts += 1;
    if (accident.kind === 'reset') {
      if (part.length > 0) to.write(part);
      this.reset();
      return;
    }
    to.end(part);
    from.destroy();
  }

  #write(from: Socket, to: Socket, chunk: Buffer): void {
    if (to.destroyed || to.writableEnded) return;
    if (to.write(chunk)) return;
    from.pause();
    to.once('drain', () => from.resume());
  }
}

/**
 * Resets where Node can: its handle is lost, and the process never ends, when a socket is destroyed while the shutdown that comes before
 * the reset is under way. With octets waiting to be written, closing at once loses them just as well.
 */
function resetSocket(socket: Socket): void {
  if (socket.destroyed) return;
  if (socket.connecting || socket.writableEnded || socket.writableLength > 0) socket.destroy();
  else socket.resetAndDestroy();
}
