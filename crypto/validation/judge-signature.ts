import type { SignatureAlgorithm } from '../suites.ts';
import type { Certificate } from '../x509/certificate.ts';
import type { PathReport } from '../x509/path.ts';
import { baselineLevel } from './baseline-level.ts';
import { type Circumstances, circumstancesOf, type ValidationContext } from './context.ts';
import { judgeAcceptance } from './judge-acceptance.ts';
import { judgeCertificate } from './judge-certificate.ts';
import type { JudgedStamp, Stamp } from './judge-timestamp.ts';
import { judgeTimestamps } from './judge-timestamps.ts';
import { type Outcome, outcomeOf, PASSED } from './outcome.ts';
import type { SignatureValidation, TimestampValidation } from './report.ts';
import type { ValidationData } from './validation-data.ts';

/** A signature whose own cryptography holds over its content, in terms that no format owns. */
export interface SignatureMaterial {
  readonly certificate: Certificate;
  readonly certificates: readonly Certificate[];
  readonly algorithm: SignatureAlgorithm;
  /** The octets by which time-stamps name the signature in `Stamp.covers`. */
  readonly signatureValue: Buffer;
  readonly claimedTime?: Date;
  /** Inner first. */
  readonly stamps: readonly Stamp[];
  /** Everything the signature and its time-stamps carry. */
  readonly embedded: ValidationData;
  /** Whether it is in the form of a baseline profile at all. */
  readonly isBaseline: boolean;
}

/**
 * Validation of signatures with time and with long-term validation data (EN 319 102-1 clauses 5.5 and 5.6) from the point on at which
 * the signer is identified (5.2.3) and the signature computes (5.2.7): time-stamps, best signature time, certificate and acceptance
 * at that time.
 */
export async function judgeSignature(material: SignatureMaterial, context: ValidationContext): Promise<SignatureValidation> {
  const circumstances = circumstancesOf(context, material.embedded);
  const stamps = await judgeTimestamps(material.stamps, circumstances);
  const bestSignatureTime = circumstances.proofs.of(material.signatureValue);
  const { outcome, path } = await judgeSigner(material, circumstances, bestSignatureTime);
  const level = material.isBaseline ? baselineLevel({ certificate: material.certificate, path }, stamps, material.embedded) : undefined;
  return {
    ...toldOf(outcome),
    ...(level === undefined ? {} : { level }),
    algorithm: material.algorithm,
    certificate: material.certificate,
    path,
    ...(material.claimedTime === undefined ? {} : { claimedTime: material.claimedTime }),
    bestSignatureTime,
    timestamps: stamps.map(timestampOf),
  };
}

/** The verdict on a signature that could not be read, or does not hold. */
export function refusedSignature(outcome: Outcome, context: ValidationContext): SignatureValidation {
  return { ...toldOf(outcome), bestSignatureTime: context.at, timestamps: [] };
}

/** The verdict with a problem in what was signed, which outweighs what is said of the signer. */
export function overruled(judged: SignatureValidation, problem: Outcome | undefined): SignatureValidation {
  if (problem === undefined || judged.indication === 'FAILED') return judged;
  const { indication: _indication, subIndication: _subIndication, code: _code, detail: _detail, ...rest } = judged;
  return { ...rest, ...toldOf(problem) };
}

async function judgeSigner(
  material: SignatureMaterial,
  circumstances: Circumstances,
  at: Date,
): Promise<{ outcome: Outcome; path: PathReport }> {
  const { certificate, algorithm } = material;
  const { path, outcome } = await judgeCertificate(
    { certificate, candidates: material.certificates, paths: circumstances.context.signerPaths, required: {}, at },
    circumstances,
  );
  const accepted = judgeAcceptance({ algorithm, certificate, accepted: circumstances.policy.algorithms }, circumstances, at);
  return { path, outcome: [judgeStart(certificate, at), outcome, judgeUsage(certificate), accepted].find(isBad) ?? PASSED };
}

function isBad(outcome: Outcome): boolean {
  return outcome.indication !== 'PASSED';
}

/** Clause 5.5.4: what existed before the certificate was issued cannot have been signed under it. */
function judgeStart(certificate: Certificate, at: Date): Outcome {
  if (at >= certificate.notBefore) return PASSED;
  return outcomeOf('certificate-not-yet-valid', certificate.subject, { indication: 'FAILED', subIndication: 'NOT_YET_VALID' });
}

/** Either of the two bits says that the key signs documents; a certificate without the extension does not limit its key. */
function judgeUsage({ keyUsage, subject }: Certificate): Outcome {
  const signs = keyUsage.size === 0 || keyUsage.has('digitalSignature') || keyUsage.has('nonRepudiation');
  return signs ? PASSED : outcomeOf('key-usage-missing', subject);
}

function toldOf(outcome: Outcome): Pick<SignatureValidation, 'indication' | 'subIndication' | 'code' | 'detail'> {
  return outcome.indication === 'PASSED' ? { indication: 'PASSED' } : outcome;
}

function timestampOf({ stamp: _stamp, generationTime: _generationTime, ...told }: JudgedStamp): TimestampValidation {
  return told;
}
