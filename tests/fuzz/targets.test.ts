import { describe, expect, it } from 'vitest';
import { runCampaign } from './campaign.ts';
import { loadTarget, targetFiles } from './target.ts';

const targets = await Promise.all(targetFiles().map(loadTarget));

describe('a short run of every fuzz target', () => {
  it('covers targets with names of their own', () => {
    expect(new Set(targets.map(({ name }) => name)).size).toBe(targets.length);
  });

  it.each(targets)('$name', async (target) => {
    const limits = { seed: 20261120, maximumRuns: 300, maximumMilliseconds: 20_000, slowMilliseconds: 5_000 };
    const { runs, findings } = await runCampaign(target, limits);
    expect(findings.map(({ kind, detail, input }) => `${kind}: ${detail}\n${input?.toString('base64')}`)).toEqual([]);
    expect(runs).toBeGreaterThan(0);
  });
});
