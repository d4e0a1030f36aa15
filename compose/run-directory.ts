import { directoryServiceConfigurationSchema } from './configuration/directory-service-configuration.ts';
import { readConfiguration } from './configuration/read-configuration.ts';
import { startDirectoryService } from './directory/start-service.ts';
import { createLogger } from './process/logger.ts';
import { runUntilStopped } from './process/run-until-stopped.ts';

const SHUTDOWN_LIMIT_MILLISECONDS = 15_000;

/** The server of a governed directory as a process: starts it from its configuration file and runs until a signal. Resolves to the exit code. */
export async function runDirectory(configurationPath: string, options: { stopWithInput: boolean }): Promise<number> {
  const configuration = await readConfiguration(configurationPath, directoryServiceConfigurationSchema);
  const logger = createLogger({ level: configuration.logLevel, process: 'directory' });
  const stopping = { logger, limitMilliseconds: SHUTDOWN_LIMIT_MILLISECONDS, withInput: options.stopWithInput };
  return runUntilStopped(() => startDirectoryService(configuration, logger), stopping);
}
