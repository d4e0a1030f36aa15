import type { Certificate } from '../../crypto/x509/certificate.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { GatewayError } from '../error.ts';
import { authoriseCertificate, readableCertificate, recordsInForce } from '../trust/authorised-certificate.ts';

/** Suite under which this gateway issues. */
export const CURRENT_SUITE = '2026a';

/**
 * The certificate to seal to: of the recipient's encryption certificates in force, the newest whose path and revocation hold.
 * Throws GatewayError `recipient-unknown`, `recipient-without-certificate`, `revocation-unknown` or `directory-not-usable`, all worth
 * waiting for: what a directory or a revocation list lacks today may be there before the deadline.
 */
export async function selectRecipientCertificate(dependencies: GatewayDependencies, recipient: string): Promise<Certificate> {
  requireUsableDirectory(dependencies);
  const authority = dependencies.directory.authority(recipient);
  if (authority === undefined)
    throw new GatewayError('recipient-unknown', 'the recipient is not in the directory', { disposition: 'wait' });
  const at = dependencies.clock.now();
  let undecided: string | undefined;
  for (const record of recordsInForce(authority, 'encryption', at)) {
    if (record.suites !== undefined && !record.suites.includes(CURRENT_SUITE)) continue;
    const certificate = readableCertificate(dependencies, record.certificate);
    if (certificate === undefined) continue;
    const authorisation = await authoriseCertificate(dependencies, { authority: recipient, role: 'encryption', certificate, at });
    if (authorisation.verdict === 'PASSED') return certificate;
    if (authorisation.verdict === 'INDETERMINATE') undecided ??= authorisation.code ?? 'unknown';
  }
  if (undecided !== undefined) {
    throw new GatewayError('revocation-unknown', `the recipient's certificate cannot be decided: ${undecided}`, { disposition: 'wait' });
  }
  throw new GatewayError('recipient-without-certificate', 'no encryption certificate of the recipient can be used', {
    disposition: 'wait',
  });
}

/** Certificates and endpoints older than the grace allows are not acted upon. GatewayError `directory-not-usable`. */
export function requireUsableDirectory(dependencies: GatewayDependencies): void {
  if (!dependencies.directory.status().usable) {
    throw new GatewayError('directory-not-usable', 'the directory expired and its grace is over', { disposition: 'wait' });
  }
}

/** Signing and deadlines stop while the clock cannot be believed (design section 5). GatewayError `clock-not-trusted`. */
export function requireTrustedClock(dependencies: GatewayDependencies): void {
  if (!dependencies.clock.status().trusted) {
    throw new GatewayError('clock-not-trusted', 'the clock stepped back or differs from its references', { disposition: 'wait' });
  }
}
