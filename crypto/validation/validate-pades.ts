import { type PadesFinding, type PadesSignature, verifyPades } from '../pades/verify.ts';
import { SIGNATURES_OF_OTHERS } from '../suites.ts';
import type { PathValidator } from '../x509/path.ts';
import { dataOfTokens, objectsOf } from './carried-data.ts';
import type { ValidationContext } from './context.ts';
import { judgeSignature, refusedSignature } from './judge-signature.ts';
import { LEAST_RSA_BITS, type Stamp } from './judge-timestamp.ts';
import { mergeData, NO_DATA } from './known-data.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import type { SignatureValidation } from './report.ts';

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
    if (pades.kind === 'signature') validations.push({ ...(await validateOne(pades, all, options)), pades });
  }
  return validations;
}

async function validateOne(
  pades: PadesSignature,
  all: readonly PadesSignature[],
  context: ValidationContext,
): Promise<SignatureValidation> {
  const { certificate, algorithm, signatureValue } = pades;
  const refusal = [pades.integrity, pades.laterChanges].map(outcomeOfFinding).find((outcome) => outcome !== undefined);
  if (certificate === undefined || algorithm === undefined || signatureValue === undefined) {
    return refusedSignature(refusal ?? outcomeOf('signature-missing'), context);
  }
  const stamps = stampsOf(pades, signatureValue, all);
  const judged = await judgeSignature(
    {
      certificate,
      certificates: pades.certificates,
      algorithm,
      signatureValue,
      ...(pades.claimedTime === undefined ? {} : { claimedTime: pades.claimedTime }),
      stamps,
      embedded: mergeData(
        { ...NO_DATA, certificates: pades.certificates.map(({ der }) => der) },
        dataOfTokens(stamps.map((stamp) => stamp.token)),
      ),
      isBaseline: pades.level !== undefined,
    },
    context,
  );
  if (refusal === undefined || judged.indication === 'FAILED') return judged;
  const { indication: _indication, subIndication: _subIndication, code: _code, detail: _detail, ...rest } = judged;
  return { ...rest, ...refusal };
}

/** Signature time-stamps, then the document time-stamps that cover the signature, inner first. */
function stampsOf(pades: PadesSignature, signatureValue: Buffer, all: readonly PadesSignature[]): Stamp[] {
  const own = pades.timestamps.map(({ der, imprint }): Stamp => {
    return { kind: 'signature', token: der, imprint: () => imprint, covers: [signatureValue] };
  });
  const documents = all
    .filter((other) => other.kind === 'document-timestamp' && (other.coveredLength ?? 0) > (pades.coveredLength ?? 0))
    .sort((left, right) => (left.coveredLength ?? 0) - (right.coveredLength ?? 0));
  const stamps = own;
  for (const document of documents) {
    const inner = stamps.map((stamp) => stamp.token);
    for (const { der, imprint } of document.timestamps) {
      const covers = [signatureValue, ...inner, ...objectsOf(dataOfTokens(inner))];
      stamps.push({ kind: 'document', token: der, imprint: () => imprint, covers });
    }
  }
  return stamps;
}

function outcomeOfFinding({ verdict, code, detail }: PadesFinding): Outcome | undefined {
  return verdict === 'PASSED' || code === undefined ? undefined : outcomeOf(code, detail);
}
