import { readFile } from 'node:fs/promises';
import { parseKeySet } from '../../crypto/jwt/key-set.ts';
import type { GatewayDependencies } from '../../gateway/dependencies.ts';
import { createTokenService, type TokenClient, type TokenService } from '../../gateway/http/oauth/token-service.ts';
import { ConfigurationError } from '../configuration/error.ts';
import type { ClientConfiguration, GatewayConfiguration } from '../configuration/gateway-configuration.ts';
import { configuredActor } from './configured-actor.ts';

/** The service of access tokens, where the configuration has one. Throws ConfigurationError `key-set-unreadable`. */
export async function openTokens(
  { oauth, clients }: Pick<GatewayConfiguration, 'oauth' | 'clients'>,
  dependencies: GatewayDependencies,
): Promise<TokenService | undefined> {
  if (oauth === undefined) return undefined;
  return createTokenService({
    dependencies,
    clients: await Promise.all(clients.map(tokenClient)),
    issuer: oauth.issuer,
    lifetimeSeconds: Math.floor(oauth.tokenLifetime / 1_000),
  });
}

async function tokenClient(client: ClientConfiguration): Promise<TokenClient> {
  const { fingerprint, keys } = client;
  return {
    ...configuredActor(client),
    ...(fingerprint === undefined ? {} : { certificate: Buffer.from(fingerprint, 'hex') }),
    ...(keys === undefined ? {} : { keys: await readKeySet(keys) }),
  };
}

async function readKeySet(path: string) {
  try {
    return parseKeySet(await readFile(path));
  } catch (cause) {
    throw new ConfigurationError('key-set-unreadable', `${path} cannot be read as a set of public keys (JWK set, RFC 7517)`, { cause });
  }
}
