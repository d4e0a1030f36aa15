import { createLetters } from '../../adapters/letter/worker-letters.ts';
import { createLetterRenderer } from '../../adapters/letter-rendering/worker-letter-renderer.ts';
import { inquirePaths } from '../../adapters/revocation/inquiring-paths.ts';
import { createHttpTimestampAuthority } from '../../adapters/timestamp/http-timestamp-authority.ts';
import { createPeerTransport } from '../../adapters/transport/peer-transport.ts';
import { formatPemCertificates } from '../../audit/trust.ts';
import { createCertificateCache } from '../../crypto/jades/certificate-cache.ts';
import type { Certificate } from '../../crypto/x509/certificate.ts';
import { createPathValidator } from '../../crypto/x509/path.ts';
import { ContentProgress } from '../../gateway/content-progress.ts';
import type { GatewayDependencies } from '../../gateway/dependencies.ts';
import { startListening } from '../../gateway/evidence-return/listening.ts';
import { startPuller } from '../../gateway/evidence-return/puller.ts';
import { clientApi } from '../../gateway/http/client-api.ts';
import { tokenApi } from '../../gateway/http/oauth/token-api.ts';
import { createPeerApi } from '../../gateway/http/peer-api.ts';
import { type GatewayServers, startServers } from '../../gateway/http/servers.ts';
import { createReception } from '../../gateway/inbound/reception.ts';
import { startLogCare } from '../../gateway/log/log-care.ts';
import { noteCondition, noteStart } from '../../gateway/operation-record/note-condition.ts';
import { loadRecovery } from '../../gateway/recovery/recovery.ts';
import { createTurns } from '../../gateway/register/turns.ts';
import { createRevocationArchive, keepWhatIsUsed } from '../../gateway/trust/revocation-archive.ts';
import type { Queue } from '../../queue/contract.ts';
import type { GatewayConfiguration } from '../configuration/gateway-configuration.ts';
import { resolveSettings } from '../configuration/settings.ts';
import type { Logger } from '../process/logger.ts';
import type { Running } from '../process/run-until-stopped.ts';
import { programVersion } from '../program-version.ts';
import { createClientAuthentication } from './authenticate.ts';
import { openBackups } from './backups.ts';
import { ClosingStack } from './closing-stack.ts';
import { type Foundation, openFoundation } from './foundation.ts';
import { timeRequests } from './http-durations.ts';
import { repeat, startMaintenance } from './maintenance.ts';
import { createMetrics, type GatewayMetrics } from './metrics.ts';
import { createObserver } from './observe.ts';
import { openTokens } from './open-tokens.ts';
import { announcer, openQueue } from './queue.ts';
import { quotasOf } from './quotas.ts';
import { rateLimitsOf } from './rate-limits.ts';
import { createReadiness } from './readiness.ts';
import { createKeyRenewal } from './renew-keys.ts';
import { startWorkers } from './workers.ts';

/** How soon another directory, other keys and a clock that cannot be believed are recorded. */
const CONDITION_MILLISECONDS = 1_000;

/** Certificates of the signers that are remembered: an authority has two or three in use. */
const REMEMBERED_CERTIFICATES = 4_096;

/** Shares of the time for stopping: first requests may finish, then jobs. */
const SERVERS_SHARE = 0.25;
const WORKERS_SHARE = 0.5;

export interface RunningGateway extends Running {
  readonly clientPort: number;
  readonly peerPort: number;
  readonly managementPort: number;
  /** Takes the keys that are in the folder now into use; false when they could not be, and those of before still are. */
  renewKeys(): Promise<boolean>;
}

/**
 * Starts the gateway that the configuration describes, from the ground up, and takes it down in the opposite order. When a part cannot
 * be started, those already started are closed again and its error is thrown.
 */
export async function startGateway(
  configuration: GatewayConfiguration,
  logger: Logger,
  { configurationDigest }: { configurationDigest: string },
): Promise<RunningGateway> {
  const stack = new ClosingStack(logger);
  try {
    const metrics = createMetrics();
    const foundation = await openFoundation(configuration, logger, stack);
    const queue = await openQueue(configuration.queue, logger);
    stack.add('queue', () => queue.close());
    const dependencies = assemble(configuration, { foundation, queue, metrics, logger }, stack);
    await loadRecovery(dependencies);
    await noteStart(dependencies, { configuration: configurationDigest, version: programVersion() });
    await noteCondition(dependencies);
    metrics.watch(dependencies);
    startBackgroundWork(configuration, { dependencies, queue, logger }, stack);
    const servers = await openServers(configuration, { dependencies, foundation, queue, metrics, logger }, stack);
    const { keys, anchors } = foundation;
    const renewal = createKeyRenewal({ dependencies, keys, anchors: anchors.tls.map(pemOf), servers, logger });
    const looking = repeat('keys', configuration.keys.interval, () => renewal.look(), logger);
    stack.add('key renewal', async () => {
      await looking.stop();
      await renewal.idle();
    });
    const { clientPort, peerPort, managementPort } = servers;
    logger.info({ event: 'started', clientPort, peerPort, managementPort });
    return { clientPort, peerPort, managementPort, renewKeys: () => renewal.renew('signal'), stop: () => stack.close() };
  } catch (error) {
    await stack.close();
    throw error;
  }
}

interface Parts {
  foundation: Foundation;
  queue: Queue;
  metrics: GatewayMetrics;
  logger: Logger;
}

function assemble(
  configuration: GatewayConfiguration,
  { foundation, queue, metrics, logger }: Parts,
  stack: ClosingStack,
): GatewayDependencies {
  const { clock, randomBytes, keys, anchors, ledger, blobs, directory, instruments, revocation, log } = foundation;
  const settings = resolveSettings(configuration.settings);
  const pathsTo = (trusted: readonly Certificate[]) => inquirePaths(createPathValidator({ anchors: trusted }), revocation);
  const archive = createRevocationArchive({ ledger, clock });
  const paths = keepWhatIsUsed(pathsTo(anchors.authorities), archive);
  const timestampPaths = keepWhatIsUsed(pathsTo(anchors.timestamps), archive);
  const { url, policies, timeout } = configuration.timestamp;
  const timestamps = createHttpTimestampAuthority({
    url,
    clock,
    paths: timestampPaths,
    revocation,
    policies,
    randomBytes,
    timeoutMilliseconds: timeout,
  });
  stack.add('timestamps', () => timestamps.close());
  const letters = createLetters({
    maximumLength: settings.maximumLetterLength,
    // Letters are signed by officers, and by the seals of authorities.
    anchors: [...anchors.letters, ...anchors.authorities],
    timestampAnchors: anchors.timestamps,
    revocation,
  });
  stack.add('letters', () => letters.close());
  const letterRenderer = createLetterRenderer();
  stack.add('letter renderer', () => letterRenderer.close());
  const transport = createPeerTransport({
    keys,
    anchorsPem: anchors.tls.map(pemOf),
    paths: pathsTo(anchors.tls),
    revocation,
    clock,
    settings,
    randomBytes,
  });
  stack.add('transport', () => transport.close());
  return {
    authority: configuration.authority,
    logOrigin: log.origin,
    ledger,
    blobs,
    announce: announcer(queue, logger),
    clock,
    directory,
    instruments,
    revocation,
    keys,
    timestamps,
    letters,
    letterRenderer,
    transport,
    paths,
    timestampPaths,
    timestampPolicies: policies,
    readCertificate: createCertificateCache(REMEMBERED_CERTIFICATES),
    log: {
      reader: log.reader,
      verifierKey: log.verifierKey,
      tiles: log.tiles,
      witnesses: configuration.log.witnesses,
      publishCosigned: (note) => log.sequencer.publishCosigned(note),
    },
    anchors: { roots: anchors.authorities.map(({ der }) => der), timestampRoots: anchors.timestamps.map(({ der }) => der) },
    randomBytes,
    settings,
    listening: startListening(clock.now()),
    registerTurns: createTurns(),
    observe: createObserver(logger, metrics),
    progress: new ContentProgress(),
  };
}

function startBackgroundWork(
  configuration: GatewayConfiguration,
  { dependencies, queue, logger }: { dependencies: GatewayDependencies; queue: Queue; logger: Logger },
  stack: ClosingStack,
): void {
  const { shutdownLimit, reconcileInterval, backOff, maintenanceInterval, idempotencyLifetime } = configuration.operation;
  startWorkers(dependencies, queue, { logger, reconcileInterval, backOff, closeLimit: shutdownLimit * WORKERS_SHARE }, stack);
  const puller = startPuller(dependencies);
  stack.add('puller', () => puller.close());
  const logCare = startLogCare(dependencies);
  stack.add('log care', () => logCare.close());
  const periods = {
    sweep: maintenanceInterval,
    directory: configuration.directory.interval,
    revocation: configuration.revocation.interval,
    idempotencyLifetime,
  };
  const condition = repeat('condition', CONDITION_MILLISECONDS, () => noteCondition(dependencies), logger);
  stack.add('condition', () => condition.stop());
  const maintenance = startMaintenance(dependencies, periods, logger);
  stack.add('maintenance', () => maintenance.stop());
}

async function openServers(
  configuration: GatewayConfiguration,
  { dependencies, foundation, queue, metrics, logger }: Parts & { dependencies: GatewayDependencies },
  stack: ClosingStack,
): Promise<GatewayServers> {
  const { listeners, clients, operation } = configuration;
  const { log, keys, anchors } = foundation;
  const { allowOlderTls, ...clientAddress } = listeners.client;
  const credentials = { ...keys.tls(), anchors: anchors.tls.map(pemOf) };
  const limits = { maximumConnections: operation.connections };
  const stopping = new AbortController();
  const tokens = await openTokens(configuration, dependencies);
  stack.add('request timing', timeRequests(metrics));
  const servers = await startServers({
    client: {
      ...clientAddress,
      allowOlderTls,
      router: clientApi({
        dependencies,
        backups: openBackups(configuration, { dependencies, foundation }, stack),
        authenticate: createClientAuthentication(clients, tokens),
        rateLimitOf: rateLimitsOf(configuration),
        quotaOf: quotasOf(configuration, dependencies.settings),
        stopping: stopping.signal,
      }),
      ...(tokens === undefined ? {} : { tokens: tokenApi(tokens) }),
      withoutCertificate: clients.some(({ keys }) => keys !== undefined),
      credentials,
      limits,
    },
    peer: {
      ...listeners.peer,
      api: createPeerApi({ dependencies, reception: createReception(), tiles: log.tiles }),
      credentials,
      limits,
    },
    management: {
      ...listeners.management,
      readiness: createReadiness({ dependencies, queue, sequencer: log.sequencer, diskFloor: operation.diskFloor }),
      metrics: async () => ({ contentType: metrics.registry.contentType, text: await metrics.registry.metrics() }),
    },
    observe: ({ status, code, path, error }) => {
      metrics.count({ name: 'request-refused', code });
      // What a caller did wrong, or should try again, is told by its code; what went wrong here, also by where.
      if (status === 500) logger.error({ event: 'request-refused', status, code, path, error });
      else logger[status > 500 ? 'warn' : 'info']({ event: 'request-refused', status, code, path });
    },
  });
  stack.add('servers', () => {
    stopping.abort();
    return servers.stop({ graceMilliseconds: operation.shutdownLimit * SERVERS_SHARE });
  });
  return servers;
}

function pemOf(certificate: Certificate): string {
  return formatPemCertificates([certificate.der.toString('base64')]);
}
