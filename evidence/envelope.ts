import * as z from 'zod';
import type { FlattenedJws } from '../crypto/jades/flattened-jws.ts';
import type { Signer } from '../crypto/signer.ts';
import { suiteById } from '../crypto/suites.ts';
import type { Certificate } from '../crypto/x509/certificate.ts';
import { EvidenceError } from './error.ts';
import {
  checkpoint,
  describeFaults,
  generation,
  hexadecimalDigest,
  instant,
  messageIdentifier,
  partyIdentifier,
  suiteIdentifier,
} from './schema.ts';
import {
  digestOf,
  ENVELOPE_TYPE,
  isSignedBefore,
  type ObjectVerification,
  readStoredContent,
  signObject,
  verifyObject,
} from './signed-object.ts';

/** Longest sealed content: the limit of AES-GCM under one key and nonce is a little above (design section 4). */
export const MAXIMUM_SEALED_LENGTH = 60 * 1024 ** 3;

/** A message expires at the latest this long after its submission. */
export const MAXIMUM_EXPIRY_MILLISECONDS = 90 * 24 * 3_600_000;

/**
 * The header that travels before the sealed content: all that relays and the recipient's gateway need to route, check and
 * acknowledge, and nothing about the case. Digests are SHA-256 in lower-case hexadecimal.
 */
export const envelopeHeader = z.strictObject({
  format: z.literal('valija-envelope/1'),
  messageId: messageIdentifier,
  sender: partyIdentifier,
  recipient: partyIdentifier,
  /** From the sender to the recipient, both included; between them the relays in order. */
  route: z.array(partyIdentifier).min(2).max(16),
  lane: z.enum(['urgent', 'ordinary', 'bulk']),
  submissionTime: instant,
  /** Last moments for acceptance (B), for being made available (D) and for hand-over (E). */
  deadlines: z.strictObject({ relay: instant, consignment: instant, handover: instant }),
  /** EN 319 522: `http://uri.etsi.org/19522/v1#/consignment/basic`. */
  consignmentMode: z.literal('basic'),
  suite: suiteIdentifier,
  /** SHA-256 of the SubjectPublicKeyInfo of the key the content is sealed to. */
  recipientKeyFingerprint: hexadecimalDigest,
  sealGeneration: generation,
  headerGeneration: generation,
  sealedContent: z.strictObject({ sha256: hexadecimalDigest, length: z.int().min(1).max(MAXIMUM_SEALED_LENGTH) }),
  /** SHA-256 of the package inside: the same for every sealing. */
  packageCommitment: hexadecimalDigest,
  /** True when the package went without time-stamp because no authority answered in time. */
  unstamped: z.boolean(),
  /** The newest signed checkpoint of the recipient's log that the sender has seen. */
  latestCheckpointSeenOfPeer: checkpoint.optional(),
});

export type EnvelopeHeader = z.infer<typeof envelopeHeader>;

/** A header whose signature holds. Whether `certificate` is the sender's envelope certificate is the caller's to find out. */
export interface VerifiedEnvelope {
  readonly jws: FlattenedJws;
  /** Lower-case hexadecimal. */
  readonly envelopeDigest: string;
  readonly header: EnvelopeHeader;
  readonly certificate: Certificate;
  readonly certificates: readonly Certificate[];
  readonly issuedAt: Date;
}

/**
 * Signs a header with the sender's envelope key.
 *
 * @throws EvidenceError with disposition `operator`: `envelope-malformed`, `envelope-route-inconsistent`,
 *   `envelope-deadlines-inconsistent`, `envelope-time-inconsistent`
 */
export async function signEnvelope(
  header: EnvelopeHeader,
  signer: Signer,
  issuedAt: Date,
): Promise<{ jws: FlattenedJws; envelopeDigest: string }> {
  let checked: EnvelopeHeader;
  try {
    checked = readHeader(header);
    requireIssueTime(checked, issuedAt);
  } catch (error) {
    if (error instanceof EvidenceError) throw new EvidenceError(error.code, error.message, { cause: error, disposition: 'operator' });
    throw error;
  }
  const jws = await signObject(checked, ENVELOPE_TYPE, signer, issuedAt);
  return { jws, envelopeDigest: envelopeDigest(jws) };
}

/**
 * Verifies a header: signature, schema, suite, and that route, deadlines and times agree with one another.
 *
 * @throws CryptoError the codes of `verifyJades` and of the strict JSON reader, `suite-unknown`
 * @throws EvidenceError `envelope-malformed`, `envelope-route-inconsistent`, `envelope-deadlines-inconsistent`, `envelope-time-inconsistent`
 */
export function verifyEnvelope(input: FlattenedJws | Buffer, options: ObjectVerification = {}): VerifiedEnvelope {
  const { verified, content, digest } = verifyObject(input, ENVELOPE_TYPE, options);
  const header = readHeader(content);
  requireIssueTime(header, verified.issuedAt);
  return {
    jws: verified.jws,
    envelopeDigest: digest,
    header,
    certificate: verified.certificate,
    certificates: verified.certificates,
    issuedAt: verified.issuedAt,
  };
}

/** Identity of a signed header in evidence, logs and queues: SHA-256 over its three parts, lower-case hexadecimal. */
export function envelopeDigest(jws: FlattenedJws): string {
  return digestOf(jws);
}

/** The header of an envelope that was verified before it was stored. Never use it on what came from outside. */
export function readStoredEnvelope(jws: FlattenedJws): EnvelopeHeader {
  return readHeader(readStoredContent(jws));
}

function readHeader(content: unknown): EnvelopeHeader {
  const result = envelopeHeader.safeParse(content);
  if (!result.success) throw new EvidenceError('envelope-malformed', describeFaults(result.error));
  const header = result.data;
  suiteById(header.suite);
  requireRoute(header);
  requireDeadlines(header);
  return header;
}

function requireRoute({ route, sender, recipient }: EnvelopeHeader): void {
  if (sender === recipient) throw new EvidenceError('envelope-route-inconsistent', 'sender and recipient are the same');
  if (route[0] !== sender || route.at(-1) !== recipient) {
    throw new EvidenceError('envelope-route-inconsistent', 'the route does not lead from the sender to the recipient');
  }
  if (new Set(route).size !== route.length) throw new EvidenceError('envelope-route-inconsistent', 'the route passes a place twice');
}

function requireDeadlines({ submissionTime, deadlines }: EnvelopeHeader): void {
  const submitted = Date.parse(submissionTime);
  const [relay, consignment, handover] = [deadlines.relay, deadlines.consignment, deadlines.handover].map(Date.parse) as [
    number,
    number,
    number,
  ];
  if (!(submitted < relay && relay <= consignment && consignment <= handover)) {
    throw new EvidenceError('envelope-deadlines-inconsistent', 'the deadlines are not in order');
  }
  if (handover - submitted > MAXIMUM_EXPIRY_MILLISECONDS) {
    throw new EvidenceError('envelope-deadlines-inconsistent', 'a deadline is more than 90 days after the submission');
  }
}

function requireIssueTime(header: EnvelopeHeader, issuedAt: Date): void {
  if (isSignedBefore(issuedAt, header.submissionTime))
    throw new EvidenceError('envelope-time-inconsistent', 'signed before the submission');
}
