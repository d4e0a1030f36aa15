import { planArchives } from '../../gateway/archive/plan-archives.ts';
import type { GatewayDependencies } from '../../gateway/dependencies.ts';
import { codeOf } from '../../gateway/error.ts';
import { dropTransfer } from '../../gateway/inbound/transfers.ts';
import { everyRow } from '../../gateway/resumable/every-row.ts';
import { purgeWhatIsDue } from '../../gateway/retention/plan-purges.ts';
import { noteOwnStatus } from '../../gateway/trust/own-certificate.ts';
import { commit } from '../../gateway/unit-of-work.ts';
import { dropExpiredUploads } from '../../gateway/uploads/drop-upload.ts';
import type { Logger } from '../process/logger.ts';
import { untilRefresh } from './directory-refresh.ts';

/** Files without a row are older than anything still being written (design section 5, blobs). */
const UNREFERENCED_MILLISECONDS = 24 * 3_600_000;
const BATCH = 500;

export interface MaintenancePeriods {
  /** Between two sweeps of files, transfers and idempotency rows, and between two looks for packages without a long-term copy. */
  sweep: number;
  directory: number;
  revocation: number;
  /** How long an Idempotency-Key is remembered. */
  idempotencyLifetime: number;
}

export interface Maintenance {
  /** Ends after the task in progress. */
  stop(): Promise<void>;
}

/** Starts everything that has to be done from time to time; a task that fails is told and comes again. */
export function startMaintenance(dependencies: GatewayDependencies, periods: MaintenancePeriods, logger: Logger): Maintenance {
  const tasks = [
    repeat('sweep', periods.sweep, () => sweep(dependencies, periods.idempotencyLifetime, logger), logger),
    repeat('retention', periods.sweep, () => purge(dependencies, logger), logger),
    repeat('archive', periods.sweep, () => askForArchives(dependencies, logger), logger),
    repeat(
      'directory',
      () => untilDirectory(dependencies, periods.directory),
      () => dependencies.directory.refresh(),
      logger,
    ),
    repeat('revocation', periods.revocation, () => refreshRevocation(dependencies), logger),
  ];
  return {
    async stop() {
      await Promise.all(tasks.map((task) => task.stop()));
    },
  };
}

/** Removes what nobody needs any more: expired transfers and uploads, old idempotency rows, files without a row. */
export async function sweep(dependencies: GatewayDependencies, idempotencyLifetime: number, logger: Logger): Promise<void> {
  const now = dependencies.clock.now();
  const transfers = await dropExpiredTransfers(dependencies, now);
  const answers = await forgetAnswers(dependencies, new Date(now.getTime() - idempotencyLifetime));
  const uploads = await dropExpiredUploads(dependencies, now);
  const running = [...(await everyRow(dependencies.ledger, 'transfers')), ...(await everyRow(dependencies.ledger, 'uploads'))];
  const keep = new Set(running.map(({ value }) => value.blobId));
  const files = await dependencies.blobs.sweep(new Date(now.getTime() - UNREFERENCED_MILLISECONDS), keep);
  logger.info({ event: 'swept', transfers, uploads, answers, files });
}

async function purge(dependencies: GatewayDependencies, logger: Logger): Promise<void> {
  logger.info({ event: 'retention-applied', purged: await purgeWhatIsDue(dependencies) });
}

async function askForArchives(dependencies: GatewayDependencies, logger: Logger): Promise<void> {
  logger.info({ event: 'archives-planned', count: await planArchives(dependencies) });
}

async function refreshRevocation(dependencies: GatewayDependencies): Promise<void> {
  await dependencies.revocation.refresh();
  await noteOwnStatus(dependencies);
}

function untilDirectory({ clock, directory, randomBytes }: GatewayDependencies, interval: number): number {
  const random = randomBytes(4).readUInt32BE() / 2 ** 32;
  return untilRefresh({ interval, expiresAt: directory.status().expiresAt, now: clock.now(), random });
}

async function dropExpiredTransfers(dependencies: GatewayDependencies, now: Date): Promise<number> {
  const rows = await dependencies.ledger.list('transfers', { index: 'byExpiry', equals: 'all', limit: BATCH });
  const expired = rows.filter(({ value }) => Date.parse(value.expiresAt) <= now.getTime());
  for (const row of expired) await dropTransfer(dependencies, row);
  return expired.length;
}

async function forgetAnswers(dependencies: GatewayDependencies, before: Date): Promise<number> {
  let forgotten = 0;
  for (;;) {
    const rows = await dependencies.ledger.list('idempotency', { index: 'byAge', equals: 'all', limit: BATCH });
    const old = rows.filter(({ value }) => Date.parse(value.createdAt) < before.getTime());
    if (old.length === 0) return forgotten;
    await commit(dependencies, {
      rows: old.map(({ key, version }) => ({ table: 'idempotency', key, expect: version, value: null })),
    });
    forgotten += old.length;
  }
}

/** Runs a task again and again, with that long between the end of one run and the next; a failure is told and the task comes again. */
export function repeat(
  task: string,
  milliseconds: number | (() => number),
  run: () => Promise<void>,
  logger: Logger,
): { stop(): Promise<void> } {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  const schedule = () => {
    if (stopped) return;
    // Timers of more than 24 days fire at once; nothing here is done more seldom than once a day.
    timer = setTimeout(once, Math.min(typeof milliseconds === 'number' ? milliseconds : milliseconds(), 86_400_000));
  };
  const once = () => {
    running = run()
      .catch((error: unknown) => logger.warn({ event: 'maintenance-failed', task, code: codeOf(error) }))
      .then(schedule);
  };
  schedule();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
