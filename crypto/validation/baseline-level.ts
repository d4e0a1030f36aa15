import type { Certificate } from '../x509/certificate.ts';
import type { PathReport } from '../x509/path.ts';
import type { JudgedStamp } from './judge-timestamp.ts';
import { type KnownData, readData } from './known-data.ts';
import type { BaselineLevel } from './report.ts';
import type { ValidationData } from './validation-data.ts';

/**
 * The highest baseline level whose requirements a signature in baseline form meets by what it carries itself: a time-stamp that
 * computes (B-T), the certificates and revocation data of signer and time-stamp authorities (B-LT), an archive time-stamp that
 * computes (B-LTA). Whether anybody trusts the authorities is the verdict's matter. `stamps` come inner first.
 */
export function baselineLevel(
  signer: { readonly certificate: Certificate; readonly path: PathReport },
  stamps: readonly JudgedStamp[],
  embedded: ValidationData,
): BaselineLevel {
  const computed = stamps.filter(({ existedBefore }) => existedBefore !== undefined);
  const archives = computed.filter(({ kind }) => kind === 'archive');
  const proofs = archives.length < computed.length ? computed.filter(({ kind }) => kind !== 'archive') : computed.slice(0, 1);
  if (proofs.length === 0) return 'B-B';
  const carried = readData(embedded);
  const needed = [...belowAnchor(signer.path), signer.certificate, ...proofs.flatMap(({ path }) => belowAnchor(path))];
  if (!needed.every((certificate) => isCarried(certificate, carried))) return 'B-T';
  return archives.some((stamp) => !proofs.includes(stamp)) ? 'B-LTA' : 'B-LT';
}

/** Where no path was found nobody knows which certificate is an anchor, and of the signer's alone it is certain that it is none. */
function belowAnchor(path: PathReport | undefined): readonly Certificate[] {
  return path === undefined ? [] : path.chain.slice(0, -1);
}

/** Whether the certificate and an answer about its revocation are carried. */
function isCarried(certificate: Certificate, carried: KnownData): boolean {
  const isThere = carried.certificates.some(({ fingerprint }) => fingerprint === certificate.fingerprint);
  const hasList = carried.revocationLists.some(({ issuerDer }) => issuerDer.equals(certificate.issuerDer));
  const hasAnswer = carried.ocspResponses.some(({ answers }) =>
    answers.some(({ certificateId }) => certificateId.serialHex === certificate.serialHex),
  );
  return isThere && (hasList || hasAnswer);
}
