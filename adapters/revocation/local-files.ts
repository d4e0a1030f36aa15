import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Certificate } from '../../crypto/x509/certificate.ts';
import { verifyIssuerSignature } from '../../crypto/x509/issuer-signature.ts';
import type { OcspResponse } from '../../crypto/x509/ocsp-response.ts';
import { readPemBlocks } from '../../crypto/x509/pem.ts';
import {
  MAXIMUM_REVOCATION_LIST_LENGTH,
  newestFirst,
  parseRevocationList,
  type RevocationList,
} from '../../crypto/x509/revocation-list.ts';
import type { RevocationSource } from '../../gateway/contracts/revocation.ts';
import { RevocationSourceError } from './error.ts';

/** A source over files; `close` ends the regular reading. */
export interface LocalRevocationFiles extends RevocationSource {
  close(): void;
}

export interface LocalRevocationOptions {
  /** Folders whose files named `*.crl` are read, DER or PEM. */
  folders: readonly string[];
  /** Authorities whose lists are expected; lists of others are not taken. */
  issuers: readonly Certificate[];
  now: () => Date;
  /** How often to look for changed files; without it, only when refresh() is called. */
  pollMilliseconds?: number;
}

const MAXIMUM_FILES = 256;
const NO_RESPONSES: readonly OcspResponse[] = Object.freeze([]);
/** Base64 with line ends is longer than the octets it stands for by somewhat more than a third. */
const MAXIMUM_FILE_LENGTH = Math.ceil(MAXIMUM_REVOCATION_LIST_LENGTH * 1.4);

/**
 * Revocation lists from local folders, filled by whatever fetches them. A list is taken when it was signed by one of the issuers
 * and is not older than the one held for the same issuer and scope; what is held stays when its file disappears, is damaged, or is
 * replaced by an older list, so that nobody can undo a revocation by touching files. Opening never fails: status() tells what is wrong.
 */
export async function openLocalRevocationFiles(options: LocalRevocationOptions): Promise<LocalRevocationFiles> {
  const held = new Map<string, RevocationList>();
  const seen = new Map<string, string>();
  let lists: readonly RevocationList[] = Object.freeze([]);
  let lastError: string | undefined;
  let running: Promise<void> | undefined;

  const readAgain = async (): Promise<void> => {
    const errors: string[] = [];
    for (const path of await listFiles(options.folders, errors)) {
      await readChanged(path, seen, (list) => take(list, held, options.issuers)).catch((error: unknown) => {
        errors.push(`${path}: ${error instanceof Error ? error.message : 'cannot be read'}`);
      });
    }
    // The same array while nothing changes: callers may compare it by identity.
    const next = [...held.values()];
    if (next.length !== lists.length || next.some((list, index) => list !== lists[index])) lists = Object.freeze(next);
    lastError = errors.length === 0 ? undefined : errors.join('; ');
  };
  const refresh = (): Promise<void> => {
    running ??= readAgain().finally(() => {
      running = undefined;
    });
    return running;
  };

  await refresh();
  const timer = options.pollMilliseconds === undefined ? undefined : setInterval(() => void refresh(), options.pollMilliseconds).unref();
  return {
    current: () => lists,
    responses: () => NO_RESPONSES,
    inquire: async () => NO_RESPONSES,
    refresh,
    status: () => ({
      lists: lists.length,
      responses: 0,
      staleIssuers: staleIssuers(options.issuers, lists, options.now()),
      ...(lastError === undefined ? {} : { lastError }),
    }),
    close: () => clearInterval(timer),
  };
}

async function listFiles(folders: readonly string[], errors: string[]): Promise<string[]> {
  const paths: string[] = [];
  for (const folder of folders) {
    try {
      const names = await readdir(folder);
      paths.push(...names.filter((name) => name.endsWith('.crl')).map((name) => join(folder, name)));
    } catch {
      errors.push(`${folder}: cannot be read`);
    }
  }
  if (paths.length > MAXIMUM_FILES) errors.push(`${paths.length} files, the first ${MAXIMUM_FILES} are read`);
  return paths.sort().slice(0, MAXIMUM_FILES);
}

/** Reads the file unless it is the one read before. A file that failed is tried again each time, so that its error stays visible. */
async function readChanged(path: string, seen: Map<string, string>, takeList: (list: RevocationList) => void): Promise<void> {
  const status = await stat(path, { bigint: true });
  if (status.size > BigInt(MAXIMUM_FILE_LENGTH)) throw new RevocationSourceError('file-too-large', `${status.size} octets`);
  const version = `${status.ino}:${status.size}:${status.mtimeNs}:${status.ctimeNs}`;
  if (seen.get(path) === version) return;
  seen.delete(path);
  takeList(parseRevocationList(derOf(await readFile(path))));
  seen.set(path, version);
}

function derOf(content: Buffer): Buffer {
  if (!content.subarray(0, 11).equals(Buffer.from('-----BEGIN '))) return content;
  const [der, ...more] = readPemBlocks(content.toString('latin1'), 'X509 CRL', MAXIMUM_FILE_LENGTH);
  if (der === undefined || more.length > 0) throw new RevocationSourceError('several-lists-in-file', 'more than one list in a file');
  return der;
}

function take(list: RevocationList, held: Map<string, RevocationList>, issuers: readonly Certificate[]): void {
  const named = issuers.filter((issuer) => issuer.subjectDer.equals(list.issuerDer));
  if (named.length === 0) throw new RevocationSourceError('list-of-unexpected-issuer', 'a list of an authority that is not expected');
  if (!named.some((issuer) => verifyIssuerSignature(list, issuer.publicKey)))
    throw new RevocationSourceError('list-signature-invalid', 'the signature of the issuer does not hold');
  const { distributionPoints, userCertificates, authorityCertificates } = list.scope;
  const key = [list.issuerDer.toString('hex'), userCertificates, authorityCertificates, ...distributionPoints].join('|');
  const former = held.get(key);
  if (former !== undefined && newestFirst(former, list) < 0)
    throw new RevocationSourceError('list-older-than-held', 'older than the list held');
  if (former?.fingerprint !== list.fingerprint) held.set(key, list);
}

/** Names of the issuers without any list that is still fresh. */
function staleIssuers(issuers: readonly Certificate[], lists: readonly RevocationList[], now: Date): string[] {
  const isFresh = (issuer: Certificate): boolean =>
    lists.some((list) => list.issuerDer.equals(issuer.subjectDer) && list.nextUpdate >= now);
  return issuers.filter((issuer) => !isFresh(issuer)).map((issuer) => issuer.subject);
}
