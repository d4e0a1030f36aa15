// The library registers its classes through this module and fails without it, so it must come first.
import 'reflect-metadata';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type JsonName, KeyUsageFlags } from '@peculiar/x509';
import { DevelopmentPkiError } from './error.ts';
import { toPem, writeKeyFiles, writeReplacing } from './files.ts';
import { validityFrom } from './generate.ts';
import { createAuthority, type IssuingAuthority, issueCertificate, issueRevocationList, newKeyPair } from './issue.ts';
import type { KeyFiles } from './layout.ts';

/** An invented officer with a certificate of somebody else's PKI, as national identity cards and bar associations issue them. */
export interface DevelopmentOfficer {
  /** The name in the certificate; of nobody who exists. */
  name: string;
  /** ISO 3166-1 alpha-2. */
  country: string;
  /** Days until the revocation list becomes stale; default 30. */
  revocationListDays?: number;
}

export interface OfficerPaths {
  /** The root of that PKI. Its key is not kept: it issues nothing more. */
  readonly root: string;
  /** Folder of the root's list, `officers.crl`. */
  readonly revocationLists: string;
  readonly officer: KeyFiles;
}

const DAY = 24 * 60 * 60 * 1000;
const REVOCATION_LIST_DAYS = 30;
const ROOT_DAYS = 7300;
const CERTIFICATE_DAYS = 730;

/**
 * Makes a PKI of its own for one invented officer: a root, its empty revocation list, and a certificate that commits a person to what
 * is signed and to nothing else (nonRepudiation).
 *
 * @throws DevelopmentPkiError `directory-exists`, as keys are never overwritten
 */
export async function generateDevelopmentOfficer(options: {
  directory: string;
  officer: DevelopmentOfficer;
  now: Date;
}): Promise<OfficerPaths> {
  const { directory, officer, now } = options;
  const paths = developmentOfficerPaths(directory);
  if ((await readdir(directory).catch(() => [])).length > 0) {
    throw new DevelopmentPkiError('directory-exists', `${directory} holds files already, and keys are never overwritten`);
  }
  const organisation: JsonName = [{ C: [officer.country] }, { O: ['Invented officers (not for real use)'] }];
  const root = await createAuthority({
    subject: [...organisation, { CN: ['Invented root for officers'] }],
    validity: validityFrom(now, ROOT_DAYS),
  });
  await writeReplacing(paths.root, pemOf(root));
  const { privateKey, publicKey } = newKeyPair();
  const certificate = await issueCertificate({
    issuer: root,
    publicKey,
    subject: [...organisation, { CN: [officer.name.slice(0, 64)] }],
    names: [],
    profile: {
      label: 'Officer',
      keyUsage: KeyUsageFlags.nonRepudiation,
      extendedKeyUsage: [],
      extendedKeyUsageCritical: false,
    },
    validity: validityFrom(now, CERTIFICATE_DAYS),
  });
  await writeKeyFiles(paths.officer, privateKey, toPem('CERTIFICATE', Buffer.from(certificate.rawData)));
  await writeReplacing(join(paths.revocationLists, 'officers.crl'), await emptyList(root, options));
  return paths;
}

/** Where everything of an officer's PKI in `directory` stands. */
export function developmentOfficerPaths(directory: string): OfficerPaths {
  return {
    root: join(directory, 'root.crt.pem'),
    revocationLists: join(directory, 'crl'),
    officer: { key: join(directory, 'officer.key.pem'), certificate: join(directory, 'officer.crt.pem') },
  };
}

function emptyList(issuer: IssuingAuthority, { officer, now }: { officer: DevelopmentOfficer; now: Date }): Promise<Buffer> {
  const nextUpdate = new Date(now.getTime() + (officer.revocationListDays ?? REVOCATION_LIST_DAYS) * DAY);
  return issueRevocationList({ issuer, revoked: [], number: 1, thisUpdate: now, nextUpdate });
}

function pemOf(authority: IssuingAuthority): string {
  return toPem('CERTIFICATE', Buffer.from(authority.certificate.rawData));
}
