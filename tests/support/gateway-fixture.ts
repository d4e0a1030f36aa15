import { createPrivateKey, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGuardedClock } from '../../adapters/clock/guarded-clock.ts';
import { openSignedFileDirectory } from '../../adapters/directory/signed-file-directory.ts';
import { signDirectory } from '../../adapters/directory/write-directory.ts';
import { openRenewableKeyStore, type RenewableKeyStore } from '../../adapters/keystore/renewable-key-store.ts';
import { createLetters } from '../../adapters/letter/worker-letters.ts';
import { createLetterRenderer } from '../../adapters/letter-rendering/worker-letter-renderer.ts';
import { type LocalRevocationFiles, openLocalRevocationFiles } from '../../adapters/revocation/local-files.ts';
import { createHttpTimestampAuthority } from '../../adapters/timestamp/http-timestamp-authority.ts';
import { createPeerTransport, type PeerTransportOptions } from '../../adapters/transport/peer-transport.ts';
import { createNoteSigner, formatVerifierKey, parseVerifierKey, SIGNATURE_TYPE } from '../../audit/log/note-key.ts';
import { openTileFiles, type TileFiles } from '../../audit/log/tile-files.ts';
import { createLogReader } from '../../audit/log-reader.ts';
import { startSequencer } from '../../audit/sequencer.ts';
import { generateDevelopmentPki } from '../../certs-dev/generate.ts';
import { CERTIFIED_ROLES, type DevelopmentPkiPaths } from '../../certs-dev/layout.ts';
import { createCertificateCache } from '../../crypto/jades/certificate-cache.ts';
import { createSigner } from '../../crypto/signer.ts';
import { createPathValidator } from '../../crypto/x509/path.ts';
import { parsePemCertificates } from '../../crypto/x509/pem.ts';
import { ContentProgress } from '../../gateway/content-progress.ts';
import type { AuthorityRecord, DirectoryDocument } from '../../gateway/contracts/directory.ts';
import type { GatewayDependencies, GatewayEvent } from '../../gateway/dependencies.ts';
import { startListening } from '../../gateway/evidence-return/listening.ts';
import { createReception, type Reception } from '../../gateway/inbound/reception.ts';
import { createTurns } from '../../gateway/register/turns.ts';
import { DEFAULT_SETTINGS, type GatewaySettings } from '../../gateway/settings.ts';
import type { Announcement } from '../../queue/contract.ts';
import { createTimestampAuthority } from '../../services/tsa/authority.ts';
import { createSerialNumbers } from '../../services/tsa/serial-numbers.ts';
import { startTimestampServer, type TimestampServer } from '../../services/tsa/server.ts';
import { openFileBlobs } from '../../store/files/blobs.ts';
import { openSqliteLedger } from '../../store/sqlite/ledger.ts';
import { noteKeysOf } from './own-log.ts';

/**
 * Two invented authorities whose gateways have everything that a process composes, over the real adapters: development PKI, signed
 * directory, revocation lists, SQLite, encrypted files, a time-stamp authority on loopback, the log. No server listens yet and no
 * worker runs: tests start what they need (`peer-server.ts`) and call steps themselves.
 */
export const SENDER = 'urn:valija:authority:xa-central';
export const RECIPIENT = 'urn:valija:authority:xb-central';

const TIMESTAMP_POLICY = '1.3.6.1.4.1.99999.1';
const DAY = 24 * 3_600_000;

export interface FixtureGateway {
  identifier: string;
  dependencies: GatewayDependencies;
  reception: Reception;
  tiles: TileFiles;
  /** The keys of `dependencies`, which can be renewed. */
  keys: RenewableKeyStore;
  /** What the gateway observed and announced, in order. */
  events: GatewayEvent[];
  announced: Announcement[];
  /** Everything a client of its peer API is made from; for a second client with something wrong in it. */
  transportOptions: PeerTransportOptions;
  /** PEM of the anchors of TLS. */
  anchorsPem: readonly string[];
  /** Gives indexes to what waits for the log, and publishes a checkpoint. */
  publishLog(): Promise<void>;
  refresh(): Promise<void>;
  close(): Promise<void>;
}

export interface GatewayFixture {
  folder: string;
  pki: DevelopmentPkiPaths;
  sender: FixtureGateway;
  recipient: FixtureGateway;
  /** Signs a new version of the directory, with these changes, and has both gateways read it. */
  changeDirectory(edit: (authorities: Map<string, AuthorityRecord>) => void): Promise<void>;
  /** Has both gateways read directory and revocation lists again. */
  refresh(): Promise<void>;
  close(): Promise<void>;
}

export interface GatewayFixtureOptions {
  settings?: Partial<GatewaySettings>;
  transport?: Partial<PeerTransportOptions>;
}

export async function createGatewayFixture(options: GatewayFixtureOptions = {}): Promise<GatewayFixture> {
  const folder = await mkdtemp(join(tmpdir(), 'valija-gateways-'));
  const now = new Date();
  const pki = await generateDevelopmentPki({
    directory: join(folder, 'pki'),
    now,
    authorities: [
      { id: SENDER, name: { es: 'Autoridad central inventada A' }, country: 'XA' },
      { id: RECIPIENT, name: { pt: 'Autoridade central inventada B' }, country: 'XB' },
    ],
  });
  const timestampServer = await startTimestamps(pki);
  let document = await firstDirectory(pki, now);
  await publishDirectory(folder, pki, document);
  const open = (identifier: string) => openGateway({ identifier, folder, pki, timestampUrl: timestampServer.url, options });
  const gateways = [await open(SENDER), await open(RECIPIENT)] as const;
  const refresh = async (): Promise<void> => {
    for (const gateway of gateways) await gateway.refresh();
  };
  return {
    folder,
    pki,
    sender: gateways[0],
    recipient: gateways[1],
    refresh,
    async changeDirectory(edit) {
      const authorities = new Map(structuredClone(document.authorities).map((record) => [record.identifier, record]));
      edit(authorities);
      document = { ...document, version: document.version + 1, authorities: [...authorities.values()] };
      await publishDirectory(folder, pki, document);
      await refresh();
    },
    async close() {
      for (const gateway of gateways) await gateway.close();
      await timestampServer.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function openGateway(given: {
  identifier: string;
  folder: string;
  pki: DevelopmentPkiPaths;
  timestampUrl: string;
  options: GatewayFixtureOptions;
}): Promise<FixtureGateway> {
  const { identifier, folder, pki, options } = given;
  const name = identifier.split(':').at(-1) ?? identifier;
  const ledger = await openSqliteLedger({ path: join(folder, `${name}.db`) });
  const blobs = await openFileBlobs({
    directory: join(folder, `${name}-blobs`),
    keyEncryptionKey: randomBytes(32),
    ledgerLookup: async (blobId) => {
      const row = await ledger.get('blobs', blobId);
      return row === undefined ? undefined : { ...row.value, ...(row.bytes === undefined ? {} : { bytes: row.bytes }) };
    },
  });
  const clock = createGuardedClock({ wall: Date.now });
  const keys = await openRenewableKeyStore({ directory: pki.authority(identifier).keys });
  const rootPem = await readFile(pki.root.certificate, 'utf8');
  const roots = parsePemCertificates(rootPem);
  const issuing = parsePemCertificates(await readFile(pki.issuing.certificate, 'utf8'));
  const revocation: LocalRevocationFiles = await openLocalRevocationFiles({
    folders: [pki.revocationLists],
    issuers: [...roots, ...issuing],
    now: () => clock.now(),
  });
  const { certificate: directorySigner } = await readSigner(pki.directorySigner);
  const directory = await openSignedFileDirectory({
    path: join(folder, 'directory.json'),
    signers: [directorySigner.sha256.toString('hex')],
    clock,
  });
  const settings: GatewaySettings = { ...DEFAULT_SETTINGS, ...options.settings };
  const paths = createPathValidator({ anchors: roots });
  const transportOptions: PeerTransportOptions = {
    keys,
    anchorsPem: [rootPem],
    paths,
    revocation,
    clock,
    settings,
    randomBytes,
    resumeDelayMilliseconds: 20,
    ...options.transport,
  };
  const timestamps = createHttpTimestampAuthority({
    url: given.timestampUrl,
    clock,
    paths,
    revocation,
    policies: [TIMESTAMP_POLICY],
    randomBytes,
  });
  const origin = `${name}.example/log`;
  const logKey = keys.note('log');
  const tiles = await openTileFiles(join(folder, `${name}-log`));
  const verifierKey = formatVerifierKey({ name: origin, type: SIGNATURE_TYPE.ed25519, publicKey: logKey.publicKey });
  const sequencer = startSequencer({
    log: ledger.log,
    tiles,
    signer: createNoteSigner({ name: origin, key: logKey }),
    origin,
    clock,
    intervalMilliseconds: 1_000,
  });
  const letters = createLetters({
    maximumLength: settings.maximumLetterLength,
    anchors: roots,
    timestampAnchors: roots,
    revocation,
  });
  const letterRenderer = createLetterRenderer();
  const events: GatewayEvent[] = [];
  const announced: Announcement[] = [];
  const dependencies: GatewayDependencies = {
    authority: identifier,
    logOrigin: origin,
    ledger,
    blobs,
    announce: (announcements) => announced.push(...announcements),
    clock,
    directory,
    revocation,
    instruments: [],
    keys,
    timestamps,
    letters,
    letterRenderer,
    transport: createPeerTransport(transportOptions),
    paths,
    timestampPaths: paths,
    timestampPolicies: [TIMESTAMP_POLICY],
    readCertificate: createCertificateCache(64),
    log: {
      reader: createLogReader({ log: ledger.log, tiles, verifier: parseVerifierKey(verifierKey), origin }),
      verifierKey,
      tiles,
      witnesses: 'all',
      publishCosigned: (note) => sequencer.publishCosigned(note),
    },
    anchors: { roots: roots.map(({ der }) => der), timestampRoots: roots.map(({ der }) => der) },
    randomBytes,
    settings,
    listening: startListening(clock.now()),
    registerTurns: createTurns(),
    observe: (event) => events.push(event),
    progress: new ContentProgress(),
  };
  return {
    identifier,
    dependencies,
    reception: createReception(),
    tiles,
    keys,
    events,
    announced,
    transportOptions,
    anchorsPem: [rootPem],
    publishLog: async () => {
      await sequencer.runOnce();
    },
    refresh: async () => {
      await directory.refresh();
      await revocation.refresh();
    },
    close: async () => {
      await dependencies.transport.close();
      await sequencer.stop();
      await timestamps.close();
      await letters.close();
      await letterRenderer.close();
      revocation.close();
      await ledger.close();
    },
  };
}

async function startTimestamps(pki: DevelopmentPkiPaths): Promise<TimestampServer> {
  const signer = await readSigner(pki.timestamp);
  const nextSerialNumber = createSerialNumbers({ now: Date.now, randomBytes });
  const authority = createTimestampAuthority({ signer, policy: TIMESTAMP_POLICY, clock: { now: () => new Date() }, nextSerialNumber });
  return startTimestampServer({ authority, host: '127.0.0.1', port: 0 });
}

async function firstDirectory(pki: DevelopmentPkiPaths, now: Date): Promise<DirectoryDocument> {
  const authorities = await Promise.all(
    [
      [SENDER, 'XA'],
      [RECIPIENT, 'XB'],
    ].map(([identifier = '', country = '']) => authorityRecord(pki, identifier, country)),
  );
  return {
    format: 'valija-directory/1',
    version: 1,
    issuedAt: now.toISOString(),
    expiresAt: new Date(now.getTime() + DAY).toISOString(),
    authorities,
  };
}

async function authorityRecord(pki: DevelopmentPkiPaths, identifier: string, country: string): Promise<AuthorityRecord> {
  const paths = pki.authority(identifier);
  const certificates = await Promise.all(CERTIFIED_ROLES.map((role) => certificateRecord(role, paths.role(role).certificate)));
  return {
    identifier,
    country,
    kind: 'central-authority',
    names: { en: 'Invented authority' },
    languages: ['es', 'pt'],
    channels: ['ordinary', 'urgent'],
    certificates,
    noteKeys: await noteKeysOf(pki, identifier),
    // Replaced when its server listens.
    endpoints: [{ url: 'https://localhost:1', pins: ['0'.repeat(64)] }],
    relays: [],
    treaties: [],
  };
}

/** A directory record for a certificate file: the certificate and its issuing authority. */
export async function certificateRecord(
  role: (typeof CERTIFIED_ROLES)[number],
  file: string,
): Promise<AuthorityRecord['certificates'][number]> {
  const [certificate, ...issuers] = parsePemCertificates(await readFile(file, 'utf8'));
  if (certificate === undefined) throw new Error(`${file} holds no certificate`);
  return {
    role,
    certificate: certificate.der.toString('base64'),
    issuers: issuers.map(({ der }) => der.toString('base64')),
    notBefore: certificate.notBefore.toISOString(),
    notAfter: certificate.notAfter.toISOString(),
    ...(role === 'encryption' ? { suites: ['2026a'] } : {}),
  };
}

async function publishDirectory(folder: string, pki: DevelopmentPkiPaths, document: DirectoryDocument): Promise<void> {
  const signed = await signDirectory({ document, signer: await readSigner(pki.directorySigner), now: new Date() });
  await writeFile(join(folder, 'directory.json'), signed.document);
  await writeFile(join(folder, 'directory.json.p7s'), signed.signature);
}

async function readSigner(files: { key: string; certificate: string }) {
  const [certificate, ...chain] = parsePemCertificates(await readFile(files.certificate, 'utf8'));
  if (certificate === undefined) throw new Error(`${files.certificate} holds no certificate`);
  return createSigner({ privateKey: createPrivateKey(await readFile(files.key, 'utf8')), certificate, chain });
}
