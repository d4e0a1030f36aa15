import { describe, expect, it } from 'vitest';
import { createProgress, lengthText, progressLine } from '../../../cli/progress.ts';

/** Content in chunks that each take that long. */
async function* slowly(chunks: readonly number[], clock: { now: number }, milliseconds: number): AsyncGenerator<Buffer> {
  for (const length of chunks) {
    clock.now += milliseconds;
    yield Buffer.alloc(length);
  }
}

async function shown(options: { isTTY: boolean; total?: number; chunks: readonly number[]; milliseconds: number; columns?: number }) {
  const clock = { now: 0 };
  const written: string[] = [];
  const output = { isTTY: options.isTTY, columns: options.columns ?? 80, write: (text: string) => written.push(text) };
  const progress = createProgress({ label: 'anexo.bin', total: options.total, output, now: () => clock.now });
  let length = 0;
  for await (const chunk of progress.over(slowly(options.chunks, clock, options.milliseconds))) length += chunk.length;
  const drawn = [...written];
  progress.end();
  return { length, drawn, all: written };
}

describe('progress', () => {
  it('is drawn over itself on a terminal, and taken away at the end', async () => {
    const { length, drawn, all } = await shown({ isTTY: true, total: 4096, chunks: [1024, 1024, 1024, 1024], milliseconds: 500 });
    expect(length).toBe(4096);
    expect(drawn.length).toBe(4);
    expect(drawn[1]).toBe('\ranexo.bin [############------------]  50 %  2.0 KiB / 4.0 KiB  2.0 KiB/s\u001b[K');
    expect(all.at(-1)).toBe('\r\u001b[K');
  });

  it('is nothing where nobody looks, and for what is done at once', async () => {
    expect((await shown({ isTTY: false, total: 2, chunks: [1, 1], milliseconds: 5_000 })).all).toEqual([]);
    expect((await shown({ isTTY: true, total: 2, chunks: [1, 1], milliseconds: 100 })).all).toEqual([]);
  });

  it('is not drawn more often than anybody can see, and never beyond the line', async () => {
    const { drawn } = await shown({ isTTY: true, total: 100, chunks: Array(100).fill(1), milliseconds: 20, columns: 30 });
    expect(drawn.length).toBeGreaterThan(5);
    expect(drawn.length).toBeLessThanOrEqual(20);
    for (const text of drawn) expect(text.replace('\r', '').replace('\u001b[K', '').length).toBeLessThan(30);
  });

  it('is drawn on terminals that do not know how wide they are', async () => {
    const { drawn } = await shown({ isTTY: true, total: 2, chunks: [1, 1], milliseconds: 1_000, columns: 0 });
    expect(drawn[0]).toContain('50 %');
  });

  it('shows what has gone by where the whole is not known', () => {
    expect(progressLine({ label: 'x', done: 3 * 1024 ** 3, total: undefined, seconds: 3 })).toBe('x  3.0 GiB  1.0 GiB/s');
    expect(progressLine({ label: 'x', done: 0, total: 0, seconds: 0 })).toBe('x  0 B');
    expect(progressLine({ label: 'x', done: 5, total: 4, seconds: 1 })).toContain('] 100 %');
  });

  it.each([
    [0, '0 B'],
    [1023, '1023 B'],
    [1536, '1.5 KiB'],
    [8 * 1024 ** 3, '8.0 GiB'],
    [5000 * 1024 ** 4, '5000.0 TiB'],
  ])('writes %d octets as %s', (octets, text) => {
    expect(lengthText(octets)).toBe(text);
  });
});
