import { readFileSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { request as sendRequest } from 'node:https';
import { connect, type TLSSocket } from 'node:tls';
import type { KeyFiles } from '../../certs-dev/layout.ts';
import type { MessageDelivery } from '../../gateway/contracts/peer-transport.ts';
import type { FixtureGateway } from './gateway-fixture.ts';

/** A client of the peer API that does only what it is told: for requests that our own client would never send. */
export interface Credentials {
  key?: string;
  cert?: string;
  ca: readonly string[];
  maxVersion?: 'TLSv1.2' | 'TLSv1.3';
}

export interface RawResponse {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
  /** The member `code` of a problem document. */
  code?: string;
}

export interface RawRequest {
  method: string;
  path: string;
  headers?: Record<string, string>;
  body?: Buffer | string;
}

export function credentialsOf(gateway: FixtureGateway): Credentials {
  const { key, certificateChain } = gateway.dependencies.keys.tls();
  return { key, cert: certificateChain, ca: gateway.anchorsPem };
}

export function credentialsIn(files: KeyFiles, ca: readonly string[]): Credentials {
  return { key: readFileSync(files.key, 'utf8'), cert: readFileSync(files.certificate, 'utf8'), ca };
}

/** Sends one request on a connection of its own and reads the answer whole; rejects when the connection breaks first. */
export function rawRequest(port: number, credentials: Credentials, request: RawRequest): Promise<RawResponse> {
  const body = Buffer.from(request.body ?? '');
  const isChunked = request.headers?.['transfer-encoding'] !== undefined;
  return new Promise((resolve, reject) => {
    const outgoing = sendRequest(
      {
        host: 'localhost',
        port,
        method: request.method,
        path: request.path,
        agent: false,
        headers: { ...(body.length > 0 && !isChunked ? { 'content-length': String(body.length) } : {}), ...request.headers },
        ...tlsOf(credentials),
      },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('error', reject);
        incoming.on('end', () => {
          const received = Buffer.concat(chunks);
          const isProblem = incoming.headers['content-type'] === 'application/problem+json' && received.length > 0;
          const code = isProblem ? (JSON.parse(received.toString('utf8')) as { code: string }).code : undefined;
          resolve({
            status: incoming.statusCode ?? 0,
            headers: incoming.headers,
            body: received,
            ...(code === undefined ? {} : { code }),
          });
        });
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** An open TLS connection, for octets that are not a whole request. */
export function openPeerSocket(port: number, credentials: Credentials): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: 'localhost', port, servername: 'localhost', ...tlsOf(credentials) });
    socket.once('secureConnect', () => resolve(socket));
    socket.once('error', reject);
    socket.on('error', () => {});
  });
}

function tlsOf({ key, cert, ca, maxVersion = 'TLSv1.3' }: Credentials) {
  return { ca: [...ca], maxVersion, ...(key === undefined ? {} : { key }), ...(cert === undefined ? {} : { cert }) };
}

export interface Part {
  type: string;
  content: Buffer | string;
}

/** The parts of a delivery in the order that the peer API asks for. */
export async function deliveryParts(delivery: MessageDelivery): Promise<Part[]> {
  const content: Buffer[] = [];
  for await (const chunk of delivery.content.open(0)) content.push(chunk);
  return [...signedParts(delivery), { type: 'application/cms', content: Buffer.concat(content) }];
}

export function signedParts({ envelope, submissionAcceptance }: MessageDelivery): Part[] {
  return [
    { type: 'application/jose+json', content: envelope },
    { type: 'application/json', content: JSON.stringify(submissionAcceptance) },
  ];
}

/** A POST with these parts, framed correctly. */
export function mixedRequest(path: string, parts: readonly Part[]): RawRequest & { body: Buffer } {
  const boundary = 'invented-boundary';
  const pieces = parts.flatMap(({ type, content }) => [
    Buffer.from(`--${boundary}\r\nContent-Type: ${type}\r\n\r\n`, 'latin1'),
    Buffer.from(content),
    Buffer.from('\r\n', 'latin1'),
  ]);
  return {
    method: 'POST',
    path,
    headers: { 'content-type': `multipart/mixed; boundary=${boundary}` },
    body: Buffer.concat([...pieces, Buffer.from(`--${boundary}--\r\n`, 'latin1')]),
  };
}

/** Headers of tus 1.0 that open a transfer for this delivery. */
export function openingHeaders(delivery: MessageDelivery): Record<string, string> {
  return {
    'tus-resumable': '1.0.0',
    'upload-length': String(delivery.content.length),
    'upload-metadata': `envelope ${Buffer.from(delivery.envelope, 'utf8').toString('base64')}`,
  };
}

export function patchHeaders(offset: number): Record<string, string> {
  return { 'tus-resumable': '1.0.0', 'content-type': 'application/offset+octet-stream', 'upload-offset': String(offset) };
}
