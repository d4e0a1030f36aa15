import { X509Certificate } from 'node:crypto';
import { checkServerIdentity, type TLSSocket } from 'node:tls';
import { certificateProblem, certificatesInForce, type ExpectedPeer } from '../../adapters/transport/peer-certificate.ts';
import { type Certificate, parseCertificate } from '../../crypto/x509/certificate.ts';
import type { PathValidator } from '../../crypto/x509/path.ts';
import type { RevocationSource } from '../../gateway/contracts/revocation.ts';
import { localInstant } from '../wording/instant.ts';
import { isWithoutRoot } from './connection-faults.ts';
import type { Findings } from './finding.ts';
import type { Address } from './peer-connection.ts';

const SERVER_AUTHENTICATION = '1.3.6.1.5.5.7.3.1';

export interface PeerTrust {
  paths: PathValidator;
  revocation: RevocationSource;
}

/**
 * Everything that the transport would refuse a peer's certificate for, all at once. Returns whether it would be believed: only then may
 * anything be sent.
 */
export async function examinePeerCertificate(
  socket: TLSSocket,
  { address, expected, trust }: { address: Address; expected: ExpectedPeer; trust: PeerTrust },
  findings: Findings,
): Promise<boolean> {
  const { subject, host } = address;
  const before = findings.found.length;
  // Once only: on the side of the client, Node 24 has no certificate any more when it is asked again.
  const raw = socket.getPeerX509Certificate()?.raw ?? Buffer.alloc(0);
  const certificate = readable(raw);
  if (certificate === undefined) {
    findings.fault('peer-certificate-unreadable', subject);
    return false;
  }
  examineFields(certificate, { subject, expected, chainCode: socket.authorized ? undefined : String(socket.authorizationError) }, findings);
  const presented = new X509Certificate(raw).toLegacyObject();
  if (checkServerIdentity(host, presented) !== undefined) {
    findings.fault('peer-certificate-other-name', subject, `${presented.subjectaltname ?? ''} / ${host}`);
  }
  if (findings.found.length === before) await examinePath(certificate, { subject, expected, trust }, findings);
  const refusal = certificateProblem(expected, host, presented);
  // What the transport refuses is never called good, even where no finding of ours explains it.
  if (refusal !== undefined && findings.found.length === before) findings.error(refusal, subject);
  if (findings.found.length > before) return false;
  findings.pass('peer-certificate-good', subject, `${certificate.subject}, ${localInstant(certificate.notAfter)}`);
  return true;
}

function readable(raw: Buffer): Certificate | undefined {
  try {
    return parseCertificate(raw);
  } catch {
    return undefined;
  }
}

function examineFields(
  certificate: Certificate,
  { subject, expected, chainCode }: { subject: string; expected: ExpectedPeer; chainCode: string | undefined },
  findings: Findings,
): void {
  const { notBefore, notAfter, issuer, fingerprint, spkiSha256 } = certificate;
  const at = expected.at.getTime();
  if (at > notAfter.getTime()) findings.fault('peer-certificate-expired', subject, localInstant(notAfter));
  if (at < notBefore.getTime()) findings.fault('peer-certificate-not-yet-valid', subject, localInstant(notBefore));
  if (chainCode !== undefined && isWithoutRoot(chainCode)) findings.fault('peer-certificate-without-root', subject, issuer, chainCode);
  const pin = spkiSha256.toString('hex');
  if (!expected.endpoint.pins.includes(pin)) findings.fault('peer-certificate-not-pinned', subject, pin);
  const encoded = certificate.der.toString('base64');
  if (!certificatesInForce(expected.authority, expected.at).some((record) => record.certificate === encoded)) {
    findings.fault('peer-certificate-not-listed', subject, certificate.subject, fingerprint);
  }
  if (!certificate.extendedKeyUsage.includes(SERVER_AUTHENTICATION)) findings.fault('peer-certificate-no-server', subject);
}

async function examinePath(
  certificate: Certificate,
  { subject, expected, trust }: { subject: string; expected: ExpectedPeer; trust: PeerTrust },
  findings: Findings,
): Promise<void> {
  const record = expected.authority.certificates.find((entry) => entry.certificate === certificate.der.toString('base64'));
  const report = await trust.paths.validate({
    certificate,
    intermediates: (record?.issuers ?? []).map((issuer) => parseCertificate(Buffer.from(issuer, 'base64'))),
    at: expected.at,
    revocationLists: trust.revocation.current(),
    required: { keyUsage: ['digitalSignature'], extendedKeyUsage: SERVER_AUTHENTICATION },
    revocation: 'required',
  });
  if (report.verdict === 'PASSED') return;
  const { verdict, code = verdict } = report;
  const failed = code === 'certificate-revoked' ? 'peer-certificate-revoked' : 'peer-certificate-invalid';
  findings.fault(verdict === 'FAILED' ? failed : 'peer-certificate-undecided', subject, code, certificate.issuer);
}
