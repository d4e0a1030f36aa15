import type { Logger } from './logger.ts';

/** Something that runs until it is told to stop. */
export interface Running {
  /** Ends in order; never throws for what goes wrong on the way. */
  stop(): Promise<void>;
}

/** Exit code of a process that a second signal, or the limit, ended before it had finished stopping. */
const STOPPED_AT_ONCE = 130;

export interface StopOptions {
  logger: Logger;
  limitMilliseconds: number;
  /** Also stop when standard input ends: for a process that must not outlive the one that started it. */
  withInput: boolean;
}

/**
 * Starts something and runs it until SIGTERM or SIGINT, then stops in order, for at most `limitMilliseconds`. A second signal ends the
 * process at once: nothing that was accepted is lost by it (design rule 1). Signals are listened for before anything is started, so
 * that whoever reads that it has started can stop it. Resolves to the exit code; rejects with what `start` throws.
 */
export async function runUntilStopped(start: () => Promise<Running>, options: StopOptions): Promise<number> {
  const { logger } = options;
  const signal = firstSignal();
  const running = await start();
  const reason = await (options.withInput ? Promise.race([signal, endOfInput()]) : signal);
  const impatient = (name: NodeJS.Signals) => {
    logger.warn({ event: 'stopped-at-once', signal: name });
    process.exit(STOPPED_AT_ONCE);
  };
  // Before it is told: whoever reads that it is stopping may send the second signal.
  process.on('SIGTERM', impatient).on('SIGINT', impatient);
  logger.info({ event: 'stopping', reason });
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

function endOfInput(): Promise<'input-ended'> {
  return new Promise((resolve) => {
    // A broken pipe is an end as well.
    process.stdin.once('end', () => resolve('input-ended')).once('error', () => resolve('input-ended'));
    process.stdin.resume();
  });
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
