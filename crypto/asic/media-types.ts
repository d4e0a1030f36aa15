/** Media types of EN 319 162-1. The `mimetype` entry holds one of them, with no newline. */
export const ASIC_E_MEDIA_TYPE = 'application/vnd.etsi.asic-e+zip';
export const ASIC_S_MEDIA_TYPE = 'application/vnd.etsi.asic-s+zip';
export const SIGNATURE_MEDIA_TYPE = 'application/pkcs7-signature';
export const TIMESTAMP_MEDIA_TYPE = 'application/vnd.etsi.timestamp-token';

export const MIMETYPE_NAME = 'mimetype';
export const META_FOLDER = 'META-INF/';
/** Where our own packages keep the manifest and the CAdES signature over it. */
export const MANIFEST_NAME = 'META-INF/ASiCManifest001.xml';
export const SIGNATURE_NAME = 'META-INF/signature001.p7s';
/** The youngest archive manifest; when it gets an heir it is renamed (EN 319 162-1 annex A.7). */
export const ARCHIVE_MANIFEST_NAME = 'META-INF/ASiCArchiveManifest.xml';

/** What an entry's name says it is (EN 319 162-1 section 4.4.3 and annex A). */
export type EntryRole =
  | 'mimetype'
  | 'manifest'
  | 'archive-manifest'
  | 'cades-signature'
  | 'xades-signature'
  | 'timestamp'
  | 'other-meta'
  | 'data';

/** Classifies an entry by its name. Case matters, as in the standard: `meta-inf/` in other letters is a trap and counts as other-meta. */
export function roleOfEntry(name: string): EntryRole {
  if (name === MIMETYPE_NAME) return 'mimetype';
  if (!name.toUpperCase().startsWith(META_FOLDER)) return 'data';
  if (!name.startsWith(META_FOLDER)) return 'other-meta';
  const rest = name.slice(META_FOLDER.length);
  if (/^ASiCManifest[^/]*\.xml$/.test(rest)) return 'manifest';
  if (/^ASiCArchiveManifest[^/]*\.xml$/.test(rest)) return 'archive-manifest';
  if (/^[^/]*signature[^/]*\.p7s$/.test(rest)) return 'cades-signature';
  if (/^[^/]*signatures[^/]*\.xml$/.test(rest)) return 'xades-signature';
  if (/^[^/]*timestamp[^/]*\.tst$/.test(rest)) return 'timestamp';
  return 'other-meta';
}
