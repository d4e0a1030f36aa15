import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { formatPemCertificates } from '../../audit/trust.ts';
import type { Language } from '../../gateway/problems/language.ts';
import { readCertificates } from '../configuration/anchors.ts';
import { readGatewayConfiguration } from '../configuration/read-configuration.ts';
import { completeAnswers, readAnswers } from './answers.ts';
import { authorityRecordOf, type Member } from './hand-over.ts';
import { FOLDER_MODE, importKeys, makeKeyEncryptionKey, makeKeys, PRIVATE_MODE } from './make-keys.ts';
import { type Answers, firstOf, PLACEHOLDERS } from './questions.ts';
import { CERTIFIED_ROLES, type CertifiedRole, type KeyKind } from './roles.ts';
import type { Pending } from './texts/outcome.ts';
import { configurationText, FILES } from './write-configuration.ts';

/** What was made, and what is still missing before a gateway can run there. */
export interface MadeInstallation {
  folder: string;
  configuration: string;
  /** The file for the keeper of the directory. */
  handOver: string;
  /** Requests for certificates; none where keys were imported. */
  requests: string[];
  pending: Pending[];
}

/** Whether something may be made there: the folder does not exist, or holds nothing. */
export async function isFree(folder: string): Promise<boolean> {
  return (await readdir(folder).catch(() => [])).length === 0;
}

/**
 * Makes the folder of a gateway: keys with requests for certificates, or imported ones, key-encryption key, roots, a commented
 * configuration that loads, and the file for the keeper of the directory. It appears at once, complete, or not at all.
 *
 * @param options.answers complete, as `completeAnswers` gives them
 * @throws ConfigurationError, KeyStoreError for files that cannot be used; errors of the file system
 */
export async function install(options: { folder: string; answers: Answers; language: Language; now: Date }): Promise<MadeInstallation> {
  const folder = resolve(options.folder);
  await mkdir(dirname(folder), { recursive: true });
  const unfinished = await mkdtemp(join(dirname(folder), `.${basename(folder)}-`));
  try {
    const requests = await fill(unfinished, options);
    // Onto a folder with files this fails: nothing is overwritten, whatever was there a moment ago.
    await rename(unfinished, folder);
    return {
      folder,
      configuration: join(folder, FILES.configuration),
      handOver: join(folder, FILES.handOver),
      requests: requests.map((path) => join(folder, FILES.keys, basename(path))),
      pending: pendingOf(options.answers, requests.length > 0),
    };
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw error;
  }
}

async function fill(folder: string, { answers, language, now }: { answers: Answers; language: Language; now: Date }): Promise<string[]> {
  const first = firstOf(answers);
  const { country = '', name = '', authority = '', host = '' } = first;
  for (const inner of ['anchors', 'directory', FILES.revocation, 'hand-over']) await mkdir(join(folder, inner), { mode: FOLDER_MODE });
  const keys = join(folder, FILES.keys);
  const isImport = first.keys === 'import';
  const requests = isImport ? [] : await makeKeys(keys, first.keys as KeyKind, { country, name, authority, host });
  if (isImport) await importKeys(keys, first.import ?? '');
  await makeKeyEncryptionKey(join(folder, FILES.keyEncryptionKey));
  await writeRoots(folder, answers);
  const path = join(folder, FILES.configuration);
  await writeFile(path, await configurationText(answers, logOriginOf(host, now), language), { mode: PRIVATE_MODE });
  await writeFile(join(folder, FILES.answers), `${JSON.stringify(answers, null, 2)}\n`, { mode: PRIVATE_MODE });
  await writeHandOver(folder, now);
  return requests;
}

/**
 * Writes the file for the keeper of the directory anew, with the certificates that have come since.
 *
 * @throws ConfigurationError, KeyStoreError, errors of the file system
 */
export async function writeHandOver(folder: string, now: Date): Promise<{ path: string; missing: CertifiedRole[] }> {
  const { keys, log } = await readGatewayConfiguration(join(folder, FILES.configuration));
  const { answers } = completeAnswers((await readAnswers(join(folder, FILES.answers))).answers);
  const record = await authorityRecordOf(keys.folder, memberOf(answers, log.origin), now);
  const path = join(folder, FILES.handOver);
  await writeFile(`${path}.new`, `${JSON.stringify(record, null, 2)}\n`);
  await rename(`${path}.new`, path);
  const present = new Set(record.certificates.map(({ role }) => role));
  return { path, missing: CERTIFIED_ROLES.filter((role) => !present.has(role)) };
}

function memberOf(answers: Answers, logOrigin: string): Member {
  const { authority = '', country = '', name = '', host = '', 'peer-port': port } = firstOf(answers);
  return { authority, country, name, host, peerPort: Number(port), languages: answers.languages ?? [], logOrigin };
}

/** A name that nobody else will use, with the year of the log's beginning; only letters that an origin may have. */
function logOriginOf(host: string, now: Date): string {
  return `log.${host.toLowerCase().replaceAll(':', '-')}/${now.getUTCFullYear()}`;
}

async function writeRoots(folder: string, answers: Answers): Promise<void> {
  const write = async (path: string, sources: readonly string[] = []) => {
    if (sources.length === 0) return;
    const certificates = await readCertificates(sources);
    await writeFile(join(folder, path), formatPemCertificates(certificates.map(({ der }) => der.toString('base64'))));
  };
  await write(FILES.roots, answers.roots);
  await write(FILES.tlsRoots, answers.roots);
  await write(FILES.timestampRoots, answers['timestamp-roots']);
  await write(FILES.issuers, answers.issuers);
}

function pendingOf(answers: Answers, hasRequests: boolean): Pending[] {
  const first = firstOf(answers);
  const isMissing: Readonly<Record<Pending, boolean>> = {
    certificates: hasRequests,
    roots: [answers.roots, answers['timestamp-roots']].some((files) => (files?.length ?? 0) === 0),
    timestamps: first['timestamp-url'] === PLACEHOLDERS['timestamp-url'] || first['timestamp-policy'] === PLACEHOLDERS['timestamp-policy'],
    signer: first['directory-signer'] === PLACEHOLDERS['directory-signer'],
    // Nobody has one with us in it before the file was handed over.
    directory: true,
    clients: (answers.client?.length ?? 0) === 0,
  };
  return (Object.keys(isMissing) as Pending[]).filter((name) => isMissing[name]);
}
