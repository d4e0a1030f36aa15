import { parseStrictJson } from '../../../crypto/json/parse-strict-json.ts';
import { type AuthorityRecord, authorityRecord, type Directory, directoryDocument } from '../../../gateway/contracts/directory.ts';
import { DirectoryError } from '../error.ts';
import { MAXIMUM_LENGTH } from './limits.ts';
import { readMetadata } from './metadata.ts';
import { countryOfPath, countryOfRole, isInstrumentPath } from './paths.ts';
import { sha256, type TrustedState, type VerifiedSet } from './verified-set.ts';

type InstrumentsDocument = ReturnType<Directory['instruments']>[number];

/** What a verified set says. */
export interface Contents {
  /** Version of the snapshot, which changes with whatever is published. */
  version: number;
  /** SHA-256 of the snapshot's octets, hexadecimal. */
  digest: string;
  timestampVersion: number;
  /** When the first of root, timestamp, snapshot and targets ends. */
  expiresAt: Date;
  /** When the first of root and targets ends. */
  commonEnd: Date;
  /** When the part of each State ends. */
  stateEnds: ReadonlyMap<string, Date>;
  authorities: readonly AuthorityRecord[];
  instruments: readonly InstrumentsDocument[];
}

const instrumentsForm = directoryDocument.shape.instruments.unwrap().element;

/**
 * Reads the documents of a set whose signatures, versions and digests were verified.
 *
 * @throws DirectoryError `directory-malformed`, `directory-identifier-repeated`, `directory-delegation-exceeded`
 */
export function readContents(root: TrustedState['root'], set: VerifiedSet): Contents {
  const snapshot = readMetadata('snapshot', set.snapshot);
  const timestamp = readMetadata('timestamp', set.timestamp);
  const signedByPeople = [readMetadata('root', root), readMetadata('targets', set.targets)];
  const authorities = [...set.files].flatMap(([path, bytes]) => (countryOfPath(path) === undefined ? [] : [readAuthority(path, bytes)]));
  if (new Set(authorities.map(({ identifier }) => identifier)).size !== authorities.length) {
    throw new DirectoryError('directory-identifier-repeated', 'an authority stands in the directory twice');
  }
  return {
    version: snapshot.signed.version,
    digest: sha256(set.snapshot),
    timestampVersion: timestamp.signed.version,
    expiresAt: firstEnd([...signedByPeople, timestamp, snapshot]),
    commonEnd: firstEnd(signedByPeople),
    stateEnds: new Map(
      [...set.states].map(([role, bytes]) => [countryOfRole(role) ?? '', new Date(readMetadata('targets', bytes).signed.expires)]),
    ),
    authorities,
    instruments: [...set.files].flatMap(([path, bytes]) => (isInstrumentPath(path) ? [readInstruments(path, bytes)] : [])),
  };
}

function firstEnd(parts: readonly { signed: { expires: string } }[]): Date {
  return new Date(Math.min(...parts.map(({ signed }) => Date.parse(signed.expires))));
}

/** One authority's document, by the rules of the directory. */
export function readAuthority(path: string, bytes: Buffer): AuthorityRecord {
  const parsed = authorityRecord.safeParse(readJson(path, bytes));
  if (!parsed.success) throw new DirectoryError('directory-malformed', `${path} is no record of an authority`, { cause: parsed.error });
  if (parsed.data.country !== countryOfPath(path)) {
    throw new DirectoryError('directory-delegation-exceeded', `${path} is about an authority of ${parsed.data.country}`);
  }
  return parsed.data;
}

/** Instruments and their parties, by the rules of the directory. */
export function readInstruments(path: string, bytes: Buffer): InstrumentsDocument {
  const parsed = instrumentsForm.safeParse(readJson(path, bytes));
  if (!parsed.success) throw new DirectoryError('directory-malformed', `${path} holds no instruments`, { cause: parsed.error });
  return parsed.data;
}

function readJson(path: string, bytes: Buffer): unknown {
  try {
    return parseStrictJson(bytes, { maximumBytes: MAXIMUM_LENGTH.target });
  } catch (cause) {
    throw new DirectoryError('directory-malformed', `${path} is not strict JSON`, { cause });
  }
}
