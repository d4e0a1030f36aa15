import { readGatewayConfigurationFile } from './configuration/read-configuration.ts';
import { startGateway } from './gateway/start-gateway.ts';
import { createLogger } from './process/logger.ts';
import { runUntilStopped } from './process/run-until-stopped.ts';

/** The gateway as a process: starts it from its configuration file and runs until a signal. Resolves to the exit code. */
export async function runGateway(configurationPath: string, options: { stopWithInput: boolean }): Promise<number> {
  const { configuration, digest } = await readGatewayConfigurationFile(configurationPath);
  const { logLevel, shutdownLimit } = configuration.operation;
  const logger = createLogger({ level: logLevel, process: 'gateway' });
  // From the first moment on: a signal without a listener would end the process.
  let renewKeys = (): unknown => logger.info({ event: 'not-started-yet' });
  process.on('SIGHUP', () => renewKeys());
  const start = async () => {
    const running = await startGateway(configuration, logger, { configurationDigest: digest });
    renewKeys = running.renewKeys;
    return running;
  };
  return runUntilStopped(start, { logger, limitMilliseconds: shutdownLimit, withInput: options.stopWithInput });
}
