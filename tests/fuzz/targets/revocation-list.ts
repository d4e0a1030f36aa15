import { deepStrictEqual, ok } from 'node:assert';
import { createAuthority, issueRevocationList } from '../../../certs-dev/issue.ts';
import { CryptoError } from '../../../crypto/error.ts';
import { parseCertificate } from '../../../crypto/x509/certificate.ts';
import { verifyIssuerSignature } from '../../../crypto/x509/issuer-signature.ts';
import { parseRevocationList } from '../../../crypto/x509/revocation-list.ts';
import { revocationStatusOf } from '../../../crypto/x509/revocation-status.ts';

const NOW = new Date('2026-11-20T10:00:00Z');
const TOMORROW = new Date('2026-11-21T10:00:00Z');

const authority = await createAuthority({ subject: [{ CN: ['Invented root'] }], validity: { notBefore: NOW, notAfter: TOMORROW } });
const certificate = parseCertificate(Buffer.from(authority.certificate.rawData));

async function seeds(): Promise<Buffer[]> {
  const list = { issuer: authority, number: 3, thisUpdate: NOW, nextUpdate: TOMORROW };
  const revoked = [
    { serialHex: certificate.serialHex, revokedAt: NOW.toISOString(), reason: 'keyCompromise' as const },
    { serialHex: '4a01', revokedAt: TOMORROW.toISOString(), reason: 'unspecified' as const },
  ];
  return Promise.all([issueRevocationList({ ...list, revoked: [] }), issueRevocationList({ ...list, revoked })]);
}

export const target = {
  name: 'revocation-list',
  seeds,
  run: (input: Buffer) => {
    const list = parseRevocationList(input);
    deepStrictEqual(list.der, input, 'the octets are those that came in');
    ok(list.thisUpdate <= list.nextUpdate, 'updates in order');
    ok(input.includes(list.signedDer), 'the signed part is a slice of the input');
    const isSigned = verifyIssuerSignature(list, certificate.publicKey);
    const { status } = revocationStatusOf({ certificate, issuer: certificate, lists: [list], at: NOW, isSignedBy: () => isSigned });
    ok(isSigned || status === 'unknown', 'a list that nobody signed says nothing');
  },
  acceptable: (error: unknown) => error instanceof CryptoError && error.code.startsWith('revocation-list-'),
};
