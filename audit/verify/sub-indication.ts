import type { SubIndication } from '../../crypto/validation/report.ts';
import { type ValidationCode, VERDICTS } from '../../crypto/validation/verdict-table.ts';
import { CHECKS, type CheckName } from './checks.ts';

/** Outcome of a building block or process of EN 319 102-1, and the sub-indication of its clause 5.1.3 that says why it did not pass. */
export interface Validation {
  readonly indication: 'PASSED' | 'INDETERMINATE' | 'FAILED';
  readonly subIndication?: SubIndication;
}

/** Codes of the verifier itself; all others stand in the table of crypto/validation. */
const OWN_CODES: Readonly<Record<string, SubIndication>> = {
  'authority-unknown': 'NO_CERTIFICATE_CHAIN_FOUND',
  'certificate-not-in-force': 'CHAIN_CONSTRAINTS_FAILURE',
  'certificate-not-listed': 'CHAIN_CONSTRAINTS_FAILURE',
  'content-not-given': 'SIGNED_DATA_NOT_FOUND',
  'not-signed': 'SIGNED_DATA_NOT_FOUND',
  'revoked-later-without-proof-of-time': 'REVOKED_NO_POE',
  'timestamp-in-future': 'TIMESTAMP_ORDER_FAILURE',
  'trust-missing': 'NO_CERTIFICATE_CHAIN_FOUND',
  unstamped: 'NO_POE',
};

/** What EN 319 102-1 calls the outcome; undefined for checks that it knows nothing of. */
export function validationOf(check: CheckName, indication: Validation['indication'], code: string): Validation | undefined {
  if (!('validation' in CHECKS[check])) {
    return undefined;
  }
  return indication === 'PASSED' ? { indication } : { indication, subIndication: subIndicationOf(check, code) };
}

function subIndicationOf(check: CheckName, code: string): SubIndication {
  const own = Object.hasOwn(OWN_CODES, code) ? OWN_CODES[code] : undefined;
  const known = Object.hasOwn(VERDICTS, code) ? VERDICTS[code as ValidationCode].subIndication : undefined;
  // What remains is about certificates in the checks of certificates, and about form in all others.
  return own ?? known ?? (check.endsWith('-certificate') ? 'CERTIFICATE_CHAIN_GENERAL_FAILURE' : 'FORMAT_FAILURE');
}
