/*
 * Where everything stands in the repository: metadata under `metadata/`, documents under `targets/`, both with their version or digest
 * before the name (TUF 6, consistent snapshots), so that a file once published never changes.
 */

const STATE_ROLE = /^state-([a-z]{2})$/;
const AUTHORITY_PATH = /^authorities\/([A-Z]{2})\/[a-z0-9][a-z0-9._-]{0,99}\.json$/;
const INSTRUMENT_PATH = /^instruments\/[a-z0-9]+(?:-[a-z0-9]+)*\.json$/;

/** Role under which a State publishes its authorities: `state-xa` for `XA`. */
export function stateRole(country: string): string {
  return `state-${country.toLowerCase()}`;
}

/** The State of a role such as `state-xa`; undefined for any other role. */
export function countryOfRole(role: string): string | undefined {
  return STATE_ROLE.exec(role)?.[1]?.toUpperCase();
}

/** The one pattern of paths that is delegated to a State. */
export function statePattern(country: string): string {
  return `authorities/${country}/*.json`;
}

/** The State in whose part an authority's document stands; undefined for any other path. */
export function countryOfPath(path: string): string | undefined {
  return AUTHORITY_PATH.exec(path)?.[1];
}

export function isInstrumentPath(path: string): boolean {
  return INSTRUMENT_PATH.test(path);
}

/** `timestamp.json`, or a version of another role. */
export function metadataFile(role: string, version?: number): string {
  return version === undefined ? `metadata/${role}.json` : `metadata/${version}.${role}.json`;
}

/** File of a document: its SHA-256 stands before its name. */
export function targetFile(path: string, sha256: string): string {
  const slash = path.lastIndexOf('/');
  return `targets/${path.slice(0, slash + 1)}${sha256}.${path.slice(slash + 1)}`;
}
