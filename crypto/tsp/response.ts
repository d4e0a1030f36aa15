import { children, DerCursor, type DerNode, readDer, sequenceCursor, smallIntegerOf } from '../der/reader.ts';
import { CryptoError } from '../error.ts';
import { failureNames, TIMESTAMP_STATUSES, type TimestampStatus } from './status.ts';

/** TimeStampResp (RFC 3161 section 2.4.2). A token is there exactly when the status grants one. */
export interface TimestampResponse {
  readonly status: TimestampStatus;
  /** Names of PKIFailureInfo bits, such as `badAlg`. */
  readonly failInfo?: string;
  /** What the authority says to people; attacker-controlled, capped. */
  readonly statusText?: string;
  /** DER of the TimeStampToken, a view of the input. */
  readonly token?: Buffer;
}

/** A token with a long chain and revocation values inside. */
export const MAXIMUM_TIMESTAMP_RESPONSE_LENGTH = 256 * 1024;

const MAXIMUM_STATUS_TEXT = 1024;

/**
 * Reads a TimeStampResp.
 *
 * @throws CryptoError `timestamp-response-malformed`, with what the DER reader said as its cause
 */
export function parseTimestampResponse(der: Buffer): TimestampResponse {
  try {
    return readResponse(der);
  } catch (cause) {
    throw new CryptoError('timestamp-response-malformed', 'not a time-stamp response in DER', { cause });
  }
}

/**
 * The token of a response that grants one: step 1 of the verification.
 *
 * @throws CryptoError `timestamp-not-granted` (`retry` when the authority says it is unable at the moment), `timestamp-response-malformed`
 */
export function grantedToken(der: Buffer): Buffer {
  const response = parseTimestampResponse(der);
  if (response.token !== undefined) return response.token;
  const transient = response.status === 'waiting' || ['timeNotAvailable', 'systemFailure'].includes(response.failInfo ?? '');
  throw new CryptoError(
    'timestamp-not-granted',
    `the time-stamp authority answered ${response.status} ${response.failInfo ?? ''}`.trimEnd(),
    {
      disposition: transient ? 'retry' : 'refuse',
    },
  );
}

function readResponse(der: Buffer): TimestampResponse {
  const cursor = sequenceCursor(readDer(der, { maximumBytes: MAXIMUM_TIMESTAMP_RESPONSE_LENGTH }), 'TimeStampResp');
  const info = readStatusInfo(cursor.next(0x30, 'status'));
  const token = cursor.optional(0x30);
  cursor.end();
  const granted = info.status === 'granted' || info.status === 'grantedWithMods';
  if (granted !== (token !== undefined)) throw new CryptoError('der-value-invalid', 'token and status do not agree');
  if (granted && info.failInfo !== undefined) throw new CryptoError('der-value-invalid', 'a granted response with a failure');
  return { ...info, ...(token === undefined ? {} : { token: token.raw }) };
}

function readStatusInfo(node: DerNode): Omit<TimestampResponse, 'token'> {
  const cursor = new DerCursor(node, 'PKIStatusInfo');
  const status = TIMESTAMP_STATUSES[smallIntegerOf(cursor.next(0x02, 'status'))];
  const text = cursor.optional(0x30);
  const failure = cursor.optional(0x03);
  cursor.end();
  if (status === undefined) throw new CryptoError('der-value-invalid', 'status not known');
  const names = failure === undefined ? [] : failureNames(failure.content);
  return {
    status,
    ...(names.length === 0 ? {} : { failInfo: names.join(' ') }),
    ...(text === undefined ? {} : { statusText: statusTextOf(text) }),
  };
}

function statusTextOf(node: DerNode): string {
  const lines = children(node).map((line) => {
    if (line.tag !== 0x0c) throw new CryptoError('der-unexpected-tag', 'statusString is not UTF-8 text');
    return new TextDecoder('utf-8', { fatal: true }).decode(line.content);
  });
  return lines.join('\n').slice(0, MAXIMUM_STATUS_TEXT);
}
