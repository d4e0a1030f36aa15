import * as z from 'zod';
import { listener, logLevel, pathFrom, period } from './values.ts';

/** `ocsp.json`; docs/configuration.md explains every key. */
export function ocspConfigurationSchema(folder: string) {
  return z.strictObject({
    pki: pathFrom(folder),
    listener,
    validity: period.default(3_600_000),
    logLevel: logLevel.default('info'),
  });
}

export type OcspConfiguration = z.infer<ReturnType<typeof ocspConfigurationSchema>>;
