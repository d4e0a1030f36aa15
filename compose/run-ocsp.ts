import { readOcspConfiguration } from './configuration/read-configuration.ts';
import { startStatusService } from './development/start-status-service.ts';
import { createLogger } from './process/logger.ts';
import { runUntilStopped } from './process/run-until-stopped.ts';

const SHUTDOWN_LIMIT_MILLISECONDS = 15_000;

/** The responder of a development PKI as a process: runs from its configuration file until a signal. Resolves to the exit code. */
export async function runOcsp(configurationPath: string, options: { stopWithInput: boolean }): Promise<number> {
  const { pki, listener, validity, logLevel } = await readOcspConfiguration(configurationPath);
  const logger = createLogger({ level: logLevel, process: 'ocsp' });
  const start = async () => {
    const service = await startStatusService({
      directory: pki,
      ...listener,
      now: () => new Date(),
      validityMilliseconds: validity,
      onFailure: (error) => logger.error({ event: 'status-failed', error }),
    });
    logger.info({ event: 'started', url: service.url });
    return { stop: () => service.close() };
  };
  return runUntilStopped(start, { logger, limitMilliseconds: SHUTDOWN_LIMIT_MILLISECONDS, withInput: options.stopWithInput });
}
