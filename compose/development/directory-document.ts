import { createPrivateKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createNoteSigner, formatVerifierKey, noteKeyOf, SIGNATURE_TYPE } from '../../audit/log/note-key.ts';
import { CERTIFIED_ROLES, type CertifiedRole, type DevelopmentPkiPaths } from '../../certs-dev/layout.ts';
import { parsePemCertificates } from '../../crypto/x509/pem.ts';
import type { AuthorityRecord, CertificateRecord, DirectoryDocument } from '../../gateway/contracts/directory.ts';
import { readCertificates } from '../configuration/anchors.ts';
import type { InventedAuthority } from './authorities.ts';

const DAY = 86_400_000;
const VALIDITY_DAYS = 30;
const SUITE = '2026a';

/** An authority with where its gateway can be reached. */
export interface Member {
  authority: InventedAuthority;
  url: string;
}

/** Origin of the authority's log, the name in its checkpoints; `.invalid` is reserved, so nobody has such a host. */
export function logOriginOf(authority: InventedAuthority): string {
  return `log.${authority.folder}.invalid/2026`;
}

/** The directory of a development PKI, valid for 30 days from `now`. */
export async function developmentDirectory(pki: DevelopmentPkiPaths, members: readonly Member[], now: Date): Promise<DirectoryDocument> {
  return {
    format: 'valija-directory/1',
    version: 1,
    issuedAt: now.toISOString(),
    expiresAt: new Date(now.getTime() + VALIDITY_DAYS * DAY).toISOString(),
    authorities: await Promise.all(members.map((member) => recordOf(pki, member))),
  };
}

async function recordOf(pki: DevelopmentPkiPaths, { authority, url }: Member): Promise<AuthorityRecord> {
  const files = pki.authority(authority.id);
  const certificates = await Promise.all(CERTIFIED_ROLES.map((role) => certificateOf(files.role(role).certificate, role)));
  const [tls] = await readCertificates([files.role('tls').certificate]);
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
    endpoints: [{ url, pins: [tls?.spkiSha256.toString('hex') ?? ''] }],
    relays: [],
    treaties: [],
  };
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
