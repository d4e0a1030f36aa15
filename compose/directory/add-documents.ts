import { readFile } from 'node:fs/promises';
import { DirectoryError } from '../../adapters/directory/error.ts';
import { readAuthority, readInstruments } from '../../adapters/directory/tuf/contents.ts';
import { MAXIMUM_LENGTH } from '../../adapters/directory/tuf/limits.ts';
import { countryOfPath, isInstrumentPath } from '../../adapters/directory/tuf/paths.ts';
import { parseStrictJson } from '../../crypto/json/parse-strict-json.ts';
import { type AuthorityRecord, authorityRecord } from '../../gateway/contracts/directory.ts';
import { type InstrumentsDocument, parseInstruments } from '../../treaty/instruments/configured-instruments.ts';
import { delegatedStates, draftTargets, roleOf } from './drafting.ts';
import { GovernanceError, type GovernanceFault } from './error.ts';
import { keepFormerKeys } from './former-keys.ts';
import { currentDocuments, openWorkingCopy, type WorkingCopy, writeDocument } from './working-copy.ts';

/** Something that is to stand in the directory, with where it came from. */
export type NewDocument = { place: string; authority: AuthorityRecord } | { place: string; name: string; instruments: InstrumentsDocument };

export interface Added {
  path: string;
  role: string;
  isNew: boolean;
}

/**
 * Reads documents from JSON files: records of authorities, and instruments (`valija-instruments/1`), which are named after their file.
 *
 * @throws GovernanceError `directory-document-not-accepted` with every fault
 */
export async function readDocumentFiles(files: readonly string[]): Promise<NewDocument[]> {
  const read = await Promise.all(files.map(readDocumentFile));
  const faults = read.flatMap((each) => ('faults' in each ? each.faults : []));
  if (faults.length > 0) throw new GovernanceError('directory-document-not-accepted', `${faults.length} faults`, { faults });
  return read.flatMap((each) => ('faults' in each ? [] : [each]));
}

async function readDocumentFile(file: string): Promise<NewDocument | { faults: GovernanceFault[] }> {
  let value: unknown;
  try {
    value = parseStrictJson(await readFile(file), { maximumBytes: MAXIMUM_LENGTH.target });
  } catch (error) {
    return { faults: [{ place: file, message: error instanceof Error ? error.message : 'not readable' }] };
  }
  if ((value as { format?: unknown } | null)?.format === 'valija-instruments/1') {
    const { faults, document } = parseInstruments(value);
    if (document === undefined) return { faults: faults.map(({ pointer, issue }) => ({ place: `${file}${pointer}`, message: issue })) };
    return { place: file, name: instrumentName(file), instruments: document };
  }
  const parsed = authorityRecord.safeParse(value);
  if (parsed.success) return { place: file, authority: parsed.data };
  return { faults: parsed.error.issues.map(({ path, message }) => ({ place: [file, ...path.map(String)].join('/'), message })) };
}

/** `/x/untoc.json` is `untoc`. */
function instrumentName(file: string): string {
  return (file.split('/').at(-1) ?? '').replace(/\.json$/, '').toLowerCase();
}

/**
 * Puts documents into the working copy and drafts the parts that they belong to. Keys and certificates that an authority had before stay in its
 * record, whether the new one has them or not: what was signed with them has to stay checkable.
 *
 * @throws GovernanceError `directory-document-not-accepted` with every fault; nothing has changed then
 */
export async function addDocuments(
  folder: string,
  documents: readonly NewDocument[],
  validity: { now: Date; milliseconds: number },
): Promise<Added[]> {
  const copy = await openWorkingCopy(folder);
  const present = new Map(authoritiesOf(copy).map(({ path, authority }) => [authority.identifier, { path, authority }]));
  const planned = documents.map((document) => plan(document, present));
  const faults = faultsOf(copy, documents, planned);
  if (faults.length > 0) throw new GovernanceError('directory-document-not-accepted', `${faults.length} faults`, { faults });
  const before = currentDocuments(copy);
  for (const { path, octets } of planned) await writeDocument(copy, path, octets);
  const changed = await openWorkingCopy(folder);
  for (const role of new Set(planned.map(({ path }) => roleOf(path)))) await draftTargets(changed, role, validity);
  return planned.map(({ path }) => ({ path, role: roleOf(path), isNew: !before.has(path) }));
}

/** The authorities of a working copy, as they will stand. */
export function authoritiesOf(copy: WorkingCopy): { path: string; authority: AuthorityRecord }[] {
  return [...currentDocuments(copy)].flatMap(([path, octets]) =>
    countryOfPath(path) === undefined ? [] : [{ path, authority: readAuthority(path, octets) }],
  );
}

/** The instruments of a working copy, as they will stand. */
export function instrumentsOf(copy: WorkingCopy): InstrumentsDocument[] {
  return [...currentDocuments(copy)].flatMap(([path, octets]) => (isInstrumentPath(path) ? [readInstruments(path, octets)] : []));
}

interface Planned {
  place: string;
  path: string;
  octets: Buffer;
}

function plan(document: NewDocument, present: ReadonlyMap<string, { path: string; authority: AuthorityRecord }>): Planned {
  if ('instruments' in document) {
    return { place: document.place, path: `instruments/${document.name}.json`, octets: octetsOf(document.instruments) };
  }
  const { identifier, country } = document.authority;
  const former = present.get(identifier);
  const authority = former === undefined ? document.authority : keepFormerKeys(document.authority, former.authority);
  const name = (identifier.split(':').at(-1) ?? '').toLowerCase().replace(/^[^a-z0-9]+/, '');
  return { place: document.place, path: former?.path ?? `authorities/${country}/${name}.json`, octets: octetsOf(authority) };
}

function faultsOf(copy: WorkingCopy, documents: readonly NewDocument[], planned: readonly Planned[]): GovernanceFault[] {
  const states = new Set(delegatedStates(copy));
  const identifiers = new Set<string>();
  const paths = new Map(authoritiesOf(copy).map(({ path, authority }) => [path, authority.identifier]));
  return documents.flatMap((document, index) => {
    const { path = '', octets = Buffer.alloc(0) } = planned[index] ?? {};
    const fault = (message: string) => [{ place: document.place, message }];
    if (octets.length > MAXIMUM_LENGTH.target) return fault(`more than ${MAXIMUM_LENGTH.target} octets`);
    if ('instruments' in document) return isInstrumentPath(path) ? [] : fault('the name of the file cannot be that of an instrument');
    const { identifier, country } = document.authority;
    if (identifiers.has(identifier)) return fault(`${identifier} is given twice`);
    identifiers.add(identifier);
    if (!states.has(country)) return fault(`${country} has no keys of its own yet: rotate --role state-${country.toLowerCase()} --add KEY`);
    const holder = paths.get(path);
    if (holder !== undefined && holder !== identifier) return fault(`${path} is that of ${holder}`);
    paths.set(path, identifier);
    return faultOfRecord(document.place, path, octets);
  });
}

/** What a gateway's own reader would say. */
function faultOfRecord(place: string, path: string, octets: Buffer): GovernanceFault[] {
  try {
    readAuthority(path, octets);
    return [];
  } catch (error) {
    if (error instanceof DirectoryError) return [{ place, message: error.message }];
    throw error;
  }
}

function octetsOf(value: unknown): Buffer {
  return Buffer.from(`${JSON.stringify(value, null, 1)}\n`, 'utf8');
}
