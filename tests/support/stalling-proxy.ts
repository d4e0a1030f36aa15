import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** Passes octets on, until it has passed so many in all; then nothing moves any more, and nobody is told. */
export interface StallingProxy {
  readonly port: number;
  /** Octets passed on so far, both ways. */
  readonly octets: number;
  isStalled(): boolean;
  /** Connections that stand still are cut; others pass so many octets more. */
  stallAfter(octets: number): void;
  close(): Promise<void>;
}

/** TCP from any free port to that of a listener on this machine. */
export async function startStallingProxy(targetPort: number): Promise<StallingProxy> {
  const sockets = new Set<Socket>();
  let octets = 0;
  let limit = Number.POSITIVE_INFINITY;
  const server = createServer((incoming) => {
    const outgoing = connect(targetPort, '127.0.0.1');
    join(incoming, outgoing);
    join(outgoing, incoming);
  });

  function join(from: Socket, to: Socket): void {
    sockets.add(from);
    from.on('data', (chunk: Buffer) => {
      octets += chunk.length;
      if (octets >= limit) {
        for (const socket of sockets) socket.pause();
        return;
      }
      if (!to.write(chunk)) {
        from.pause();
        to.once('drain', () => {
          if (octets < limit) from.resume();
        });
      }
    });
    from.on('error', () => {});
    from.on('close', () => {
      sockets.delete(from);
      to.destroy();
    });
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    get octets() {
      return octets;
    },
    isStalled: () => octets >= limit,
    stallAfter(more) {
      if (octets >= limit) for (const socket of sockets) socket.destroy();
      limit = octets + more;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
