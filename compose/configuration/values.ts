import { resolve } from 'node:path';
import * as z from 'zod';

const MILLISECONDS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const OCTETS: Readonly<Record<string, number>> = { B: 1, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3, TiB: 1024 ** 4 };

/** Longer than any deadline or retention of a gateway, and safe for timers when divided up. */
const LONGEST_PERIOD_MILLISECONDS = 3_660 * 86_400_000;

/** A period as a whole number and its unit, `"500ms"`, `"5s"`, `"10m"`, `"24h"`, `"30d"`; gives milliseconds. There is no other way to write one. */
export const period = z
  .string()
  .regex(/^[1-9]\d{0,9}(ms|s|m|h|d)$/, 'a period such as "500ms", "5s", "10m", "24h" or "30d"')
  .transform((text) => quantity(text, MILLISECONDS))
  .refine((milliseconds) => milliseconds <= LONGEST_PERIOD_MILLISECONDS, 'longer than ten years');

/** A length as a whole number and its unit, `"512B"`, `"64KiB"`, `"8MiB"`, `"60GiB"`, `"1TiB"`; gives octets. */
export const size = z
  .string()
  .regex(/^[1-9]\d{0,9}(B|KiB|MiB|GiB|TiB)$/, 'a size such as "64KiB", "8MiB" or "60GiB"')
  .transform((text) => quantity(text, OCTETS))
  .refine((octets) => Number.isSafeInteger(octets), 'too large');

export const count = z.int('a whole number').min(1, 'at least 1').max(1_000_000, 'at most 1000000');

/** SHA-256 of a certificate's DER: 64 hexadecimal digits, colons between octets allowed as openssl prints them; gives lower case without them. */
export const fingerprint = z
  .string()
  .regex(/^([0-9a-fA-F]{64}|[0-9a-fA-F]{2}(:[0-9a-fA-F]{2}){31})$/, 'the SHA-256 fingerprint of a certificate, 64 hexadecimal digits')
  .transform((text) => text.replaceAll(':', '').toLowerCase());

/** Where a server listens. Port 0 takes any free one and logs which. */
export const listener = z.strictObject({
  host: z
    .string()
    .min(1)
    .max(253)
    .regex(/^[0-9A-Za-z.:-]+$/, 'an address or host name'),
  port: z.int('a port').min(0, 'a port').max(65_535, 'a port'),
});
export type Listener = z.infer<typeof listener>;

export const logLevel = z.enum(['debug', 'info', 'warn', 'error']);

/** An address of a server, http or https. */
export const webAddress = z
  .url({ protocol: /^https?$/, error: 'http:// or https://' })
  .refine(withoutSecret, 'no user or password in the address');

/** Secrets stand in files of their own, never in the configuration. */
export function withoutSecret(address: string): boolean {
  // Checks run even where an earlier one has failed: what is no address has been reported as such already.
  const url = URL.parse(address);
  if (url === null) return true;
  return url.password === '' && (url.username === '' || url.protocol.startsWith('redis'));
}

/** A path, taken from the folder of the configuration file unless it is absolute. */
export function pathFrom(folder: string) {
  return z
    .string()
    .min(1, 'a path')
    .max(4_096)
    .refine((path) => !path.includes('\0'), 'a path')
    .transform((path) => resolve(folder, path));
}

function quantity(text: string, units: Readonly<Record<string, number>>): number {
  const [, number = '', unit = ''] = /^(\d+)([A-Za-z]+)$/.exec(text) ?? [];
  return Number(number) * (units[unit] ?? Number.NaN);
}
