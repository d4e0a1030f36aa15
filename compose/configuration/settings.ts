import * as z from 'zod';
import { REGISTER_PREFIX } from '../../gateway/register/register-number.ts';
import { DEFAULT_SETTINGS, type GatewaySettings } from '../../gateway/settings.ts';
import { ENVIRONMENTS } from '../../treaty/competence/authority-profile.ts';
import { count, period, size } from './values.ts';

const perLane = <Schema extends z.ZodType>(schema: Schema) =>
  z.strictObject({ urgent: schema.exactOptional(), ordinary: schema.exactOptional(), bulk: schema.exactOptional() });

const deadlines = z.strictObject({ relay: period.exactOptional(), consignment: period.exactOptional(), handover: period.exactOptional() });

/** Every limit and period of `gateway/settings.ts`; what is left out keeps its default. */
export const gatewaySettings = z.strictObject({
  maximumRequestLength: size.exactOptional(),
  maximumLetterLength: size.exactOptional(),
  maximumPackageLength: size.exactOptional(),
  maximumFiles: count.exactOptional(),
  inlineContentLength: size.exactOptional(),
  maximumExpiry: period.exactOptional(),
  defaultDeadlines: perLane(deadlines).exactOptional(),
  deadlineSkew: period.exactOptional(),
  unheardPeerGrace: period.exactOptional(),
  listenFirst: period.exactOptional(),
  timestampPatience: perLane(period).exactOptional(),
  revocationPatience: perLane(period).exactOptional(),
  archiveAfter: period.exactOptional(),
  retention: z.strictObject({ outbound: perLane(period).exactOptional(), inbound: perLane(period).exactOptional() }).exactOptional(),
  pullInterval: period.exactOptional(),
  witnessInterval: period.exactOptional(),
  checkpointStampInterval: period.exactOptional(),
  transferLifetime: period.exactOptional(),
  uploadLifetime: period.exactOptional(),
  diskReserve: size.exactOptional(),
  maximumOrphans: count.exactOptional(),
  leaseDuration: period.exactOptional(),
  lanes: perLane(z.strictObject({ concurrency: count })).exactOptional(),
  perPeerConcurrency: count.exactOptional(),
  environment: z.enum(ENVIRONMENTS).exactOptional(),
  register: z
    .strictObject({
      prefix: z.string().regex(REGISTER_PREFIX, 'capital letters and digits in parts joined by "-"').exactOptional(),
      timeZone: z
        .string()
        .refine((zone) => isTimeZone(zone), 'an IANA time zone, for example "America/Lima"')
        .exactOptional(),
    })
    .exactOptional(),
});
export type GatewaySettingsOverrides = z.infer<typeof gatewaySettings>;

/** A setting without default stands in DEFAULT_SETTINGS as undefined. */
type Leaf = number | string | undefined;
type Tree = { readonly [key: string]: Leaf | Tree };

/** The defaults with the overrides of a configuration put over them, key by key. */
export function resolveSettings(overrides: GatewaySettingsOverrides = {}): GatewaySettings {
  return overlay(DEFAULT_SETTINGS as unknown as Tree, overrides as Tree) as unknown as GatewaySettings;
}

function overlay(base: Tree, over: Tree): Tree {
  const entries = Object.entries(base).map(([key, value]): [string, Leaf | Tree] => {
    const other = over[key];
    if (other === undefined) return [key, value];
    return [key, typeof value === 'object' && typeof other === 'object' ? overlay(value, other) : other];
  });
  return Object.fromEntries(entries);
}

function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
