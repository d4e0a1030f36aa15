import { deepStrictEqual, ok } from 'node:assert';
import { X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import { createAuthority, issueCertificate, newKeyPair } from '../../../certs-dev/issue.ts';
import { ROLE_PROFILES, TIMESTAMP_PROFILE } from '../../../certs-dev/profiles.ts';
import { CryptoError } from '../../../crypto/error.ts';
import { parseCertificate } from '../../../crypto/x509/certificate.ts';
import { verifyIssuerSignature } from '../../../crypto/x509/issuer-signature.ts';

const VALIDITY = { notBefore: new Date('2026-01-01T00:00:00Z'), notAfter: new Date('2056-01-01T00:00:00Z') };

async function seeds(): Promise<Buffer[]> {
  const root = await createAuthority({ subject: [{ CN: ['Invented root'] }], validity: VALIDITY });
  const issuing = await createAuthority({ subject: [{ CN: ['Invented issuer'] }], validity: VALIDITY, issuer: root });
  const names = [{ type: 'dns', value: 'localhost' } as const, { type: 'url', value: 'urn:valija:test:es' } as const];
  const issued = [ROLE_PROFILES.tls, ROLE_PROFILES.seal, TIMESTAMP_PROFILE].map((profile) =>
    issueCertificate({
      issuer: issuing,
      publicKey: newKeyPair().publicKey,
      subject: [{ CN: ['Invented'] }],
      names,
      profile,
      validity: VALIDITY,
    }),
  );
  const ours = [root.certificate, issuing.certificate, ...(await Promise.all(issued))];
  // Certificates of other programs: RSA, P-384, policies, key identifiers and names that we do not write.
  const others = rootCertificates.slice(0, 10).map((pem) => new X509Certificate(pem).raw);
  return [...ours.map(({ rawData }) => Buffer.from(rawData)), ...others];
}

export const target = {
  name: 'certificate',
  seeds,
  run: (input: Buffer) => {
    const certificate = parseCertificate(input);
    const other = new X509Certificate(input);
    deepStrictEqual(certificate.der, input, 'the octets are those that came in');
    deepStrictEqual(other.raw, input, 'the platform read all of them as well');
    deepStrictEqual(certificate.publicKey.export({ type: 'spki', format: 'der' }), other.publicKey.export({ type: 'spki', format: 'der' }));
    // One way only: the platform's flag is false also for extensions that it finds invalid and we do not read.
    if (other.ca) ok(certificate.isAuthority, 'whatever may issue for the platform may issue for us');
    ok(certificate.notBefore <= certificate.notAfter, 'validity in order');
    ok(input.includes(certificate.signedDer) && input.includes(certificate.spkiDer), 'parts are slices of the input');
    // Must answer, whatever the algorithm, and never throw.
    verifyIssuerSignature(certificate, certificate.publicKey);
  },
  acceptable: (error: unknown) => error instanceof CryptoError && error.code === 'certificate-malformed',
};
