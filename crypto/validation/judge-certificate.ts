import type { Certificate } from '../x509/certificate.ts';
import type { RequiredUsage } from '../x509/check-path.ts';
import type { PathReport, PathRequest, PathValidator } from '../x509/path.ts';
import type { Circumstances } from './context.ts';
import { judgeMaterial, materialOfIssue } from './cryptographic-constraints.ts';
import type { KnownData } from './known-data.ts';
import { type Outcome, outcomeOf, PASSED } from './outcome.ts';
import { selectIssuers } from './select-issuers.ts';

export interface CertificateQuestion {
  readonly certificate: Certificate;
  /** Certificates that came with the signature or token. */
  readonly candidates: readonly Certificate[];
  readonly paths: PathValidator;
  readonly required: RequiredUsage;
  /** The moment at which what the key signed is known to have existed: the moment of validation, or an earlier proven one. */
  readonly at: Date;
}

export interface CertificateAnswer {
  readonly outcome: Outcome;
  readonly path: PathReport;
}

/**
 * X.509 certificate validation (EN 319 102-1 clause 5.2.6) at a moment that may lie in the past, where it is past certificate
 * validation (clause 5.6.2.1): path, revocation and the algorithms of every certificate below the anchor.
 */
export async function judgeCertificate(question: CertificateQuestion, circumstances: Circumstances): Promise<CertificateAnswer> {
  const { certificate, paths } = question;
  const request = requestOf(question, circumstances, circumstances.data);
  const first = await paths.validate(request);
  const path = await withProvenRevocation(first, question, circumstances);
  if (path.verdict !== 'PASSED') return { path, outcome: await explain(path, request, paths) };
  const weak = judgeChain(path.chain, question.at, circumstances);
  if (weak.indication !== 'PASSED') return { path, outcome: weak };
  return { path, outcome: certificate.notBefore <= question.at ? PASSED : outcomeOf('certificate-not-yet-valid') };
}

function requestOf(question: CertificateQuestion, { data, policy }: Circumstances, revocation: KnownData): PathRequest {
  const { certificate, candidates, required, at } = question;
  return {
    certificate,
    intermediates: selectIssuers(certificate, [...candidates, ...data.certificates]),
    at,
    revocationLists: revocation.revocationLists,
    ocspResponses: revocation.ocspResponses,
    required,
    revocation: policy.revocation,
  };
}

/**
 * For a moment in the past, revocation data counts only where it is proven to have existed while its issuer's certificate was valid:
 * later, an old key that has become known could have signed it (clause 5.6.2.2).
 */
async function withProvenRevocation(path: PathReport, question: CertificateQuestion, circumstances: Circumstances): Promise<PathReport> {
  const { data, proofs, context } = circumstances;
  if (question.at >= context.at || path.verdict !== 'PASSED') return path;
  const endOf = (issuerDer: Buffer): Date | undefined => path.chain.find(({ subjectDer }) => subjectDer.equals(issuerDer))?.notAfter;
  const isProven = (der: Buffer, end: Date | undefined): boolean => end === undefined || proofs.of(der) <= end;
  const revocationLists = data.revocationLists.filter((list) => isProven(list.der, endOf(list.issuerDer)));
  const ocspResponses = data.ocspResponses.filter(({ der, certificates }) => isProven(der, certificates[0]?.notAfter));
  const complete = revocationLists.length === data.revocationLists.length && ocspResponses.length === data.ocspResponses.length;
  if (complete) return path;
  return question.paths.validate(requestOf(question, circumstances, { ...data, revocationLists, ocspResponses }));
}

function judgeChain(chain: readonly Certificate[], at: Date, { policy }: Circumstances): Outcome {
  for (const [index, certificate] of chain.entries()) {
    const issuer = chain[index + 1];
    if (issuer === undefined) break;
    const material = materialOfIssue(certificate, issuer);
    const outcome =
      material === undefined ? outcomeOf('algorithm-not-accepted', certificate.subject) : judgeMaterial(material, policy.constraints, at);
    if (outcome.indication !== 'PASSED') return outcome;
  }
  return PASSED;
}

/** The sub-indications that depend on more than the code: whose certificate it is, and whether it was revoked before it expired. */
async function explain(path: PathReport, request: PathRequest, paths: PathValidator): Promise<Outcome> {
  const code = path.code ?? 'path-not-found';
  const isOwn = path.detail === request.certificate.subject;
  if (code === 'certificate-revoked' && !isOwn) {
    return outcomeOf(code, path.detail, { indication: 'INDETERMINATE', subIndication: 'REVOKED_CA_NO_POE' });
  }
  if (code === 'certificate-expired' && isOwn) {
    const atTheEnd = await paths.validate({ ...request, at: request.certificate.notAfter });
    if (atTheEnd.verdict === 'PASSED' && atTheEnd.revocation === 'good') {
      return outcomeOf(code, path.detail, { indication: 'INDETERMINATE', subIndication: 'OUT_OF_BOUNDS_NOT_REVOKED' });
    }
  }
  return outcomeOf(code, path.detail);
}
