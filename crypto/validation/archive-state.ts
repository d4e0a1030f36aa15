import { LONG_TERM_LIMITS } from '../cms/signed-data.ts';
import { signatureOfIdentifiers } from '../cms/signed-data-algorithms.ts';
import { OID } from '../der/object-identifiers.ts';
import { verifyTokenItself } from '../tsp/verify.ts';
import type { PathValidator } from '../x509/path.ts';
import type { ArchiveState } from './renewal-due.ts';
import { selectIssuers } from './select-issuers.ts';

/**
 * What decides when an archive has to be renewed, read from its youngest time-stamp. Where no path is found, the authority's own
 * certificate alone decides.
 *
 * @throws CryptoError when the token does not cover `imprint`, and as `verifyTokenItself`
 */
export async function archiveStateOf(token: Buffer, imprint: Buffer, timestampPaths: PathValidator): Promise<ArchiveState> {
  const { token: read, certificate, certificates } = verifyTokenItself({ token, imprint, limits: LONG_TERM_LIMITS });
  const { chain } = await timestampPaths.validate({
    certificate,
    intermediates: selectIssuers(certificate, certificates),
    at: read.generationTime,
    revocationLists: [],
    required: { extendedKeyUsage: OID.kpTimeStamping },
    revocation: 'if-available',
  });
  const { signatureAlgorithm, digestAlgorithm } = read.signedData.signerInfo;
  const { row } = signatureOfIdentifiers(signatureAlgorithm, digestAlgorithm);
  return { stampedAt: read.generationTime, chain, algorithm: row.name, digest: read.imprintAlgorithm };
}
