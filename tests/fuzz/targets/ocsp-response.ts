import { deepStrictEqual, ok } from 'node:assert';
import { createAuthority, newKeyPair } from '../../../certs-dev/issue.ts';
import { readDer } from '../../../crypto/der/reader.ts';
import { CryptoError } from '../../../crypto/error.ts';
import { createSigner } from '../../../crypto/signer.ts';
import { parseCertificate } from '../../../crypto/x509/certificate.ts';
import { readCertificateId, writeCertificateId } from '../../../crypto/x509/ocsp-certificate-id.ts';
import { createOcspRefusal, createOcspResponse } from '../../../crypto/x509/ocsp-issue.ts';
import { responderOf } from '../../../crypto/x509/ocsp-responder.ts';
import { parseOcspResponse, wrapBasicOcspResponse } from '../../../crypto/x509/ocsp-response.ts';
import { revocationStatusOf } from '../../../crypto/x509/revocation-status.ts';

const NOW = new Date('2026-11-20T10:00:00Z');
const TOMORROW = new Date('2026-11-21T10:00:00Z');

const authority = await createAuthority({ subject: [{ CN: ['Invented root'] }], validity: { notBefore: NOW, notAfter: TOMORROW } });
const issuer = parseCertificate(Buffer.from(authority.certificate.rawData));
const signer = createSigner({ privateKey: authority.privateKey, certificate: issuer });
const strangerKey = newKeyPair().publicKey;

async function seeds(): Promise<Buffer[]> {
  const certificateId = readCertificateId(readDer(writeCertificateId(issuer, issuer, 'sha256')));
  const good = { certificateId, status: 'good' as const, thisUpdate: NOW, nextUpdate: TOMORROW };
  const revoked = { ...good, status: 'revoked' as const, revokedAt: NOW, reason: 1 };
  const response = { signer, producedAt: NOW };
  return [
    await createOcspResponse({ ...response, answers: [good] }),
    await createOcspResponse({ ...response, answers: [revoked], nonce: Buffer.alloc(32, 5), responderId: 'name' }),
    createOcspRefusal('tryLater'),
  ];
}

export const target = {
  name: 'ocsp-response',
  seeds,
  run: (input: Buffer) => {
    const response = parseOcspResponse(input);
    deepStrictEqual(response.der, input, 'the octets are those that came in');
    deepStrictEqual(wrapBasicOcspResponse(response.basicDer), input, 'the basic response is all that there is');
    ok(input.includes(response.signedDer), 'the signed part is a slice of the input');
    ok(responderOf(response, { ...issuer, publicKey: strangerKey }, 3000) === undefined, 'a stranger signed nothing');
    const responder = responderOf(response, issuer, 3000);
    const question = { certificate: issuer, issuer, lists: [], responses: [response], at: NOW, isSignedBy: () => false };
    const { status } = revocationStatusOf({ ...question, responderOf: () => responder });
    ok(responder !== undefined || status === 'unknown', 'a response that nobody signed says nothing');
  },
  acceptable: (error: unknown) => error instanceof CryptoError && error.code.startsWith('ocsp-response-'),
};
