import { type AuthorityName, developmentPkiPaths } from './layout.ts';
import { type RevocationReason, readRegister } from './register.ts';

/** What an authority of the development PKI knows about a serial number; `unknown` when it never issued it. */
export type IssuedState = { status: 'good' | 'unknown' } | { status: 'revoked'; revokedAt: Date; reason?: number };

/** CRLReason of RFC 5280 section 5.3.1. An unspecified reason is told by leaving it out. */
const REASON_CODES: Readonly<Record<RevocationReason, number | undefined>> = {
  unspecified: undefined,
  keyCompromise: 1,
  affiliationChanged: 3,
  superseded: 4,
  cessationOfOperation: 5,
};

/** Reads the register anew each time, so that a revocation is known at once to whoever asks. */
export async function readIssuedState(directory: string, issuer: AuthorityName, serialHex: string): Promise<IssuedState> {
  const register = await readRegister(developmentPkiPaths(directory).register);
  const revoked = register.authorities[issuer].revoked.find((entry) => entry.serialHex === serialHex);
  if (revoked !== undefined) {
    const reason = REASON_CODES[revoked.reason];
    return { status: 'revoked', revokedAt: new Date(revoked.revokedAt), ...(reason === undefined ? {} : { reason }) };
  }
  const isIssued = register.issued.some((entry) => entry.issuer === issuer && entry.serialHex === serialHex);
  return { status: isIssued ? 'good' : 'unknown' };
}
