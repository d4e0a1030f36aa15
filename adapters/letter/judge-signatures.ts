import { signatureFieldsOf } from '../../crypto/pades/document-structure.ts';
import { openPdf } from '../../crypto/pades/pdf-document.ts';
import { type PadesFinding, type PadesSignature, verifyPades } from '../../crypto/pades/verify.ts';
import { SIGNATURES_WITH_PKCS1 } from '../../crypto/suites.ts';
import type { PathReport, PathValidator } from '../../crypto/x509/path.ts';
import type { RevocationList } from '../../crypto/x509/revocation-list.ts';
import type { LetterSignature } from '../../gateway/contracts/letters.ts';

/** By which certificates letters are judged. */
export interface LetterTrust {
  /** Paths of officers' and authorities' certificates. */
  paths: PathValidator;
  timestampPaths: PathValidator;
  /** Asked for only when there is a signature. */
  revocationLists: () => Promise<readonly RevocationList[]>;
}

/** Names in certificates can be as long as their issuer likes. */
const MAXIMUM_NAME_LENGTH = 512;

/**
 * Judges every signature of a letter, in the order of its form, at the moment `at` or at the earlier one that a time-stamp proves.
 *
 * @throws CryptoError for a file that cannot be judged as a whole, as `verifyPades`
 */
export async function judgeSignatures(
  letter: Buffer,
  options: { maximumLength: number; trust: LetterTrust; at: Date },
): Promise<LetterSignature[]> {
  const { maximumLength, trust, at } = options;
  const fields = signatureFieldsOf(openPdf(letter, maximumLength));
  if (fields.every(({ value }) => value === undefined)) return [];
  const revocationLists = await trust.revocationLists();
  const signatures = await verifyPades({
    pdf: letter,
    maximumLength,
    algorithms: SIGNATURES_WITH_PKCS1,
    timestamps: { pathValidator: trust.timestampPaths, revocationLists },
  });
  return Promise.all(signatures.map(async (signature) => reported(signature, await pathOf(signature, { trust, at, revocationLists }))));
}

async function pathOf(
  signature: PadesSignature,
  { trust, at, revocationLists }: { trust: LetterTrust; at: Date; revocationLists: readonly RevocationList[] },
): Promise<PathReport | undefined> {
  // The token of a document time-stamp was verified with its path.
  if (signature.certificate === undefined || signature.kind === 'document-timestamp') return undefined;
  return trust.paths.validate({
    certificate: signature.certificate,
    intermediates: signature.certificates,
    at: signature.stampedTime ?? at,
    revocationLists,
    required: {},
    revocation: 'required',
  });
}

function reported(signature: PadesSignature, path: PathReport | undefined): LetterSignature {
  const { certificate, claimedTime, stampedTime, level } = signature;
  const { verdict, code } = worst([signature.integrity, signature.laterChanges, ...(path === undefined ? [] : [path])]);
  return {
    kind: signature.kind,
    verdict,
    ...(code === undefined ? {} : { code }),
    ...(level === undefined ? {} : { level }),
    ...(certificate === undefined
      ? {}
      : {
          signer: {
            subject: certificate.subject.slice(0, MAXIMUM_NAME_LENGTH),
            issuer: certificate.issuer.slice(0, MAXIMUM_NAME_LENGTH),
            certificate: certificate.sha256.toString('hex'),
          },
        }),
    ...(claimedTime === undefined ? {} : { claimedTime: claimedTime.toISOString() }),
    ...(stampedTime === undefined ? {} : { stampedTime: stampedTime.toISOString() }),
    coversWholeFile: signature.coversWholeFile,
    changesAfter: distinctChanges(signature),
  };
}

/** The first failure, or else the first doubt. */
function worst(findings: readonly (PadesFinding | PathReport)[]): { verdict: LetterSignature['verdict']; code?: string } {
  const finding = findings.find(({ verdict }) => verdict === 'FAILED') ?? findings.find(({ verdict }) => verdict === 'INDETERMINATE');
  if (finding === undefined) return { verdict: 'PASSED' };
  return { verdict: finding.verdict, ...(finding.code === undefined ? {} : { code: finding.code }) };
}

function distinctChanges({ changesAfter }: PadesSignature): LetterSignature['changesAfter'] {
  const kinds = new Map(changesAfter.map(({ kind, harmless }) => [`${kind} ${harmless}`, { kind, harmless }]));
  return [...kinds.values()];
}
