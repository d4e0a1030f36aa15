import * as z from 'zod';
import { listener, logLevel, pathFrom, period } from './values.ts';

/** `directory.json` of `valija directory serve`; docs/configuration.md explains every key. */
export function directoryServiceConfigurationSchema(folder: string) {
  const path = pathFrom(folder);
  return z.strictObject({
    workingCopy: path,
    listener,
    tls: z.strictObject({ key: path, certificate: path }).exactOptional(),
    renewal: z
      .strictObject({
        snapshotKeys: z.array(path).min(1).max(16),
        timestampKeys: z.array(path).min(1).max(16),
        snapshotValidity: period.default(30 * 86_400_000),
        timestampValidity: period.default(86_400_000),
        interval: period.default(6 * 3_600_000),
      })
      .refine(({ interval, timestampValidity }) => interval < timestampValidity, 'the interval is as long as a timestamp holds')
      .exactOptional(),
    logLevel: logLevel.default('info'),
  });
}

export type DirectoryServiceConfiguration = z.infer<ReturnType<typeof directoryServiceConfigurationSchema>>;
