import { createPrivateKey } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createNoteSigner, formatVerifierKey, noteKeyOf, SIGNATURE_TYPE } from '../../audit/log/note-key.ts';
import { CERTIFIED_ROLES, type CertifiedRole, type DevelopmentPkiPaths } from '../../certs-dev/layout.ts';
import { parsePemCertificates } from '../../crypto/x509/pem.ts';
import type { AuthorityRecord, CertificateRecord, DirectoryDocument } from '../../gateway/contracts/directory.ts';
import type { Environment } from '../../treaty/competence/authority-profile.ts';
import { DEMONSTRATION_INSTRUMENTS } from '../../treaty/instruments/examples/demonstration.ts';
import { readCertificates } from '../configuration/anchors.ts';
import type { InventedAuthority } from './authorities.ts';

const DAY = 86_400_000;
const VALIDITY_DAYS = 30;
const SUITE = '2026a';
/** Keys of TLS that the directory may name for one address: of now, next, and former ones. */
const MAXIMUM_PINS = 4;

/** An authority with where its gateway can be reached. */
export interface Member {
  authority: InventedAuthority;
  url: string;
}

/** Origin of the authority's log, the name in its checkpoints; `.invalid` is reserved, so nobody has such a host. */
export function logOriginOf(authority: InventedAuthority): string {
  return `log.${authority.folder}.invalid/2026`;
}

/**
 * The directory of a development PKI, valid for 30 days from `now`: for each role the certificate in use, the next one where there is
 * one, and the former ones; what the invented States publish about their authorities; and the invented treaties between them.
 */
export async function developmentDirectory(
  pki: DevelopmentPkiPaths,
  members: readonly Member[],
  { now, version = 1, environment }: { now: Date; version?: number; environment: Environment },
): Promise<DirectoryDocument> {
  return {
    format: 'valija-directory/1',
    version,
    issuedAt: now.toISOString(),
    expiresAt: new Date(now.getTime() + VALIDITY_DAYS * DAY).toISOString(),
    authorities: await Promise.all(
      members.map(async (member) => ({ ...(await recordOf(pki, member)), ...profileOf(member, environment, now) })),
    ),
    instruments: [DEMONSTRATION_INSTRUMENTS],
  };
}

/** The examples are profiles of training; an installation that plays a real one says so everywhere. */
function profileOf({ authority }: Member, environment: Environment, now: Date): Pick<AuthorityRecord, 'profile'> {
  const profile = authority.profile?.(now.toISOString().slice(0, 10));
  return profile === undefined ? {} : { profile: { ...profile, environment } };
}

async function recordOf(pki: DevelopmentPkiPaths, { authority, url }: Member): Promise<AuthorityRecord> {
  const files = pki.authority(authority.id);
  const paths = await Promise.all(CERTIFIED_ROLES.map(async (role) => certificateFilesOf(files.keys, role)));
  const certificates = await Promise.all(
    CERTIFIED_ROLES.flatMap((role, index) => (paths[index] ?? []).map((path) => certificateOf(path, role))),
  );
  const pins = await Promise.all(
    (await certificateFilesOf(files.keys, 'tls')).slice(0, MAXIMUM_PINS).map(async (path) => {
      const [tls] = await readCertificates([path]);
      return tls?.spkiSha256.toString('hex') ?? '';
    }),
  );
  const since = certificates[0]?.notBefore ?? '';
  return {
    identifier: authority.id,
    country: authority.country,
    kind: 'central-authority',
    names: { ...authority.names },
    languages: [...authority.languages],
    channels: ['ordinary', 'urgent'],
    certificates,
    noteKeys: [
      { role: 'log', verifierKey: await logKeyOf(files.note('log'), logOriginOf(authority)), notBefore: since },
      { role: 'witness', verifierKey: await witnessKeyOf(files.note('witness'), `witness.${authority.folder}.invalid`), notBefore: since },
    ],
    endpoints: [{ url, pins }],
    relays: [],
    treaties: [],
  };
}

/** Files of the certificates of a role: the one in use, the next one, then the former ones from the youngest to the oldest. */
async function certificateFilesOf(folder: string, role: CertifiedRole): Promise<string[]> {
  const generations = (await readdir(folder)).flatMap((name) => {
    const [, of, generation] = /^([a-z]+)(?:\.(next|former-\d+))?\.crt\.pem$/.exec(name) ?? [];
    return of === role ? [{ name, rank: generation === undefined ? 2e6 : generation === 'next' ? 1e6 : Number(generation.slice(7)) }] : [];
  });
  return generations.sort((one, other) => other.rank - one.rank).map(({ name }) => join(folder, name));
}

async function certificateOf(path: string, role: CertifiedRole): Promise<CertificateRecord> {
  const [certificate, ...issuers] = parsePemCertificates(await readFile(path, 'utf8'));
  if (certificate === undefined) throw new TypeError(`${path} holds no certificate`);
  return {
    role,
    certificate: certificate.der.toString('base64'),
    issuers: issuers.map(({ der }) => der.toString('base64')),
    notBefore: certificate.notBefore.toISOString(),
    notAfter: certificate.notAfter.toISOString(),
    ...(role === 'encryption' ? { suites: [SUITE] } : {}),
  };
}

async function logKeyOf(path: string, name: string): Promise<string> {
  return createNoteSigner({ name, key: noteKeyOf(createPrivateKey(await readFile(path))) }).verifierKey;
}

async function witnessKeyOf(path: string, name: string): Promise<string> {
  const { publicKey } = noteKeyOf(createPrivateKey(await readFile(path)));
  return formatVerifierKey({ name, type: SIGNATURE_TYPE.ed25519Cosignature, publicKey });
}
