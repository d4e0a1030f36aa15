import * as z from 'zod';
import { fingerprint, type pathFrom, period, webAddress } from './values.ts';

/** Where the directory comes from: one signed file, or a repository that several sign. docs/configuration.md explains every key. */
export function directorySettings(path: ReturnType<typeof pathFrom>) {
  return z
    .strictObject({
      path: path.exactOptional(),
      signers: z.array(fingerprint).min(1).max(16).exactOptional(),
      repository: repositorySettings(path).exactOptional(),
      grace: period.exactOptional(),
      interval: period.default(60_000),
    })
    .check(({ value, issues }) => {
      const report = (key: string, message: string) => issues.push({ code: 'custom', message, path: [key], input: value });
      const isFile = value.path !== undefined || value.signers !== undefined;
      if (value.repository !== undefined && isFile) report('repository', 'either this, or path and signers');
      if (value.repository !== undefined) return;
      if (value.path === undefined) report('path', 'missing');
      if (value.signers === undefined) report('signers', 'missing');
    });
}

function repositorySettings(path: ReturnType<typeof pathFrom>) {
  return z.strictObject({
    root: path,
    mirrors: z
      .array(z.union([z.strictObject({ url: webAddress }), z.strictObject({ folder: path })]))
      .min(1)
      .max(16),
    anchors: z.array(path).min(1).max(64).exactOptional(),
    timeout: period.default(10_000),
  });
}

export type DirectorySettings = z.infer<ReturnType<typeof directorySettings>>;
export type RepositorySettings = NonNullable<DirectorySettings['repository']>;
