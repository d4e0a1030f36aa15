import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { addValidationData } from '../cms/add-validation-data.ts';
import { CryptoError } from '../error.ts';
import type { ValidationData } from '../validation/validation-data.ts';
import { type ArchivedFile, buildArchiveManifest } from './archive-manifest.ts';
import { ARCHIVE_MANIFEST_NAME, META_FOLDER, MIMETYPE_NAME, SIGNATURE_MEDIA_TYPE, TIMESTAMP_MEDIA_TYPE } from './media-types.ts';
import { openPart, readSmallPart } from './open-part.ts';
import { parseManifest } from './parse-manifest.ts';
import type { Container, ContainerEntry } from './read-container.ts';
import { type ContainerPart, type ContainerPlan, planContainer } from './write-container.ts';

/** Where the octets of a part of an archive copy come from: the container it is a copy of, or memory. */
export type ArchivePart = { readonly entry: ContainerEntry } | { readonly bytes: Buffer };

export interface ArchiveCopy {
  /** For `writeContainer`, together with `open`. */
  readonly plan: ContainerPlan<ArchivePart>;
  readonly open: (part: ArchivePart) => AsyncIterable<Buffer> | Iterable<Buffer>;
}

interface File {
  readonly name: string;
  readonly size: number;
  readonly crc32: number;
  readonly part: ArchivePart;
}

const MAXIMUM_META_BYTES = 16 * 1024 * 1024;
const XML_MEDIA_TYPE = 'text/xml';

/**
 * A long-term copy of an ASiC-E container with CAdES (EN 319 162-1 clause 4.4 and annex A.7); the container itself is not touched.
 *
 * - Without `timestamp`: B-LT. The validation data goes into the signature.
 * - With `timestamp`: B-LTA. An archive manifest over every file, and a time-stamp over that manifest.
 * - Of a container that has an archive manifest already, which covers the signature: the data goes into its time-stamp, the old manifest
 *   is renamed, and the new one covers both. Again and again, this is the renewal.
 *
 * `validationData` is what judging the container now needs (`validationDataOf`). `timestamp` gets a SHA-256 digest. Same token, same
 * octets.
 *
 * @throws CryptoError `archive-timestamp-missing` for B-LT of an archived container, and the codes of the parsers and writers
 */
export async function archiveContainer(options: {
  container: Container;
  validationData: ValidationData;
  timestamp?: (imprint: Buffer) => Promise<Buffer>;
}): Promise<ArchiveCopy> {
  const { container, validationData, timestamp } = options;
  const files = container.entries.filter(({ name }) => name !== MIMETYPE_NAME).map(fileOfEntry);
  const open = (part: ArchivePart) => ('bytes' in part ? [part.bytes] : openPart(container, part.entry));
  const youngest = container.entries.find(({ name }) => name === ARCHIVE_MANIFEST_NAME);
  const augmented = await augment(container, files, youngest, validationData);
  if (timestamp === undefined) {
    if (youngest !== undefined)
      throw new CryptoError('archive-timestamp-missing', 'an archived container is only renewed with a time-stamp');
    return { plan: planOf(augmented), open };
  }
  const kept = augmented.map((file) =>
    file.name === ARCHIVE_MANIFEST_NAME ? { ...file, name: freeName(augmented, 'ASiCArchiveManifest', 'xml') } : file,
  );
  const renamed = youngest === undefined ? undefined : kept.find((file, index) => file.name !== augmented[index]?.name)?.name;
  const timestampName = freeName(kept, 'timestamp', 'tst');
  const manifest = buildArchiveManifest(await archivedFiles(container, kept, renamed, open), timestampName);
  const token = await timestamp(createHash('sha256').update(manifest).digest());
  return { plan: planOf([...kept, fileOf(ARCHIVE_MANIFEST_NAME, manifest), fileOf(timestampName, token)]), open };
}

/** Puts the validation data where nothing has covered the octets yet: into the youngest time-stamp, else into the signature. */
async function augment(
  container: Container,
  files: readonly File[],
  youngest: ContainerEntry | undefined,
  data: ValidationData,
): Promise<File[]> {
  const manifest = youngest ?? container.entries.find(({ role }) => role === 'manifest');
  if (manifest === undefined) throw new CryptoError('manifest-structure', 'the container has no manifest');
  const { name } = parseManifest(await readSmallPart(container, manifest, MAXIMUM_META_BYTES)).signature;
  const entry = container.entries.find((candidate) => candidate.name === name);
  if (entry === undefined) throw new CryptoError('archive-timestamp-missing', 'the file that covers the manifest is not there');
  const augmented = addValidationData(await readSmallPart(container, entry, MAXIMUM_META_BYTES), data);
  return files.map((file) => (file.name === name ? fileOf(name, augmented) : file));
}

async function archivedFiles(
  container: Container,
  files: readonly File[],
  root: string | undefined,
  open: ArchiveCopy['open'],
): Promise<ArchivedFile[]> {
  const types = await mediaTypes(container);
  const archived: ArchivedFile[] = [];
  for (const { name, part } of files) {
    const hash = createHash('sha256');
    for await (const chunk of open(part)) hash.update(chunk);
    const mimeType = types.get(name) ?? metaType(name);
    const type = mimeType === undefined ? {} : { mimeType };
    archived.push({ name, ...type, sha256: hash.digest(), ...(name === root ? { root: true } : {}) });
  }
  return archived;
}

/** Media types of the data objects, from the manifest that names them. */
async function mediaTypes(container: Container): Promise<ReadonlyMap<string, string>> {
  const entry = container.entries.find(({ role }) => role === 'manifest');
  if (entry === undefined) return new Map();
  const { references } = parseManifest(await readSmallPart(container, entry, MAXIMUM_META_BYTES));
  return new Map(references.flatMap(({ name, mimeType }) => (mimeType === undefined ? [] : [[name, mimeType] as const])));
}

function metaType(name: string): string | undefined {
  if (!name.startsWith(META_FOLDER)) return undefined;
  if (name.endsWith('.p7s')) return SIGNATURE_MEDIA_TYPE;
  return name.endsWith('.tst') ? TIMESTAMP_MEDIA_TYPE : XML_MEDIA_TYPE;
}

/** The first name of the kind with a three-digit number that no file has. */
function freeName(files: readonly File[], stem: string, ending: string): string {
  const taken = new Set(files.map(({ name }) => name));
  for (let number = 1; ; number += 1) {
    const name = `${META_FOLDER}${stem}${String(number).padStart(3, '0')}.${ending}`;
    if (!taken.has(name)) return name;
  }
}

function planOf(files: readonly File[]): ContainerPlan<ArchivePart> {
  return planContainer({
    entries: files.map(
      ({ name, size, crc32: checksum, part }): ContainerPart<ArchivePart> => ({ name, size, crc32: checksum, source: part }),
    ),
  });
}

function fileOfEntry(entry: ContainerEntry): File {
  return { name: entry.name, size: entry.size, crc32: entry.crc32, part: { entry } };
}

function fileOf(name: string, bytes: Buffer): File {
  return { name, size: bytes.length, crc32: crc32(bytes), part: { bytes } };
}
