import { hkdfSync, randomBytes } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BlobKeys, KeyEncryptionKeys } from '../../../store/files/data-key.ts';

const blobId = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((octets) => Buffer.from(octets).toString('hex'));
const secret = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((octets) => Buffer.from(octets));

/** The key as the platform derives it (RFC 5869), from the data key itself. */
function derived(dataKey: Buffer, id: string): string {
  const info = Buffer.concat([Buffer.from('valija/blob/1\n', 'ascii'), Buffer.from(id, 'hex')]);
  return Buffer.from(hkdfSync('sha256', dataKey, Buffer.alloc(0), info, 32)).toString('hex');
}

/** Counts what has to be unwrapped. */
function counted(): { keys: BlobKeys; wrap: (dataKey: Buffer) => string; unwrapped: string[] } {
  const wrapping = new KeyEncryptionKeys(randomBytes(32), []);
  const unwrapped: string[] = [];
  const watched = {
    unwrap: (wrappedKey: string) => {
      unwrapped.push(wrappedKey);
      return wrapping.unwrap(wrappedKey);
    },
  } as KeyEncryptionKeys;
  return { keys: new BlobKeys(watched), wrap: (dataKey) => wrapping.wrap(dataKey), unwrapped };
}

describe('keys of blobs', () => {
  it('are HKDF-SHA-256 of the data key, the first time and when it is remembered', () => {
    const { keys, wrap } = counted();
    fc.assert(
      fc.property(secret, blobId, blobId, (dataKey, first, second) => {
        const wrapped = wrap(dataKey);
        for (const id of [first, second, first]) expect(keys.keyOf(wrapped, id).export().toString('hex')).toBe(derived(dataKey, id));
      }),
      { numRuns: 100 },
    );
  });

  it('unwrap a data key once, until it is forgotten or many others came after it', () => {
    const { keys, wrap, unwrapped } = counted();
    const wrapped = wrap(randomBytes(32));
    const id = randomBytes(16).toString('hex');
    for (let time = 0; time < 3; time += 1) keys.keyOf(wrapped, id);
    expect(unwrapped).toEqual([wrapped]);
    keys.forget(wrapped);
    keys.keyOf(wrapped, id);
    expect(unwrapped).toHaveLength(2);
    for (let other = 0; other < 256; other += 1) keys.keyOf(wrap(randomBytes(32)), id);
    keys.keyOf(wrapped, id);
    expect(unwrapped.filter((one) => one === wrapped)).toHaveLength(3);
  });

  it('remember nothing of what does not unwrap', () => {
    const { keys, wrap, unwrapped } = counted();
    const wrapped = wrap(randomBytes(32));
    const changed = `${wrapped.startsWith('B') ? 'C' : 'B'}${wrapped.slice(1)}`;
    for (let time = 0; time < 2; time += 1) {
      expect(() => keys.keyOf(changed, '00'.repeat(16))).toThrow(expect.objectContaining({ code: 'key-unwrap-failed' }));
    }
    expect(unwrapped).toEqual([changed, changed]);
  });
});
