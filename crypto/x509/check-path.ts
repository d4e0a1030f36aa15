import type { Certificate } from './certificate.ts';
import type { KeyUsage } from './extensions.ts';

/** What the certificate at the end of the path must allow. */
export interface RequiredUsage {
  /** All of these must be in the key usage extension, which must be present. */
  readonly keyUsage?: readonly KeyUsage[];
  /** Dotted identifier that must be named in the extended key usage extension, which must be present; `anyExtendedKeyUsage` does not do. */
  readonly extendedKeyUsage?: string;
}

export type PathProblem =
  | 'algorithm-not-accepted'
  | 'certificate-expired'
  | 'certificate-not-yet-valid'
  | 'critical-extension-unknown'
  | 'extended-key-usage-missing'
  | 'issuer-not-authority'
  | 'key-usage-missing'
  | 'path-length-exceeded';

const ANY_EXTENDED_KEY_USAGE = '2.5.29.37.0';

/**
 * The checks of a found path that need no revocation information: validity at `at`, algorithms, critical extensions, authority
 * and path length of each issuer, and the usages required of the first certificate.
 *
 * @returns the first problem met, or undefined
 */
export function checkPath(options: {
  chain: readonly Certificate[];
  at: Date;
  required: RequiredUsage;
  minimumRsaBits: number;
}): { code: PathProblem; certificate: Certificate } | undefined {
  const { chain, at, required } = options;
  for (const [index, certificate] of chain.entries()) {
    const isAnchor = index === chain.length - 1;
    const code =
      validityProblem(certificate, at) ??
      algorithmProblem(certificate, isAnchor, options.minimumRsaBits) ??
      (certificate.unknownCriticalExtensions.length > 0 ? ('critical-extension-unknown' as const) : undefined) ??
      (index === 0 ? usageProblem(certificate, required) : issuerProblem(certificate, chain.slice(1, index), required));
    if (code !== undefined) return { code, certificate };
  }
  return undefined;
}

/** Both ends of the validity belong to it (RFC 5280 section 4.1.2.5). */
export function validityProblem(certificate: Certificate, at: Date): 'certificate-expired' | 'certificate-not-yet-valid' | undefined {
  if (at < certificate.notBefore) return 'certificate-not-yet-valid';
  return at > certificate.notAfter ? 'certificate-expired' : undefined;
}

/** The signature on an anchor is not looked at: an anchor is trusted because it was configured. */
function algorithmProblem(certificate: Certificate, isAnchor: boolean, minimumRsaBits: number): 'algorithm-not-accepted' | undefined {
  const weakKey = certificate.keyType === 'other' || (certificate.keyType === 'rsa' && certificate.keyBits < minimumRsaBits);
  const weakSignature = !isAnchor && certificate.issuerAlgorithm === undefined;
  return weakKey || weakSignature ? 'algorithm-not-accepted' : undefined;
}

function usageProblem(certificate: Certificate, required: RequiredUsage): 'extended-key-usage-missing' | 'key-usage-missing' | undefined {
  if (required.keyUsage?.some((usage) => !certificate.keyUsage.has(usage))) return 'key-usage-missing';
  const { extendedKeyUsage } = required;
  return extendedKeyUsage !== undefined && !certificate.extendedKeyUsage.includes(extendedKeyUsage)
    ? 'extended-key-usage-missing'
    : undefined;
}

/** `below`: the authorities between this issuer and the end certificate. Self-issued ones do not count (RFC 5280 section 6.1.4 (l)). */
function issuerProblem(issuer: Certificate, below: readonly Certificate[], required: RequiredUsage): PathProblem | undefined {
  if (!issuer.isAuthority || (issuer.keyUsage.size > 0 && !issuer.keyUsage.has('keyCertSign'))) return 'issuer-not-authority';
  const counted = below.filter((authority) => !authority.subjectDer.equals(authority.issuerDer)).length;
  if (issuer.pathLength !== undefined && counted > issuer.pathLength) return 'path-length-exceeded';
  const { extendedKeyUsage } = required;
  const limited = issuer.extendedKeyUsage.length > 0 && !issuer.extendedKeyUsage.includes(ANY_EXTENDED_KEY_USAGE);
  return extendedKeyUsage !== undefined && limited && !issuer.extendedKeyUsage.includes(extendedKeyUsage)
    ? 'extended-key-usage-missing'
    : undefined;
}
