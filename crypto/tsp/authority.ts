import { buildSignedData } from '../cms/signed-data-build.ts';
import { OID } from '../der/object-identifiers.ts';
import { contextPrimitive, generalizedTime, integer, objectIdentifier, sequence, tlv } from '../der/writer.ts';
import { CryptoError } from '../error.ts';
import type { Signer } from '../signer.ts';
import { imprintDigest } from './imprint.ts';
import { parseTimestampRequest, type TimestampRequest } from './request.ts';
import { grantedStatus, rejectionStatus, type TimestampFailure } from './status.ts';

export interface TimestampIssue {
  /** Certificate only and critically for time-stamping. */
  signer: Signer;
  /** Dotted policy of every token. */
  policy: string;
  /** Never used before by this authority, not negative. */
  serialNumber: bigint;
  /** Undefined when no trusted time is at hand: answered with `timeNotAvailable`. */
  now: Date | undefined;
  /** How far `now` may be off, in whole milliseconds; written into the token. */
  accuracyMilliseconds: number;
}

const REJECTION_TEXTS = {
  badAlg: 'digest algorithm not accepted',
  badRequest: 'not a time-stamp request of version 1',
  badDataFormat: 'digest has the wrong length',
  timeNotAvailable: 'no trusted time at the moment',
  unacceptedPolicy: 'policy not accepted',
  unacceptedExtension: 'extension not accepted',
  addInfoNotAvailable: 'additional information not available',
  systemFailure: 'the token could not be signed',
} satisfies Record<TimestampFailure, string>;

/**
 * Answers a time-stamp request, whatever its bytes: a granted TimeStampResp, or a rejection with the failure that RFC 3161
 * section 2.4.2 names. `onFailure` hears why signing failed, which the requester is not told.
 */
export async function createTimestampResponse(
  options: { request: Buffer; onFailure?: (error: unknown) => void } & TimestampIssue,
): Promise<Buffer> {
  const judged = judge(options.request, options);
  if (typeof judged === 'string') return createTimestampRejection(judged);
  try {
    return sequence(grantedStatus(), await issueToken(judged.request, judged.now, options));
  } catch (error) {
    options.onFailure?.(error);
    return createTimestampRejection('systemFailure');
  }
}

/** A TimeStampResp that refuses. */
export function createTimestampRejection(failure: TimestampFailure): Buffer {
  return sequence(rejectionStatus(failure, REJECTION_TEXTS[failure]));
}

function judge(bytes: Buffer, issue: TimestampIssue): TimestampFailure | { request: TimestampRequest; now: Date } {
  let request: TimestampRequest;
  try {
    request = parseTimestampRequest(bytes);
    if (request.version !== 1) return 'badRequest';
    imprintDigest(request.messageImprint);
  } catch (error) {
    return failureOf(error);
  }
  if (request.policy !== undefined && request.policy !== issue.policy) return 'unacceptedPolicy';
  // RFC 3161 section 2.4.1: an extension that is not recognised, critical or not, gets no token.
  if (request.extensions.length > 0) return 'unacceptedExtension';
  if (issue.now === undefined || Number.isNaN(issue.now.getTime())) return 'timeNotAvailable';
  return { request, now: issue.now };
}

function failureOf(error: unknown): TimestampFailure {
  const code = error instanceof CryptoError ? error.code : undefined;
  if (code === 'timestamp-imprint-algorithm') return 'badAlg';
  if (code === 'timestamp-imprint-length') return 'badDataFormat';
  return 'badRequest';
}

async function issueToken(request: TimestampRequest, now: Date, issue: TimestampIssue): Promise<Buffer> {
  if (issue.serialNumber < 0n) throw new CryptoError('der-value-invalid', 'negative serial number', { disposition: 'operator' });
  const info = sequence(
    integer(1),
    objectIdentifier(issue.policy),
    request.messageImprint.raw,
    integer(issue.serialNumber),
    generalizedTime(now),
    ...accuracy(issue.accuracyMilliseconds),
    ...(request.nonce === undefined ? [] : [tlv(0x02, request.nonce)]),
  );
  const { der } = await buildSignedData({
    signer: issue.signer,
    contentType: OID.ctTSTInfo,
    content: { encapsulated: info },
    certificates: request.certificateRequested ? [issue.signer.certificate, ...issue.signer.chain] : [],
  });
  return der;
}

/** Accuracy, zero parts left out; none at all when it is zero, since an empty one would say nothing either. */
function accuracy(milliseconds: number): Buffer[] {
  if (!Number.isInteger(milliseconds) || milliseconds < 0) {
    throw new CryptoError('timestamp-accuracy-invalid', `accuracy of ${milliseconds} ms`, { disposition: 'operator' });
  }
  if (milliseconds === 0) return [];
  const seconds = Math.floor(milliseconds / 1000);
  const rest = milliseconds % 1000;
  return [sequence(...(seconds === 0 ? [] : [integer(seconds)]), ...(rest === 0 ? [] : [contextPrimitive(0, integer(rest).subarray(2))]))];
}
