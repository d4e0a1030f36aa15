import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ValijaClient } from '../../clients/typescript/client.ts';
import { type CountryEvent, startDemoCountry } from '../../services/demo-country/country.ts';
import { readClientConfiguration, readClientFiles } from '../api-client/client-configuration.ts';
import type { DemoCountryConfiguration } from '../configuration/demo-country-configuration.ts';
import type { Logger } from '../process/logger.ts';
import type { Running } from '../process/run-until-stopped.ts';
import { connectGateway } from './gateway-connection.ts';

const AGENDA = 'agenda.json';

/** Starts the invented country that the configuration describes. Throws ConfigurationError, and errors of the file system. */
export async function startConfiguredCountry(configuration: DemoCountryConfiguration, logger: Logger): Promise<Running> {
  const { authority, name, country, language, officer, delays, dataFolder } = configuration;
  const client = new ValijaClient(await readClientFiles(await readClientConfiguration(configuration.client), language));
  await mkdir(dataFolder, { recursive: true, mode: 0o700 });
  const running = await startDemoCountry({
    gateway: connectGateway(client),
    authority,
    office: { name, country, language, officer },
    delays,
    agendaFile: join(dataFolder, AGENDA),
    now: Date.now,
    onEvent: (event) => log(logger, event),
  });
  logger.info({ event: 'started', authority });
  // The client is let go with the process: closing it would wait for the answer to a long poll that nobody reads any more.
  return running;
}

function log(logger: Logger, event: CountryEvent): void {
  switch (event.name) {
    case 'taken-over':
      logger.info({ event: event.name, messageId: event.messageId });
      break;
    case 'answered':
      logger.info({ event: event.name, kind: event.kind, about: event.about });
      break;
    case 'answer-refused':
      logger.error({ event: event.name, kind: event.kind, about: event.about, code: event.code });
      break;
    case 'gateway-failed':
      logger.warn({ event: event.name, error: event.error });
  }
}
