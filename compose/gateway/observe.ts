import type { GatewayDependencies, GatewayEvent } from '../../gateway/dependencies.ts';
import { codeOf } from '../../gateway/error.ts';
import type { WorkerEvent } from '../../queue/worker.ts';
import type { Logger } from '../process/logger.ts';
import type { GatewayMetrics } from './metrics.ts';

/** Events an operator should look at; everything else is the ordinary course of things. */
const LEVELS: Readonly<Record<string, 'warn' | 'error'>> = {
  'job-buried': 'error',
  'pulled-evidence-refused': 'warn',
  'pushed-evidence-refused': 'warn',
  'delivery-refused': 'warn',
  unstamped: 'warn',
  rejected: 'warn',
  'submission-rejected': 'warn',
  'not-consigned': 'warn',
  'silence-stated': 'warn',
};

/** One line and one count per event. The event has identifiers and codes only; nothing is added to it. Never throws. */
export function createObserver(logger: Logger, metrics: Pick<GatewayMetrics, 'count'>): GatewayDependencies['observe'] {
  return (event) => {
    try {
      metrics.count(event);
      logger[LEVELS[event.name] ?? 'info'](lineOf(event));
    } catch {
      // What cannot be told must not stop what is being done.
    }
  };
}

/** Field by field, so that nothing slips in with the object. */
function lineOf({ name, messageId, peer, code, lane, milliseconds, octets }: GatewayEvent): Record<string, unknown> {
  return { event: name, messageId, peer, code, lane, milliseconds, octets };
}

/** What became of a job, where the flow itself does not tell. */
export function createWorkerObserver(logger: Logger): (event: WorkerEvent) => void {
  return (event) => {
    const { kind } = event;
    // Postponed and buried jobs are told by the flow; what is no error of ours needs more than its code.
    if (kind === 'settled')
      logger[codeOf(event.error) === 'internal' ? 'error' : 'debug']({ event: 'job-failed', job: event.id, error: event.error });
    else if (kind === 'lease-lost' || kind === 'settle-failed')
      logger.warn({ event: kind, job: event.id, lane: event.lane, error: event.error });
    else if (kind === 'source-failed') logger.error({ event: kind, job: event.id, error: event.error });
    else logger.debug({ event: `job-${kind}`, job: event.id });
  };
}
