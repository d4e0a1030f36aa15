import { type Restored, restoreBackup } from './backup/restore.ts';
import { readGatewayConfiguration } from './configuration/read-configuration.ts';

export interface RestoreRequest {
  /** Path of `gateway.json`. */
  configuration: string;
  from: string;
  to?: string;
  generation?: string;
}

/** Restores a backup of the gateway that the configuration describes, into its data folder or elsewhere. */
export async function restoreConfigured({
  configuration: path,
  from,
  to,
  generation,
}: RestoreRequest): Promise<Restored & { folder: string }> {
  const configuration = await readGatewayConfiguration(path);
  const folder = to ?? configuration.dataFolder;
  const chosen = generation === undefined ? {} : { generation };
  return { folder, ...(await restoreBackup({ configuration, from, to: folder, now: new Date(), ...chosen })) };
}
