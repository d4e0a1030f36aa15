import { readFile } from 'node:fs/promises';
import { readPrivateKeyFile } from '../../adapters/keystore/key-files.ts';
import { type DirectoryServerOptions, startDirectoryServer } from '../../services/directory/server.ts';
import type { DirectoryServiceConfiguration } from '../configuration/directory-service-configuration.ts';
import { repeat } from '../gateway/maintenance.ts';
import type { Logger } from '../process/logger.ts';
import type { Running } from '../process/run-until-stopped.ts';
import { publishDirectory } from './publish.ts';
import { readSigningKey } from './role-keys.ts';
import { openWorkingCopy, workingCopyPaths } from './working-copy.ts';

export interface RunningDirectoryService extends Running {
  /** Where the repository begins. */
  readonly url: string;
}

/**
 * Serves what a working copy has published and, where it is given the keys, renews snapshot and timestamp before they end. Drafts are never
 * published by it: that is for people.
 *
 * @throws GovernanceError, KeyStoreError, or the listener's error
 */
export async function startDirectoryService(
  configuration: DirectoryServiceConfiguration,
  logger: Logger,
): Promise<RunningDirectoryService> {
  await openWorkingCopy(configuration.workingCopy);
  const renewal = await openRenewal(configuration);
  await renewal?.renew(logger);
  const { host, port } = configuration.listener;
  const { repository: folder } = workingCopyPaths(configuration.workingCopy);
  const server = await startDirectoryServer({ folder, host, port, ...(await tlsOf(configuration)) });
  const renewing = renewal === undefined ? undefined : repeat('renewal', renewal.interval, () => renewal.renew(logger), logger);
  logger.info({ event: 'started', url: server.url });
  return {
    url: server.url,
    async stop() {
      await renewing?.stop();
      await server.close();
    },
  };
}

async function openRenewal({ workingCopy: folder, renewal }: DirectoryServiceConfiguration) {
  if (renewal === undefined) return undefined;
  const snapshotKeys = await Promise.all(renewal.snapshotKeys.map(readSigningKey));
  const timestampKeys = await Promise.all(renewal.timestampKeys.map(readSigningKey));
  const validity = { snapshot: renewal.snapshotValidity, timestamp: renewal.timestampValidity };
  return {
    interval: renewal.interval,
    async renew(logger: Logger): Promise<void> {
      const published = await publishDirectory({ folder, snapshotKeys, timestampKeys, now: new Date(), validity, renewOnly: true });
      const { snapshotVersion, timestampVersion, expiresAt } = published;
      logger.info({ event: 'directory-renewed', snapshotVersion, timestampVersion, expiresAt });
    },
  };
}

async function tlsOf({ tls }: DirectoryServiceConfiguration): Promise<Pick<DirectoryServerOptions, 'tls'>> {
  if (tls === undefined) return {};
  const privateKey = (await readPrivateKeyFile(tls.key)).export({ type: 'pkcs8', format: 'pem' }).toString();
  return { tls: { privateKey, certificate: await readFile(tls.certificate, 'utf8') } };
}
