import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

/** A plain server whose handler is under test, and clients that write any octets they like. */
export interface RawServer {
  port: number;
  /** What the handler returned or threw, one entry for each request, in the order in which they ended. */
  outcomes: unknown[];
  close(): Promise<void>;
}

export async function startRawServer(handler: (request: IncomingMessage) => Promise<unknown>): Promise<RawServer> {
  const outcomes: unknown[] = [];
  const server = createServer((request, response) => {
    handler(request)
      .catch((error: unknown) => error)
      .then((outcome) => {
        outcomes.push(outcome);
        response.writeHead(204, { connection: 'close' });
        response.end();
      });
  });
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    outcomes,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export function openSocket(port: number): Socket {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  socket.resume();
  return socket;
}

/** One POST with these octets as its body, cut into pieces of that size. */
export async function postOctets(port: number, contentType: string, body: Buffer, pieceLength = body.length): Promise<void> {
  const socket = openSocket(port);
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.write(`POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: ${contentType}\r\nContent-Length: ${body.length}\r\n\r\n`);
  for (let offset = 0; offset < body.length; offset += Math.max(1, pieceLength)) {
    socket.write(body.subarray(offset, offset + Math.max(1, pieceLength)));
    // Pieces arrive one by one only when the loop gives the socket a turn.
    if (pieceLength < body.length) await new Promise((resolve) => setImmediate(resolve));
  }
  await closed;
}
