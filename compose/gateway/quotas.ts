import { defaultQuota } from '../../gateway/http/client-api.ts';
import type { GatewaySettings } from '../../gateway/settings.ts';
import type { ClientQuota } from '../../gateway/uploads/quota.ts';
import type { GatewayConfiguration } from '../configuration/gateway-configuration.ts';

/** How much each client may have under way: its own quota, over that of all. */
export function quotasOf(
  { clients, operation }: Pick<GatewayConfiguration, 'clients' | 'operation'>,
  settings: Pick<GatewaySettings, 'maximumPackageLength'>,
): (client: string) => ClientQuota {
  const general = { ...defaultQuota(settings), ...operation.quota };
  const own = new Map(clients.map(({ id, quota }): [string, ClientQuota] => [id, { ...general, ...quota }]));
  return (client) => own.get(client) ?? general;
}
