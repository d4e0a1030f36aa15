import { createHash } from 'node:crypto';
import { join } from 'node:path';

/** Roles whose keys carry a certificate (design rule 8). */
export const CERTIFIED_ROLES = ['seal', 'envelope', 'evidence', 'encryption', 'tls'] as const;
/** Roles whose keys are bare Ed25519 keys: their identity is the signed-note name, not a certificate. */
export const NOTE_ROLES = ['log', 'witness'] as const;
/** People and systems that call an authority's client API. */
export const CLIENT_ROLES = ['system', 'officer', 'operator', 'auditor'] as const;

export type CertifiedRole = (typeof CERTIFIED_ROLES)[number];
export type NoteRole = (typeof NOTE_ROLES)[number];
export type ClientRole = (typeof CLIENT_ROLES)[number];
export type AuthorityName = 'root' | 'issuing';

/** A private key (PKCS#8 PEM) and, where there is one, its certificate followed by the issuing authority (PEM). */
export interface KeyFiles {
  readonly key: string;
  readonly certificate: string;
}

/** Absolute or relative paths of a development PKI, all below the folder given; nothing is read or written. */
export interface DevelopmentPkiPaths {
  readonly directory: string;
  /** What was issued and revoked, JSON; read and written only by this folder's functions. */
  readonly register: string;
  readonly root: KeyFiles;
  readonly issuing: KeyFiles;
  /** Folder of the revocation lists: `root.crl`, `issuing.crl` (DER) and the same as `.crl.pem`. */
  readonly revocationLists: string;
  readonly timestamp: KeyFiles;
  /** Answers OCSP requests about certificates of one of the two authorities. */
  responder(issuer: AuthorityName): KeyFiles;
  /** Signs the directory that says which certificates belong to which authority. */
  readonly directorySigner: KeyFiles;
  authority(id: string): AuthorityPaths;
}

export interface AuthorityPaths {
  readonly directory: string;
  /** Identifier, names, country and host names of the authority, JSON. */
  readonly description: string;
  /** The folder that a gateway opens as its key store. */
  readonly keys: string;
  role(role: CertifiedRole, generation?: 'next'): KeyFiles;
  note(role: NoteRole): string;
  client(role: ClientRole): KeyFiles;
}

/** Where everything of the development PKI in `directory` stands; see README.md beside this file. */
export function developmentPkiPaths(directory: string): DevelopmentPkiPaths {
  return {
    directory,
    register: join(directory, 'ca', 'register.json'),
    root: pair(join(directory, 'ca'), 'root'),
    issuing: pair(join(directory, 'ca'), 'issuing'),
    revocationLists: join(directory, 'crl'),
    timestamp: pair(join(directory, 'tsa'), 'timestamp'),
    responder: (issuer) => pair(join(directory, 'ocsp'), issuer),
    directorySigner: pair(join(directory, 'directory'), 'signer'),
    authority: (id) => authorityPaths(join(directory, 'authorities', folderNameOf(id))),
  };
}

function authorityPaths(directory: string): AuthorityPaths {
  const keys = join(directory, 'keys');
  return {
    directory,
    description: join(directory, 'authority.json'),
    keys,
    role: (role, generation) => pair(keys, generation === undefined ? role : `${role}.${generation}`),
    note: (role) => join(keys, `${role}.key.pem`),
    client: (role) => pair(join(directory, 'clients'), role),
  };
}

function pair(folder: string, name: string): KeyFiles {
  return { key: join(folder, `${name}.key.pem`), certificate: join(folder, `${name}.crt.pem`) };
}

/**
 * Folder name of an authority: its identifier with hyphens for colons. An identifier with other characters also gets a digest,
 * so that two authorities never share a folder.
 */
export function folderNameOf(id: string): string {
  if (/^[a-z0-9]+(:[a-z0-9]+)*$/.test(id) && id.length <= 80) return id.replaceAll(':', '-');
  const readable = id
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 60);
  return `${readable}-${createHash('sha256').update(id).digest('hex').slice(0, 12)}`;
}
