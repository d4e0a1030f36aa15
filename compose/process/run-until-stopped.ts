import type { Logger } from './logger.ts';

/** Something that runs until it is told to stop. */
export interface Running {
  /** Ends in order; never throws for what goes wrong on the way. */
  stop(): Promise<void>;
}

/** Exit code of a process that a second signal, or the limit, ended before it had finished stopping. */
const STOPPED_AT_ONCE = 130;

/**
 * Runs until SIGTERM or SIGINT, then stops in order, for at most `limitMilliseconds`. A second signal ends the process at once:
 * nothing that was accepted is lost by it (design rule 1). Resolves to the exit code.
 */
export async function runUntilStopped(running: Running, options: { logger: Logger; limitMilliseconds: number }): Promise<number> {
  const { logger } = options;
  const signal = await firstSignal();
  logger.info({ event: 'stopping', signal });
  const impatient = (name: NodeJS.Signals) => {
    logger.warn({ event: 'stopped-at-once', signal: name });
    process.exit(STOPPED_AT_ONCE);
  };
  process.on('SIGTERM', impatient).on('SIGINT', impatient);
  const limit = setTimeout(() => {
    logger.error({ event: 'stopped-at-once', code: 'shutdown-limit' });
    process.exit(STOPPED_AT_ONCE);
  }, options.limitMilliseconds);
  await running.stop();
  clearTimeout(limit);
  process.off('SIGTERM', impatient).off('SIGINT', impatient);
  logger.info({ event: 'stopped' });
  return 0;
}

function firstSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    const settle = (signal: NodeJS.Signals) => {
      process.off('SIGTERM', settle).off('SIGINT', settle);
      resolve(signal);
    };
    process.on('SIGTERM', settle).on('SIGINT', settle);
  });
}
