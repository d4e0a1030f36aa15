import { CryptoError } from '../../crypto/error.ts';
import { requireKeyFits, signatureForKey } from '../../crypto/suites.ts';
import type { Certificate } from '../../crypto/x509/certificate.ts';

/** Roles whose keys carry a certificate. */
export type CertifiedRole = 'seal' | 'envelope' | 'evidence' | 'encryption' | 'tls';

const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';
const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2';

/** Extended key usages with which a certificate may sign documents: RFC 9336, RFC 5280 and the older private one for documents. */
const DOCUMENT_USAGES: readonly string[] = ['1.3.6.1.5.5.7.3.36', '1.3.6.1.5.5.7.3.4', '1.3.6.1.4.1.311.10.3.12'];

/** Why the certificate may not stand in the role, in words for an operator; undefined when it may. */
export function usageProblemOf(role: CertifiedRole, certificate: Certificate): string | undefined {
  if (certificate.isAuthority) return 'it is the certificate of an authority that issues certificates';
  const weakness = keyProblem(certificate);
  if (weakness !== undefined) return weakness;
  switch (role) {
    case 'encryption':
      return encryptionProblem(certificate);
    case 'tls':
      return tlsProblem(certificate);
    default:
      return signingProblem(certificate);
  }
}

/** Peers refuse what other kinds of keys, and shorter ones, sign or open. */
function keyProblem(certificate: Certificate): string | undefined {
  try {
    requireKeyFits(signatureForKey(certificate.keyType), certificate);
    return undefined;
  } catch (error) {
    if (!(error instanceof CryptoError)) throw error;
    return error.code === 'key-too-short' ? `its key has only ${certificate.keyBits} bits` : 'its kind of key is not P-256, P-384 or RSA';
  }
}

function signingProblem({ keyUsage, extendedKeyUsage }: Certificate): string | undefined {
  if (!keyUsage.has('digitalSignature') && !keyUsage.has('nonRepudiation'))
    return 'its key usage has neither digitalSignature nor nonRepudiation';
  if (keyUsage.has('keyAgreement') || keyUsage.has('keyEncipherment')) return 'its key usage also allows encryption';
  const forDocuments = extendedKeyUsage.length === 0 || extendedKeyUsage.some((usage) => DOCUMENT_USAGES.includes(usage));
  return forDocuments ? undefined : 'its extended key usage is not for documents';
}

function encryptionProblem({ keyUsage, keyType }: Certificate): string | undefined {
  const needed = keyType === 'rsa' ? 'keyEncipherment' : 'keyAgreement';
  if (!keyUsage.has(needed)) return `its key usage has no ${needed}`;
  return keyUsage.has('digitalSignature') || keyUsage.has('nonRepudiation') ? 'its key usage also allows signing' : undefined;
}

function tlsProblem({ keyUsage, extendedKeyUsage }: Certificate): string | undefined {
  if (!keyUsage.has('digitalSignature')) return 'its key usage has no digitalSignature';
  const both = extendedKeyUsage.includes(SERVER_AUTH) && extendedKeyUsage.includes(CLIENT_AUTH);
  return both ? undefined : 'its extended key usage must name both serverAuth and clientAuth';
}
