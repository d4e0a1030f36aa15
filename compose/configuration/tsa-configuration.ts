import * as z from 'zod';
import { listener, logLevel, pathFrom, period } from './values.ts';

/** `tsa.json`; docs/configuration.md explains every key. */
export function tsaConfigurationSchema(folder: string) {
  const path = pathFrom(folder);
  const keyPair = z.strictObject({ key: path, certificate: path });
  return z.strictObject({
    signer: keyPair,
    policy: z.string().regex(/^[0-2](\.(0|[1-9]\d{0,9})){1,20}$/, 'an object identifier such as "1.3.6.1.4.1.1.1"'),
    accuracy: period.refine((milliseconds) => milliseconds <= 1_000, 'at most one second (EN 319 422)').default(1_000),
    listener,
    tls: keyPair.exactOptional(),
    logLevel: logLevel.default('info'),
  });
}

export type TsaConfiguration = z.infer<ReturnType<typeof tsaConfigurationSchema>>;
