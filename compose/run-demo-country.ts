import { readDemoCountryConfiguration } from './configuration/read-configuration.ts';
import { startConfiguredCountry } from './demo-country/start-demo-country.ts';
import { createLogger } from './process/logger.ts';
import { runUntilStopped } from './process/run-until-stopped.ts';

const SHUTDOWN_LIMIT_MILLISECONDS = 15_000;

/** The invented country as a process: runs from its configuration file until a signal. Resolves to the exit code. */
export async function runDemoCountry(configurationPath: string, options: { stopWithInput: boolean }): Promise<number> {
  const configuration = await readDemoCountryConfiguration(configurationPath);
  const logger = createLogger({ level: configuration.logLevel, process: 'demo-country' });
  const stopping = { logger, limitMilliseconds: SHUTDOWN_LIMIT_MILLISECONDS, withInput: options.stopWithInput };
  return runUntilStopped(() => startConfiguredCountry(configuration, logger), stopping);
}
