import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { verifyCades } from '../../crypto/cades/verify.ts';
import { parseStrictJson } from '../../crypto/json/parse-strict-json.ts';
import { SIGNATURES_FOR_ACCEPTANCE } from '../../crypto/suites.ts';
import type { Clock } from '../../gateway/contracts/clock.ts';
import { type AuthorityRecord, type Directory, type DirectoryDocument, directoryDocument } from '../../gateway/contracts/directory.ts';
import { DirectoryError } from './error.ts';
import { graceOf } from './grace.ts';

const MAXIMUM_LENGTH = 16 * 1024 * 1024;
const MAXIMUM_SIGNATURE_LENGTH = 64 * 1024;

export interface SignedFileDirectoryOptions {
  /** Path of the JSON file; its detached CAdES signature is `<path>.p7s`. */
  path: string;
  /** SHA-256 fingerprints (hexadecimal) of the certificates that may sign the directory: pinned, no path is built. */
  signers: readonly string[];
  clock: Clock;
  graceMilliseconds?: number;
  /** Highest version accepted before this start, so that a restart cannot be used to roll back. */
  minimumVersion?: number;
  /** Called with each newly accepted version, to be remembered. */
  onAccepted?: (version: number) => void;
}

/** A directory as read, with its look-up table. */
export interface Held {
  document: DirectoryDocument;
  /** SHA-256 of its octets, hexadecimal. */
  digest: string;
  byIdentifier: ReadonlyMap<string, AuthorityRecord>;
}

/** Opens the directory; the first read must succeed. Throws DirectoryError. */
export async function openSignedFileDirectory(options: SignedFileDirectoryOptions): Promise<Directory> {
  const grace = graceOf(options.graceMilliseconds);
  let held = await readDirectory(options, options.minimumVersion ?? 0);
  let lastError: string | undefined;
  options.onAccepted?.(held.document.version);
  return {
    authority: (identifier) => held.byIdentifier.get(identifier),
    authorities: () => held.document.authorities,
    instruments: () => held.document.instruments ?? [],
    status() {
      const expiresAt = new Date(held.document.expiresAt);
      const now = options.clock.now().getTime();
      const stale = now > expiresAt.getTime();
      const usable = now <= expiresAt.getTime() + grace;
      const { digest } = held;
      const renewBy = expiresAt;
      return {
        version: held.document.version,
        digest,
        expiresAt,
        renewBy,
        usable,
        stale,
        ...(lastError === undefined ? {} : { lastError }),
      };
    },
    async refresh() {
      try {
        const next = await readDirectory(options, held.document.version);
        if (next.document.version > held.document.version) options.onAccepted?.(next.document.version);
        held = next;
        lastError = undefined;
      } catch (error) {
        lastError = error instanceof DirectoryError ? error.code : 'directory-unreadable';
        throw error;
      }
    },
  };
}

async function readDirectory(options: SignedFileDirectoryOptions, minimumVersion: number): Promise<Held> {
  const bytes = await readCapped(options.path, MAXIMUM_LENGTH);
  verifySignature(bytes, await readCapped(`${options.path}.p7s`, MAXIMUM_SIGNATURE_LENGTH), options.signers);
  const held = parseDirectoryDocument(bytes);
  const { version } = held.document;
  if (version < minimumVersion) {
    throw new DirectoryError('directory-rolled-back', `version ${version} is older than version ${minimumVersion} seen before`);
  }
  return held;
}

/**
 * Reads the octets of a directory by the rules of valija-directory/1, its signature apart.
 *
 * @throws DirectoryError `directory-too-large`, `directory-malformed`, `directory-identifier-repeated`
 */
export function parseDirectoryDocument(bytes: Buffer): Held {
  if (bytes.length > MAXIMUM_LENGTH) throw new DirectoryError('directory-too-large', `more than ${MAXIMUM_LENGTH} octets`);
  const document = parseDocument(bytes);
  return { document, digest: createHash('sha256').update(bytes).digest('hex'), byIdentifier: indexed(document) };
}

async function readCapped(path: string, maximumLength: number): Promise<Buffer> {
  try {
    if ((await stat(path)).size > maximumLength) throw new DirectoryError('directory-too-large', `more than ${maximumLength} octets`);
    return await readFile(path);
  } catch (error) {
    if (error instanceof DirectoryError) throw error;
    throw new DirectoryError('directory-unreadable', 'the directory or its signature cannot be read', { cause: error });
  }
}

function verifySignature(content: Buffer, signature: Buffer, signers: readonly string[]): void {
  let fingerprint: string;
  try {
    fingerprint = verifyCades({ der: signature, content, algorithms: SIGNATURES_FOR_ACCEPTANCE }).certificate.sha256.toString('hex');
  } catch (error) {
    throw new DirectoryError('directory-signature-invalid', 'the signature over the directory does not hold', { cause: error });
  }
  if (!signers.includes(fingerprint)) throw new DirectoryError('directory-signer-unknown', 'the signer of the directory is not pinned');
}

function parseDocument(bytes: Buffer): DirectoryDocument {
  try {
    return directoryDocument.parse(parseStrictJson(bytes, { maximumBytes: MAXIMUM_LENGTH }));
  } catch (error) {
    throw new DirectoryError('directory-malformed', 'the directory does not follow valija-directory/1', { cause: error });
  }
}

function indexed(document: DirectoryDocument): Map<string, AuthorityRecord> {
  const byIdentifier = new Map(document.authorities.map((authority) => [authority.identifier, authority]));
  if (byIdentifier.size !== document.authorities.length) {
    throw new DirectoryError('directory-identifier-repeated', 'an authority stands in the directory twice');
  }
  return byIdentifier;
}
