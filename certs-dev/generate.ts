import { generateKeyPairSync } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { JsonGeneralName, JsonName } from '@peculiar/x509';
import type { Environment } from '../treaty/competence/authority-profile.ts';
import { DevelopmentPkiError } from './error.ts';
import { toPem, writeKeyFiles, writePrivateKey, writeReplacing } from './files.ts';
import { createAuthority, type DevelopmentKeys, type IssuingAuthority, issueCertificate, newKeyPair, type Validity } from './issue.ts';
import {
  CERTIFIED_ROLES,
  type CertifiedRole,
  CLIENT_ROLES,
  type ClientRole,
  type DevelopmentPkiPaths,
  developmentPkiPaths,
  folderNameOf,
  type KeyFiles,
  NOTE_ROLES,
} from './layout.ts';
import {
  type CertificateProfile,
  CLIENT_PROFILES,
  DIRECTORY_PROFILE,
  profileOfRole,
  RESPONDER_PROFILE,
  TIMESTAMP_PROFILE,
} from './profiles.ts';
import { emptyRegister, type Register, writeRegister } from './register.ts';
import { publishRevocationLists } from './revoke.ts';
import { statusAddresses } from './status-addresses.ts';

/** An invented central authority of the development PKI. */
export interface DevelopmentAuthority {
  /** Identifier under which the gateway is known, best a URN; it becomes a name of every certificate. */
  id: string;
  /** Name per language; the certificates carry the first one. */
  name: Readonly<Record<string, string>>;
  /** ISO 3166-1 alpha-2. */
  country: string;
  /** Host names of the TLS certificate, besides `localhost` and 127.0.0.1. */
  hostnames?: readonly string[];
  /** Kind of the keys of its roles; default P-256. */
  keys?: DevelopmentKeys;
}

export interface DevelopmentPkiOptions {
  directory: string;
  authorities: readonly DevelopmentAuthority[];
  now: Date;
  /** Days until the revocation lists become stale; default 30. */
  revocationListDays?: number;
  /** Days of validity of the end certificates; default 730. */
  certificateDays?: number;
  /**
   * Base address of an OCSP responder and of the revocation lists, such as `http://127.0.0.1:8080`, written into every certificate;
   * left out, certificates name no address.
   */
  statusAddress?: string;
  /** Kind of the keys of the authorities that issue, of the time-stamp authority and of the directory's signer; default P-256. */
  keys?: DevelopmentKeys;
  /** `training`: a root whose name says so; a root of one is no root of the other in any case. Default `production`. */
  environment?: Environment;
}

const DAY = 24 * 60 * 60 * 1000;
/** Certificates begin a little before `now`, because clocks of other machines may be behind. */
const BACKDATED = 10 * 60 * 1000;
const ROOT_DAYS = 7300;
const ISSUING_DAYS = 3650;
const CERTIFICATE_DAYS = 730;
/** What a certificate says of whom it was made for, as people read it. */
const ISSUERS = {
  production: { organisation: 'Valija development (invented - not for real use)', name: 'Development' },
  training: { organisation: 'Valija TRAINING (invented - no legal value)', name: 'TRAINING' },
} as const satisfies Record<Environment, object>;

/**
 * Makes a whole development PKI in a folder that does not exist yet or is empty: root and issuing authority, their revocation lists, a
 * time-stamp certificate, the signer of the directory, and the keys of every authority. It appears at once, complete, or not at all.
 *
 * @throws DevelopmentPkiError `directory-exists`, as keys are never overwritten; `authority-duplicate`, `country-invalid`
 */
export async function generateDevelopmentPki(options: DevelopmentPkiOptions): Promise<DevelopmentPkiPaths> {
  await refuseExisting(options.directory);
  refuseUnfit(options.authorities);
  await mkdir(dirname(options.directory), { recursive: true });
  const unfinished = await mkdtemp(join(dirname(options.directory), `.${basename(options.directory)}-`));
  try {
    await fill(developmentPkiPaths(unfinished), options);
    await rename(unfinished, options.directory);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw error;
  }
  return developmentPkiPaths(options.directory);
}

/** An empty folder may be filled; renaming onto it fails if it is filled meanwhile. */
async function refuseExisting(directory: string): Promise<void> {
  const names = await readdir(directory).catch(() => []);
  if (names.length > 0)
    throw new DevelopmentPkiError('directory-exists', `${directory} holds files already, and keys are never overwritten`);
}

function refuseUnfit(authorities: readonly DevelopmentAuthority[]): void {
  const folders = new Set(authorities.map(({ id }) => folderNameOf(id)));
  if (folders.size !== authorities.length) throw new DevelopmentPkiError('authority-duplicate', 'two authorities have the same identifier');
  const unfit = authorities.find(({ country }) => !/^[A-Z]{2}$/.test(country));
  if (unfit !== undefined) throw new DevelopmentPkiError('country-invalid', `${unfit.id}: the country is not two capital letters`);
}

async function fill(paths: DevelopmentPkiPaths, options: DevelopmentPkiOptions): Promise<void> {
  const register = emptyRegister(options.statusAddress);
  const { root, issuing } = await createBothAuthorities(paths, register, options);
  const validity = validityFrom(options.now, options.certificateDays ?? CERTIFICATE_DAYS);
  const { organisation } = ISSUERS[options.environment ?? 'production'];
  const issue = { issuing, register, validity, keys: options.keys ?? 'ec', organisation };
  await issueService(paths.responder('root'), RESPONDER_PROFILE, { ...issue, issuing: root, issuer: 'root' });
  await issueService(paths.responder('issuing'), RESPONDER_PROFILE, issue);
  await issueService(paths.timestamp, TIMESTAMP_PROFILE, issue);
  await issueService(paths.directorySigner, DIRECTORY_PROFILE, issue);
  for (const authority of options.authorities) await fillAuthority(paths, authority, issue);
  await writeRegister(paths.register, register);
  await publishRevocationLists({
    directory: paths.directory,
    now: options.now,
    ...(options.revocationListDays === undefined ? {} : { revocationListDays: options.revocationListDays }),
  });
}

async function createBothAuthorities(
  paths: DevelopmentPkiPaths,
  register: Register,
  { now, keys = 'ec', environment = 'production' }: Pick<DevelopmentPkiOptions, 'now' | 'keys' | 'environment'>,
): Promise<{ root: IssuingAuthority; issuing: IssuingAuthority }> {
  const { organisation, name } = ISSUERS[environment];
  const subject = (what: string): JsonName => [{ O: [organisation] }, { CN: [`${name} ${what}`] }];
  const root = await createAuthority({ subject: subject('root'), validity: validityFrom(now, ROOT_DAYS), keys });
  const issuing = await createAuthority({
    subject: subject('issuing authority'),
    validity: validityFrom(now, ISSUING_DAYS),
    issuer: root,
    keys,
    status: statusAddresses(register.statusAddress, 'root'),
  });
  await writeKeyFiles(paths.root, root.privateKey, pemOf(root));
  await writeKeyFiles(paths.issuing, issuing.privateKey, pemOf(issuing));
  remember(register, 'root', root.certificate);
  remember(register, 'root', issuing.certificate);
  return { root, issuing };
}

interface Issue {
  issuing: IssuingAuthority;
  register: Register;
  validity: Validity;
  /** Kind of the keys that are made. */
  keys: DevelopmentKeys;
  /** Which of the two authorities `issuing` is; the issuing one unless said otherwise. */
  issuer?: 'root';
}

async function fillAuthority(paths: DevelopmentPkiPaths, authority: DevelopmentAuthority, issue: Issue): Promise<void> {
  const files = paths.authority(authority.id);
  await writeReplacing(files.description, `${JSON.stringify(authority, null, 2)}\n`);
  for (const role of CERTIFIED_ROLES) await issueRole(files.role(role), authority, role, issue);
  for (const role of CLIENT_ROLES) await issueClient(files.client(role), authority, role, { ...issue, keys: 'ec' });
  for (const role of NOTE_ROLES) await writePrivateKey(files.note(role), generateKeyPairSync('ed25519').privateKey);
}

/** A new key and certificate for one role of an authority, written to `files`. */
export async function issueRole(
  files: KeyFiles,
  authority: DevelopmentAuthority,
  role: CertifiedRole,
  given: Omit<Issue, 'keys'>,
): Promise<void> {
  const issue = { ...given, keys: authority.keys ?? 'ec' };
  const identity: JsonGeneralName = { type: 'url', value: identityOf(authority) };
  const addresses: JsonGeneralName[] = ['localhost', ...(authority.hostnames ?? [])]
    .filter((name, index, all) => all.indexOf(name) === index)
    .map((value) => ({ type: 'dns', value }));
  const profile = profileOfRole(role, issue.keys);
  const names = role === 'tls' ? [...addresses, { type: 'ip', value: '127.0.0.1' } as const, identity] : [identity];
  await issueTo(files, { ...issue, subject: subjectOf(authority, profile.label), names, profile });
}

async function issueClient(files: KeyFiles, authority: DevelopmentAuthority, role: ClientRole, issue: Issue): Promise<void> {
  const profile = CLIENT_PROFILES[role];
  const names: JsonGeneralName[] = [{ type: 'url', value: `${identityOf(authority)}#${role}` }];
  await issueTo(files, { ...issue, subject: subjectOf(authority, profile.label), names, profile });
}

/** A certificate of something that belongs to no authority. */
async function issueService(files: KeyFiles, profile: CertificateProfile, issue: Issue & { organisation: string }): Promise<void> {
  await issueTo(files, { ...issue, subject: [{ O: [issue.organisation] }, { CN: [profile.label] }], names: [], profile });
}

async function issueTo(
  files: KeyFiles,
  options: Issue & { subject: JsonName; names: readonly JsonGeneralName[]; profile: CertificateProfile },
): Promise<void> {
  const { privateKey, publicKey } = newKeyPair(options.keys);
  const { subject, names, profile, validity, issuing } = options;
  const issuer = options.issuer ?? 'issuing';
  const status = statusAddresses(options.register.statusAddress, issuer);
  const certificate = await issueCertificate({ issuer: issuing, publicKey, subject, names, profile, validity, status });
  remember(options.register, issuer, certificate);
  await writeKeyFiles(files, privateKey, toPem('CERTIFICATE', Buffer.from(certificate.rawData)), pemOf(issuing));
}

function remember(register: Register, issuer: 'root' | 'issuing', certificate: IssuingAuthority['certificate']): void {
  register.issued.push({
    serialHex: certificate.serialNumber,
    issuer,
    subject: certificate.subject,
    notBefore: certificate.notBefore.toISOString(),
    notAfter: certificate.notAfter.toISOString(),
  });
}

function subjectOf(authority: DevelopmentAuthority, label: string): JsonName {
  const name = Object.values(authority.name)[0] ?? authority.id;
  // RFC 5280 appendix A.1 allows 64 characters in either.
  return [{ C: [authority.country] }, { O: [name.slice(0, 64)] }, { CN: [`${label} ${folderNameOf(authority.id)}`.slice(0, 64)] }];
}

/** The authority's identifier as a URI; one that is not a URI already becomes a URN of its own. */
export function identityOf(authority: Pick<DevelopmentAuthority, 'id'>): string {
  return /^[a-z][a-z0-9+.-]*:[!-~]+$/.test(authority.id) ? authority.id : `urn:valija:authority:${folderNameOf(authority.id)}`;
}

export function validityFrom(now: Date, days: number): Validity {
  return { notBefore: new Date(now.getTime() - BACKDATED), notAfter: new Date(now.getTime() + days * DAY) };
}

function pemOf(authority: IssuingAuthority): string {
  return toPem('CERTIFICATE', Buffer.from(authority.certificate.rawData));
}
