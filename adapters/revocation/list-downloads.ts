import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Agent, request } from 'undici';
import type { Certificate } from '../../crypto/x509/certificate.ts';
import { verifyIssuerSignature } from '../../crypto/x509/issuer-signature.ts';
import {
  MAXIMUM_REVOCATION_LIST_LENGTH,
  newestFirst,
  parseRevocationList,
  type RevocationList,
} from '../../crypto/x509/revocation-list.ts';
import { readCapped } from './capped-body.ts';
import { RevocationSourceError } from './error.ts';

export interface ListDownloadOptions {
  /** Addresses of revocation lists in DER, http or https, as the operator configured them. */
  urls: readonly string[];
  /** Where the lists are put, as `<digest of the address>.crl`; made when it does not exist. A source over files reads them from there. */
  folder: string;
  /** Authorities whose lists are expected. */
  issuers: readonly Certificate[];
  now: () => Date;
  /** How long a whole download may take. Default 60 seconds. */
  timeoutMilliseconds?: number;
  /** A list is downloaded again after this long at most. Default one hour. */
  maximumAgeMilliseconds?: number;
}

/** Downloads revocation lists into a folder. */
export interface ListDownloads {
  /** Downloads what is due. Never rejects: `errors` tells what failed. */
  refresh(): Promise<void>;
  errors(): string[];
  close(): Promise<void>;
}

const DEFAULT_TIMEOUT = 60_000;

/** A download that failed is tried again after this long, in milliseconds. */
const WAIT_AFTER_FAILURE = 60_000;

interface Download {
  url: string;
  dueAt: number;
  etag?: string;
  error?: string;
}

/** Addresses in certificates are never followed; nor are redirections, and no proxy of the environment is used. */
export function createListDownloads(options: ListDownloadOptions): ListDownloads {
  const { timeoutMilliseconds = DEFAULT_TIMEOUT, maximumAgeMilliseconds = 3_600_000 } = options;
  const agent = new Agent({ connections: 2, connect: { timeout: timeoutMilliseconds }, headersTimeout: timeoutMilliseconds });
  const downloads: Download[] = options.urls.map((url) => ({ url, dueAt: Number.NEGATIVE_INFINITY }));
  const attempt = async (download: Download): Promise<void> => {
    const now = options.now().getTime();
    if (now < download.dueAt) return;
    try {
      const nextUpdate = await fetchList(download, options, agent);
      const halfLife = nextUpdate === undefined ? maximumAgeMilliseconds : (nextUpdate.getTime() - now) / 2;
      download.dueAt = now + Math.max(WAIT_AFTER_FAILURE, Math.min(maximumAgeMilliseconds, halfLife));
      delete download.error;
    } catch (error) {
      download.dueAt = now + WAIT_AFTER_FAILURE;
      download.error = `${download.url}: ${error instanceof Error ? error.message : 'cannot be had'}`;
    }
  };
  let running: Promise<void> | undefined;
  const attemptAll = async (): Promise<void> => {
    for (const download of downloads) await attempt(download);
  };
  return {
    refresh() {
      running ??= attemptAll().finally(() => {
        running = undefined;
      });
      return running;
    },
    errors: () => downloads.flatMap(({ error }) => error ?? []),
    close: () => agent.destroy(),
  };
}

/** When the list downloaded becomes stale; undefined when the server says that it has not changed. */
async function fetchList(
  download: Download,
  { folder, issuers, timeoutMilliseconds = DEFAULT_TIMEOUT }: ListDownloadOptions,
  agent: Agent,
): Promise<Date | undefined> {
  const answer = await request(download.url, {
    method: 'GET',
    headers: { accept: 'application/pkix-crl', ...(download.etag === undefined ? {} : { 'if-none-match': download.etag }) },
    dispatcher: agent,
    signal: AbortSignal.timeout(timeoutMilliseconds),
  });
  if (answer.statusCode === 304 && download.etag !== undefined) {
    await answer.body.dump();
    return undefined;
  }
  if (answer.statusCode !== 200) {
    await answer.body.dump();
    throw new RevocationSourceError('list-download-failed', `status ${answer.statusCode}`);
  }
  const der = await readCapped(answer.body, MAXIMUM_REVOCATION_LIST_LENGTH);
  if (der === undefined) throw new RevocationSourceError('list-download-failed', 'the list is too long');
  const list = parseRevocationList(der);
  const path = join(folder, `${createHash('sha256').update(download.url).digest('hex')}.crl`);
  await requireBetter(list, path, issuers);
  await replaceFile(folder, path, der);
  const { etag } = answer.headers;
  if (typeof etag === 'string') download.etag = etag;
  return list.nextUpdate;
}

/** What is not signed by an issuer, or is older, never takes the place of the list on disk, which is read again after a restart. */
async function requireBetter(list: RevocationList, path: string, issuers: readonly Certificate[]): Promise<void> {
  const isSigned = issuers.some((issuer) => issuer.subjectDer.equals(list.issuerDer) && verifyIssuerSignature(list, issuer.publicKey));
  if (!isSigned) throw new RevocationSourceError('list-signature-invalid', 'the signature of an expected issuer does not hold');
  const former = await readList(path);
  if (former !== undefined && newestFirst(former, list) < 0)
    throw new RevocationSourceError('list-older-than-held', 'older than the list held');
}

/** Undefined when there is no file or no list in it. */
async function readList(path: string): Promise<RevocationList | undefined> {
  try {
    return parseRevocationList(await readFile(path));
  } catch {
    return undefined;
  }
}

async function replaceFile(folder: string, path: string, content: Buffer): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(`${path}.new`, content, { mode: 0o600 });
  await rename(`${path}.new`, path);
}
