import { createHash } from 'node:crypto';
import { CryptoError } from '../error.ts';
import { openPart, readSmallPart } from './open-part.ts';
import { type Manifest, type ManifestReference, parseManifest } from './parse-manifest.ts';
import type { Container, ContainerEntry } from './read-container.ts';

/** What can be wrong with an archive manifest, beyond the codes of `CryptoError` that its parts can fail with. */
export type ArchiveFailureCode = 'archive-file-changed' | 'archive-file-missing' | 'archive-timestamp-file-missing';

/** An archive manifest and its time-stamp (EN 319 162-1 annex A.7). */
export interface ContainerArchive {
  /** Entry of the archive manifest. */
  readonly name: string;
  readonly manifest: Buffer;
  readonly timestampName: string;
  /** The token over `manifest`; not verified here. */
  readonly token: Buffer;
  /** Entries that are exactly what the manifest says. */
  readonly covered: ReadonlySet<string>;
  /** Every entry that the manifest names. */
  readonly named: ReadonlySet<string>;
  /** Entries that are neither named nor part of this archive or of a younger one. */
  readonly uncovered: readonly string[];
}

export type ArchiveProblem = (code: ArchiveFailureCode | CryptoError, entry: string) => void;

const MAXIMUM_MANIFEST_BYTES = 8 * 1024 * 1024;
const MAXIMUM_TOKEN_BYTES = 16 * 1024 * 1024;

/**
 * Reads every archive manifest of a container with its time-stamp and compares every digest, whatever the age. `known` holds SHA-256
 * digests that were computed before, so that large parts are read once.
 *
 * Problems are told to `report`; an archive whose manifest or time-stamp cannot be read is left out.
 */
export async function verifyArchives(
  container: Container,
  known: ReadonlyMap<string, Buffer>,
  report: ArchiveProblem,
): Promise<ContainerArchive[]> {
  const archives: ContainerArchive[] = [];
  for (const entry of container.entries.filter(({ role }) => role === 'archive-manifest')) {
    const archive = await readArchive(container, entry, known, report);
    if (archive !== undefined) archives.push(archive);
  }
  return archives.map((archive) => ({ ...archive, uncovered: uncoveredBy(archive, archives, container) }));
}

async function readArchive(
  container: Container,
  entry: ContainerEntry,
  known: ReadonlyMap<string, Buffer>,
  report: ArchiveProblem,
): Promise<ContainerArchive | undefined> {
  try {
    const manifest = await readSmallPart(container, entry, MAXIMUM_MANIFEST_BYTES);
    const content = parseManifest(manifest);
    const timestamp = timestampOf(container, content);
    if (timestamp === undefined) {
      report('archive-timestamp-file-missing', content.signature.name);
      return undefined;
    }
    const token = await readSmallPart(container, timestamp, MAXIMUM_TOKEN_BYTES);
    const covered = await coveredFiles(container, content, known, report);
    const named = new Set(content.references.map(({ name }) => name));
    return { name: entry.name, manifest, timestampName: timestamp.name, token, covered, named, uncovered: [] };
  } catch (error) {
    if (!(error instanceof CryptoError)) throw error;
    report(error, entry.name);
    return undefined;
  }
}

function timestampOf(container: Container, { signature }: Manifest): ContainerEntry | undefined {
  return container.entries.find(({ name, role }) => name === signature.name && role === 'timestamp');
}

async function coveredFiles(
  container: Container,
  { references }: Manifest,
  known: ReadonlyMap<string, Buffer>,
  report: ArchiveProblem,
): Promise<Set<string>> {
  const covered = new Set<string>();
  for (const reference of references) {
    const entry = container.entries.find(({ name }) => name === reference.name);
    if (entry === undefined) report('archive-file-missing', reference.name);
    else if ((await digestOf(container, entry, reference, known)).equals(reference.digest)) covered.add(entry.name);
    else report('archive-file-changed', entry.name);
  }
  return covered;
}

async function digestOf(
  container: Container,
  entry: ContainerEntry,
  { digestAlgorithm }: ManifestReference,
  known: ReadonlyMap<string, Buffer>,
): Promise<Buffer> {
  const digest = digestAlgorithm === 'sha256' ? known.get(entry.name) : undefined;
  if (digest !== undefined) return digest;
  const hash = createHash(digestAlgorithm);
  for await (const chunk of openPart(container, entry)) hash.update(chunk);
  return hash.digest();
}

/** A younger archive covers an older one's manifest, so what covers it and is not covered itself came later. */
function uncoveredBy(archive: ContainerArchive, all: readonly ContainerArchive[], container: Container): string[] {
  const younger = all.filter(({ named }) => named.has(archive.name));
  const later = new Set([archive, ...younger].flatMap(({ name, timestampName }) => [name, timestampName]));
  return container.entries
    .filter(({ name, role }) => role !== 'mimetype' && !archive.named.has(name) && !later.has(name))
    .map(({ name }) => name);
}
