import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { readCertificateFile, readPrivateKeyFile } from '../../adapters/keystore/key-files.ts';
import { createSigner } from '../../crypto/signer.ts';
import { createTimestampAuthority } from '../../services/tsa/authority.ts';
import { createSerialNumbers } from '../../services/tsa/serial-numbers.ts';
import { startTimestampServer, type TimestampServerOptions } from '../../services/tsa/server.ts';
import type { TsaConfiguration } from '../configuration/tsa-configuration.ts';
import type { Logger } from '../process/logger.ts';
import type { Running } from '../process/run-until-stopped.ts';

export interface RunningTsa extends Running {
  /** Where requests are posted. */
  readonly url: string;
}

/** Starts the time-stamp authority that the configuration describes. Throws KeyStoreError, CryptoError, or the listener's error. */
export async function startTsa(configuration: TsaConfiguration, logger: Logger): Promise<RunningTsa> {
  const privateKey = await readPrivateKeyFile(configuration.signer.key);
  const { certificate, chain } = await readCertificateFile(configuration.signer.certificate);
  const authority = createTimestampAuthority({
    signer: createSigner({ privateKey, certificate, chain }),
    policy: configuration.policy,
    accuracyMilliseconds: configuration.accuracy,
    clock: { now: () => new Date() },
    nextSerialNumber: createSerialNumbers({ now: Date.now, randomBytes }),
    onFailure: (error) => logger.error({ event: 'timestamp-failed', error }),
  });
  const { host, port } = configuration.listener;
  const server = await startTimestampServer({ authority, host, port, ...(await tlsOf(configuration)) });
  logger.info({ event: 'started', url: server.url });
  return { url: server.url, stop: () => server.close() };
}

async function tlsOf({ tls }: TsaConfiguration): Promise<Pick<TimestampServerOptions, 'tls'>> {
  if (tls === undefined) return {};
  const privateKey = (await readPrivateKeyFile(tls.key)).export({ type: 'pkcs8', format: 'pem' }).toString();
  return { tls: { privateKey, certificate: await readFile(tls.certificate, 'utf8') } };
}
