import { bitString, integer, sequence, utf8String } from '../der/writer.ts';

/** PKIStatus (RFC 3161 section 2.4.2), by value. */
export const TIMESTAMP_STATUSES = [
  'granted',
  'grantedWithMods',
  'rejection',
  'waiting',
  'revocationWarning',
  'revocationNotification',
] as const;

export type TimestampStatus = (typeof TIMESTAMP_STATUSES)[number];

/** PKIFailureInfo (RFC 3161 section 2.4.2): bit number of each name. */
export const TIMESTAMP_FAILURES = {
  badAlg: 0,
  badRequest: 2,
  badDataFormat: 5,
  timeNotAvailable: 14,
  unacceptedPolicy: 15,
  unacceptedExtension: 16,
  addInfoNotAvailable: 17,
  systemFailure: 25,
} as const;

export type TimestampFailure = keyof typeof TIMESTAMP_FAILURES;

/** PKIStatusInfo of a granted request. */
export function grantedStatus(): Buffer {
  return sequence(integer(TIMESTAMP_STATUSES.indexOf('granted')));
}

/** PKIStatusInfo of a rejection; the text is for people and holds nothing of the request. */
export function rejectionStatus(failure: TimestampFailure, text: string): Buffer {
  return sequence(integer(TIMESTAMP_STATUSES.indexOf('rejection')), sequence(utf8String(text)), failureBits(TIMESTAMP_FAILURES[failure]));
}

/** A named-bit list with one bit set: DER cuts trailing zero bits off (X.690 section 11.2.2). */
function failureBits(bit: number): Buffer {
  const bytes = Buffer.alloc((bit >> 3) + 1);
  bytes[bit >> 3] = 0x80 >> (bit & 7);
  return bitString(bytes, 7 - (bit & 7));
}

/** Names of the bits set in the content octets of a PKIFailureInfo; `bit-n` for one without a name. */
export function failureNames(content: Buffer): string[] {
  const names = new Map<number, string>(Object.entries(TIMESTAMP_FAILURES).map(([name, bit]) => [bit, name]));
  const found: string[] = [];
  for (let bit = 0; bit < (content.length - 1) * 8; bit += 1) {
    if (((content[1 + (bit >> 3)] ?? 0) & (0x80 >> (bit & 7))) !== 0) found.push(names.get(bit) ?? `bit-${bit}`);
  }
  return found;
}
