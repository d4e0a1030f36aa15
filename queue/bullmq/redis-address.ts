import type { ConnectionOptions as TlsOptions } from 'node:tls';
import { QueueError } from '../error.ts';

/** Where Redis is. Secrets are values here: the caller reads them from the files that its configuration names. */
export interface RedisAddress {
  /** `redis://` or, for TLS, `rediss://`; the fields below complete or override it. */
  url?: string;
  host?: string;
  port?: number;
  username?: string;
  password?: string;
  /** Number of the database inside Redis. */
  database?: number;
  /** With it the connection is TLS: authorities to trust, client certificate and key. */
  tls?: TlsOptions;
}

/** A connection that is lost is tried again this often at first, and at most this seldom. */
const FIRST_RECONNECT_MILLISECONDS = 50;
export const SLOWEST_RECONNECT_MILLISECONDS = 2_000;

/** Options of the Redis client for an address; it reconnects for ever. Throws QueueError `invalid-options`. */
export function redisClientOptions(address: RedisAddress, connectTimeout: number): Record<string, unknown> {
  const { url, database, tls, ...rest } = address;
  return {
    ...fromUrl(url),
    ...defined(rest),
    ...(database === undefined ? {} : { db: database }),
    ...(tls === undefined ? {} : { tls }),
    connectTimeout,
    retryStrategy: (times: number) => Math.min(times * FIRST_RECONNECT_MILLISECONDS, SLOWEST_RECONNECT_MILLISECONDS),
  };
}

function fromUrl(text: string | undefined): Record<string, unknown> {
  if (text === undefined) return {};
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !['redis:', 'rediss:'].includes(url.protocol) || !/^(\/\d*)?$/.test(url.pathname)) throw unusableAddress();
  const database = url.pathname.slice(1);
  return defined({
    host: url.hostname === '' ? undefined : url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? undefined : Number(url.port),
    username: url.username === '' ? undefined : unescaped(url.username),
    password: url.password === '' ? undefined : unescaped(url.password),
    db: database === '' ? undefined : Number(database),
    tls: url.protocol === 'rediss:' ? {} : undefined,
  });
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw unusableAddress();
  }
}

/** Repeats nothing of the address, which may hold a password. */
function unusableAddress(): QueueError {
  return new QueueError('invalid-options', 'the address of Redis must be redis://host:port/database or rediss://...', {
    disposition: 'operator',
  });
}

function defined(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/**
 * What a Redis client threw, as our error. The client's own error object is not kept as the cause: it carries the arguments of the
 * command, and those of AUTH are the password.
 */
export function redisFailure(error: unknown): QueueError {
  if (error instanceof QueueError) return error;
  const text = error instanceof Error ? `${error.name}: ${error.message}` : 'unknown failure';
  const code = 'code' in Object(error) && typeof Object(error).code === 'string' ? ` (${Object(error).code})` : '';
  return new QueueError('redis-failure', `Redis: ${text}${code}`, { disposition: 'wait' });
}

/** The value, or QueueError `redis-timeout` when it takes longer. */
export async function withinTime<Value>(work: Promise<Value>, milliseconds: number): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new QueueError('redis-timeout', 'Redis did not answer in time', { disposition: 'wait' })),
      milliseconds,
    );
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
