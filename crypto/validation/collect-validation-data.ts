import type { PathReport } from '../x509/path.ts';
import { mergeData, NO_DATA } from './known-data.ts';
import type { SignatureValidation } from './report.ts';
import type { ValidationData } from './validation-data.ts';

/**
 * What B-LT has to carry so that these paths can be found again without any network: every certificate from the end to the anchor, the
 * revocation lists and OCSP responses that were believed, and the certificates that signed the responses (EN 319 122-1 clause 5.4,
 * EN 319 142-1 clause 5.4.2). Each value once, in the order of the paths.
 */
export function collectValidationData(paths: readonly PathReport[]): ValidationData {
  return mergeData(
    ...paths.map(({ chain, revocationLists = [], ocspResponses = [] }) => ({
      certificates: [...chain, ...ocspResponses.flatMap(({ certificates }) => certificates)].map(({ der }) => der),
      revocationLists: revocationLists.map(({ der }) => der),
      ocspResponses: ocspResponses.map(({ der }) => der),
    })),
  );
}

/** The same over a validation: the signer's path and those of all its time-stamps. */
export function validationDataOf(validation: SignatureValidation): ValidationData {
  const paths = [validation.path, ...validation.timestamps.map(({ path }) => path)];
  return mergeData(NO_DATA, collectValidationData(paths.filter((path) => path !== undefined)));
}
