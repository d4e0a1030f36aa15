import { createHash } from 'node:crypto';
import { CryptoError, type CryptoErrorCode } from '../error.ts';
import { type VerifiedTimestamp, verifyTimestampToken } from '../tsp/verify.ts';
import type { BaselineLevel } from '../validation/report.ts';
import { type SignatureField, signatureFieldsOf } from './document-structure.ts';
import { type LaterChange, laterChanges } from './later-changes.ts';
import type { PdfDocument } from './pdf-document.ts';
import { readSignatureDictionary, type SignatureDictionary } from './signature-dictionary.ts';
import { signaturePermissionsOf } from './signature-permissions.ts';
import type { PadesFinding, PadesRequirements, PadesSignature } from './verify.ts';
import { digestCovered, SUB_FILTER, verifyContents } from './verify-contents.ts';

const PASSED: PadesFinding = { verdict: 'PASSED' };

/** Codes that say "cannot be judged" and not "is wrong" (EN 319 102-1 section 5.2). */
const INDETERMINATE: ReadonlySet<CryptoErrorCode> = new Set<CryptoErrorCode>([
  'algorithm-not-allowed',
  'algorithm-unknown',
  'key-too-short',
  'pades-subfilter-unsupported',
  'signer-certificate-not-found',
  'timestamp-path-indeterminate',
]);

type Judged = Partial<PadesSignature> & Pick<PadesSignature, 'integrity'>;

/** Everything about the signature of one field; never throws for what is wrong with it. */
export async function verifyField(
  document: PdfDocument,
  field: SignatureField,
  isShared: boolean,
  requirements: PadesRequirements,
): Promise<PadesSignature> {
  const unread = {
    field: field.name,
    object: field.number,
    kind: 'signature' as const,
    certificates: [],
    timestamps: [],
    timestampTokens: [],
  };
  const nothing = { ...unread, documentTimestamps: [], coversWholeFile: false, changesAfter: [] };
  try {
    const signature = readSignatureDictionary(document, field);
    const kind = signature.type === 'DocTimeStamp' ? ('document-timestamp' as const) : ('signature' as const);
    const known = { ...nothing, object: signature.number, kind, subFilter: signature.subFilter };
    try {
      if (isShared) throw new CryptoError('pades-dictionary-invalid', 'two fields show the same signature as their own');
      const signed = signedRevision(document, signature);
      const judged = await judge(document, signature, requirements);
      return { ...known, ...spanOf(document, signature), ...judged, ...judgeLaterChanges(signed, document) };
    } catch (error) {
      return { ...known, integrity: findingFrom(error), laterChanges: findingFrom(error) };
    }
  } catch (error) {
    return { ...nothing, integrity: findingFrom(error), laterChanges: findingFrom(error) };
  }
}

function spanOf(document: PdfDocument, signature: SignatureDictionary) {
  const { end, gap, contents } = signature;
  const span = { coveredLength: end - (gap.end - gap.start), coversWholeFile: end === document.end, end };
  return { ...span, contents, coveredDigest: digestCovered(document.source.bytes, signature) };
}

/**
 * The revision that the signature covers. The octets must be a complete file in which the same dictionary is the signature of the same
 * field: otherwise what is signed and what is shown as signed are two things.
 */
function signedRevision(document: PdfDocument, signature: SignatureDictionary): PdfDocument {
  const signed = document.revision(signature.end);
  if (signed === undefined) {
    throw new CryptoError('pades-revision-invalid', 'the signature does not end where a revision of the file ends');
  }
  const field = signatureFieldsOf(signed).find((candidate) => candidate.number === signature.field.number);
  const dictionary = field === undefined ? undefined : signed.dictionary(field.value, 'a signature dictionary');
  if (field?.name !== signature.field.name || dictionary?.start !== signature.dictionary.start) {
    throw new CryptoError('pades-revision-invalid', 'the signature is not in its field in the revision that it covers');
  }
  return signed;
}

async function judge(document: PdfDocument, signature: SignatureDictionary, requirements: PadesRequirements): Promise<Judged> {
  const time = signature.claimedTime === undefined ? {} : { claimedTime: signature.claimedTime };
  try {
    if (signature.type === 'DocTimeStamp') return { ...time, ...(await judgeDocumentTimestamp(document, signature, requirements)) };
    return { ...time, ...(await judgeSignature(document, signature, requirements)) };
  } catch (error) {
    return { ...time, integrity: findingFrom(error) };
  }
}

async function judgeSignature(document: PdfDocument, signature: SignatureDictionary, requirements: PadesRequirements): Promise<Judged> {
  const { subFilter } = signature;
  if (subFilter !== SUB_FILTER.pades && subFilter !== SUB_FILTER.pkcs7) throw unsupported(subFilter);
  const { certificate, certificates, algorithm, signatureValue, timestampTokens } = verifyContents(
    document.source.bytes,
    signature,
    requirements,
  );
  const stamps = await judgeTimestamps(timestampTokens, signatureValue, requirements);
  const level: BaselineLevel = stamps.timestamps.length > 0 ? 'B-T' : 'B-B';
  return {
    certificate,
    certificates,
    algorithm,
    signatureValue,
    timestampTokens,
    ...stamps,
    ...(subFilter === SUB_FILTER.pades ? { level } : {}),
    integrity: PASSED,
  };
}

async function judgeDocumentTimestamp(
  document: PdfDocument,
  signature: SignatureDictionary,
  { timestamps }: PadesRequirements,
): Promise<Judged> {
  if (signature.subFilter !== SUB_FILTER.timestamp) throw unsupported(signature.subFilter);
  if (timestamps === undefined) throw unjudgedTimestamp();
  const imprint = digestCovered(document.source.bytes, signature);
  const verified = await verifyTimestampToken({ ...timestamps, token: signature.contents, imprint });
  const { certificate, certificates, existedBefore } = verified;
  return { certificate, certificates, stampedTime: existedBefore, timestamps: [verified], integrity: PASSED };
}

/** One good time-stamp is enough; the finding is that of the first when none is good. */
async function judgeTimestamps(
  tokens: readonly Buffer[],
  signatureValue: Buffer,
  { timestamps }: PadesRequirements,
): Promise<Pick<PadesSignature, 'timestamps' | 'timestamp' | 'stampedTime'>> {
  const verified: VerifiedTimestamp[] = [];
  const findings: PadesFinding[] = [];
  for (const token of tokens) {
    try {
      if (timestamps === undefined) throw unjudgedTimestamp();
      const imprint = (digest: string) => createHash(digest).update(signatureValue).digest();
      verified.push(await verifyTimestampToken({ ...timestamps, token, imprint }));
    } catch (error) {
      findings.push(findingFrom(error));
    }
  }
  const earliest = verified.map((stamp) => stamp.existedBefore.getTime()).sort((a, b) => a - b)[0];
  if (earliest !== undefined) return { timestamps: verified, timestamp: PASSED, stampedTime: new Date(earliest) };
  const [finding] = findings;
  return { timestamps: [], ...(finding === undefined ? {} : { timestamp: finding }) };
}

function judgeLaterChanges(signed: PdfDocument, document: PdfDocument): Pick<PadesSignature, 'changesAfter' | 'laterChanges'> {
  try {
    const changesAfter = laterChanges(signed, document);
    return { changesAfter, laterChanges: findingOf(changesAfter, signed) };
  } catch (error) {
    return { changesAfter: [], laterChanges: findingFrom(error) };
  }
}

/** Changes that may or may not matter, and the code that says which. */
const DOUBTFUL: ReadonlyMap<LaterChange['kind'], CryptoErrorCode> = new Map([
  ['visible-signature', 'pades-appearance-added'],
  ['metadata', 'pades-metadata-changed'],
]);

function findingOf(changes: readonly LaterChange[], signed: PdfDocument): PadesFinding {
  const harmful = changes.filter((change) => !change.harmless);
  const worst = harmful.find((change) => !DOUBTFUL.has(change.kind));
  if (worst !== undefined) {
    return { verdict: 'FAILED', code: 'pades-changed-after-signing', detail: `changed after signing: ${worst.kind}` };
  }
  // ISO 32000-2 section 12.8.2.2: where nothing may change, validation data and document time-stamps still may come.
  const isForbidden = changes.some((change) => change.kind !== 'validation-data' && change.kind !== 'document-timestamp');
  if (isForbidden && signaturePermissionsOf(signed).nothing) {
    return { verdict: 'FAILED', code: 'pades-changes-forbidden', detail: 'changed although a signature forbids changes' };
  }
  for (const [kind, code] of DOUBTFUL) {
    if (harmful.some((change) => change.kind === kind)) return { verdict: 'INDETERMINATE', code, detail: `after signing: ${kind}` };
  }
  return PASSED;
}

function findingFrom(error: unknown): PadesFinding {
  if (!(error instanceof CryptoError)) throw error;
  return { verdict: INDETERMINATE.has(error.code) ? 'INDETERMINATE' : 'FAILED', code: error.code, detail: error.message };
}

function unsupported(subFilter: string): CryptoError {
  return new CryptoError(
    'pades-subfilter-unsupported',
    `signatures of the form ${JSON.stringify(subFilter.slice(0, 64))} are not verified`,
  );
}

function unjudgedTimestamp(): CryptoError {
  return new CryptoError('timestamp-path-indeterminate', 'no anchors for time-stamp authorities were given', { disposition: 'wait' });
}
