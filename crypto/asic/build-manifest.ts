import { CryptoError } from '../error.ts';
import { digestByName } from '../suites.ts';
import { requireSafeEntryName } from './entry-name.ts';
import { META_FOLDER, SIGNATURE_MEDIA_TYPE } from './media-types.ts';

export const ASIC_NAMESPACE = 'http://uri.etsi.org/02918/v1.2.1#';
export const XML_SIGNATURE_NAMESPACE = 'http://www.w3.org/2000/09/xmldsig#';

/** One data object of a package. */
export interface ManifestPart {
  /** Entry name in the container. */
  readonly name: string;
  readonly mimeType: string;
  readonly sha256: Buffer;
  /** Whether this is the document to begin with; at most one is. */
  readonly root?: boolean;
}

// Type and subtype of RFC 6838 section 4.2: nothing that XML would have to escape. Parameters are not needed and not taken.
const MEDIA_TYPE = /^[A-Za-z0-9][A-Za-z0-9!#$^_.+-]{0,126}\/[A-Za-z0-9][A-Za-z0-9!#$^_.+-]{0,126}$/;

/**
 * The ASiCManifest (EN 319 162-1 annex A.4) that the CAdES signature covers: the same parts in the same order give the same
 * octets. Throws `manifest-part-invalid`, `manifest-reference-duplicate` or `container-name-unsafe`.
 */
export function buildManifest(parts: readonly ManifestPart[], signatureName: string): Buffer {
  requireParts(parts);
  requireSafeEntryName(signatureName);
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<asic:ASiCManifest xmlns:asic="${ASIC_NAMESPACE}" xmlns:ds="${XML_SIGNATURE_NAMESPACE}">`,
    `<asic:SigReference URI="${uriOfName(signatureName)}" MimeType="${SIGNATURE_MEDIA_TYPE}"/>`,
    ...parts.map(reference),
    '</asic:ASiCManifest>',
    '',
  ];
  return Buffer.from(lines.join('\n'), 'utf8');
}

/** An entry name as a URI reference relative to the root of the container, percent-encoded segment by segment. */
export function uriOfName(name: string): string {
  // Also the characters that encodeURIComponent leaves although XML or a shell would care.
  const encode = (segment: string) =>
    encodeURIComponent(segment).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  return name.split('/').map(encode).join('/');
}

function reference(part: ManifestPart): string {
  const root = part.root === true ? ' Rootfile="true"' : '';
  return [
    `<asic:DataObjectReference URI="${uriOfName(part.name)}" MimeType="${part.mimeType}"${root}>`,
    `<ds:DigestMethod Algorithm="${digestByName('sha256').uri}"/>`,
    `<ds:DigestValue>${part.sha256.toString('base64')}</ds:DigestValue>`,
    '</asic:DataObjectReference>',
  ].join('');
}

function requireParts(parts: readonly ManifestPart[]): void {
  const names = new Set<string>();
  const invalid = (reason: string) => new CryptoError('manifest-part-invalid', reason);
  if (parts.length === 0) throw invalid('a manifest needs at least one part');
  if (parts.filter((part) => part.root === true).length > 1) throw invalid('more than one part is the root');
  for (const part of parts) {
    requireSafeEntryName(part.name);
    if (part.name.startsWith(META_FOLDER)) throw invalid('a part lies in META-INF');
    if (part.sha256.length !== digestByName('sha256').bytes) throw invalid('a digest does not have 32 octets');
    if (!MEDIA_TYPE.test(part.mimeType)) throw invalid('a media type is not type/subtype');
    if (names.has(part.name)) throw new CryptoError('manifest-reference-duplicate', 'a part stands twice in the manifest');
    names.add(part.name);
  }
}
