import { readTsaConfiguration } from './configuration/read-configuration.ts';
import { createLogger } from './process/logger.ts';
import { runUntilStopped } from './process/run-until-stopped.ts';
import { startTsa } from './tsa/start-tsa.ts';

const SHUTDOWN_LIMIT_MILLISECONDS = 15_000;

/** The time-stamp authority as a process: starts it from its configuration file and runs until a signal. Resolves to the exit code. */
export async function runTsa(configurationPath: string, options: { stopWithInput: boolean }): Promise<number> {
  const configuration = await readTsaConfiguration(configurationPath);
  const logger = createLogger({ level: configuration.logLevel, process: 'tsa' });
  const stopping = { logger, limitMilliseconds: SHUTDOWN_LIMIT_MILLISECONDS, withInput: options.stopWithInput };
  return runUntilStopped(() => startTsa(configuration, logger), stopping);
}
