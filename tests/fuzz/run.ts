import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { CampaignResult } from './campaign.ts';
import { superviseCampaign } from './supervise.ts';
import { type FuzzTarget, loadTarget, targetFiles } from './target.ts';

const usage = `npm run fuzz -- [--minutes N] [--target NAME] [--seed N] [--jobs N] [--input FILE]
  --minutes N    how long in all, shared by the targets (default 10)
  --target NAME  one target alone
  --seed N       the same inputs as an earlier run with this seed (default: a new one, which is printed)
  --jobs N       targets at the same time (default: one per core)
  --input FILE   with --target: run this one input, to reproduce a finding
`;
const slowMilliseconds = 5_000;

interface LoadedTarget {
  file: string;
  target: FuzzTarget;
}

process.exitCode = await main();

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string', default: '10' },
      target: { type: 'string' },
      seed: { type: 'string', default: String(Date.now() % 0x1_0000_0000) },
      jobs: { type: 'string', default: String(availableParallelism()) },
      input: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return print(usage, 0);
  const targets = await selectTargets(values.target);
  if (values.input !== undefined) return reproduce(targets, values.input);
  return fuzzAll(targets, positive('minutes', values.minutes), Number(values.seed), Math.ceil(positive('jobs', values.jobs)));
}

async function selectTargets(name: string | undefined): Promise<LoadedTarget[]> {
  const all = await Promise.all(targetFiles().map(async (file) => ({ file, target: await loadTarget(file) })));
  if (name === undefined) return all;
  const chosen = all.filter(({ target }) => target.name === name);
  if (chosen.length === 0) throw new Error(`no target "${name}"; there are: ${all.map(({ target }) => target.name).join(', ')}`);
  return chosen;
}

/** Runs one saved input in this process; what it throws is shown as it is. */
async function reproduce(targets: LoadedTarget[], file: string): Promise<number> {
  const [only, another] = targets;
  if (only === undefined || another !== undefined) throw new Error('--input needs --target');
  try {
    await only.target.run(readFileSync(file));
    return print('accepted\n', 0);
  } catch (error) {
    if (!only.target.acceptable(error)) throw error;
    return print(`refused, as it may: ${String(error)}\n`, 0);
  }
}

async function fuzzAll(targets: LoadedTarget[], minutes: number, seed: number, jobs: number): Promise<number> {
  const maximumMilliseconds = (minutes * 60_000 * Math.min(jobs, targets.length)) / targets.length;
  const limits = { seed, maximumRuns: Number.MAX_SAFE_INTEGER, maximumMilliseconds, slowMilliseconds };
  print(`${targets.length} targets, ${(maximumMilliseconds / 1000).toFixed(0)} s each, seed ${seed}\n`);
  const waiting = [...targets];
  let found = 0;
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const result = await superviseCampaign(next.file, limits);
      found += result.findings.length;
      report(next.target.name, result);
    }
  };
  await Promise.all(Array.from({ length: Math.min(jobs, targets.length) }, work));
  return print(found === 0 ? 'no findings\n' : `${found} findings\n`, found === 0 ? 0 : 1);
}

function report(name: string, { runs, milliseconds, outcomes, findings }: CampaignResult): void {
  print(`${name}: ${runs} runs, ${Math.round((runs * 1000) / milliseconds)} runs/s, ${outcomes} outcomes, ${findings.length} findings\n`);
  if (findings.length === 0) return;
  const folder = mkdtempSync(join(tmpdir(), `valija-fuzz-${name.replace(/[^\w.-]/g, '-')}-`));
  findings.forEach(({ kind, detail, input }, number) => {
    print(`  ${kind}: ${detail}\n`);
    if (input === undefined) return;
    const file = join(folder, `${kind}-${number + 1}`);
    writeFileSync(file, input);
    print(`  reproduce: npm run fuzz -- --target ${name} --input ${file}\n`);
  });
}

function positive(option: string, text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new Error(`--${option} must be a number above 0`);
  return value;
}

function print(text: string, exitCode = 0): number {
  process.stdout.write(text);
  return exitCode;
}
