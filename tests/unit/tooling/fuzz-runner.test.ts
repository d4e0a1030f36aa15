import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CampaignOptions, runCampaign } from '../../fuzz/campaign.ts';
import { maximumInputLength, mutate } from '../../fuzz/mutate.ts';
import { createRandom } from '../../fuzz/random.ts';
import { superviseCampaign } from '../../fuzz/supervise.ts';
import { type FuzzTarget, loadTarget, targetFiles } from '../../fuzz/target.ts';

class Refusal extends Error {}

const limits: CampaignOptions = { seed: 7, maximumRuns: 3_000, maximumMilliseconds: 30_000, slowMilliseconds: 5_000 };
const seeds = [Buffer.from('300602010104012a', 'hex'), Buffer.from('{"length":12,"name":"invented"}')];

/** A parser of one length octet and as many bytes; `fault` runs before it refuses. */
function lengthTarget(fault: (input: Buffer) => void): FuzzTarget {
  return {
    name: 'planted',
    seeds: () => [Buffer.from([3, 1, 2, 3])],
    run: (input) => {
      fault(input);
      if (input[0] !== input.length - 1) throw new Refusal('length');
    },
    acceptable: (error) => error instanceof Refusal,
  };
}

describe('the mutations', () => {
  it('are the same for the same seed and others for another', () => {
    const made = (seed: number): string[] => {
      const random = createRandom(seed);
      return Array.from({ length: 200 }, () => mutate(seeds, random).toString('hex'));
    };
    expect(made(1)).toEqual(made(1));
    expect(made(1)).not.toEqual(made(2));
  });

  it('rarely give a seed back, never grow without bound and leave the seeds as they are', () => {
    const random = createRandom(3);
    const before = seeds.map((seed) => seed.toString('hex'));
    const corpus = [...seeds, Buffer.alloc(maximumInputLength, 0x30), Buffer.alloc(0)];
    const inputs = Array.from({ length: 2_000 }, () => mutate(corpus, random));
    expect(Math.max(...inputs.map(({ length }) => length))).toBeLessThanOrEqual(maximumInputLength);
    expect(inputs.filter((input) => before.includes(input.toString('hex'))).length).toBeLessThan(400);
    expect(seeds.map((seed) => seed.toString('hex'))).toEqual(before);
  });
});

describe('a campaign', () => {
  it('finds nothing in a parser that refuses with its own error', async () => {
    const { runs, findings } = await runCampaign(
      lengthTarget(() => {}),
      limits,
    );
    expect(findings).toEqual([]);
    expect(runs).toBe(limits.maximumRuns);
  });

  it('finds a foreign error, once, with an input that reproduces it', async () => {
    const fault = (input: Buffer): void => {
      if (input[0] === 0x80) throw new TypeError('planted');
    };
    const { findings } = await runCampaign(lengthTarget(fault), limits);
    expect(findings.map(({ kind }) => kind)).toEqual(['error']);
    const [input] = findings.flatMap((finding) => finding.input ?? []);
    expect(() => fault(input ?? Buffer.alloc(0))).toThrow('planted');
  });

  it('finds a rejected promise and a broken invariant as well', async () => {
    const target: FuzzTarget = {
      ...lengthTarget(() => {}),
      run: async (input) => {
        if (input.length === 3) throw new RangeError('planted');
      },
    };
    const { findings } = await runCampaign(target, limits);
    expect(findings.map(({ detail }) => detail.split('\n')[0])).toEqual(['RangeError: planted']);
  });

  it('finds an input that takes too long', async () => {
    const slow = (input: Buffer): void => {
      if (input.length === 5) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 30);
    };
    const { findings } = await runCampaign(lengthTarget(slow), { ...limits, maximumRuns: 500, slowMilliseconds: 25 });
    expect(findings.map(({ kind }) => kind)).toContain('slow');
  });

  it('finds memory that is never given back', async () => {
    const kept: Buffer[] = [];
    const leak = (): void => void kept.push(Buffer.alloc(64 * 1024, 1));
    // On a busy machine the first sample comes late and single runs take long: enough has to leak after it, and slowness may be found too.
    const options = { ...limits, maximumRuns: 6_000, memorySamplingMilliseconds: 20 };
    const { findings } = await runCampaign(lengthTarget(leak), options);
    expect(findings.map(({ kind }) => kind)).toContain('memory');
  });

  it.each([
    ['has no seeds', { seeds: () => [] }, 'has no seeds'],
    ['has empty seeds', { seeds: () => [Buffer.alloc(0)] }, 'has no seeds'],
    ['refuses its own seeds', { seeds: () => [Buffer.from([9])] }, 'accepts none of its own seeds'],
  ])('refuses a target that %s', async (_case, change, message) => {
    await expect(runCampaign({ ...lengthTarget(() => {}), ...change }, limits)).rejects.toThrow(message);
  });
});

describe('a supervised campaign', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'valija-fuzz-test-'));
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  function plant(name: string, run: string): string {
    const file = join(folder, name);
    writeFileSync(
      file,
      `export const target = {
        name: 'planted',
        seeds: () => [Buffer.from([1, 2, 3])],
        run: (input: Buffer) => { ${run} },
        acceptable: (error: unknown) => error instanceof RangeError,
      };`,
    );
    return file;
  }

  it('brings back the findings of the thread', async () => {
    const file = plant('error.ts', "if (input.length === 2) throw new TypeError('planted');");
    const { findings, runs } = await superviseCampaign(file, limits);
    expect(runs).toBe(limits.maximumRuns);
    expect(findings.map(({ kind, input }) => [kind, input?.length])).toEqual([['error', 2]]);
    expect(Buffer.isBuffer(findings[0]?.input)).toBe(true);
  });

  it('ends an input that never returns and saves it', async () => {
    const file = plant('hang.ts', 'while (input.length === 4) {}');
    const { findings } = await superviseCampaign(file, { ...limits, slowMilliseconds: 250 });
    expect(findings.map(({ kind, input }) => [kind, input?.length])).toEqual([['hang', 4]]);
  });

  it('reports a thread that dies', async () => {
    const file = plant('death.ts', "if (input.length === 2) queueMicrotask(() => { throw new Error('planted'); });");
    const { findings } = await superviseCampaign(file, limits);
    expect(findings.map(({ kind }) => kind)).toEqual(['death']);
  });

  it('refuses a folder without targets and a file without one', async () => {
    const empty = mkdtempSync(join(folder, 'empty-'));
    expect(() => targetFiles(empty)).toThrow('no fuzz target');
    writeFileSync(join(folder, 'nothing.ts'), 'export const target = { name: "planted" };');
    await expect(loadTarget(join(folder, 'nothing.ts'))).rejects.toThrow('no complete `target`');
  });
});
