import { mkdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Certificate } from '../../crypto/x509/certificate.ts';
import type { RevocationSource } from '../../gateway/contracts/revocation.ts';
import { createListDownloads } from './list-downloads.ts';
import { openLocalRevocationFiles } from './local-files.ts';
import type { ResponderOptions } from './ocsp-client.ts';
import { createOcspSource } from './ocsp-source.ts';

export interface RevocationSourceOptions {
  /** Folders with revocation lists, as `openLocalRevocationFiles` takes them. */
  folders: readonly string[];
  /** Authorities whose lists and responses are expected. */
  issuers: readonly Certificate[];
  now: () => Date;
  randomBytes: (length: number) => Buffer;
  /** Addresses of lists to download, and the folder where they are kept. */
  downloads?: { urls: readonly string[]; folder: string; timeoutMilliseconds?: number };
  responders?: readonly ResponderOptions[];
  /** How long an exchange with a responder may take. Default 5 seconds. */
  responderTimeoutMilliseconds?: number;
  /** Lists and responses are fetched again after this long at most, earlier when they grow stale before. Default one hour. */
  maximumAgeMilliseconds?: number;
}

/** How long opening waits for lists, in milliseconds. */
const OPENING_LIMIT = 5_000;

/** The whole source of revocation information of a gateway; `close` ends connections. */
export interface OpenedRevocationSource extends RevocationSource {
  close(): Promise<void>;
}

/**
 * Revocation lists from local folders, lists downloaded from configured addresses, and OCSP responses of configured responders, as one
 * source. Opening never fails: status() tells what is wrong.
 */
export async function openRevocationSource(options: RevocationSourceOptions): Promise<OpenedRevocationSource> {
  const { issuers, now, downloads, responders = [], responderTimeoutMilliseconds, maximumAgeMilliseconds } = options;
  const age = maximumAgeMilliseconds === undefined ? {} : { maximumAgeMilliseconds };
  const timeout = responderTimeoutMilliseconds === undefined ? {} : { timeoutMilliseconds: responderTimeoutMilliseconds };
  const downloading = downloads === undefined ? undefined : createListDownloads({ ...downloads, issuers, now, ...age });
  if (downloads !== undefined) await mkdir(downloads.folder, { recursive: true, mode: 0o700 });
  const folders = downloads === undefined ? options.folders : [...options.folders, downloads.folder];
  const files = await openLocalRevocationFiles({ folders, issuers, now });
  const refreshLists = async (): Promise<void> => {
    await downloading?.refresh();
    await files.refresh();
  };
  // A server that does not answer must not keep the gateway from starting: what was downloaded before is read already.
  if (downloading !== undefined) await Promise.race([refreshLists(), sleep(OPENING_LIMIT, undefined, { ref: false })]);
  const ocsp = createOcspSource({ responders, now, randomBytes: options.randomBytes, ...timeout, ...age });
  return {
    current: () => files.current(),
    responses: () => ocsp.responses(),
    inquire: (certificates) => ocsp.inquire(certificates),
    async refresh() {
      await Promise.all([refreshLists(), ocsp.refresh()]);
    },
    status() {
      const { lists, staleIssuers, lastError } = files.status();
      const bySubject = new Map(issuers.map((issuer) => [issuer.subject, issuer]));
      const errors = [lastError, ...(downloading?.errors() ?? []), ...ocsp.errors()].filter((error) => error !== undefined);
      return {
        lists,
        responses: ocsp.responses().length,
        // Without a list, a responder that answers is as good.
        staleIssuers: staleIssuers.filter((subject) => {
          const issuer = bySubject.get(subject);
          return issuer === undefined || ocsp.isAnswering(issuer) !== true;
        }),
        ...(errors.length === 0 ? {} : { lastError: errors.join('; ') }),
      };
    },
    async close() {
      files.close();
      await Promise.all([downloading?.close(), ocsp.close()]);
    },
  };
}
