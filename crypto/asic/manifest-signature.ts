import { type CadesSignature, verifyCades } from '../cades/verify.ts';
import type { CertificateReader } from '../jades/certificate-cache.ts';
import { CURRENT_SUITE, type SignatureAlgorithm, suiteById } from '../suites.ts';
import type { ManifestSignatureVerifier } from './verify-container.ts';

/** The verifier for `verifyContainer` that knows CAdES (EN 319 122-1); path and time-stamps are verified apart from it. */
export function cadesOverManifest(
  algorithms: readonly SignatureAlgorithm[] = suiteById(CURRENT_SUITE).sealSignatures,
  readCertificate?: CertificateReader,
): ManifestSignatureVerifier<CadesSignature> {
  return (der, manifest) =>
    verifyCades({ der, content: manifest, algorithms, ...(readCertificate === undefined ? {} : { readCertificate }) });
}
