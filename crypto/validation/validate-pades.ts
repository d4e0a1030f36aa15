import { createHash } from 'node:crypto';
import { CryptoError } from '../error.ts';
import type { PadesDocumentTimestamp } from '../pades/embedded-proof.ts';
import { type PadesFinding, type PadesSignature, verifyPades } from '../pades/verify.ts';
import { SIGNATURES_OF_OTHERS } from '../suites.ts';
import type { PathValidator } from '../x509/path.ts';
import { dataOfTokens, objectsOf } from './carried-data.ts';
import type { ValidationContext } from './context.ts';
import { judgeSignature, overruled, refusedSignature } from './judge-signature.ts';
import { LEAST_RSA_BITS, type Stamp } from './judge-timestamp.ts';
import { mergeData, NO_DATA } from './known-data.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import type { SignatureValidation } from './report.ts';
import type { ValidationData } from './validation-data.ts';

/** The verdict on one signature of a PDF, with what its field says. */
export interface PadesValidation extends SignatureValidation {
  readonly pades: PadesSignature;
}

/** Time-stamps are judged here, in the light of those around them; `verifyPades` only has to find which of them compute. */
const JUDGED_LATER: PathValidator = {
  validate: async ({ certificate }) => ({ verdict: 'PASSED', revocation: 'unknown', chain: [certificate] }),
};

/**
 * Validates every signature of a PDF (EN 319 142-1, EN 319 102-1), in the order of its form; document time-stamps are reported with
 * the signatures they cover. An empty list means that nobody has signed.
 *
 * @throws CryptoError for a file that cannot be judged as a whole, as `verifyPades` does
 */
export async function validatePades(options: { pdf: Buffer; maximumLength: number } & ValidationContext): Promise<PadesValidation[]> {
  const all = await verifyPades({
    pdf: options.pdf,
    maximumLength: options.maximumLength,
    algorithms: SIGNATURES_OF_OTHERS,
    minimumRsaBits: LEAST_RSA_BITS,
    timestamps: { pathValidator: JUDGED_LATER, revocationLists: [], minimumRsaBits: LEAST_RSA_BITS },
  });
  const validations: PadesValidation[] = [];
  for (const pades of all) {
    if (pades.kind === 'signature') validations.push({ ...(await validateOne(pades, options)), pades });
  }
  return validations;
}

async function validateOne(pades: PadesSignature, context: ValidationContext): Promise<SignatureValidation> {
  const { certificate, algorithm, signatureValue } = pades;
  const refusal = [pades.integrity, pades.laterChanges].map(outcomeOfFinding).find((outcome) => outcome !== undefined);
  if (certificate === undefined || algorithm === undefined || signatureValue === undefined) {
    return refusedSignature(refusal ?? outcomeOf('signature-missing'), context);
  }
  const stamps = stampsOf(pades, signatureValue);
  const judged = await judgeSignature(
    {
      certificate,
      certificates: pades.certificates,
      algorithm,
      signatureValue,
      ...(pades.claimedTime === undefined ? {} : { claimedTime: pades.claimedTime }),
      stamps,
      embedded: mergeData(certificatesOf(pades), dataOfTokens(stamps.map(({ token }) => token)), pades.dss ?? NO_DATA),
      isBaseline: pades.level !== undefined,
    },
    context,
  );
  return overruled(judged, refusal);
}

function certificatesOf({ certificates }: PadesSignature): ValidationData {
  return { ...NO_DATA, certificates: certificates.map(({ der }) => der) };
}

/** Signature time-stamps, then the document time-stamps that cover the signature, inner first. */
function stampsOf(pades: PadesSignature, signatureValue: Buffer): Stamp[] {
  const stamps = pades.timestampTokens.map((token): Stamp => {
    const imprint: Stamp['imprint'] = (digest) => createHash(digest).update(signatureValue).digest();
    return { kind: 'signature', token, imprint, covers: [signatureValue] };
  });
  for (const document of pades.documentTimestamps) {
    const inner = stamps.map(({ token }) => token);
    const data = mergeData(certificatesOf(pades), dataOfTokens(inner), document.dss ?? NO_DATA);
    stamps.push({
      kind: tellsOfRevocation(document.dss) ? 'archive' : 'document',
      token: document.token,
      imprint: imprintOf(document),
      covers: [signatureValue, ...inner, ...objectsOf(data)],
    });
  }
  return stamps;
}

/** A time-stamp over validation data is an archive time-stamp (EN 319 142-1 clause 6.3, B-LTA). */
function tellsOfRevocation(data: ValidationData | undefined): boolean {
  return data !== undefined && data.revocationLists.length + data.ocspResponses.length > 0;
}

/** Also what is wrong with the place of the token in the file is wrong with the time-stamp. */
function imprintOf({ integrity, coveredDigest }: PadesDocumentTimestamp): Stamp['imprint'] {
  return (digest) => {
    if (integrity.verdict !== 'PASSED' && integrity.code !== undefined) throw new CryptoError(integrity.code, integrity.detail ?? '');
    return coveredDigest(digest);
  };
}

function outcomeOfFinding({ verdict, code, detail }: PadesFinding): Outcome | undefined {
  return verdict === 'PASSED' || code === undefined ? undefined : outcomeOf(code, detail);
}
