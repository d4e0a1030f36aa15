import { createHash } from 'node:crypto';
import type { LogLeaf } from '../../store/contracts/log-rows.ts';
import type { Job } from '../../store/contracts/outbox.ts';
import type { AlarmRecord, BlobRecord } from '../../store/contracts/records.ts';

/** Invented records, of the shape the contracts ask for. */
export function alarm(raisedAt: string, more: Partial<AlarmRecord> = {}): AlarmRecord {
  return { code: 'invented-alarm', raisedAt, ...more };
}

export function blob(messageKey: string, createdAt: string): BlobRecord {
  return { messageKey, size: 1, formatVersion: 1, location: 'file', createdAt };
}

export function job(id: string, more: Partial<Job> = {}): Job {
  return { id, kind: 'transmit', lane: 'ordinary', subject: `subject of ${id}`, dueAt: 1000, ...more };
}

export function leaf(seed: string): LogLeaf {
  const octets = (label: string) => createHash('sha256').update(`${label} ${seed}`).digest();
  return {
    entry: Buffer.concat([Buffer.from('valija/evidence/1\n'), octets('commitment')]),
    salt: octets('salt'),
    digest: octets('digest'),
  };
}

/** Octets `offset` to `offset + length` of one endless invented content, in which no two chunks are alike. */
export function contentAt(offset: number, length: number): Buffer {
  const content = Buffer.alloc(length);
  for (let at = 0; at < length; at++) {
    const position = offset + at;
    content[at] = (position ^ (position >> 8) ^ (position >> 16) ^ (position >> 24) ^ (position * 31)) & 0xff;
  }
  return content;
}
