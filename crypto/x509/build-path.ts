import { CertificateChainValidationEngine, Certificate as EngineCertificate } from 'pkijs';
import type { Certificate } from './certificate.ts';
import { verifyIssuerSignature } from './issuer-signature.ts';

/** A path from the certificate to an anchor, both included, or the reason why there is none. */
export type BuiltPath =
  | { readonly chain: readonly Certificate[] }
  | { readonly code: 'name-constraint-violated' | 'path-not-found' | 'policy-constraint-violated'; readonly detail: string };

export interface PathBuilder {
  build(options: {
    certificate: Certificate;
    intermediates: readonly Certificate[];
    anchors: readonly Certificate[];
    at: Date;
  }): Promise<BuiltPath>;
}

/** Questions "who issued this" per path: enough for eight levels with cross-certificates, few enough to stop a loop of authorities at once. */
const MAXIMUM_ISSUER_SEARCHES = 32;

/** Codes of the engine for names outside the permitted subtrees, inside the excluded ones, and of a missing name form. */
const NAME_CONSTRAINT_CODES: ReadonlySet<number> = new Set([21, 41, 42]);
/** Codes of the engine for policy mapping that is prohibited or malformed; 0 without a result is an empty set of policies. */
const POLICY_CODES: ReadonlySet<number> = new Set([0, 98, 99]);

/**
 * Finds certification paths with the engine of pkijs, which enumerates paths and processes name constraints and policies
 * (RFC 5280 section 6.1). Everything it leaves undone is in `check-path.ts`.
 *
 * The builder remembers the engine's form of each certificate for as long as the certificate itself lives.
 */
export function createPathBuilder(): PathBuilder {
  const forms = new WeakMap<Certificate, EngineCertificate>();
  const formOf = (certificate: Certificate): EngineCertificate => {
    const known = forms.get(certificate);
    if (known !== undefined) return known;
    const form = EngineCertificate.fromBER(certificate.der);
    forms.set(certificate, form);
    return form;
  };
  return { build: (options) => buildWith(formOf, options) };
}

async function buildWith(
  formOf: (certificate: Certificate) => EngineCertificate,
  options: Parameters<PathBuilder['build']>[0],
): Promise<BuiltPath> {
  const { certificate, at } = options;
  if (options.anchors.some((anchor) => anchor.fingerprint === certificate.fingerprint)) return { chain: [certificate] };
  // The engine takes the last certificate for the one to check, and drops repeated ones: neither may depend on what was sent to us.
  const anchors = distinct(options.anchors, []);
  const intermediates = distinct(options.intermediates, [certificate, ...anchors]);
  const candidates = [...anchors, ...intermediates];
  const ours = new Map<EngineCertificate, Certificate>([certificate, ...candidates].map((item) => [formOf(item), item]));
  let searches = 0;
  const engine = new CertificateChainValidationEngine({
    trustedCerts: anchors.map(formOf),
    certs: [...intermediates, certificate].map(formOf),
    checkDate: at,
    findIssuer: async (form) => {
      searches += 1;
      if (searches > MAXIMUM_ISSUER_SEARCHES) throw new Error('the search for issuers does not end');
      const subject = ours.get(form);
      return subject === undefined ? [] : issuersOf(subject, candidates).map(formOf);
    },
  });
  const result = await engine.verify();
  if (!result.result) return { code: codeOf(result.resultCode), detail: result.resultMessage };
  const chain = (result.certificatePath ?? []).flatMap((form) => ours.get(form) ?? []);
  return holds(chain, certificate, anchors)
    ? { chain }
    : { code: 'path-not-found', detail: 'the path found does not link the certificate to an anchor' };
}

/** Candidates whose name is the issuer's and whose key made the signature. Names are compared as encoded. */
export function issuersOf(certificate: Certificate, candidates: readonly Certificate[]): Certificate[] {
  return candidates.filter(
    (candidate) => candidate.subjectDer.equals(certificate.issuerDer) && verifyIssuerSignature(certificate, candidate.publicKey),
  );
}

/** The engine's answer is not taken on trust: ends and links are checked again over our own reading of the certificates. */
function holds(chain: readonly Certificate[], certificate: Certificate, anchors: readonly Certificate[]): boolean {
  const last = chain.at(-1);
  if (chain[0] !== certificate || last === undefined || !anchors.includes(last)) return false;
  return chain.every((link, index) => {
    const issuer = chain[index + 1];
    return issuer === undefined || issuersOf(link, [issuer]).length === 1;
  });
}

function distinct(certificates: readonly Certificate[], except: readonly Certificate[]): Certificate[] {
  const seen = new Set(except.map((certificate) => certificate.fingerprint));
  return certificates.filter(({ fingerprint }) => !seen.has(fingerprint) && seen.add(fingerprint));
}

function codeOf(resultCode: number): 'name-constraint-violated' | 'path-not-found' | 'policy-constraint-violated' {
  if (NAME_CONSTRAINT_CODES.has(resultCode)) return 'name-constraint-violated';
  return POLICY_CODES.has(resultCode) ? 'policy-constraint-violated' : 'path-not-found';
}
