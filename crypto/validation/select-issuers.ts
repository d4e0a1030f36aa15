import type { Certificate } from '../x509/certificate.ts';

/** As many as the path validator looks at. */
const MAXIMUM_ISSUERS = 16;

/**
 * Of a pool of certificates, those that can stand above this one: by name, from issuer to issuer. A signature with archive
 * time-stamps carries the certificates of many paths, more than one path search may look at.
 */
export function selectIssuers(certificate: Certificate, pool: readonly Certificate[]): Certificate[] {
  const selected: Certificate[] = [];
  const seen = new Set([certificate.fingerprint]);
  let level: readonly Certificate[] = [certificate];
  while (level.length > 0 && selected.length < MAXIMUM_ISSUERS) {
    const above = level.flatMap(({ issuerDer }) =>
      pool.filter((candidate) => candidate.subjectDer.equals(issuerDer) && !seen.has(candidate.fingerprint)),
    );
    for (const { fingerprint } of above) seen.add(fingerprint);
    level = above.filter((candidate, index) => above.findIndex(({ fingerprint }) => fingerprint === candidate.fingerprint) === index);
    selected.push(...level);
  }
  return selected.slice(0, MAXIMUM_ISSUERS);
}
