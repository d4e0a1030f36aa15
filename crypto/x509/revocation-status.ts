import type { Certificate } from './certificate.ts';
import { namesIssuer } from './ocsp-certificate-id.ts';
import type { OcspAnswer, OcspResponse } from './ocsp-response.ts';
import { newestFirst, type Revocation, type RevocationList } from './revocation-list.ts';

/** certificateHold, the one reason that can be taken back (RFC 5280 section 5.3.1). */
const HOLD = 6;

/** Reasons that leave what the key signed before in force: affiliationChanged, superseded, cessationOfOperation. */
const HARMLESS_REASONS: ReadonlySet<number> = new Set([3, 4, 5]);

/** A responder that names no next update has newer information at any time: after this long what it said counts as stale. Milliseconds. */
export const AGE_WITHOUT_NEXT_UPDATE = 10 * 60 * 1000;

export interface RevocationStatus {
  readonly status: 'good' | 'revoked' | 'unknown';
  /** Given when a list or response names the certificate as revoked, also when that was after the moment asked about. */
  readonly revokedAt?: Date;
  /** Code of RFC 5280 section 5.3.1 of that revocation, where it is told. */
  readonly reason?: number;
  /** The lists and responses that were believed and speak of the certificate, whatever they say. */
  readonly lists: readonly RevocationList[];
  readonly responses: readonly OcspResponse[];
}

/** What is asked: one certificate, at one moment, by what is at hand. */
export interface RevocationQuestion {
  certificate: Certificate;
  issuer: Certificate;
  lists: readonly RevocationList[];
  responses?: readonly OcspResponse[];
  at: Date;
  /** Whether the issuer's key signed the list; an argument so that the caller can remember the answer. */
  isSignedBy: (list: RevocationList, issuer: Certificate) => boolean;
  /** Who signed the response for this issuer, see `responderOf`; without it no response is believed. */
  responderOf?: (response: OcspResponse, issuer: Certificate) => Certificate | undefined;
}

/** What one list or response says about the certificate. */
interface Statement {
  readonly thisUpdate: Date;
  /** After this moment it says nothing any more. */
  readonly until: Date;
  /** Number of the list, which decides between lists of the same second. */
  readonly number?: bigint;
  /** Absent when the certificate is not revoked. */
  readonly revocation?: Revocation;
  /** Whether it still knows certificates that expired as long ago as this one. */
  readonly knowsExpired: boolean;
}

/**
 * What lists and responses say about one certificate at the moment `at`.
 *
 * - A revocation up to `at` means revoked, wherever it stands and however old: nothing but a hold is ever taken back, and a hold
 *   counts until a newer list or response no longer has it. A later revocation means good at that moment.
 * - Not being revoked means good only by information that was not stale at `at` and was made before the certificate expired,
 *   because authorities may drop expired certificates from their lists (RFC 5280 section 3.3); a responder may say how far back it
 *   knows them (RFC 6960 section 4.4.4). Information made after `at` counts: it knows more.
 * - Lists of another issuer, of another scope, or whose signature does not hold are passed over, and so are responses of somebody
 *   who may not answer for this issuer, and the answer "unknown".
 */
export function revocationStatusOf(options: RevocationQuestion): RevocationStatus {
  const { certificate, at } = options;
  const lists = believedLists(options).sort(newestFirst);
  const responses = believedAnswers(options);
  const statements = [...lists.map((list) => ofList(list, certificate)), ...responses.map(({ answer }) => ofAnswer(answer, certificate))];
  const revocation = earliestRevocation(statements);
  const told = {
    ...(revocation === undefined ? {} : { revokedAt: revocation.revokedAt }),
    ...(revocation?.reason === undefined ? {} : { reason: revocation.reason }),
    lists,
    responses: responses.map(({ response }) => response),
  };
  if (revocation !== undefined && revocation.revokedAt <= at) return { status: 'revoked', ...told };
  const settled = statements.some((statement) => statement.until >= at && statement.knowsExpired);
  return { status: settled ? 'good' : 'unknown', ...told };
}

/** Moments at which the status of any of these certificates can change: the status is constant between two of them. */
export function revocationThresholds(
  certificates: readonly Certificate[],
  lists: readonly RevocationList[],
  responses: readonly OcspResponse[] = [],
): number[] {
  const thresholds: number[] = [];
  for (const list of lists) {
    thresholds.push(list.nextUpdate.getTime() + 1);
    for (const certificate of certificates) {
      const entry = list.revocations.get(certificate.serialHex);
      if (entry !== undefined) thresholds.push(entry.revokedAt.getTime());
    }
  }
  for (const answer of responses.flatMap(({ answers }) => answers)) {
    thresholds.push(endOf(answer).getTime() + 1);
    if (answer.revokedAt !== undefined) thresholds.push(answer.revokedAt.getTime());
  }
  return thresholds;
}

/** Last moment for which an answer still counts. */
export function endOf({ thisUpdate, nextUpdate }: OcspAnswer): Date {
  return nextUpdate ?? new Date(thisUpdate.getTime() + AGE_WITHOUT_NEXT_UPDATE);
}

function believedLists({ certificate, issuer, lists, isSignedBy }: RevocationQuestion): RevocationList[] {
  if (issuer.keyUsage.size > 0 && !issuer.keyUsage.has('cRLSign')) return [];
  return lists.filter((list) => covers(list, certificate) && isSignedBy(list, issuer));
}

function covers(list: RevocationList, certificate: Certificate): boolean {
  const { scope } = list;
  if (!list.issuerDer.equals(certificate.issuerDer)) return false;
  if (!(certificate.isAuthority ? scope.authorityCertificates : scope.userCertificates)) return false;
  return scope.distributionPoints.length === 0 || scope.distributionPoints.some((point) => certificate.distributionPoints.includes(point));
}

function believedAnswers(question: RevocationQuestion): { response: OcspResponse; answer: OcspAnswer }[] {
  const { certificate, issuer, responses = [] } = question;
  return responses.flatMap((response) => {
    const answer = response.answers.find((candidate) => answers(candidate, certificate, issuer));
    return answer === undefined || answer.status === 'unknown' || !isBelieved(response, question) ? [] : [{ response, answer }];
  });
}

function answers({ certificateId }: OcspAnswer, certificate: Certificate, issuer: Certificate): boolean {
  return certificateId.serialHex === certificate.serialHex && namesIssuer(certificateId, issuer);
}

/**
 * The issuer is believed; whether it was revoked itself is judged one step further up. A responder to whom it delegated is believed
 * when its certificate was good at the time of production by the lists, or the issuer asked not to look (id-pkix-ocsp-nocheck). A list that names the
 * responder counts all the same, and for a reason such as a lost key at any date: whoever has the key chooses the date.
 */
function isBelieved(response: OcspResponse, { issuer, lists, isSignedBy, responderOf }: RevocationQuestion): boolean {
  const responder = responderOf?.(response, issuer);
  if (responder === undefined) return false;
  if (responder.fingerprint === issuer.fingerprint) return true;
  const { status, revokedAt, reason } = revocationStatusOf({ certificate: responder, issuer, lists, at: response.producedAt, isSignedBy });
  if (status === 'revoked' || (revokedAt !== undefined && !HARMLESS_REASONS.has(reason ?? 0))) return false;
  return status === 'good' || responder.isOcspNoCheck;
}

function ofList(list: RevocationList, { serialHex, notAfter }: Certificate): Statement {
  const revocation = list.revocations.get(serialHex);
  return {
    thisUpdate: list.thisUpdate,
    until: list.nextUpdate,
    number: list.number ?? 0n,
    ...(revocation === undefined ? {} : { revocation }),
    knowsExpired: list.thisUpdate <= notAfter,
  };
}

function ofAnswer(answer: OcspAnswer, { notAfter }: Certificate): Statement {
  const { thisUpdate, archiveCutoff, revokedAt, reason } = answer;
  return {
    thisUpdate,
    until: endOf(answer),
    ...(revokedAt === undefined ? {} : { revocation: { revokedAt, ...(reason === undefined ? {} : { reason }) } }),
    knowsExpired: thisUpdate <= notAfter || (archiveCutoff !== undefined && archiveCutoff <= notAfter),
  };
}

/** A hold counts only while nothing newer speaks without it, any other revocation for ever. */
function earliestRevocation(statements: readonly Statement[]): Revocation | undefined {
  const standing = statements.flatMap((statement) => {
    const { revocation } = statement;
    if (revocation === undefined) return [];
    return revocation.reason === HOLD && statements.some((other) => isNewer(other, statement)) ? [] : [revocation];
  });
  return standing.sort((left, right) => left.revokedAt.getTime() - right.revokedAt.getTime())[0];
}

/** Of a list and a response of the same second neither is newer. */
function isNewer(statement: Statement, other: Statement): boolean {
  const byTime = statement.thisUpdate.getTime() - other.thisUpdate.getTime();
  if (byTime !== 0 || statement.number === undefined || other.number === undefined) return byTime > 0;
  return statement.number > other.number;
}
