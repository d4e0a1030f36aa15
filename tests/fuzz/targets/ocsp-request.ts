import { ok } from 'node:assert';
import { createAuthority } from '../../../certs-dev/issue.ts';
import { CryptoError } from '../../../crypto/error.ts';
import { parseCertificate } from '../../../crypto/x509/certificate.ts';
import { buildOcspRequest, parseOcspRequest } from '../../../crypto/x509/ocsp-request.ts';

const validity = { notBefore: new Date('2026-11-20T10:00:00Z'), notAfter: new Date('2026-11-21T10:00:00Z') };
const authority = await createAuthority({ subject: [{ CN: ['Invented root'] }], validity });
const certificate = parseCertificate(Buffer.from(authority.certificate.rawData));

export const target = {
  name: 'ocsp-request',
  seeds: () => [
    buildOcspRequest({ certificate, issuer: certificate }),
    buildOcspRequest({ certificate, issuer: certificate, digest: 'sha1', nonce: Buffer.alloc(32, 5) }),
  ],
  run: (input: Buffer) => {
    const request = parseOcspRequest(input);
    ok(request.certificateIds.length > 0, 'a request asks about something');
    for (const { der } of request.certificateIds) ok(input.includes(der), 'an identifier is a slice of the input');
  },
  acceptable: (error: unknown) => error instanceof CryptoError && error.code === 'ocsp-request-malformed',
};
