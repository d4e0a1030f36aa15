import type { RateLimit } from '../../gateway/http/client/rate-limits.ts';
import type { GatewayConfiguration } from '../configuration/gateway-configuration.ts';

/** How many requests each client may make: its own limit, or that of all. */
export function rateLimitsOf({ clients, operation }: Pick<GatewayConfiguration, 'clients' | 'operation'>): (client: string) => RateLimit {
  const limitOf = ({ requests, period }: GatewayConfiguration['operation']['rateLimit']): RateLimit => ({
    requests,
    periodMilliseconds: period,
  });
  const general = limitOf(operation.rateLimit);
  const own = new Map(
    clients.flatMap(({ id, rateLimit }): [string, RateLimit][] => (rateLimit === undefined ? [] : [[id, limitOf(rateLimit)]])),
  );
  return (client) => own.get(client) ?? general;
}
