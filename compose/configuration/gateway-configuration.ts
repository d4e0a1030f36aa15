import * as z from 'zod';
import { CURRENT_SUITE, suiteById } from '../../crypto/suites.ts';
import { authorityIdentifier } from '../../gateway/contracts/directory.ts';
import { checkClients, clientSettings, oauthSettings, quota, rateLimit } from './clients.ts';
import { directorySettings } from './directory-settings.ts';
import { revocationSettings } from './revocation-settings.ts';
import { gatewaySettings } from './settings.ts';
import { count, listener, logLevel, pathFrom, period, size, webAddress, withoutSecret } from './values.ts';

const objectIdentifier = z.string().regex(/^[0-2](\.(0|[1-9]\d{0,9})){1,20}$/, 'an object identifier such as "1.3.6.1.4.1.1.1"');

const { sealSignatures, statementSignatures } = suiteById(CURRENT_SUITE);

/** Algorithms of the signing roles: those of the suite, so that nothing is signed that a peer is bound to refuse. */
const signatures = z.strictObject({
  seal: z.enum(sealSignatures).exactOptional(),
  envelope: z.enum(statementSignatures).exactOptional(),
  evidence: z.enum(statementSignatures).exactOptional(),
});

/** Waits before the next attempt of failed work: the first one, and the longest. */
const waits = z
  .strictObject({ first: period, limit: period })
  .refine(({ first, limit }) => limit >= first, 'the limit is below the first wait');

/** `gateway.json`; docs/configuration.md explains every key. Paths are taken from `folder`, that of the file. */
export function gatewayConfigurationSchema(folder: string) {
  const path = pathFrom(folder);
  const paths = z.array(path).min(1).max(64);
  const queue = z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('embedded') }),
    z.strictObject({
      kind: z.literal('bullmq'),
      url: z.url({ protocol: /^rediss?$/, error: 'redis:// or rediss://' }).refine(withoutSecret, 'no password here: use passwordFile'),
      passwordFile: path.exactOptional(),
      prefix: z
        .string()
        .regex(/^[\w{}-]{1,64}$/)
        .exactOptional(),
    }),
  ]);
  return z
    .strictObject({
      authority: authorityIdentifier,
      dataFolder: path,
      keys: z.strictObject({
        folder: path,
        signatures: signatures.default({}),
        interval: period.default(60_000),
        keyEncryptionKey: path,
        formerKeyEncryptionKeys: z.array(path).max(16).default([]),
      }),
      log: z.strictObject({
        origin: z.string().regex(/^[a-z0-9][a-z0-9._/-]{0,199}$/, 'a name such as "log.example/2026"'),
        witnesses: z.union([z.literal('all'), z.array(authorityIdentifier).max(256)]).default('all'),
      }),
      anchors: z.strictObject({ authorities: paths, timestamps: paths, tls: paths, letters: z.array(path).max(64).default([]) }),
      directory: directorySettings(path),
      instruments: z.array(path).max(64).default([]),
      revocation: revocationSettings(path),
      timestamp: z.strictObject({
        url: webAddress,
        policies: z.array(objectIdentifier).min(1).max(16),
        timeout: period.default(5_000),
      }),
      listeners: z.strictObject({
        client: listener.extend({ allowOlderTls: z.boolean().default(false) }),
        peer: listener,
        management: listener,
      }),
      clients: z.array(clientSettings(path)).max(1_000),
      oauth: oauthSettings.exactOptional(),
      queue: queue.default({ kind: 'embedded' }),
      settings: gatewaySettings.default({}),
      operation: z
        .strictObject({
          logLevel: logLevel.default('info'),
          shutdownLimit: period.default(45_000),
          diskFloor: size.default(1024 ** 3),
          maintenanceInterval: period.default(3_600_000),
          idempotencyLifetime: period.default(90 * 86_400_000),
          reconcileInterval: period.default(5_000),
          backOff: z
            .strictObject({ urgent: waits.exactOptional(), ordinary: waits.exactOptional(), bulk: waits.exactOptional() })
            .default({}),
          connections: count.default(1_000),
          rateLimit: rateLimit.default({ requests: 60_000, period: 60_000 }),
          quota: quota.default({}),
          backupFolders: z.array(path).max(16).default([]),
        })
        .prefault({}),
    })
    .check(checkClients);
}

export type GatewayConfiguration = z.infer<ReturnType<typeof gatewayConfigurationSchema>>;
export type ClientConfiguration = GatewayConfiguration['clients'][number];
