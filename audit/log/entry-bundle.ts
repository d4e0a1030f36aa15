import { AuditError } from '../error.ts';

/** Largest entry that the two octets of its length can announce (C2SP tlog-tiles, log entries). */
const MAXIMUM_ENTRY_LENGTH = 0xffff;
const LENGTH_OCTETS = 2;

/** Entries one after the other, each with its length in two octets, big-endian. AuditError `entry-malformed` when one is too long. */
export function encodeEntryBundle(entries: readonly Buffer[]): Buffer {
  return Buffer.concat(
    entries.flatMap((entry) => {
      if (entry.length > MAXIMUM_ENTRY_LENGTH) {
        throw new AuditError('entry-malformed', 'A log entry is too long for a bundle.', { disposition: 'operator' });
      }
      const length = Buffer.alloc(LENGTH_OCTETS);
      length.writeUInt16BE(entry.length);
      return [length, entry];
    }),
  );
}

/** Exactly `count` entries and nothing after them; AuditError `tile-malformed`. */
export function decodeEntryBundle(bundle: Buffer, count: number): Buffer[] {
  const entries = readEntries(bundle, count);
  const length = entries.reduce((sum, entry) => sum + LENGTH_OCTETS + entry.length, 0);
  if (length !== bundle.length) {
    throw malformed('holds more than its entries');
  }
  return entries;
}

/** The first `count` entries of a bundle that may hold more; AuditError `tile-malformed`. */
export function readEntries(bundle: Buffer, count: number): Buffer[] {
  const entries: Buffer[] = [];
  for (let offset = 0; entries.length < count; ) {
    const end = offset + LENGTH_OCTETS <= bundle.length ? offset + LENGTH_OCTETS + bundle.readUInt16BE(offset) : Number.POSITIVE_INFINITY;
    if (end > bundle.length) {
      throw malformed('ends before its last entry');
    }
    entries.push(bundle.subarray(offset + LENGTH_OCTETS, end));
    offset = end;
  }
  return entries;
}

function malformed(why: string): AuditError {
  return new AuditError('tile-malformed', `An entry bundle ${why}.`);
}
