import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readerOfPlan } from '../../../crypto/asic/plan-reader.ts';
import { bufferReader } from '../../../crypto/asic/random-access.ts';
import { readContainer } from '../../../crypto/asic/read-container.ts';
import { planContainer, writeContainer } from '../../../crypto/asic/write-container.ts';
import { collect, containerPart } from './support.ts';

const part = fc.uint8Array({ maxLength: 40 }).map((octets) => Buffer.from(octets));

describe('readerOfPlan', () => {
  it('reads any range of what writeContainer writes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 4 }), fc.nat(2000), fc.nat(2000), fc.nat(30), async (parts, from, to, before) => {
        const plan = planContainer({ entries: parts.map((data, index) => containerPart({ name: `part${index}`, data })) });
        const written = await collect(writeContainer(plan, (data) => [data]));
        // Each part lies somewhere inside something larger.
        const reader = readerOfPlan(plan, (data) => ({
          reader: bufferReader(Buffer.concat([Buffer.alloc(before), data, Buffer.alloc(5)])),
          offset: before,
        }));
        expect(reader.size).toBe(written.length);
        const [start, end] = [from % (written.length + 1), to % (written.length + 1)].sort((left, right) => left - right) as [
          number,
          number,
        ];
        expect((await reader.read(start, end - start)).equals(written.subarray(start, end))).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('gives a container that is read like one of its own', async () => {
    const data = Buffer.from('invented');
    const plan = planContainer({ entries: [containerPart({ name: 'a.txt', data })] });
    const { entries } = await readContainer(readerOfPlan(plan, (source) => ({ reader: bufferReader(source), offset: 0 })));
    expect(entries.map(({ name, size }) => [name, size])).toEqual([
      ['mimetype', 31],
      ['a.txt', data.length],
    ]);
  });
});
