import { createHash } from 'node:crypto';
import { OID } from '../../crypto/der/object-identifiers.ts';
import type { Certificate } from '../../crypto/x509/certificate.ts';
import type { OcspResponse } from '../../crypto/x509/ocsp-response.ts';
import type { PathReport, PathValidator } from '../../crypto/x509/path.ts';
import type { RevocationList } from '../../crypto/x509/revocation-list.ts';
import type { RevocationDataRecord } from '../../store/contracts/records.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { isVersionConflict } from '../unit-of-work.ts';

/** Keeps revocation lists and OCSP responses that judgements relied on. */
export interface RevocationArchive {
  /** Resolves when everything that the report relied on is on disk: at once for what has been kept before. Rejects with StoreError. */
  keep(report: PathReport): Promise<void>;
}

/** Keys remembered as kept, so that the ledger is not asked with each judgement. */
const MAXIMUM_REMEMBERED = 10_000;

/** An archive in the ledger, each list and response once, by digest. */
export function createRevocationArchive(dependencies: Pick<GatewayDependencies, 'ledger' | 'clock'>): RevocationArchive {
  const kept = new Map<string, Promise<void>>();
  // Validators give the same report while nothing changes, which is nearly always.
  const done = new WeakSet<PathReport>();
  const keepOne = (item: RevocationItem): Promise<void> => {
    const key = `${item.fingerprint}/${item.subject}`;
    const known = kept.get(key);
    if (known !== undefined) return known;
    if (kept.size >= MAXIMUM_REMEMBERED) kept.clear();
    const storing = store(dependencies, key, item);
    kept.set(key, storing);
    storing.catch(() => kept.delete(key));
    return storing;
  };
  return {
    async keep(report) {
      if (done.has(report)) return;
      await Promise.all(itemsOf(report).map(keepOne));
      done.add(report);
    },
  };
}

/** A validator whose answers are given once what they rely on is kept: evidence can then be judged again years later. */
export function keepWhatIsUsed(paths: PathValidator, archive: RevocationArchive): PathValidator {
  return {
    async validate(request) {
      const report = await paths.validate(request);
      if (!isForConnections(request.certificate)) await archive.keep(report);
      return report;
    },
  };
}

/** Subject under which the lists of this issuer are found. */
export function listSubject(issuerDer: Buffer): string {
  return createHash('sha256').update(issuerDer).digest('hex');
}

interface RevocationItem extends Pick<RevocationDataRecord, 'kind' | 'subject'> {
  fingerprint: string;
  der: Buffer;
}

function itemsOf({ chain, revocationLists = [], ocspResponses = [] }: PathReport): RevocationItem[] {
  return [...revocationLists.map(itemOfList), ...ocspResponses.flatMap((response) => itemsOfResponse(response, chain))];
}

function itemOfList({ fingerprint, der, issuerDer }: RevocationList): RevocationItem {
  return { kind: 'crl', subject: listSubject(issuerDer), fingerprint, der };
}

function itemsOfResponse({ fingerprint, der, answers }: OcspResponse, chain: readonly Certificate[]): RevocationItem[] {
  const serials = chain.map(({ serialHex }) => serialHex);
  const answered = answers.map(({ certificateId }) => certificateId.serialHex).filter((serial) => serials.includes(serial));
  return [...new Set(answered)].map((subject) => ({ kind: 'ocsp', subject, fingerprint, der }));
}

/** Certificates of connections sign nothing that lasts. */
function isForConnections({ extendedKeyUsage }: Certificate): boolean {
  return extendedKeyUsage.includes(OID.kpServerAuth) || extendedKeyUsage.includes(OID.kpClientAuth);
}

async function store(
  { ledger, clock }: Pick<GatewayDependencies, 'ledger' | 'clock'>,
  key: string,
  { kind, subject, der }: RevocationItem,
): Promise<void> {
  if ((await ledger.get('revocationData', key)) !== undefined) return;
  const value: RevocationDataRecord = { kind, subject, keptAt: clock.now().toISOString() };
  try {
    await ledger.commit({ rows: [{ table: 'revocationData', key, expect: 0, value, bytes: der }] });
  } catch (error) {
    // Another process was faster: it is kept.
    if (!isVersionConflict(error)) throw error;
  }
}
