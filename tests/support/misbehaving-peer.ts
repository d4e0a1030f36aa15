import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { createServer as createSecureServer, type ServerOptions } from 'node:https';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { formatPemCertificates } from '../../audit/trust.ts';
import { issueCertificate, newKeyPair, readAuthority } from '../../certs-dev/issue.ts';
import { CLIENT_PROFILES, ROLE_PROFILES } from '../../certs-dev/profiles.ts';
import type { Installation } from '../../compose/development/installation.ts';
import { publishDirectory } from '../../compose/development/installation.ts';
import { parseCertificate } from '../../crypto/x509/certificate.ts';
import type { DirectoryDocument } from '../../gateway/contracts/directory.ts';
import { peerTlsProfile } from '../../gateway/contracts/tls-profile.ts';

/** Key and certificates of a server, PEM. */
export interface ServerIdentity {
  key: string;
  cert: string;
  der: Buffer;
  issuer: Buffer;
  spkiSha256: string;
  serialHex: string;
}

/** The TLS identity that the development PKI gave an authority. */
export async function identityOf(installation: Installation, authority: string): Promise<ServerIdentity> {
  const files = installation.pki.authority(authority).role('tls');
  return identity(await readFile(files.key, 'utf8'), await readFile(files.certificate, 'utf8'));
}

/** Another TLS certificate of the same issuing authority, right or wrong in one thing. */
export async function issueIdentity(
  installation: Installation,
  options: { names?: readonly string[]; days?: { from: number; to: number }; usage?: 'tls' | 'client' } = {},
): Promise<ServerIdentity> {
  const { names = ['localhost'], days = { from: -1, to: 30 }, usage = 'tls' } = options;
  const { privateKey, publicKey } = newKeyPair();
  const issuer = await readAuthority(installation.pki.issuing);
  const day = (count: number) => new Date(Date.now() + count * 86_400_000);
  const certificate = await issueCertificate({
    issuer,
    publicKey,
    subject: [{ CN: ['Invented server'] }],
    names: [...names.map((value) => ({ type: 'dns', value }) as const), ...(names.includes('localhost') ? LOOPBACK : [])],
    profile: usage === 'tls' ? ROLE_PROFILES.tls : CLIENT_PROFILES.system,
    validity: { notBefore: day(days.from), notAfter: day(days.to) },
  });
  const pems = [certificate, issuer.certificate].map(({ rawData }) => Buffer.from(rawData).toString('base64'));
  return identity(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), pems.map((pem) => formatPemCertificates([pem])).join(''));
}

const LOOPBACK = [{ type: 'ip', value: '127.0.0.1' }] as const;

function identity(key: string, cert: string): ServerIdentity {
  const [leaf = Buffer.alloc(0), issuer = Buffer.alloc(0)] = [...cert.matchAll(/-----BEGIN CERTIFICATE-----([^-]+)-----END/g)].map(
    ([, body = '']) => Buffer.from(body, 'base64'),
  );
  const { spkiSha256, serialHex } = parseCertificate(leaf);
  return { key, cert, der: leaf, issuer, spkiSha256: spkiSha256.toString('hex'), serialHex };
}

/** Writes the directory anew with what an authority's record should say instead. */
export async function rewriteDirectory(
  installation: Installation,
  authority: string,
  change: (record: DirectoryDocument['authorities'][number]) => Partial<DirectoryDocument['authorities'][number]>,
): Promise<void> {
  const former = JSON.parse(await readFile(installation.directory, 'utf8')) as DirectoryDocument;
  const authorities = former.authorities.map((record) => (record.identifier === authority ? { ...record, ...change(record) } : record));
  const document = { ...former, version: former.version + 1, authorities };
  await publishDirectory(installation.folder, installation.pki, document, new Date());
}

/** The directory lists and pins this TLS certificate as well. */
export async function listIdentity(
  installation: Installation,
  authority: string,
  { der, issuer, spkiSha256 }: ServerIdentity,
): Promise<void> {
  const { notBefore, notAfter } = parseCertificate(der);
  await rewriteDirectory(installation, authority, ({ certificates, endpoints }) => ({
    certificates: [
      ...certificates,
      {
        role: 'tls',
        certificate: der.toString('base64'),
        issuers: [issuer.toString('base64')],
        notBefore: notBefore.toISOString(),
        notAfter: notAfter.toISOString(),
      },
    ],
    endpoints: endpoints.map((endpoint) => ({ ...endpoint, pins: [...endpoint.pins, spkiSha256].slice(-4) })),
  }));
}

/** A server that runs while something is tried. */
export interface RunningServer {
  port: number;
  stop(): Promise<void>;
}

/** TLS as a gateway speaks it, with whatever is to be wrong put over it. */
export async function serveSecurely(
  port: number,
  { key, cert }: Pick<ServerIdentity, 'key' | 'cert'>,
  answer: RequestListener,
  over: ServerOptions = {},
): Promise<RunningServer> {
  const server = createSecureServer({ ...peerTlsProfile(), key, cert, requestCert: true, rejectUnauthorized: false, ...over }, answer);
  server.on('tlsClientError', () => {});
  return running(server, port);
}

/** Anything that takes connections. */
export function serveBytes(port: number, onConnection: (socket: Socket) => void): Promise<RunningServer> {
  return running(createServer(onConnection), port);
}

async function running(server: Server, port: number): Promise<RunningServer> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => sockets.delete(socket));
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Writes a PEM file and returns its path. */
export async function writePem(path: string, content: string): Promise<string> {
  await writeFile(path, content, { mode: 0o600 });
  return path;
}
