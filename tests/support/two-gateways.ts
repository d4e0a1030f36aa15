import { createPrivateKey, randomBytes } from 'node:crypto';
import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGuardedClock } from '../../adapters/clock/guarded-clock.ts';
import { openKeyStore } from '../../adapters/keystore/open-key-store.ts';
import type { LettersOptions } from '../../adapters/letter/worker-letters.ts';
import { createLetterRenderer } from '../../adapters/letter-rendering/worker-letter-renderer.ts';
import { type LocalRevocationFiles, openLocalRevocationFiles } from '../../adapters/revocation/local-files.ts';
import { TimestampError } from '../../adapters/timestamp/error.ts';
import { generateDevelopmentPki } from '../../certs-dev/generate.ts';
import { CERTIFIED_ROLES, type DevelopmentPkiPaths } from '../../certs-dev/layout.ts';
import { createCertificateCache } from '../../crypto/jades/certificate-cache.ts';
import { createSigner, type Signer } from '../../crypto/signer.ts';
import { createTimestampResponse } from '../../crypto/tsp/authority.ts';
import { buildTimestampRequest } from '../../crypto/tsp/request.ts';
import { grantedToken } from '../../crypto/tsp/response.ts';
import { createPathValidator } from '../../crypto/x509/path.ts';
import { parsePemCertificates } from '../../crypto/x509/pem.ts';
import { ContentProgress } from '../../gateway/content-progress.ts';
import type { AuthorityRecord } from '../../gateway/contracts/directory.ts';
import type { KeyStore } from '../../gateway/contracts/key-store.ts';
import type { Letters } from '../../gateway/contracts/letters.ts';
import type { GatewayDependencies, GatewayEvent } from '../../gateway/dependencies.ts';
import { codeOf, dispositionOf } from '../../gateway/error.ts';
import { startListening } from '../../gateway/evidence-return/listening.ts';
import { pullFromPeer } from '../../gateway/evidence-return/pull.ts';
import { createReception, type Reception } from '../../gateway/inbound/reception.ts';
import { loadRecovery } from '../../gateway/recovery/recovery.ts';
import { createTurns } from '../../gateway/register/turns.ts';
import { DEFAULT_SETTINGS, type GatewaySettings } from '../../gateway/settings.ts';
import { createRevocationArchive, keepWhatIsUsed } from '../../gateway/trust/revocation-archive.ts';
import { runJob, settleJob } from '../../gateway/work.ts';
import type { ClaimedJob, JobKind } from '../../store/contracts/outbox.ts';
import { openFileBlobs } from '../../store/files/blobs.ts';
import type { OpenFile } from '../../store/files/disk.ts';
import { openSqliteLedger } from '../../store/sqlite/ledger.ts';
import { certificateRecord } from './gateway-fixture.ts';
import { inProcessTransport, type Network } from './in-process-transport.ts';
import { createInlineLetters } from './inline-letters.ts';
import { logOriginOf, noteKeysOf, openOwnLog, silentLog } from './own-log.ts';

/**
 * Invented authorities whose gateways run in this process, step by step, on a clock that tests move: real SQLite, encrypted files,
 * keys, revocation lists and time-stamps; only the sockets are replaced by direct calls of the other gateway's operations.
 */
export const A = 'urn:valija:authority:xa-central';
export const B = 'urn:valija:authority:xb-central';
/** Somebody of the directory with nothing to do with the message: the neighbour that attacks. */
export const C = 'urn:valija:authority:xc-central';

const TIMESTAMP_POLICY = '1.3.6.1.4.1.99999.1';
export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export interface FailedAttempt {
  gateway: string;
  kind: JobKind;
  code: string;
  disposition: string;
}

export interface World {
  folder: string;
  pki: DevelopmentPkiPaths;
  /** Milliseconds since 1970 that every clock shows; move it with `advance`. */
  now: number;
  directory: { records: Map<string, AuthorityRecord>; usable: boolean };
  timestamps: { state: 'up' | 'down'; signer: Signer; issued: number };
  /** False: every gateway has lost its revocation lists. */
  revocationKnown: boolean;
  network: Network;
  gateways: Map<string, TestGateway>;
  a: TestGateway;
  b: TestGateway;
  c: TestGateway;
  failures: FailedAttempt[];
  /** Runs every job that is due, on every gateway, until none is. */
  work(options?: { only?: readonly JobKind[]; except?: readonly JobKind[] }): Promise<void>;
  /** Moves the clocks and does what has fallen due. */
  advance(milliseconds: number): Promise<void>;
  /** Every gateway pulls from every other. */
  pullAll(): Promise<void>;
  /** The revocation lists are read again by every gateway. */
  refreshRevocation(): Promise<void>;
  close(): Promise<void>;
}

export interface TestGateway {
  identifier: string;
  /** Of the process that runs now; `restart` makes new ones on the same folders. */
  dependencies: GatewayDependencies;
  reception: Reception;
  events: GatewayEvent[];
  /** With `logs`: gives indexes to what waits for the log, and publishes a checkpoint. */
  publishLog(): Promise<void>;
  restart(change?: RestartChange): Promise<void>;
  pull(from: string): Promise<void>;
  close(): Promise<void>;
}

export interface RestartChange {
  /** Wraps what the new process gets, for example with a fault injector. */
  wrap?: (dependencies: GatewayDependencies) => GatewayDependencies;
  /** Happens while no process runs. */
  between?: () => Promise<void>;
}

export interface WorldOptions {
  settings?: Partial<GatewaySettings>;
  /** Makes what reads and signs letters, for each process; left out, it works in this thread. */
  letters?: (identifier: string, options: LettersOptions) => Letters;
  /** Each gateway has a log of its own on disk, published when the test says so. */
  logs?: boolean;
}

export async function createWorld(options: WorldOptions = {}): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'valija-world-'));
  const start = new Date();
  const authorities = [A, B, C].map((id) => ({ id, name: { es: 'Autoridad inventada' }, country: `X${id.at(-9)?.toUpperCase()}` }));
  const pki = await generateDevelopmentPki({
    directory: join(folder, 'pki'),
    now: start,
    authorities,
    revocationListDays: 400,
    certificateDays: 700,
  });
  const records = await Promise.all(authorities.map(({ id, country }) => authorityRecord(pki, id, country)));
  const world = {
    folder,
    pki,
    now: start.getTime(),
    directory: { records: new Map(records.map((record) => [record.identifier, record])), usable: true },
    timestamps: { state: 'up', signer: await readSigner(pki.timestamp), issued: 0 },
    revocationKnown: true,
    network: { down: false },
    gateways: new Map<string, TestGateway>(),
    failures: [] as FailedAttempt[],
  } as unknown as World;
  for (const id of [A, B, C])
    world.gateways.set(
      id,
      await openGateway(world, id, { ...options, settings: { ...DEFAULT_SETTINGS, listenFirst: 0, ...options.settings } }),
    );
  return Object.assign(world, {
    a: gatewayOf(world, A),
    b: gatewayOf(world, B),
    c: gatewayOf(world, C),
    work: (selection = {}) => work(world, selection),
    advance: async (milliseconds: number) => {
      world.now += milliseconds;
      await work(world, {});
    },
    pullAll: async () => {
      for (const gateway of world.gateways.values()) {
        for (const other of world.gateways.keys()) if (other !== gateway.identifier) await gateway.pull(other);
      }
    },
    refreshRevocation: async () => {
      for (const { dependencies } of world.gateways.values()) await dependencies.revocation.refresh();
    },
    close: async () => {
      for (const gateway of world.gateways.values()) await gateway.close();
      await rm(folder, { recursive: true, force: true });
    },
  } satisfies Partial<World>);
}

function gatewayOf(world: World, identifier: string): TestGateway {
  const gateway = world.gateways.get(identifier);
  if (gateway === undefined) throw new Error(`${identifier} has no gateway here`);
  return gateway;
}

/** Jobs come back a minute after a failure; the lease outlives any test step. */
const RETRY_DELAY = MINUTE;
const LEASE = HOUR;
const ROUNDS_WITHOUT_END = 200;

async function work(world: World, selection: { only?: readonly JobKind[]; except?: readonly JobKind[] }): Promise<void> {
  for (let round = 0; round < ROUNDS_WITHOUT_END; round += 1) {
    let ran = false;
    for (const gateway of world.gateways.values()) {
      for (const row of await gateway.dependencies.ledger.outbox.due({ now: world.now, limit: 100 })) {
        if (selection.only?.includes(row.kind) === false || selection.except?.includes(row.kind) === true) continue;
        ran = (await runOne(world, gateway, row.id)) || ran;
      }
    }
    if (!ran) return;
  }
  throw new Error('the jobs never come to an end');
}

async function runOne(world: World, gateway: TestGateway, id: string): Promise<boolean> {
  const job = await gateway.dependencies.ledger.outbox.claim(id, { now: world.now, milliseconds: LEASE });
  if (job === undefined) return false;
  await attempt(world, gateway, job);
  return true;
}

/** One attempt as a worker makes it: the step, and what follows from its failure. */
export async function attempt(world: World, gateway: TestGateway, job: ClaimedJob): Promise<void> {
  const { dependencies } = gateway;
  try {
    await runJob(dependencies, job, new AbortController().signal);
  } catch (error) {
    world.failures.push({ gateway: gateway.identifier, kind: job.kind, code: codeOf(error), disposition: dispositionOf(error) });
    await settleJob(dependencies, job, error, () => RETRY_DELAY);
  }
}

interface GatewayOptions extends WorldOptions {
  settings: GatewaySettings;
}

async function openGateway(world: World, identifier: string, options: GatewayOptions): Promise<TestGateway> {
  const keyEncryptionKey = randomBytes(32);
  const name = identifier.split(':').at(-1) ?? identifier;
  const gateway = { identifier, events: [] } as unknown as TestGateway;
  let close: () => Promise<void> = async () => {};
  let publishLog: () => Promise<void> = async () => {};
  const start = async ({ wrap = (dependencies) => dependencies }: RestartChange = {}): Promise<void> => {
    const process = await startProcess(world, { ...options, identifier, name, keyEncryptionKey, events: gateway.events });
    close = process.close;
    publishLog = process.publishLog;
    gateway.dependencies = wrap(process.dependencies);
    gateway.reception = createReception();
  };
  await start();
  return Object.assign(gateway, {
    restart: async (change?: RestartChange) => {
      await close();
      await change?.between?.();
      await start(change);
    },
    pull: async (from: string) => {
      const peer = world.directory.records.get(from);
      if (peer === undefined) throw new Error(`${from} is not in the directory`);
      await pullFromPeer(gateway.dependencies, peer, new AbortController().signal);
    },
    publishLog: () => publishLog(),
    close: () => close(),
  });
}

async function startProcess(
  world: World,
  given: GatewayOptions & { identifier: string; name: string; keyEncryptionKey: Buffer; events: GatewayEvent[] },
): Promise<{ dependencies: GatewayDependencies; publishLog: () => Promise<void>; close: () => Promise<void> }> {
  const { identifier, name, settings, letters: makeLetters = (_identifier, options) => createInlineLetters(options) } = given;
  const { pki } = world;
  const ledger = await openSqliteLedger({ path: join(world.folder, `${name}.db`) });
  const files = trackedFiles();
  const blobs = await openFileBlobs({
    directory: join(world.folder, `${name}-blobs`),
    keyEncryptionKey: given.keyEncryptionKey,
    openFile: files.open,
    ledgerLookup: async (blobId) => {
      const row = await ledger.get('blobs', blobId);
      return row === undefined ? undefined : { ...row.value, ...(row.bytes === undefined ? {} : { bytes: row.bytes }) };
    },
  });
  const roots = parsePemCertificates(await readFile(pki.root.certificate, 'utf8'));
  const issuing = parsePemCertificates(await readFile(pki.issuing.certificate, 'utf8'));
  const revocation: LocalRevocationFiles = await openLocalRevocationFiles({
    folders: [pki.revocationLists],
    issuers: [...roots, ...issuing],
    now: () => new Date(world.now),
  });
  const clock = createGuardedClock({ wall: () => world.now });
  const archive = createRevocationArchive({ ledger, clock });
  const source: GatewayDependencies['revocation'] = {
    current: () => (world.revocationKnown ? revocation.current() : []),
    responses: () => revocation.responses(),
    inquire: (certificates) => revocation.inquire(certificates),
    refresh: () => revocation.refresh(),
    status: () => revocation.status(),
  };
  const letters = makeLetters(identifier, {
    maximumLength: settings.maximumLetterLength,
    anchors: roots,
    timestampAnchors: roots,
    revocation: source,
  });
  const letterRenderer = createLetterRenderer();
  const keys = await openKeyStore({ directory: pki.authority(identifier).keys });
  const log = given.logs === true ? await openOwnLog(join(world.folder, `${name}-log`), { name, ledger, keys, clock }) : silentLog();
  const dependencies: GatewayDependencies = {
    authority: identifier,
    logOrigin: logOriginOf(name),
    ledger,
    blobs,
    announce: () => {},
    clock,
    directory: directoryOf(world),
    revocation: source,
    instruments: [],
    keys,
    timestamps: { stamp: (imprint) => stamp(world, imprint) },
    letters,
    letterRenderer,
    transport: inProcessTransport(world, identifier),
    paths: keepWhatIsUsed(createPathValidator({ anchors: roots }), archive),
    timestampPaths: keepWhatIsUsed(createPathValidator({ anchors: roots }), archive),
    timestampPolicies: [TIMESTAMP_POLICY],
    readCertificate: createCertificateCache(64),
    log: log.own,
    anchors: { roots: roots.map(({ der }) => der), timestampRoots: roots.map(({ der }) => der) },
    randomBytes,
    settings,
    listening: startListening(clock.now()),
    registerTurns: createTurns(),
    observe: (event) => given.events.push(event),
    progress: new ContentProgress(),
  };
  await loadRecovery(dependencies);
  const close = async (): Promise<void> => {
    await letters.close();
    await letterRenderer.close();
    revocation.close();
    await log.stop();
    await ledger.close();
    await files.close();
  };
  return { dependencies, publishLog: log.publish, close };
}

function directoryOf(world: World): GatewayDependencies['directory'] {
  return {
    authority: (identifier) => world.directory.records.get(identifier),
    authorities: () => [...world.directory.records.values()],
    instruments: () => [],
    status: () => ({
      version: 1,
      digest: '0'.repeat(64),
      expiresAt: new Date(world.now + DAY),
      renewBy: new Date(world.now + DAY),
      usable: world.directory.usable,
      stale: false,
    }),
    refresh: async () => {},
  };
}

/** A real token over the imprint, at the time of the world. */
async function stamp(world: World, imprint: Buffer): Promise<{ token: Buffer; generationTime: Date }> {
  if (world.timestamps.state === 'down') throw new TimestampError('timestamp-unreachable', 'the time-stamp authority is down');
  world.timestamps.issued += 1;
  const generationTime = new Date(world.now);
  const response = await createTimestampResponse({
    request: buildTimestampRequest({ imprint, nonce: randomBytes(16), certificateRequested: true }),
    signer: world.timestamps.signer,
    policy: TIMESTAMP_POLICY,
    serialNumber: BigInt(world.timestamps.issued),
    now: generationTime,
    accuracyMilliseconds: 1_000,
  });
  return { token: grantedToken(response), generationTime };
}

/** Remembers open files, because a process that "dies" in a test cannot close its own. */
function trackedFiles(): { open: OpenFile; close: () => Promise<void> } {
  const handles = new Set<Awaited<ReturnType<OpenFile>>>();
  return {
    open: async (path, flags, mode) => {
      const handle = await open(path, flags, mode);
      handles.add(handle);
      return handle;
    },
    close: async () => {
      for (const handle of handles) if (handle.fd !== -1) await handle.close().catch(() => undefined);
    },
  };
}

async function authorityRecord(pki: DevelopmentPkiPaths, identifier: string, country: string): Promise<AuthorityRecord> {
  const paths = pki.authority(identifier);
  return {
    identifier,
    country,
    kind: 'central-authority',
    names: { es: 'Autoridad inventada' },
    languages: ['es'],
    channels: ['ordinary', 'urgent'],
    certificates: await Promise.all(CERTIFIED_ROLES.map((role) => certificateRecord(role, paths.role(role).certificate))),
    noteKeys: await noteKeysOf(pki, identifier),
    endpoints: [{ url: 'https://localhost:1', pins: ['0'.repeat(64)] }],
    relays: [],
    treaties: [],
  };
}

/** A signer over a key file of the development PKI, for whoever signs outside his role. */
export async function readSigner(files: { key: string; certificate: string }): Promise<Signer> {
  const [certificate, ...chain] = parsePemCertificates(await readFile(files.certificate, 'utf8'));
  if (certificate === undefined) throw new Error(`${files.certificate} holds no certificate`);
  return createSigner({ privateKey: createPrivateKey(await readFile(files.key, 'utf8')), certificate, chain });
}

/** Another key store for a running gateway, for example after a renewal. */
export function replaceKeys(gateway: TestGateway, keys: KeyStore): void {
  gateway.dependencies = { ...gateway.dependencies, keys };
}
