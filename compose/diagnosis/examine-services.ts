import { createHash, randomBytes } from 'node:crypto';
import { inquirePaths } from '../../adapters/revocation/inquiring-paths.ts';
import { createHttpTimestampAuthority } from '../../adapters/timestamp/http-timestamp-authority.ts';
import { OID } from '../../crypto/der/object-identifiers.ts';
import { parseTimestampToken } from '../../crypto/tsp/token.ts';
import { parseCertificate } from '../../crypto/x509/certificate.ts';
import { createPathValidator } from '../../crypto/x509/path.ts';
import type { KeyStore } from '../../gateway/contracts/key-store.ts';
import type { RevocationSource } from '../../gateway/contracts/revocation.ts';
import { codeOf } from '../../gateway/error.ts';
import type { GatewayConfiguration } from '../configuration/gateway-configuration.ts';
import { platformCode } from './connection-faults.ts';
import { examineValidity, ownCertificates } from './examine-certificates.ts';
import type { Findings } from './finding.ts';
import { type Anchors, MACHINE_CLOCK } from './open-trust.ts';

const NOTABLE_MILLISECONDS = 5_000;
const INTOLERABLE_MILLISECONDS = 60_000;

/** What says whether certificates are revoked: lists are there and fresh, and responders answer about our own certificates. */
export async function examineRevocation(revocation: RevocationSource, keys: KeyStore | undefined, findings: Findings): Promise<void> {
  const before = findings.found.length;
  if (keys !== undefined) await revocation.inquire(ownCertificates(keys).map(({ certificate }) => certificate));
  const { staleIssuers, lastError, lists, responses } = revocation.status();
  for (const issuer of staleIssuers) findings.fault('revocation-stale', issuer);
  if (lastError !== undefined) findings.warning('revocation-failing', 'revocation', ...lastError.split('; '));
  if (findings.found.length === before) findings.pass('revocation-fresh', 'revocation', `CRL ${lists}, OCSP ${responses}`);
}

/** One time-stamp over nothing of anybody's: whether it comes, holds, under which certificate, and what time it says. */
export async function examineTimestamps(
  configuration: GatewayConfiguration,
  { anchors, revocation }: { anchors: Anchors; revocation: RevocationSource },
  findings: Findings,
): Promise<void> {
  const { url, policies, timeout } = configuration.timestamp;
  const paths = inquirePaths(createPathValidator({ anchors: anchors.timestamps }), revocation);
  const options = { url, clock: MACHINE_CLOCK, paths, revocation, policies, randomBytes, timeoutMilliseconds: timeout };
  const authority = createHttpTimestampAuthority(options);
  try {
    const asked = Date.now();
    const imprint = createHash('sha256').update(randomBytes(32)).digest();
    const { token, generationTime } = await authority.stamp(imprint);
    findings.pass('timestamp-good', url);
    tellClock(url, generationTime.getTime() - (asked + Date.now()) / 2, findings);
    examineSigner(url, token, findings);
  } catch (error) {
    const { cause } = error as { cause?: unknown };
    findings.fault('timestamp-failing', url, codeOf(error), ...(cause === undefined ? [] : [platformCode(cause)]));
  } finally {
    await authority.close();
  }
}

function tellClock(url: string, milliseconds: number, findings: Findings): void {
  const text = `${milliseconds > 0 ? '+' : ''}${(milliseconds / 1_000).toFixed(1)} s`;
  if (Math.abs(milliseconds) >= INTOLERABLE_MILLISECONDS) findings.fault('clock-off', url, text);
  else if (Math.abs(milliseconds) >= NOTABLE_MILLISECONDS) findings.warning('clock-off', url, text);
  else findings.pass('clocks-agree', url, text);
}

function examineSigner(url: string, token: Buffer, findings: Findings): void {
  const certificates = parseTimestampToken(token).signedData.certificates.map((der) => parseCertificate(der));
  const signer = certificates.find(({ extendedKeyUsage }) => extendedKeyUsage.includes(OID.kpTimeStamping));
  if (signer !== undefined) examineValidity(`${url} ${signer.subject}`, signer, findings);
}
