import type { Language } from '../../gateway/problems/language.ts';
import { readGatewayConfiguration } from '../configuration/read-configuration.ts';
import { MACHINE_CLOCK } from '../diagnosis/open-trust.ts';
import { readDirectoryOnce } from '../gateway/open-directory.ts';
import { differenceLines, draftLines, explanationLines, overviewLines } from '../wording/directory-lines.ts';
import { directorySentence } from '../wording/directory-sentences.ts';
import { type Added, addDocuments, authoritiesOf, instrumentsOf, readDocumentFiles } from './add-documents.ts';
import { differenceOf } from './compare.ts';
import { exchangeKeys } from './exchange-keys.ts';
import { explain, type Question } from './explain.ts';
import { importAuthorities } from './import/import-authorities.ts';
import { makeDirectory, type RoleKeys } from './make-directory.ts';
import { authorityNamed, overviewOf } from './overview.ts';
import { publishDirectory } from './publish.ts';
import { readRoleKey, readSigningKey } from './role-keys.ts';
import { mergeSignatures, progressOfAll, type SignedDraft, signDrafts } from './sign-drafts.ts';
import { openWorkingCopy } from './working-copy.ts';

/*
 * What the `valija directory` commands do: each takes paths and texts as they were typed, and gives a document for programs and lines for people.
 */

/** What a command has to say. */
export interface Told {
  document: unknown;
  lines: readonly string[];
}

const DAY = 86_400_000;

/** Who signs a role, as typed: files of keys, and how many of them it takes. */
export interface TypedKeys {
  files: readonly string[];
  threshold?: number;
}

export interface InitRequest {
  folder: string;
  root: TypedKeys;
  targets: TypedKeys;
  snapshot: TypedKeys;
  timestamp: TypedKeys;
  days: number;
}

export async function initCommand(request: InitRequest, language: Language): Promise<Told> {
  const { folder, days } = request;
  const [root, targets, snapshot, timestamp] = await Promise.all(
    [request.root, request.targets, request.snapshot, request.timestamp].map(readKeys),
  );
  if (root === undefined || targets === undefined || snapshot === undefined || timestamp === undefined) throw new TypeError('four roles');
  await makeDirectory({ folder, root, targets, snapshot, timestamp, now: new Date(), validity: days * DAY });
  return waitingOf(folder, language);
}

export async function addCommand(folder: string, files: readonly string[], days: number, language: Language): Promise<Told> {
  return addedOf(folder, await addDocuments(folder, await readDocumentFiles(files), validityOf(days)), language);
}

export async function importCommand(
  folder: string,
  source: { file: string; format: 'csv' | 'json' },
  days: number,
  language: Language,
): Promise<Told> {
  return addedOf(folder, await importAuthorities(folder, source, validityOf(days)), language);
}

export async function rotateCommand(
  folder: string,
  exchange: { role: string; add: readonly string[]; remove: readonly string[]; threshold?: number; days: number },
  language: Language,
): Promise<Told> {
  const { role, remove, threshold, days } = exchange;
  const add = await Promise.all(exchange.add.map(readRoleKey));
  await exchangeKeys({
    ...{ folder, role, add, remove, now: new Date(), validity: days * DAY },
    ...(threshold === undefined ? {} : { threshold }),
  });
  return diffCommand(folder, language);
}

/** What is going to be signed is told first: `onShown` gets it, and nobody signs what they have not seen. */
export async function signCommand(
  folder: string,
  signing: { keys: readonly string[]; roles?: readonly string[]; merge: readonly string[] },
  onShown: (lines: readonly string[]) => void,
  language: Language,
): Promise<Told> {
  onShown(differenceLines(differenceOf(await openWorkingCopy(folder)), language));
  if (signing.merge.length > 0) await mergeSignatures(folder, signing.merge);
  const signed: SignedDraft[] = [];
  for (const key of signing.keys) signed.push(...(await signDrafts(folder, await readSigningKey(key), signing.roles)));
  const waiting = progressOfAll(await openWorkingCopy(folder));
  const done = signed.map(({ role, version }) => directorySentence('signed', language, { role, version }));
  return { document: { waiting }, lines: [...new Set(done), ...draftLines(waiting, language)] };
}

export async function publishCommand(
  folder: string,
  publication: {
    snapshotKeys: readonly string[];
    timestampKeys: readonly string[];
    snapshotDays: number;
    timestampHours: number;
    renewOnly: boolean;
  },
  language: Language,
): Promise<Told> {
  const { snapshotDays, timestampHours, renewOnly } = publication;
  const published = await publishDirectory({
    folder,
    snapshotKeys: await Promise.all(publication.snapshotKeys.map(readSigningKey)),
    timestampKeys: await Promise.all(publication.timestampKeys.map(readSigningKey)),
    now: new Date(),
    validity: { snapshot: snapshotDays * DAY, timestamp: (timestampHours * DAY) / 24 },
    renewOnly,
  });
  const overview = overviewOf(await openWorkingCopy(folder));
  const waiting = published.waiting.length === 0 ? [] : draftLines(published.waiting, language);
  return { document: published, lines: [...overviewLines(overview, language), ...waiting] };
}

export async function diffCommand(folder: string, language: Language): Promise<Told> {
  const difference = differenceOf(await openWorkingCopy(folder));
  return { document: difference, lines: differenceLines(difference, language) };
}

/** All of it, or the record of one authority as it is. */
export async function showCommand(folder: string, authority: string | undefined, language: Language): Promise<Told> {
  const overview = overviewOf(await openWorkingCopy(folder));
  if (authority === undefined) return { document: overview, lines: overviewLines(overview, language) };
  const record = authorityNamed(overview.authorities, authority);
  return { document: record, lines: JSON.stringify(record, null, 1).split('\n') };
}

/** From a working copy, with what waits in it, or from the directory of a gateway. */
export async function explainCommand(
  place: { folder: string } | { configuration: string },
  question: Question,
  language: Language,
): Promise<Told> {
  const explanation = explain('folder' in place ? await ofFolder(place.folder) : await ofGateway(place.configuration), question);
  return { document: explanation, lines: explanationLines(explanation, language) };
}

async function ofFolder(folder: string) {
  const copy = await openWorkingCopy(folder);
  return { authorities: authoritiesOf(copy).map(({ authority }) => authority), instruments: instrumentsOf(copy) };
}

async function ofGateway(path: string) {
  const directory = await readDirectoryOnce((await readGatewayConfiguration(path)).directory, MACHINE_CLOCK);
  return { authorities: directory.authorities(), instruments: directory.instruments() };
}

async function readKeys({ files, threshold }: TypedKeys): Promise<RoleKeys> {
  const keys = await Promise.all(files.map(readRoleKey));
  return { keys, threshold: threshold ?? Math.min(2, keys.length) };
}

function validityOf(days: number) {
  return { now: new Date(), milliseconds: days * DAY };
}

async function addedOf(folder: string, added: readonly Added[], language: Language): Promise<Told> {
  return { ...(await diffCommand(folder, language)), document: { added } };
}

async function waitingOf(folder: string, language: Language): Promise<Told> {
  const waiting = progressOfAll(await openWorkingCopy(folder));
  return { document: { waiting }, lines: draftLines(waiting, language) };
}
