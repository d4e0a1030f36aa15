import { randomInt } from 'node:crypto';
import type { GatewayDependencies } from '../../gateway/dependencies.ts';
import { runJob, settleJob } from '../../gateway/work.ts';
import { BACK_OFF_TABLE, type BackOffTable, nextAttemptDelay } from '../../queue/back-off.ts';
import type { Queue } from '../../queue/contract.ts';
import { type Reconciler, startReconciler } from '../../queue/reconciler.ts';
import { startWorker } from '../../queue/worker.ts';
import type { ClaimedJob } from '../../store/contracts/outbox.ts';
import type { GatewayConfiguration } from '../configuration/gateway-configuration.ts';
import type { Logger } from '../process/logger.ts';
import type { ClosingStack } from './closing-stack.ts';
import { createWorkerObserver } from './observe.ts';

const RECONCILER_BATCH = 500;
const RANDOM_STEPS = 1_000_000;

/** Starts what does the work of the outbox: the worker, and the reconciler that finds whatever an announcement did not bring. */
export function startWorkers(
  dependencies: GatewayDependencies,
  queue: Queue,
  options: { logger: Logger; reconcileInterval: number; backOff: GatewayConfiguration['operation']['backOff']; closeLimit: number },
  stack: ClosingStack,
): void {
  const { logger } = options;
  const { ledger, settings } = dependencies;
  const clock = () => dependencies.clock.now().getTime();
  const table = backOffTable(options.backOff);
  const reconciler = startReconciler({
    queue,
    source: ledger.outbox,
    clock,
    intervalMilliseconds: options.reconcileInterval,
    batch: RECONCILER_BATCH,
    onError: (error) => logger.error({ event: 'reconciler-failed', error }),
  });
  const worker = startWorker<ClaimedJob>({
    queue,
    source: ledger.outbox,
    run: (job, signal) => runJob(dependencies, job, signal),
    settle: (job, error) => settleJob(dependencies, job, error, (failed, now) => delayOf(failed, now, { table, reconciler })),
    clock,
    lanes: settings.lanes,
    perPeer: settings.perPeerConcurrency,
    leaseMilliseconds: settings.leaseDuration,
    onEvent: createWorkerObserver(logger),
  });
  stack.add('worker', async () => {
    const { abandoned } = await worker.close({ limitMilliseconds: options.closeLimit });
    if (abandoned > 0) logger.warn({ event: 'jobs-abandoned', count: abandoned });
  });
  stack.add('reconciler', () => reconciler.close());
}

/** The lanes' own waits, with those of the configuration put over them. */
function backOffTable({ urgent, ordinary, bulk }: GatewayConfiguration['operation']['backOff']): BackOffTable {
  return {
    urgent: { ...BACK_OFF_TABLE.urgent, ...urgent },
    ordinary: { ...BACK_OFF_TABLE.ordinary, ...ordinary },
    bulk: { ...BACK_OFF_TABLE.bulk, ...bulk },
  };
}

function delayOf(job: ClaimedJob, now: number, { table, reconciler }: { table: BackOffTable; reconciler: Reconciler }): number {
  const { attempts, lane, expiresAt } = job;
  const delay = nextAttemptDelay({ attempts, lane, random: () => randomInt(RANDOM_STEPS) / RANDOM_STEPS, now, expiresAt, table });
  reconciler.wakeBy(now + delay);
  return delay;
}
