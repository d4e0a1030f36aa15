import type { EntryRole } from '../../../crypto/asic/media-types.ts';
import { readSmallPart } from '../../../crypto/asic/open-part.ts';
import { bufferReader } from '../../../crypto/asic/random-access.ts';
import { type Container, readContainer } from '../../../crypto/asic/read-container.ts';
import type { Forgery } from './forgeries.ts';
import { flipped, positionsInSignature, positionsInToken } from './signature-positions.ts';
import { writtenContainer } from './written-files.ts';

interface File {
  readonly name: string;
  readonly role: EntryRole;
  readonly data: Buffer;
}

const MAXIMUM_PART = 16 * 1024 * 1024;

/** Written anew after each change, so that the checksums of the ZIP agree and it is the signature that must tell; but for the first. */
export async function containerForgeries(signed: Buffer): Promise<Forgery[]> {
  const container = await readContainer(bufferReader(signed), { strict: false });
  const files = await filesOf(container);
  const forgeries = withoutNewChecksum(signed, container);
  for (const file of files) {
    for (const { position, bytes } of changesOf(file)) {
      const changed = files.map((other) => (other === file ? { ...file, data: bytes } : other));
      const numbered = position === 'file' ? `file ${files.filter(({ role }) => role === 'data').indexOf(file) + 1}` : position;
      forgeries.push({ position: numbered, bytes: await writtenContainer(changed) });
    }
  }
  return forgeries;
}

function filesOf(container: Container): Promise<File[]> {
  // The writer puts `mimetype` in by itself.
  const entries = container.entries.filter(({ role }) => role !== 'mimetype');
  return Promise.all(
    entries.map(async (entry) => ({ name: entry.name, role: entry.role, data: await readSmallPart(container, entry, MAXIMUM_PART) })),
  );
}

function changesOf({ role, data }: File): Forgery[] {
  if (role === 'data') return [{ position: 'file', bytes: flipped(data, Math.floor(data.length / 2)) }];
  if (role === 'manifest' || role === 'archive-manifest') return [{ position: role, bytes: withOtherDigest(data) }];
  const positions = role === 'cades-signature' ? positionsInSignature(data) : role === 'timestamp' ? positionsInToken(data, 'archive') : [];
  return positions.map(([position, at]) => ({ position, bytes: flipped(data, at) }));
}

/** The first digest of a manifest begins with another letter; it stays base64. */
function withOtherDigest(manifest: Buffer): Buffer {
  const other = (_all: string, tag: string, letter: string) => `${tag}${letter === 'A' ? 'B' : 'A'}`;
  return Buffer.from(manifest.toString('utf8').replace(/(<(?:\w+:)?DigestValue[^>]*>)(.)/, other));
}

/** None of a packed file: a changed octet may be no packing at all, or make another file. */
function withoutNewChecksum(signed: Buffer, container: Container): Forgery[] {
  const file = container.entries.find(({ role }) => role === 'data');
  if (file?.method !== 'stored') return [];
  return [{ position: 'file 1, checksum left', bytes: flipped(signed, file.offset + Math.floor(file.size / 2)) }];
}
