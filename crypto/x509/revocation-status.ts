import type { Certificate } from './certificate.ts';
import { newestFirst, type RevocationList } from './revocation-list.ts';

/** certificateHold, the one reason that can be taken back (RFC 5280 section 5.3.1). */
const HOLD = 6;

export interface RevocationStatus {
  readonly status: 'good' | 'revoked' | 'unknown';
  /** Given when a list names the certificate, also when that was after the moment asked about. */
  readonly revokedAt?: Date;
}

/**
 * What the lists say about one certificate at the moment `at`.
 *
 * - An entry with a revocation date up to `at` means revoked; a later one means good at that moment.
 * - Absence means good only where a list was not stale at `at` and was issued before the certificate expired, because
 *   authorities may drop expired certificates from their lists (RFC 5280 section 3.3). A list issued after `at` counts: it knows more.
 * - Lists of another issuer, of another scope, or whose signature does not hold are passed over.
 *
 * @param isSignedBy whether the issuer's key signed the list; an argument so that the caller can remember the answer
 */
export function revocationStatusOf(options: {
  certificate: Certificate;
  issuer: Certificate;
  lists: readonly RevocationList[];
  at: Date;
  isSignedBy: (list: RevocationList, issuer: Certificate) => boolean;
}): RevocationStatus {
  const { certificate, issuer, at } = options;
  if (!maySignLists(issuer)) return { status: 'unknown' };
  const lists = options.lists.filter((list) => covers(list, certificate) && options.isSignedBy(list, issuer)).sort(newestFirst);
  const revokedAt = earliestRevocation(lists, certificate.serialHex);
  const told = revokedAt === undefined ? {} : { revokedAt };
  if (revokedAt !== undefined && revokedAt <= at) return { status: 'revoked', ...told };
  const settled = lists.some((list) => list.nextUpdate >= at && list.thisUpdate <= certificate.notAfter);
  return { status: settled ? 'good' : 'unknown', ...told };
}

/** Moments at which the status of any of these certificates can change: the status is constant between two of them. */
export function revocationThresholds(certificates: readonly Certificate[], lists: readonly RevocationList[]): number[] {
  const thresholds: number[] = [];
  for (const list of lists) {
    thresholds.push(list.nextUpdate.getTime() + 1);
    for (const certificate of certificates) {
      const entry = list.revocations.get(certificate.serialHex);
      if (entry !== undefined) thresholds.push(entry.revokedAt.getTime());
    }
  }
  return thresholds;
}

function maySignLists(issuer: Certificate): boolean {
  return issuer.keyUsage.size === 0 || issuer.keyUsage.has('cRLSign');
}

function covers(list: RevocationList, certificate: Certificate): boolean {
  const { scope } = list;
  if (!list.issuerDer.equals(certificate.issuerDer)) return false;
  if (!(certificate.isAuthority ? scope.authorityCertificates : scope.userCertificates)) return false;
  return scope.distributionPoints.length === 0 || scope.distributionPoints.some((point) => certificate.distributionPoints.includes(point));
}

/** Lists come newest first: a hold counts only while the newest list still has it, any other revocation for ever. */
function earliestRevocation(lists: readonly RevocationList[], serialHex: string): Date | undefined {
  const dates = lists.flatMap((list, index) => {
    const entry = list.revocations.get(serialHex);
    return entry === undefined || (entry.reason === HOLD && index > 0) ? [] : [entry.revokedAt];
  });
  return dates.sort((left, right) => left.getTime() - right.getTime())[0];
}
