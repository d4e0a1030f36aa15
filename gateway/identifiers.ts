import { createHash } from 'node:crypto';
import type { JobKind } from '../store/contracts/outbox.ts';

/** A version 7 UUID (RFC 9562 section 5.7): its time part keeps rows of one period together. */
export function newMessageIdentifier(now: Date, randomBytes: (length: number) => Buffer): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(now.getTime(), 0, 6);
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  return hyphenated(bytes);
}

/** A version 4 UUID as a URN, the form of evidence identifiers. */
export function newEvidenceIdentifier(randomBytes: (length: number) => Buffer): string {
  const bytes = randomBytes(16);
  bytes[6] = 0x40 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  return `urn:uuid:${hyphenated(bytes)}`;
}

/** One job of each kind per subject (and detail): adding it twice is a conflict the ledger sees. No ":" in the result. */
export function jobIdentifier(kind: JobKind, subject: string, detail = ''): string {
  return `${kind}/${createHash('sha256').update(`${subject}\n${detail}`).digest('hex').slice(0, 32)}`;
}

function hyphenated(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
