import type { Entry } from 'yauzl';
import { CryptoError } from '../error.ts';
import { requireCanonicalLayout } from './canonical-layout.ts';
import { type CentralDirectory, readCentralDirectory } from './central-directory.ts';
import { checkContainerKind } from './container-kind.ts';
import { decodeEntryName } from './decode-entry-name.ts';
import { requireSafeEntryName, UniqueNames } from './entry-name.ts';
import { placeEntries } from './local-headers.ts';
import { type EntryRole, roleOfEntry } from './media-types.ts';
import type { RandomAccessReader } from './random-access.ts';
import { DATA_DESCRIPTOR_FLAG, METHOD_DEFLATED, METHOD_STORED, UTF8_FLAG } from './zip-records.ts';

/** What is checked before anything is read. Sizes in octets. */
export interface ContainerLimits {
  readonly maximumEntries: number;
  readonly maximumSize: number;
  /** Of one entry, unpacked. */
  readonly maximumEntrySize: number;
  /** Of all entries together, unpacked. */
  readonly maximumTotalSize: number;
  /** Unpacked octets per packed octet, for entries above 1 MiB. */
  readonly maximumRatio: number;
}

export const DEFAULT_CONTAINER_LIMITS: ContainerLimits = {
  maximumEntries: 10_000,
  maximumSize: 60 * 1024 ** 3,
  maximumEntrySize: 60 * 1024 ** 3,
  maximumTotalSize: 60 * 1024 ** 3,
  maximumRatio: 100,
};

/** One file of a container. Its octets are verified only while `openPart` reads them. */
export interface ContainerEntry {
  readonly name: string;
  readonly role: EntryRole;
  readonly size: number;
  readonly packedSize: number;
  readonly method: 'stored' | 'deflated';
  readonly crc32: number;
  /** Where the packed data begins; for stored entries `offset` and `size` are a plain range of the file. */
  readonly offset: number;
}

/** Something about a container that is not as ours are, but does not make it worthless. */
export type ContainerWarningCode =
  | 'comment-present'
  | 'mimetype-missing'
  | 'mimetype-not-first'
  | 'mimetype-other'
  | 'mimetype-packed'
  | 'name-without-utf8-flag'
  | 'packed-entries';

export interface Container {
  readonly reader: RandomAccessReader;
  /** In the order of their data, folders left out. */
  readonly entries: readonly ContainerEntry[];
  readonly strict: boolean;
  readonly warnings: readonly ContainerWarningCode[];
}

/**
 * Reads the layout of an ASiC-E container and refuses what two ZIP readers could see differently. Headers are read, data is not,
 * but for `mimetype`.
 *
 * `strict`, the default, is for our own packages, which have one layout to the octet: `mimetype` first, everything stored, nothing
 * that the writer does not write. Otherwise other layouts are taken with warnings, for containers that others made. ASiC-S and XAdES are refused either way with
 * `container-kind-unsupported`, but for ASiC-S of others with `acceptsSimple`. Throws one of the `container-` codes.
 */
export async function readContainer(
  reader: RandomAccessReader,
  options: Partial<ContainerLimits> & { readonly strict?: boolean; readonly acceptsSimple?: boolean } = {},
): Promise<Container> {
  const { strict = true, acceptsSimple = false, ...given } = options;
  const limits = { ...DEFAULT_CONTAINER_LIMITS, ...given };
  if (reader.size > limits.maximumSize) throw new CryptoError('container-too-large', `a container may have ${limits.maximumSize} octets`);

  const directory = await readCentralDirectory(reader, limits.maximumEntries);
  const warnings = new Set<ContainerWarningCode>();
  checkSizes(directory.entries, limits);
  const files = checkEntries(directory, strict, warnings);
  const placed = await placeEntries(reader, directory);
  const entries = placed.flatMap(({ entry, dataOffset }) => {
    const name = files.get(entry);
    return name === undefined ? [] : [containerEntry(entry, name, dataOffset)];
  });
  const container = { reader, entries, strict };
  for (const warning of await checkContainerKind(container, { acceptsSimple })) warnings.add(warning);
  if (strict) await requireCanonicalLayout(container);
  return { ...container, warnings: [...warnings].sort() };
}

/** Checks each entry by itself and all names together; gives the names of those that are files. */
function checkEntries(directory: CentralDirectory, strict: boolean, warnings: Set<ContainerWarningCode>): ReadonlyMap<Entry, string> {
  const files = new Map<Entry, string>();
  const names = new UniqueNames();
  if (directory.comment.length > 0) warn(strict, warnings, 'comment-present');
  for (const entry of directory.entries) {
    checkFlags(entry, strict, warnings);
    const name = decodeEntryName(entry);
    if (name.endsWith('/')) {
      checkFolder(entry, name, strict);
      names.addFolder(name.slice(0, -1));
    } else {
      requireSafeEntryName(name);
      names.add(name);
      files.set(entry, name);
    }
    checkKind(entry, name);
  }
  return files;
}

const DEFLATE_LEVEL_FLAGS = 0x0006;

function checkFlags(entry: Entry, strict: boolean, warnings: Set<ContainerWarningCode>): void {
  const flags = entry.generalPurposeBitFlag;
  if ((flags & 0x2041) !== 0) throw new CryptoError('container-encrypted', 'an entry is encrypted');
  if ((flags & ~(UTF8_FLAG | DATA_DESCRIPTOR_FLAG | DEFLATE_LEVEL_FLAGS)) !== 0)
    throw new CryptoError('container-malformed', 'an entry has unknown flags');
  if (entry.compressionMethod !== METHOD_STORED && entry.compressionMethod !== METHOD_DEFLATED) {
    throw new CryptoError('container-method-unsupported', 'an entry is packed in a way that is not read');
  }
  const plain = entry.compressionMethod === METHOD_STORED && (flags & ~UTF8_FLAG) === 0;
  if (!plain) warn(strict, warnings, 'packed-entries');
  const ascii = entry.fileNameRaw.every((octet) => octet < 0x80);
  if (!ascii && (flags & UTF8_FLAG) === 0) warn(strict, warnings, 'name-without-utf8-flag');
}

function checkFolder(entry: Entry, name: string, strict: boolean): void {
  if (strict) throw notCanonical('an entry is a folder');
  requireSafeEntryName(name.slice(0, -1));
  if (entry.uncompressedSize !== 0) throw new CryptoError('container-malformed', 'a folder has content');
}

// The upper half holds the Unix mode when the writer put one there, whatever system it says it is of.
function checkKind(entry: Entry, name: string): void {
  const kind = (entry.externalFileAttributes >>> 16) & 0xf000;
  const expected = name.endsWith('/') ? 0x4000 : 0x8000;
  if (kind !== 0 && kind !== expected) throw new CryptoError('container-not-regular-file', 'an entry is a link, a device or the like');
}

const RATIO_FREE_SIZE = 1024 * 1024;

function checkSizes(entries: readonly Entry[], limits: ContainerLimits): void {
  let total = 0;
  for (const { uncompressedSize: size, compressedSize: packed } of entries) {
    total += size;
    if (size > limits.maximumEntrySize) throw new CryptoError('container-entry-too-large', 'an entry is too large');
    if (total > limits.maximumTotalSize) throw new CryptoError('container-too-large', 'the entries together are too large');
    if (size > RATIO_FREE_SIZE && size > packed * limits.maximumRatio) {
      throw new CryptoError('container-ratio-too-high', 'an entry unpacks to suspiciously much');
    }
  }
}

function containerEntry(entry: Entry, name: string, offset: number): ContainerEntry {
  return {
    name,
    role: roleOfEntry(name),
    size: entry.uncompressedSize,
    packedSize: entry.compressedSize,
    method: entry.compressionMethod === METHOD_STORED ? 'stored' : 'deflated',
    crc32: entry.crc32,
    offset,
  };
}

function warn(strict: boolean, warnings: Set<ContainerWarningCode>, code: ContainerWarningCode): void {
  if (strict) throw notCanonical(code);
  warnings.add(code);
}

function notCanonical(reason: string): CryptoError {
  return new CryptoError('container-not-canonical', `the container is not written as our packages are: ${reason}`);
}
