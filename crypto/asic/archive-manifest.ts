import { CryptoError } from '../error.ts';
import { digestByName } from '../suites.ts';
import { ASIC_NAMESPACE, uriOfName, XML_SIGNATURE_NAMESPACE } from './build-manifest.ts';
import { requireSafeEntryName } from './entry-name.ts';
import { TIMESTAMP_MEDIA_TYPE } from './media-types.ts';

/** One file that an archive manifest covers: a data object, a signature, a time-stamp or another manifest. */
export interface ArchivedFile {
  readonly name: string;
  readonly mimeType?: string;
  readonly sha256: Buffer;
  /** The archive manifest before this one, which the same time-stamp thereby covers (EN 319 162-1 annex A.7). */
  readonly root?: boolean;
}

/**
 * The ASiCArchiveManifest (EN 319 162-1 annex A.7) over every file of a container, which one time-stamp then covers: the same files in
 * the same order give the same octets.
 *
 * @throws CryptoError `manifest-part-invalid`, `manifest-reference-duplicate`, `container-name-unsafe`
 */
export function buildArchiveManifest(files: readonly ArchivedFile[], timestampName: string): Buffer {
  requireFiles(files, timestampName);
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<asic:ASiCManifest xmlns:asic="${ASIC_NAMESPACE}" xmlns:ds="${XML_SIGNATURE_NAMESPACE}">`,
    `<asic:SigReference URI="${uriOfName(timestampName)}" MimeType="${TIMESTAMP_MEDIA_TYPE}"/>`,
    ...files.map(reference),
    '</asic:ASiCManifest>',
    '',
  ];
  return Buffer.from(lines.join('\n'), 'utf8');
}

function reference({ name, mimeType, sha256, root }: ArchivedFile): string {
  const type = mimeType === undefined ? '' : ` MimeType="${escaped(mimeType)}"`;
  return [
    `<asic:DataObjectReference URI="${uriOfName(name)}"${type}${root === true ? ' Rootfile="true"' : ''}>`,
    `<ds:DigestMethod Algorithm="${digestByName('sha256').uri}"/>`,
    `<ds:DigestValue>${sha256.toString('base64')}</ds:DigestValue>`,
    '</asic:DataObjectReference>',
  ].join('');
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Media types of others come from their own manifests and may hold whatever XML lets an attribute hold; white space becomes a space there. */
function escaped(text: string): string {
  return text.replace(/[\t\n\r]/g, ' ').replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign);
}

function requireFiles(files: readonly ArchivedFile[], timestampName: string): void {
  const invalid = (reason: string) => new CryptoError('manifest-part-invalid', reason);
  requireSafeEntryName(timestampName);
  if (files.length === 0) throw invalid('an archive manifest needs at least one file');
  if (files.filter(({ root }) => root === true).length > 1) throw invalid('more than one file is the root');
  for (const { name, sha256 } of files) {
    requireSafeEntryName(name);
    if (sha256.length !== digestByName('sha256').bytes) throw invalid('a digest does not have 32 octets');
  }
  if (new Set([timestampName, ...files.map(({ name }) => name)]).size !== files.length + 1) {
    throw new CryptoError('manifest-reference-duplicate', 'a file stands twice in the archive manifest');
  }
}
