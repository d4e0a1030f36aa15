import { createNoteSigner } from '../../audit/log/note-key.ts';
import { type Certificate, parseCertificate } from '../../crypto/x509/certificate.ts';
import type { PathValidator } from '../../crypto/x509/path.ts';
import { parsePemCertificates } from '../../crypto/x509/pem.ts';
import type { AuthorityRecord, CertificateRecord, CertificateRole, Directory } from '../../gateway/contracts/directory.ts';
import type { KeyStore } from '../../gateway/contracts/key-store.ts';
import type { RevocationSource } from '../../gateway/contracts/revocation.ts';
import { recordsInForce } from '../../gateway/trust/authorised-certificate.ts';
import { localInstant } from '../wording/instant.ts';
import type { Findings } from './finding.ts';
import type { Anchors } from './open-trust.ts';

const DAY_MILLISECONDS = 86_400_000;

/** Warned of this long before the end, or a third of the life of a certificate that is shorter. */
const NOTICE_DAYS = 30;
const DIRECTORY_NOTICE_DAYS = 7;

const SIGNING_ROLES = ['seal', 'envelope', 'evidence'] as const;
const PEER_ROLES: readonly CertificateRole[] = ['seal', 'envelope', 'evidence', 'encryption', 'tls'];

/** The certificates of the keys in use, by role. */
export function ownCertificates(keys: KeyStore): { role: CertificateRole; certificate: Certificate }[] {
  const [encryption] = keys.decryptionKeys();
  const [tls] = parsePemCertificates(keys.tls().certificateChain);
  return [
    ...SIGNING_ROLES.map((role) => ({ role, certificate: keys.signer(role).certificate })),
    ...(encryption === undefined ? [] : [{ role: 'encryption' as const, certificate: encryption.certificate }]),
    ...(tls === undefined ? [] : [{ role: 'tls' as const, certificate: tls }]),
  ];
}

/** Tells of a certificate that has ended, will soon, or has not begun. */
export function examineValidity(
  subject: string,
  certificate: Pick<Certificate, 'notBefore' | 'notAfter'>,
  findings: Findings,
  // The directory may end the use of a certificate earlier than the certificate itself.
  end: Date = certificate.notAfter,
): void {
  const { notBefore } = certificate;
  const notAfter = end < certificate.notAfter ? end : certificate.notAfter;
  const now = Date.now();
  const until = notAfter.getTime() - now;
  const notice = Math.min(NOTICE_DAYS * DAY_MILLISECONDS, (certificate.notAfter.getTime() - notBefore.getTime()) / 3);
  if (until < 0) findings.fault('certificate-past-end', subject, localInstant(notAfter));
  else if (now < notBefore.getTime()) findings.fault('certificate-before-begin', subject, localInstant(notBefore));
  else if (until < notice) findings.warning('certificate-near-end', subject, localInstant(notAfter));
  else findings.pass('certificate-good', subject, localInstant(notAfter));
}

/** Our own: dates, and whether others would believe them now. */
export async function examineOwnCertificates(
  keys: KeyStore,
  { authorities, tls }: { authorities: PathValidator; tls: PathValidator },
  revocation: RevocationSource,
  findings: Findings,
): Promise<void> {
  for (const { role, certificate } of ownCertificates(keys)) {
    const subject = `keys ${role}`;
    const before = findings.found.length;
    examineValidity(subject, certificate, findings);
    // Dates were told already.
    if (findings.found.slice(before).some(({ severity }) => severity === 'fault')) continue;
    const report = await (role === 'tls' ? tls : authorities).validate({
      certificate,
      intermediates: chainOf(keys, role),
      at: new Date(),
      revocationLists: revocation.current(),
      required: {},
      revocation: 'required',
    });
    if (report.verdict !== 'PASSED') findings.fault('certificate-not-sound', subject, report.code ?? report.verdict, certificate.issuer);
  }
}

function chainOf(keys: KeyStore, role: CertificateRole): Certificate[] {
  const signing = SIGNING_ROLES.find((name) => name === role);
  if (signing !== undefined) return [...keys.signer(signing).chain];
  // Both come from the same folder; the store keeps the issuers of these alone.
  return [...parsePemCertificates(keys.tls().certificateChain).slice(1), ...SIGNING_ROLES.flatMap((name) => keys.signer(name).chain)];
}

/** Roots end as well, and then everything under them. */
export function examineRoots(anchors: Anchors, findings: Findings): void {
  const all = Object.entries(anchors).flatMap(([kind, certificates]: [string, Certificate[]]) =>
    certificates.map((certificate) => ({ kind, certificate })),
  );
  const seen = new Set<string>();
  for (const { kind, certificate } of all) {
    if (seen.has(certificate.fingerprint)) continue;
    seen.add(certificate.fingerprint);
    examineValidity(`anchors.${kind} ${certificate.subject}`, certificate, findings);
  }
}

/** Whether the directory holds, and holds us. */
export function examineDirectory(
  directory: Directory,
  { authority, keys, logOrigin }: { authority: string; keys: KeyStore; logOrigin: string },
  findings: Findings,
): void {
  const before = findings.found.length;
  const { version, expiresAt, renewBy, usable, stale, lapsed = [] } = directory.status();
  const text = `${version}, ${localInstant(expiresAt)}`;
  if (!usable) findings.told('directory-not-usable', 'directory');
  else if (stale) findings.fault('directory-past-end', 'directory', text);
  else if (renewBy.getTime() - Date.now() < DIRECTORY_NOTICE_DAYS * DAY_MILLISECONDS)
    findings.warning('directory-near-end', 'directory', `${version}, ${localInstant(renewBy)}`);
  for (const country of lapsed) findings.warning('directory-part-lapsed', `directory ${country}`, text);
  const record = directory.authority(authority);
  const listed = new Set((record?.certificates ?? []).map(({ role, certificate }) => `${role} ${certificate}`));
  for (const { role, certificate } of ownCertificates(keys)) {
    if (!listed.has(`${role} ${certificate.der.toString('base64')}`)) findings.fault('own-key-not-listed', `keys ${role}`);
    else if (role === 'tls') examinePins(record, certificate, findings);
  }
  const { verifierKey } = createNoteSigner({ name: logOrigin, key: keys.note('log') });
  if (record?.noteKeys.some((key) => key.role === 'log' && key.verifierKey === verifierKey) !== true) {
    findings.fault('own-key-not-listed', 'keys log', verifierKey);
  }
  if (findings.found.length === before) findings.pass('directory-good', 'directory', text);
}

function examinePins(record: AuthorityRecord | undefined, certificate: Certificate, findings: Findings): void {
  const pin = certificate.spkiSha256.toString('hex');
  for (const { url, pins } of record?.endpoints ?? []) {
    if (!pins.includes(pin)) findings.fault('own-key-not-listed', `keys tls ${url}`, pin);
  }
}

/** The newest certificate of each role of each peer: the one before it may well have ended. */
export function examinePeerRecords(peers: readonly AuthorityRecord[], findings: Findings): void {
  for (const peer of peers.filter(({ kind }) => kind !== 'observer')) {
    for (const role of PEER_ROLES) {
      const subject = `${peer.identifier} ${role}`;
      const [newest] = recordsInForce(peer, role, new Date());
      if (newest === undefined) findings.fault('role-without-certificate', subject);
      else examineRecord(subject, newest, findings);
    }
  }
}

function examineRecord(subject: string, { certificate, notAfter }: CertificateRecord, findings: Findings): void {
  try {
    examineValidity(subject, parseCertificate(Buffer.from(certificate, 'base64')), findings, new Date(notAfter));
  } catch (error) {
    findings.error(error, subject);
  }
}
