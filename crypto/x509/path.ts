import { type BuiltPath, createPathBuilder, issuersOf, type PathBuilder } from './build-path.ts';
import type { Certificate } from './certificate.ts';
import { checkPath, type PathProblem, type RequiredUsage, validityProblem } from './check-path.ts';
import { verifyIssuerSignature } from './issuer-signature.ts';
import { responderOf } from './ocsp-responder.ts';
import type { OcspResponse } from './ocsp-response.ts';
import { createReportCache } from './report-cache.ts';
import type { RevocationList } from './revocation-list.ts';
import { type RevocationStatus, revocationStatusOf, revocationThresholds } from './revocation-status.ts';

export type PathCode =
  | PathProblem
  | 'certificate-revoked'
  | 'name-constraint-violated'
  | 'path-not-found'
  | 'policy-constraint-violated'
  | 'revocation-unknown'
  | 'too-many-certificates';

/** Verdicts of EN 319 102-1. INDETERMINATE means that more information could still change the answer. */
export type PathVerdict = 'PASSED' | 'INDETERMINATE' | 'FAILED';

export interface PathReport {
  readonly verdict: PathVerdict;
  /** Absent when PASSED. */
  readonly code?: PathCode;
  /** For an operator: which certificate, or what the path search said. Holds names of certificates, never of cases. */
  readonly detail?: string;
  /** What is known about revocation over the whole path; 'unknown' passes only where revocation is asked for "if available". */
  readonly revocation: 'good' | 'revoked' | 'unknown';
  /** When a certificate of the path was revoked, also when that was after `at` and the verdict is PASSED. */
  readonly revokedAt?: Date;
  /** The lists and responses that were believed and speak of certificates of the path: what to keep so that the answer can be found again. */
  readonly revocationLists?: readonly RevocationList[];
  readonly ocspResponses?: readonly OcspResponse[];
  /** From the certificate to the anchor; only the certificate itself when no path was found. */
  readonly chain: readonly Certificate[];
}

export interface PathRequest {
  readonly certificate: Certificate;
  /** Certificates that came with the object; at most 16 are looked at. */
  readonly intermediates: readonly Certificate[];
  /** The moment for which the answer holds: now, or the time of a trusted time-stamp. */
  readonly at: Date;
  readonly revocationLists: readonly RevocationList[];
  /** OCSP responses, used beside the lists; those that speak of other certificates cost nothing. */
  readonly ocspResponses?: readonly OcspResponse[];
  readonly required: RequiredUsage;
  readonly revocation: 'required' | 'if-available';
}

export interface PathValidator {
  /** Never rejects for what is in the certificates; the report says what is wrong. */
  validate(request: PathRequest): Promise<PathReport>;
}

const MAXIMUM_INTERMEDIATES = 16;
const DEFAULT_CACHE_SIZE = 1024;
/** ETSI TS 119 312 recommends RSA from 3000 bits. */
const DEFAULT_MINIMUM_RSA_BITS = 3000;

/**
 * Validates certification paths (RFC 5280 section 6) to the anchors given, and to nothing else.
 *
 * Reports are remembered by certificate, intermediates, revocation lists, OCSP responses and requirement, together with the span of time in
 * which they hold, so that asking again costs microseconds. `cacheSize` counts such questions.
 */
export function createPathValidator(options: {
  anchors: readonly Certificate[];
  cacheSize?: number;
  minimumRsaBits?: number;
}): PathValidator {
  const minimumRsaBits = options.minimumRsaBits ?? DEFAULT_MINIMUM_RSA_BITS;
  const context: Context = {
    anchors: options.anchors,
    minimumRsaBits,
    builder: createPathBuilder(),
    isSignedBy: rememberPerIssuer((list, issuer) => verifyIssuerSignature(list, issuer.publicKey)),
    responderOf: rememberPerIssuer((response, issuer) => responderOf(response, issuer, minimumRsaBits)),
  };
  const cache = createReportCache<PathReport>(options.cacheSize ?? DEFAULT_CACHE_SIZE);
  return {
    validate: (asked) => {
      const request = { ...asked, ocspResponses: responsesAbout(asked, context.anchors) };
      return cache.at(keyOf(request), request.at.getTime(), {
        thresholds: () => thresholdsOf(request, context.anchors),
        compute: () => report(request, context),
      });
    },
  };
}

interface Context {
  anchors: readonly Certificate[];
  minimumRsaBits: number;
  builder: PathBuilder;
  isSignedBy: (list: RevocationList, issuer: Certificate) => boolean;
  responderOf: (response: OcspResponse, issuer: Certificate) => Certificate | undefined;
}

/** Responses about other certificates are left out of the key of the cache: they come and go without changing an answer. */
function responsesAbout({ ocspResponses = [], certificate, intermediates }: PathRequest, anchors: readonly Certificate[]): OcspResponse[] {
  if (ocspResponses.length === 0) return [];
  const serials = new Set([certificate, ...intermediates, ...anchors].map(({ serialHex }) => serialHex));
  return ocspResponses.filter(({ answers }) => answers.some(({ certificateId }) => serials.has(certificateId.serialHex)));
}

async function report(request: PathRequest, context: Context): Promise<PathReport> {
  if (request.intermediates.length > MAXIMUM_INTERMEDIATES) {
    return refusal(request, 'too-many-certificates', `${request.intermediates.length} certificates came with the object`);
  }
  const path = await findPath(request, context);
  if ('code' in path) return refusal(request, path.code, path.detail);
  const { chain } = path;
  const problem = checkPath({ chain, at: request.at, required: request.required, minimumRsaBits: context.minimumRsaBits });
  if (problem !== undefined) return { ...refusal(request, problem.code, problem.certificate.subject), chain };
  return judgeRevocation(request, chain, context);
}

type FoundPath = Extract<BuiltPath, { chain: unknown }> | { code: PathCode; detail: string };

async function findPath(request: PathRequest, context: Context): Promise<FoundPath> {
  const { certificate, at } = request;
  // Certificates outside their validity are left out of the first search, so that an expired cross-certificate cannot hide a good path.
  const usable = (candidate: Certificate): boolean => validityProblem(candidate, at) === undefined;
  const intermediates = request.intermediates.filter(usable);
  const anchors = context.anchors.filter(usable);
  const found = await context.builder.build({ certificate, intermediates, anchors, at });
  return 'chain' in found || found.code !== 'path-not-found' ? found : (explainByValidity(request, context) ?? found);
}

/** When no path was found: whether there is one at another time, and which of its certificates is outside its validity. */
function explainByValidity(
  { certificate, intermediates, at }: PathRequest,
  { anchors }: Context,
): { code: PathCode; detail: string } | undefined {
  const candidates = [...anchors, ...intermediates];
  const chain: Certificate[] = [certificate];
  while (chain.length <= candidates.length + 1) {
    const last = chain[chain.length - 1];
    if (last === undefined) return undefined;
    if (anchors.some((anchor) => anchor.fingerprint === last.fingerprint)) break;
    const issuer = issuersOf(last, candidates).find((candidate) => !chain.includes(candidate));
    if (issuer === undefined) return undefined;
    chain.push(issuer);
  }
  for (const link of chain) {
    const code = validityProblem(link, at);
    if (code !== undefined) return { code, detail: link.subject };
  }
  // Everything is valid at `at` and yet there is no path: an issuer that may not issue.
  const notAuthority = chain.slice(1).find((link) => !link.isAuthority || (link.keyUsage.size > 0 && !link.keyUsage.has('keyCertSign')));
  return notAuthority === undefined ? undefined : { code: 'issuer-not-authority', detail: notAuthority.subject };
}

function judgeRevocation(request: PathRequest, chain: readonly Certificate[], context: Context): PathReport {
  const { at, revocationLists: lists, ocspResponses: responses = [] } = request;
  const { isSignedBy, responderOf } = context;
  const links = chain.slice(0, -1).map((certificate, index) => ({ certificate, issuer: chain[index + 1] ?? certificate }));
  const statuses = links.map((link) => ({
    certificate: link.certificate,
    ...revocationStatusOf({ ...link, lists, responses, at, isSignedBy, responderOf }),
  }));
  const told = toldBy(statuses);
  const revoked = statuses.find((status) => status.status === 'revoked');
  if (revoked !== undefined)
    return { ...refusal(request, 'certificate-revoked', revoked.certificate.subject), ...told, revocation: 'revoked', chain };
  const unknown = statuses.find((status) => status.status === 'unknown');
  if (unknown === undefined) return { verdict: 'PASSED', ...told, revocation: 'good', chain };
  if (request.revocation === 'if-available') return { verdict: 'PASSED', ...told, revocation: 'unknown', chain };
  return { ...refusal(request, 'revocation-unknown', unknown.certificate.subject), ...told, chain };
}

function toldBy(statuses: readonly RevocationStatus[]): Pick<PathReport, 'revokedAt' | 'revocationLists' | 'ocspResponses'> {
  const dates = statuses.flatMap((status) => status.revokedAt ?? []).sort((left, right) => left.getTime() - right.getTime());
  return {
    ...(dates[0] === undefined ? {} : { revokedAt: dates[0] }),
    revocationLists: [...new Set(statuses.flatMap((status) => status.lists))],
    ocspResponses: [...new Set(statuses.flatMap((status) => status.responses))],
  };
}

const INDETERMINATE: ReadonlySet<PathCode> = new Set(['path-not-found', 'revocation-unknown']);

function refusal(request: PathRequest, code: PathCode, detail: string): PathReport {
  return {
    verdict: INDETERMINATE.has(code) ? 'INDETERMINATE' : 'FAILED',
    code,
    detail,
    revocation: 'unknown',
    chain: [request.certificate],
  };
}

function keyOf({ certificate, intermediates, revocationLists, ocspResponses = [], required, revocation }: PathRequest): string {
  let key = `${certificate.fingerprint}|${revocation}|${required.keyUsage?.join() ?? ''}|${required.extendedKeyUsage ?? ''}|`;
  for (const intermediate of intermediates) key += intermediate.fingerprint;
  key += '|';
  for (const list of revocationLists) key += list.fingerprint;
  key += '|';
  for (const response of ocspResponses) key += response.fingerprint;
  return key;
}

/** Every moment at which the answer can change: ends of validity, staleness of lists and responses, dates of revocation. */
function thresholdsOf(request: PathRequest, anchors: readonly Certificate[]): number[] {
  const certificates = [request.certificate, ...request.intermediates, ...anchors];
  const validity = certificates.flatMap((certificate) => [certificate.notBefore.getTime(), certificate.notAfter.getTime() + 1]);
  return [...validity, ...revocationThresholds(certificates, request.revocationLists, request.ocspResponses)];
}

/** A list or response is checked against each issuer's key once: its signature is the costly part of a path of many certificates. */
function rememberPerIssuer<Signed extends object, Answer>(
  check: (signed: Signed, issuer: Certificate) => Answer,
): (signed: Signed, issuer: Certificate) => Answer {
  const answers = new WeakMap<Signed, Map<string, { answer: Answer }>>();
  return (signed, issuer) => {
    const known = answers.get(signed) ?? new Map<string, { answer: Answer }>();
    answers.set(signed, known);
    const remembered = known.get(issuer.fingerprint) ?? { answer: check(signed, issuer) };
    known.set(issuer.fingerprint, remembered);
    return remembered.answer;
  };
}
