import { createHash, createPrivateKey, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signDirectory } from '../../adapters/directory/write-directory.ts';
import { createNoteSigner, noteKeyOf } from '../../audit/log/note-key.ts';
import { generateDevelopmentPki } from '../../certs-dev/generate.ts';
import { CERTIFIED_ROLES, type DevelopmentPkiPaths, type KeyFiles } from '../../certs-dev/layout.ts';
import { createSigner } from '../../crypto/signer.ts';
import type { Certificate } from '../../crypto/x509/certificate.ts';
import { parsePemCertificates } from '../../crypto/x509/pem.ts';
import type { AuthorityRecord, DirectoryDocument } from '../../gateway/contracts/directory.ts';
import { createRandom } from '../fuzz/random.ts';
import { createGatewayClient, type GatewayClient } from './client.ts';
import { type CuttingProxy, startCuttingProxy } from './cutting-proxy.ts';
import { ManagedProcess, type UnexpectedEnd } from './processes.ts';
import { SIDES, type Side } from './schedule.ts';
import { gatewayConfiguration, timestampPolicy } from './settings.ts';

/** One authority of the run: its gateway, the proxies in front of it, and its folders. */
export interface Authority {
  side: Side;
  identifier: string;
  gateway: ManagedProcess;
  /** In front of its peer listener: the directory names this one. */
  peerProxy: CuttingProxy;
  /** In front of its client listener. */
  clientProxy: CuttingProxy;
  dataFolder: string;
  keyEncryptionKey: string;
  logOrigin: string;
  logVerifierKey: string;
  record: AuthorityRecord;
}

/** Everything a run stands on. */
export interface World {
  folder: string;
  seed: number;
  pki: DevelopmentPkiPaths;
  authorities: Record<Side, Authority>;
  tsa: ManagedProcess;
  unexpectedEnds: UnexpectedEnd[];
  /** A client of that authority, through the proxy or, with `direct`, past it. */
  client(side: Side, options?: { kind?: 'system' | 'officer' | 'operator'; direct?: boolean; patience?: number }): Promise<GatewayClient>;
}

const HOUR = 3_600_000;

/** Makes folder, keys, directory, proxies and configurations; the processes exist and are not started yet. */
export async function createWorld(seed: number): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), `valija-faults-${seed}-`));
  const identifiers: Record<Side, string> = { xa: 'urn:valija:authority:xa-central', xb: 'urn:valija:authority:xb-central' };
  const pki = await generateDevelopmentPki({
    directory: join(folder, 'pki'),
    authorities: SIDES.map((side) => ({
      id: identifiers[side],
      name: { es: `Autoridad central inventada ${side.toUpperCase()}` },
      country: side.toUpperCase(),
    })),
    now: new Date(),
  });
  const unexpectedEnds: UnexpectedEnd[] = [];
  const processOf = (name: string, command: 'gateway' | 'tsa', configuration: string) =>
    new ManagedProcess({
      name,
      arguments: ['cli/main.ts', command, '--config', configuration],
      logFile: join(folder, `${name}.log`),
      environment: { NODE_COMPILE_CACHE: join(folder, 'compile-cache') },
      onUnexpectedEnd: (end) => unexpectedEnds.push(end),
    });
  const tsa = processOf('tsa', 'tsa', join(folder, 'tsa.json'));
  const authorities = {} as Record<Side, Authority>;
  for (const [index, side] of SIDES.entries()) {
    const gateway = processOf(side, 'gateway', join(folder, `${side}.json`));
    authorities[side] = await createAuthority({ folder, seed: seed * 10 + index, side, identifier: identifiers[side], pki, gateway });
  }
  await writeDirectory(
    folder,
    pki,
    SIDES.map((side) => authorities[side].record),
  );
  const world: World = {
    folder,
    seed,
    pki,
    authorities,
    tsa,
    unexpectedEnds,
    client: (side, options = {}) => openClient(pki, authorities[side], options),
  };
  return world;
}

/** Starts the time-stamp authority, then the gateways, whose configurations need its address. */
export async function startWorld(world: World): Promise<void> {
  // In its later lives it has to be found where the gateways look for it.
  await writeTsaConfiguration(world, await freePort(world.seed));
  world.tsa.spawn();
  const { url } = await world.tsa.ready();
  for (const side of SIDES) await writeGatewayConfiguration(world, side, String(url));
  for (const side of SIDES) world.authorities[side].gateway.spawn();
  await Promise.all(SIDES.map((side) => world.authorities[side].gateway.ready()));
}

/** Where a gateway listens in its present life; undefined between lives. */
export function portOf(gateway: ManagedProcess, listener: 'client' | 'peer' | 'management'): number | undefined {
  const port = gateway.startedLine?.[`${listener}Port`];
  return typeof port === 'number' ? port : undefined;
}

/** Certificates of a PEM file. */
export async function certificatesOf(path: string): Promise<Certificate[]> {
  return parsePemCertificates(await readFile(path, 'utf8'));
}

async function createAuthority(place: {
  folder: string;
  seed: number;
  side: Side;
  identifier: string;
  pki: DevelopmentPkiPaths;
  gateway: ManagedProcess;
}): Promise<Authority> {
  const { folder, seed, side, identifier, pki, gateway } = place;
  const peerProxy = await startCuttingProxy({ targetPort: () => portOf(gateway, 'peer'), random: createRandom(seed) });
  const clientProxy = await startCuttingProxy({ targetPort: () => portOf(gateway, 'client'), random: createRandom(seed + 5) });
  const logOrigin = `${side}.log.example/2026`;
  const key = noteKeyOf(createPrivateKey(await readFile(pki.authority(identifier).note('log'))));
  const { verifierKey } = createNoteSigner({ name: logOrigin, key });
  const keyEncryptionKey = join(folder, `${side}.kek`);
  await writeFile(keyEncryptionKey, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600 });
  return {
    side,
    identifier,
    gateway,
    peerProxy,
    clientProxy,
    dataFolder: join(folder, side),
    keyEncryptionKey,
    logOrigin,
    logVerifierKey: verifierKey,
    record: await recordOf({ pki, identifier, side, port: peerProxy.port, verifierKey }),
  };
}

async function recordOf(authority: {
  pki: DevelopmentPkiPaths;
  identifier: string;
  side: Side;
  port: number;
  verifierKey: string;
}): Promise<AuthorityRecord> {
  const { pki, identifier, side, port, verifierKey } = authority;
  const files = pki.authority(identifier);
  const certificates = await Promise.all(
    CERTIFIED_ROLES.map(async (role) => {
      const [certificate, ...issuers] = await certificatesOf(files.role(role).certificate);
      if (certificate === undefined) throw new Error(`no certificate for ${role}`);
      return {
        role,
        certificate: certificate.der.toString('base64'),
        issuers: issuers.map(({ der }) => der.toString('base64')),
        notBefore: certificate.notBefore.toISOString(),
        notAfter: certificate.notAfter.toISOString(),
      };
    }),
  );
  const [tls] = await certificatesOf(files.role('tls').certificate);
  return {
    identifier,
    country: side.toUpperCase(),
    kind: 'central-authority',
    names: { es: `Autoridad central inventada ${side.toUpperCase()}` },
    languages: ['es'],
    channels: ['ordinary', 'urgent'],
    certificates,
    noteKeys: [{ role: 'log', verifierKey, notBefore: new Date(Date.now() - HOUR).toISOString() }],
    endpoints: [{ url: `https://127.0.0.1:${port}`, pins: [tls?.spkiSha256.toString('hex') ?? ''] }],
    relays: [],
    treaties: [],
  };
}

async function writeDirectory(folder: string, pki: DevelopmentPkiPaths, records: AuthorityRecord[]): Promise<void> {
  const now = new Date();
  const document: DirectoryDocument = {
    format: 'valija-directory/1',
    version: 1,
    issuedAt: now.toISOString(),
    expiresAt: new Date(now.getTime() + 30 * 24 * HOUR).toISOString(),
    authorities: records,
  };
  const signed = await signDirectory({ document, signer: await signerOf(pki.directorySigner), now });
  await writeFile(join(folder, 'directory.json'), signed.document);
  await writeFile(join(folder, 'directory.json.p7s'), signed.signature);
}

async function signerOf(files: KeyFiles) {
  const [certificate, ...chain] = await certificatesOf(files.certificate);
  if (certificate === undefined) throw new Error(`no certificate in ${files.certificate}`);
  return createSigner({ privateKey: createPrivateKey(await readFile(files.key)), certificate, chain });
}

/** Below the range from which the system takes ports for outgoing connections, so that nobody has it when we come back. */
async function freePort(seed: number): Promise<number> {
  const random = createRandom(seed);
  for (;;) {
    const port = 20_000 + random.below(10_000);
    const server = createServer().listen(port, '127.0.0.1');
    const isFree = await once(server, 'listening').then(
      () => true,
      () => false,
    );
    server.close();
    if (isFree) return port;
  }
}

async function writeTsaConfiguration({ folder, pki }: World, port: number): Promise<void> {
  const configuration = { signer: pki.timestamp, policy: timestampPolicy, listener: { host: '127.0.0.1', port } };
  await writeFile(join(folder, 'tsa.json'), JSON.stringify(configuration));
}

async function writeGatewayConfiguration(world: World, side: Side, timestampUrl: string): Promise<void> {
  const { folder, pki, authorities } = world;
  const authority = authorities[side];
  const clients = await Promise.all(
    (['system', 'officer', 'operator'] as const).map(async (kind) => ({
      fingerprint: await fingerprintOf(pki.authority(authority.identifier).client(kind).certificate),
      kind,
      id: `${side}-${kind}`,
    })),
  );
  await mkdir(authority.dataFolder, { recursive: true });
  const configuration = gatewayConfiguration({
    authority: authority.identifier,
    dataFolder: authority.dataFolder,
    keysFolder: pki.authority(authority.identifier).keys,
    keyEncryptionKey: authority.keyEncryptionKey,
    logOrigin: authority.logOrigin,
    anchor: pki.root.certificate,
    issuing: pki.issuing.certificate,
    directory: join(folder, 'directory.json'),
    directorySigner: await fingerprintOf(pki.directorySigner.certificate),
    revocationLists: pki.revocationLists,
    timestampUrl,
    clients,
  });
  await writeFile(join(folder, `${side}.json`), JSON.stringify(configuration, null, 1));
}

async function fingerprintOf(path: string): Promise<string> {
  const [certificate] = await certificatesOf(path);
  return createHash('sha256')
    .update(certificate?.der ?? Buffer.alloc(0))
    .digest('hex');
}

async function openClient(
  pki: DevelopmentPkiPaths,
  authority: Authority,
  options: { kind?: 'system' | 'officer' | 'operator'; direct?: boolean; patience?: number },
): Promise<GatewayClient> {
  const files = pki.authority(authority.identifier).client(options.kind ?? 'system');
  const [ca, cert, key] = await Promise.all([pki.root.certificate, files.certificate, files.key].map((path) => readFile(path, 'utf8')));
  const port = options.direct === true ? portOf(authority.gateway, 'client') : authority.clientProxy.port;
  return createGatewayClient({
    port: port ?? 0,
    tls: { ca: ca ?? '', cert: cert ?? '', key: key ?? '' },
    patience: options.patience ?? 8_000,
  });
}
