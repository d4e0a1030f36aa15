import type { DigestAlgorithm, SignatureAlgorithm } from '../suites.ts';
import type { Certificate } from '../x509/certificate.ts';
import { type CryptographicConstraint, materialOf, materialOfIssue, reliableUntil } from './cryptographic-constraints.ts';

/** What of an archive decides when its proof ends: its youngest archive time-stamp. */
export interface ArchiveState {
  /** Generation time of the youngest archive time-stamp. */
  readonly stampedAt: Date;
  /** From the authority's certificate to the anchor. */
  readonly chain: readonly Certificate[];
  readonly algorithm: SignatureAlgorithm;
  /** The digest under which the archive is covered. */
  readonly digest: DigestAlgorithm;
}

export type RenewalReason = 'algorithm' | 'certificate' | 'interval';

export interface RenewalDue {
  /** From this moment on the archive should be stamped again. */
  readonly at: Date;
  /** After this moment a new time-stamp proves nothing any more; absent when only the interval sets an end. */
  readonly lostAfter?: Date;
  readonly reason: RenewalReason;
}

export interface RenewalRules {
  readonly constraints: readonly CryptographicConstraint[];
  /** How long before the end of certificate or algorithm the renewal is due. */
  readonly marginMilliseconds: number;
  /** Renewed at the latest so long after the last time, whatever the ends. */
  readonly maximumIntervalMilliseconds: number;
}

const DAY = 24 * 60 * 60 * 1000;

/** Ninety days before the end, and yearly at the latest (standards on preservation ask for "in time"; a year catches every surprise). */
export const RENEWAL_RULES: Omit<RenewalRules, 'constraints'> = { marginMilliseconds: 90 * DAY, maximumIntervalMilliseconds: 365 * DAY };

/**
 * When an archive has to be stamped again: before a certificate of the path of its youngest time-stamp ends, before one of the
 * algorithms that path or token rest on does, and at the latest after the interval.
 */
export function renewalDue(archive: ArchiveState, rules: RenewalRules): RenewalDue {
  const certificate = earliest(archive.chain.map(({ notAfter }) => notAfter));
  const algorithm = earliest(materialEnds(archive, rules.constraints));
  const interval = new Date(archive.stampedAt.getTime() + rules.maximumIntervalMilliseconds);
  const lostAfter = earliest([certificate, algorithm].filter((end) => end !== undefined));
  const ends = [
    ...(certificate === undefined ? [] : [{ reason: 'certificate' as const, at: before(certificate, rules) }]),
    ...(algorithm === undefined ? [] : [{ reason: 'algorithm' as const, at: before(algorithm, rules) }]),
    { reason: 'interval' as const, at: interval },
  ];
  const first = ends.reduce((left, right) => (right.at < left.at ? right : left));
  return { ...first, ...(lostAfter === undefined ? {} : { lostAfter }) };
}

/** The archives that are due at `now`, the most pressing first. */
export function dueForRenewal<Archive extends ArchiveState>(archives: readonly Archive[], rules: RenewalRules, now: Date): Archive[] {
  return archives
    .map((archive) => ({ archive, at: renewalDue(archive, rules).at }))
    .filter(({ at }) => at <= now)
    .sort((left, right) => left.at.getTime() - right.at.getTime())
    .map(({ archive }) => archive);
}

function materialEnds({ chain, algorithm, digest }: ArchiveState, constraints: readonly CryptographicConstraint[]): Date[] {
  const [authority] = chain;
  const own = authority === undefined ? [] : [materialOf(algorithm, authority), { ...materialOf(algorithm, authority), digest }];
  const issued = chain.flatMap((certificate, index) => {
    const issuer = chain[index + 1];
    return issuer === undefined ? [] : (materialOfIssue(certificate, issuer) ?? []);
  });
  return [...own, ...issued].map((material) => reliableUntil(material, constraints)).filter((end) => end !== undefined);
}

function before(end: Date, { marginMilliseconds }: RenewalRules): Date {
  return new Date(end.getTime() - marginMilliseconds);
}

function earliest(dates: readonly Date[]): Date | undefined {
  return dates.length === 0 ? undefined : new Date(Math.min(...dates.map((date) => date.getTime())));
}
