import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';

/**
 * Below the ports that systems give to outgoing connections: one of those could be taken by anybody's connection between our asking and
 * the moment at which somebody listens there.
 */
const FIRST = 15_000;
const AFTER_LAST = 32_000;
const MAXIMUM_ATTEMPTS = 1_000;

/** Ports of the loopback on which nobody listens at the moment of asking; all are held until all are known, so that they differ. */
export async function freePorts(count: number): Promise<number[]> {
  const held = new Map<number, Server>();
  for (let attempt = 0; held.size < count; attempt += 1) {
    const port = randomInt(FIRST, AFTER_LAST);
    const server = held.has(port) ? undefined : await listenOn(port, attempt);
    if (server !== undefined) held.set(port, server);
  }
  await Promise.all([...held.values()].map((server) => new Promise((resolve) => server.close(resolve))));
  return [...held.keys()];
}

/** Undefined when somebody else has the port; after many of those it is something else that is wrong, and that is thrown. */
async function listenOn(port: number, attempt: number): Promise<Server | undefined> {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
    return server;
  } catch (error) {
    if (attempt < MAXIMUM_ATTEMPTS) return undefined;
    throw error;
  }
}
