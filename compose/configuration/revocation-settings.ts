import * as z from 'zod';
import { type pathFrom, period, webAddress } from './values.ts';

/** Where revocation information comes from. Addresses stand here and nowhere else: those inside received certificates are never followed. */
export function revocationSettings(path: ReturnType<typeof pathFrom>) {
  const paths = z.array(path).max(64).default([]);
  const responder = z.strictObject({
    url: webAddress,
    issuers: z.array(path).min(1).max(16),
    method: z.enum(['get', 'post']).default('post'),
    nonce: z.enum(['required', 'if-repeated', 'none']).default('if-repeated'),
    digest: z.enum(['sha1', 'sha256']).default('sha256'),
  });
  return z
    .strictObject({
      folders: paths,
      issuers: paths,
      interval: period.default(60_000),
      downloads: z.array(webAddress).max(64).default([]),
      downloadTimeout: period.default(60_000),
      responders: z.array(responder).max(64).default([]),
      responderTimeout: period.default(5_000),
      maximumAge: period.default(3_600_000),
    })
    .refine(
      ({ folders, downloads, responders }) => folders.length + downloads.length + responders.length > 0,
      'at least one of folders, downloads and responders',
    );
}

export type RevocationSettings = z.infer<ReturnType<typeof revocationSettings>>;
