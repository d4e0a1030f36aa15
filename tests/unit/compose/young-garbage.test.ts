import { describe, expect, it } from 'vitest';
import { collectYoungGarbage } from '../../../compose/process/young-garbage.ts';

const MEBIBYTE = 1024 * 1024;

describe('collectYoungGarbage', () => {
  it('collects the young part whenever the buffers have grown by so much since they were fewest', () => {
    let external = 100;
    const collections: unknown[] = [];
    const passed = collectYoungGarbage({
      growth: 50,
      octetsBetweenLooks: 10,
      externalMemory: () => external,
      collect: (options) => {
        collections.push(options);
        external = 20;
      },
    });
    const pass = (octets: number, grown: number) => {
      external += grown;
      passed(octets);
      return collections.length;
    };
    // Not looked at before ten octets have passed.
    expect(pass(9, 60)).toBe(0);
    expect(pass(1, 0)).toBe(1);
    expect(collections).toEqual([{ type: 'minor' }]);
    expect(pass(10, 49)).toBe(1);
    // Freed by V8 itself: growth counts from there.
    expect(pass(10, -60)).toBe(1);
    expect(pass(10, 49)).toBe(1);
    expect(pass(10, 1)).toBe(2);
  });

  it('frees buffers that nobody holds any more', () => {
    const passed = collectYoungGarbage({ growth: 4 * MEBIBYTE });
    const lengths: number[] = [];
    for (let count = 0; count < 256; count += 1) {
      Buffer.alloc(MEBIBYTE, count);
      passed(MEBIBYTE);
      lengths.push(process.memoryUsage().arrayBuffers);
    }
    // Without a collection there would be 256 MiB of them, or 64 MiB with the collections V8 makes by itself.
    expect(Math.max(...lengths) - Math.min(...lengths)).toBeLessThan(32 * MEBIBYTE);
  });
});
