import * as z from 'zod';
import { count, fingerprint, type pathFrom, period, size } from './values.ts';

/** Requests that a client may make in a period. */
export const rateLimit = z.strictObject({ requests: count, period });

/** What a client may have under way; what is left out keeps the value for all. */
export const quota = z.strictObject({
  uploads: count.exactOptional(),
  uploadOctets: size.exactOptional(),
  messageLength: size.exactOptional(),
});

/** A client of the API: known by its certificate, by keys with which it asks for access tokens, or by both. */
export function clientSettings(path: ReturnType<typeof pathFrom>) {
  return z
    .strictObject({
      fingerprint: fingerprint.exactOptional(),
      keys: path.exactOptional(),
      kind: z.enum(['system', 'officer', 'operator', 'auditor']),
      id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$/, 'letters, digits, ".", "_", "@" and "-", at most 64'),
      supervisor: z.boolean().exactOptional(),
      rateLimit: rateLimit.exactOptional(),
      quota: quota.exactOptional(),
    })
    .refine((client) => client.fingerprint !== undefined || client.keys !== undefined, 'at least one of fingerprint and keys');
}

export type ClientSettings = z.infer<ReturnType<typeof clientSettings>>;

/** Access tokens of OAuth 2: given by the gateway itself. */
export const oauthSettings = z.strictObject({
  issuer: z
    .url({ protocol: /^https$/, error: 'https://' })
    .refine((address) => URL.parse(address)?.origin === address, 'https://host:port alone, as clients call it'),
  tokenLifetime: period
    .refine((milliseconds) => milliseconds >= 10_000 && milliseconds <= 3_600_000, 'from "10s" to "1h"')
    .default(300_000),
});

/** What belongs together: one certificate is one client (with two it would be a matter of order who called), and keys are for tokens. */
export function checkClients({
  value,
  issues,
}: z.core.ParsePayload<{ clients: readonly ClientSettings[]; oauth?: z.infer<typeof oauthSettings> }>): void {
  const report = (index: number, key: string, message: string) =>
    issues.push({ code: 'custom', message, path: ['clients', index, key], input: value });
  for (const key of ['fingerprint', 'id'] as const) {
    const seen = new Set<string>();
    for (const [index, client] of value.clients.entries()) {
      const entry = client[key];
      if (entry === undefined) continue;
      if (seen.has(entry)) report(index, key, 'used by another client already');
      seen.add(entry);
    }
  }
  if (value.oauth !== undefined) return;
  for (const [index, { keys }] of value.clients.entries()) {
    if (keys !== undefined) report(index, 'keys', 'keys are for access tokens: give oauth as well');
  }
}
