import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, connect, createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface RedisServer {
  readonly port: number;
  readonly url: string;
  /** The process by id; undefined while killed. */
  readonly pid: number | undefined;
  /** SIGKILL: nothing is flushed, no goodbye. */
  kill(): Promise<void>;
  /** Starts again on the same port and folder, with what the append-only file holds, or with nothing. */
  start(): Promise<void>;
  /** Stops answering without closing connections, until `resume`. */
  pause(): void;
  resume(): void;
  /** One command over a connection of its own, for example ['FLUSHALL']; the raw answer. */
  command(words: readonly string[]): Promise<string>;
  /** Kills the server and removes its folder. */
  stop(): Promise<void>;
}

/** Debian's redis-server on a free port of the loopback, in a temporary folder of its own. */
export async function startRedisServer(
  options: { port?: number; appendOnly?: boolean; extra?: readonly string[] } = {},
): Promise<RedisServer> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'valija-redis-'));
  const port = options.port ?? (await freePort());
  const persistence = options.appendOnly === true ? ['--appendonly', 'yes', '--appendfsync', 'always'] : ['--appendonly', 'no'];
  const place = ['--bind', '127.0.0.1', '--port', String(port), '--dir', folder, '--save', '', '--daemonize', 'no'];
  let child: ChildProcess | undefined;

  async function start(): Promise<void> {
    const started = spawn('redis-server', [...place, ...persistence, ...(options.extra ?? [])], { stdio: 'ignore' });
    child = started;
    let failure: unknown;
    started.once('error', (error) => {
      failure = error;
    });
    for (let attempt = 0; attempt < 400; attempt += 1) {
      if (failure !== undefined) throw failure;
      if (started.exitCode !== null) throw new Error(`redis-server ended with code ${started.exitCode}`);
      if (await answers(port)) return;
      await sleep(25);
    }
    throw new Error('redis-server did not come up');
  }

  async function kill(): Promise<void> {
    const running = child;
    child = undefined;
    if (running?.pid === undefined || running.exitCode !== null) return;
    const ended = once(running, 'exit');
    process.kill(running.pid, 'SIGKILL');
    await ended;
  }

  await start();
  return {
    port,
    url: `redis://127.0.0.1:${port}/0`,
    get pid() {
      return child?.pid;
    },
    kill,
    start,
    pause: () => void child?.kill('SIGSTOP'),
    resume: () => void child?.kill('SIGCONT'),
    command: (words) => command(port, words),
    stop: async () => {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A port that nobody listens on at the moment of asking. */
export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function answers(port: number): Promise<boolean> {
  try {
    // Any answer but "loading" will do: a server with a password refuses us, and is up.
    return !(await command(port, ['PING'])).startsWith('-LOADING');
  } catch {
    return false;
  }
}

function command(port: number, words: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('redis-server closed the connection')));
    let answer = '';
    // Status, error, integer and array answers are complete with their last line break; that is all these tests ask for.
    socket.on('data', (part) => {
      answer += part.toString('latin1');
      if (complete(answer)) {
        resolve(answer);
        socket.destroy();
      }
    });
    socket.write(`*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`);
  });
}

/** Whether the text is one whole answer of the Redis protocol. */
function complete(answer: string): boolean {
  return endOf(answer, 0) === answer.length;
}

function endOf(answer: string, start: number): number {
  const line = answer.indexOf('\r\n', start);
  if (line < 0) return -1;
  const size = Number(answer.slice(start + 1, line));
  const kind = answer[start];
  if (kind === '$') return size < 0 ? line + 2 : line + 2 + size + 2;
  if (kind !== '*') return line + 2;
  let end = line + 2;
  for (let item = 0; item < size; item += 1) {
    end = endOf(answer, end);
    if (end < 0) return -1;
  }
  return end;
}
