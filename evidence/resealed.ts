import * as z from 'zod';
import type { FlattenedJws } from '../crypto/jades/flattened-jws.ts';
import type { Signer } from '../crypto/signer.ts';
import { suiteById } from '../crypto/suites.ts';
import type { Certificate } from '../crypto/x509/certificate.ts';
import { EvidenceError } from './error.ts';
import { describeFaults, generation, hexadecimalDigest, instant, messageIdentifier, partyIdentifier, suiteIdentifier } from './schema.ts';
import { digestOf, isSignedBefore, type ObjectVerification, RESEALED_TYPE, signObject, verifyObject } from './signed-object.ts';

const step = z.strictObject({
  envelopeDigest: hexadecimalDigest,
  sealGeneration: generation,
  headerGeneration: generation,
  sealedContentDigest: hexadecimalDigest,
});

/**
 * The sender's statement that one envelope replaced another for the same package: it links the generations, so that B.1 for any of
 * them counts and A.1, which names the first, still covers the last. It is no event of EN 319 522, hence a kind of its own with its
 * own `typ`, outside the issuer sequence; it is signed with the evidence key, because an auditor reads it with the evidence.
 */
export const resealedRecord = z.strictObject({
  format: z.literal('valija-resealed/1'),
  messageId: messageIdentifier,
  sender: partyIdentifier,
  recipient: partyIdentifier,
  suite: suiteIdentifier,
  time: instant,
  reason: z.enum([
    'recipient-certificate-changed',
    'recipient-certificate-revoked',
    'recipient-suite-changed',
    'envelope-certificate-changed',
    'route-changed',
  ]),
  packageCommitment: hexadecimalDigest,
  replaced: step,
  replacement: step,
});

export type ResealedRecord = z.infer<typeof resealedRecord>;

export interface VerifiedResealed {
  readonly jws: FlattenedJws;
  readonly digest: string;
  readonly record: ResealedRecord;
  readonly certificate: Certificate;
  readonly certificates: readonly Certificate[];
  readonly issuedAt: Date;
}

/** Signs the record with the sender's evidence key; throws EvidenceError `resealed-malformed` (disposition `operator`). */
export async function signResealed(record: ResealedRecord, signer: Signer, issuedAt: Date): Promise<{ jws: FlattenedJws; digest: string }> {
  let checked: ResealedRecord;
  try {
    checked = readRecord(record, issuedAt);
  } catch (error) {
    if (error instanceof EvidenceError) throw new EvidenceError(error.code, error.message, { cause: error, disposition: 'operator' });
    throw error;
  }
  const jws = await signObject(checked, RESEALED_TYPE, signer, issuedAt);
  return { jws, digest: digestOf(jws) };
}

/** Verifies signature and content; throws CryptoError (`verifyJades`, strict JSON, `suite-unknown`) or EvidenceError `resealed-malformed`. */
export function verifyResealed(input: FlattenedJws | Buffer, options: ObjectVerification = {}): VerifiedResealed {
  const { verified, content, digest } = verifyObject(input, RESEALED_TYPE, options);
  return {
    jws: verified.jws,
    digest,
    record: readRecord(content, verified.issuedAt),
    certificate: verified.certificate,
    certificates: verified.certificates,
    issuedAt: verified.issuedAt,
  };
}

function readRecord(content: unknown, issuedAt: Date): ResealedRecord {
  const result = resealedRecord.safeParse(content);
  if (!result.success) throw malformed(describeFaults(result.error));
  const record = result.data;
  suiteById(record.suite);
  requireOneStep(record);
  if (isSignedBefore(issuedAt, record.time)) throw malformed('signed before the time it states');
  return record;
}

/** Sealing again starts from new content; a new header alone keeps the content and counts within the sealing. */
function requireOneStep({ replaced, replacement }: ResealedRecord): void {
  if (replaced.envelopeDigest === replacement.envelopeDigest) throw malformed('an envelope does not replace itself');
  const sameSeal =
    replacement.sealGeneration === replaced.sealGeneration && replacement.sealedContentDigest === replaced.sealedContentDigest;
  const newSeal =
    replacement.sealGeneration === replaced.sealGeneration + 1 && replacement.sealedContentDigest !== replaced.sealedContentDigest;
  if (!newSeal && !(sameSeal && replacement.headerGeneration === replaced.headerGeneration + 1)) {
    throw malformed('the generations do not follow one another');
  }
}

function malformed(message: string): EvidenceError {
  return new EvidenceError('resealed-malformed', message);
}
