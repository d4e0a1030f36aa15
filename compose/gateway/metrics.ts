import { X509Certificate } from 'node:crypto';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { GatewayDependencies, GatewayEvent } from '../../gateway/dependencies.ts';
import { LAST_BACKUP } from '../../gateway/operations/backup.ts';
import { watchContent } from './content-metrics.ts';
import { openAlarms } from './open-alarms.ts';

/** What is measured at the moment of asking. */
export type MeasuredState = Pick<GatewayDependencies, 'ledger' | 'clock' | 'directory' | 'revocation' | 'blobs' | 'keys' | 'progress'>;

export interface GatewayMetrics {
  registry: Registry;
  /** Counts an event of the flow. */
  count(event: GatewayEvent): void;
  /** Counts and times one answered HTTP request; `route` is a pattern, never a path. */
  request(request: { api: string; route: string; method: string; status: number; seconds: number }): void;
  /** Adds the gauges that are read from the gateway itself whenever somebody asks. */
  watch(state: MeasuredState): void;
}

/** Bounds in seconds: from an answer out of memory to a transfer of gigabytes. */
const DURATION_BUCKETS = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60, 600];

/**
 * Metrics in the form of Prometheus. Labels are codes and patterns: no message, peer or person, so that their number stays small and
 * nothing about a case is told (design rule 3).
 */
export function createMetrics(): GatewayMetrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry, prefix: 'valija_' });
  const events = new Counter({
    name: 'valija_events_total',
    help: 'Events of the flow: messages, jobs, refusals, by name and code',
    labelNames: ['event', 'code', 'lane'],
    registers,
  });
  const evidence = new Counter({
    name: 'valija_evidence_accepted_total',
    help: 'Evidence of peers taken in',
    labelNames: ['event'],
    registers,
  });
  const requests = new Histogram({
    name: 'valija_http_request_seconds',
    help: 'From the first octet of a request to the end of its answer',
    labelNames: ['api', 'route', 'method', 'status'],
    buckets: DURATION_BUCKETS,
    registers,
  });
  return {
    registry,
    count({ name, code, lane }) {
      events.inc({ event: name, code: code ?? '', lane: lane ?? '' });
      if (name === 'evidence-accepted') evidence.inc({ event: code ?? '' });
    },
    request: ({ api, route, method, status, seconds }) => requests.observe({ api, route, method, status: String(status) }, seconds),
    watch: (state) => {
      watch(registers, state);
      watchContent(registers, state);
    },
  };
}

function watch(registers: Registry[], { ledger, clock, directory, revocation, blobs, keys }: MeasuredState): void {
  const gauge = (name: string, help: string, read: () => number | Promise<number>) =>
    new Gauge({
      name,
      help,
      registers,
      async collect() {
        this.set(await read());
      },
    });
  const counts = () => ledger.outbox.counts(clock.now().getTime());
  new Gauge({
    name: 'valija_jobs',
    help: 'Jobs in the outbox',
    labelNames: ['lane', 'state'],
    registers,
    async collect() {
      const { ready, leased } = await counts();
      for (const [lane, value] of Object.entries(ready)) this.set({ lane, state: 'ready' }, value);
      for (const [lane, value] of Object.entries(leased)) this.set({ lane, state: 'leased' }, value);
    },
  });
  gauge('valija_dead_letters', 'Jobs that wait for a person', async () => (await counts()).dead);
  gauge('valija_oldest_due_seconds', 'How long the oldest overdue job has been due', async () => {
    const { oldestDueAt } = await counts();
    return oldestDueAt === undefined ? 0 : Math.max(0, clock.now().getTime() - oldestDueAt) / 1_000;
  });
  gauge('valija_log_size', 'Entries of the transparency log', () => ledger.log.size());
  gauge('valija_log_pending', 'Leaves without an index yet', () => ledger.log.pendingCount());
  gauge('valija_log_published', 'Size of the log in its published checkpoint', async () => (await ledger.log.published())?.size ?? 0);
  const sizeOf = async (kind: 'cosigned' | 'stamped') =>
    (await ledger.list('checkpoints', { index: kind, equals: kind, limit: 1, descending: true }))[0]?.value.size ?? 0;
  gauge('valija_log_cosigned', 'Size of the log in its newest checkpoint that a witness cosigned', () => sizeOf('cosigned'));
  gauge('valija_log_stamped', 'Size of the log in its newest checkpoint with a time-stamp', () => sizeOf('stamped'));
  gauge(
    'valija_log_contradictions',
    'Pairs of signed checkpoints kept because they contradict each other, counted up to 1000',
    async () => {
      return (await ledger.list('forks', { index: 'all', equals: 'all', limit: 1_000 })).length;
    },
  );
  gauge('valija_open_alarms', 'Alarms nobody has acknowledged, counted up to 1000', async () => {
    return (await ledger.list('alarms', { index: 'open', equals: 'open', limit: 1_000 })).length;
  });
  new Gauge({
    name: 'valija_open_alarms_by_code',
    help: 'The same by code, so that a fork can ring louder than the rest',
    labelNames: ['code'],
    registers,
    async collect() {
      this.reset();
      for (const { code, count } of await openAlarms(ledger)) this.inc({ code }, count);
    },
  });
  gauge('valija_last_backup_timestamp_seconds', 'When the last finished backup began; 0 without any', async () => {
    const last = await ledger.get('settings', LAST_BACKUP);
    return last === undefined ? 0 : Date.parse(last.value.value) / 1_000;
  });
  gauge('valija_clock_trusted', '1 while the clock can be believed', () => (clock.status().trusted ? 1 : 0));
  gauge('valija_directory_version', 'Version of the directory in use', () => directory.status().version);
  gauge(
    'valija_directory_expiry_timestamp_seconds',
    'When the directory in use expires',
    () => directory.status().expiresAt.getTime() / 1_000,
  );
  new Gauge({
    name: 'valija_certificate_expiry_timestamp_seconds',
    help: 'When the certificate of each role in use expires',
    labelNames: ['role'],
    registers,
    collect() {
      for (const [role, expiry] of Object.entries(expiriesOf(keys))) this.set({ role }, expiry / 1_000);
    },
  });
  gauge('valija_stale_revocation_issuers', 'Issuers without a fresh revocation list', () => revocation.status().staleIssuers.length);
  gauge('valija_disk_free_bytes', 'Free octets on the volume of the blobs', () => blobs.freeSpace());
}

/** Milliseconds since 1970, by role. */
function expiriesOf(keys: MeasuredState['keys']): Readonly<Record<string, number>> {
  const [encryption] = keys.decryptionKeys();
  return {
    ...Object.fromEntries(
      (['seal', 'envelope', 'evidence'] as const).map((role) => [role, keys.signer(role).certificate.notAfter.getTime()]),
    ),
    ...(encryption === undefined ? {} : { encryption: encryption.certificate.notAfter.getTime() }),
    tls: new X509Certificate(keys.tls().certificateChain).validToDate.getTime(),
  };
}
