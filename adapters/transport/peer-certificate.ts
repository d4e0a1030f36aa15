import { checkServerIdentity, type PeerCertificate } from 'node:tls';
import { type Certificate, parseCertificate } from '../../crypto/x509/certificate.ts';
import type { PathValidator } from '../../crypto/x509/path.ts';
import type { AuthorityRecord, CertificateRecord, EndpointRecord } from '../../gateway/contracts/directory.ts';
import type { RevocationSource } from '../../gateway/contracts/revocation.ts';
import { TransportError } from './error.ts';

/** id-kp-serverAuth (RFC 5280 section 4.2.1.12); a certificate without any extended key usage is not enough. */
const SERVER_AUTHENTICATION = '1.3.6.1.5.5.7.3.1';

/** What has to agree before a connection is the peer's, besides a chain to a configured anchor. */
export interface ExpectedPeer {
  authority: AuthorityRecord;
  endpoint: EndpointRecord;
  at: Date;
}

/** The TLS certificates of an authority that are in force. */
export function certificatesInForce(authority: AuthorityRecord, at: Date): CertificateRecord[] {
  const instant = at.getTime();
  return authority.certificates.filter(
    (record) =>
      record.role === 'tls' &&
      instant >= Date.parse(record.notBefore) &&
      instant <= Date.parse(record.notAfter) &&
      (record.revokedAt === undefined || instant < Date.parse(record.revokedAt)),
  );
}

/** The checks that need nothing but the certificate, made during the handshake: host name, pin, directory record, usage. */
export function certificateProblem(expected: ExpectedPeer, host: string, presented: PeerCertificate): TransportError | undefined {
  const wrongHost = checkServerIdentity(host, presented);
  if (wrongHost !== undefined) return refused('is for another host', wrongHost);
  let certificate: Certificate;
  try {
    certificate = parseCertificate(presented.raw);
  } catch (error) {
    return refused('cannot be read', error);
  }
  if (!expected.endpoint.pins.includes(certificate.spkiSha256.toString('hex'))) return refused('has none of the pinned keys');
  if (recordOf(expected, certificate) === undefined) return refused('does not stand in the directory now');
  if (!certificate.extendedKeyUsage.includes(SERVER_AUTHENTICATION)) return refused('is not one of a server');
  return undefined;
}

/** Path and revocation, which fail closed: what cannot be decided is not trusted. */
export async function requireGoodPath(
  trust: { paths: PathValidator; revocation: RevocationSource },
  expected: ExpectedPeer,
  presented: Buffer,
): Promise<void> {
  const certificate = parseCertificate(presented);
  const record = recordOf(expected, certificate);
  const report = await trust.paths.validate({
    certificate,
    intermediates: (record?.issuers ?? []).map((issuer) => parseCertificate(Buffer.from(issuer, 'base64'))),
    at: expected.at,
    revocationLists: trust.revocation.current(),
    required: { keyUsage: ['digitalSignature'], extendedKeyUsage: SERVER_AUTHENTICATION },
    revocation: 'required',
  });
  if (report.verdict !== 'PASSED') throw refused(`is not valid: ${report.code ?? report.verdict}`);
}

function recordOf({ authority, at }: ExpectedPeer, certificate: Certificate): CertificateRecord | undefined {
  const encoded = certificate.der.toString('base64');
  return certificatesInForce(authority, at).find((record) => record.certificate === encoded);
}

function refused(why: string, cause?: unknown): TransportError {
  return new TransportError('peer-not-trusted', `the certificate of the peer ${why}`, cause === undefined ? {} : { cause });
}
