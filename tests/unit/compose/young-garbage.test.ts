import { describe, expect, it } from 'vitest';
import { collectYoungGarbageByOctets } from '../../../compose/process/young-garbage.ts';

describe('collectYoungGarbageByOctets', () => {
  it('collects the young part once for every full portion of octets', () => {
    const collections: unknown[] = [];
    const passed = collectYoungGarbageByOctets(1_000, (options) => collections.push(options));
    for (let count = 0; count < 99; count += 1) passed(100);
    expect(collections).toEqual(Array.from({ length: 9 }, () => ({ type: 'minor' })));
    passed(100);
    expect(collections).toHaveLength(10);
  });

  it('frees buffers that nobody holds any more', () => {
    const passed = collectYoungGarbageByOctets(4 * 1024 * 1024);
    const lengths: number[] = [];
    for (let count = 0; count < 256; count += 1) {
      Buffer.alloc(1024 * 1024, count);
      passed(1024 * 1024);
      lengths.push(process.memoryUsage().arrayBuffers);
    }
    // Without a collection there would be 256 MiB of them, or 64 MiB with the collections V8 makes by itself.
    expect(Math.max(...lengths) - Math.min(...lengths)).toBeLessThan(32 * 1024 * 1024);
  });
});
