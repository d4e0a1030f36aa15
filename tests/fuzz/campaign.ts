import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { mutate } from './mutate.ts';
import { createRandom } from './random.ts';
import type { FuzzTarget } from './target.ts';

export interface CampaignOptions {
  seed: number;
  /** The campaign ends at the first of these two. */
  maximumRuns: number;
  maximumMilliseconds: number;
  /** One input that takes longer than this is a finding. */
  slowMilliseconds: number;
  /** How often the memory in use is compared with that at the first comparison. */
  memorySamplingMilliseconds?: number;
  /** Told of every input before it runs, so that one which never returns can be saved by somebody else. */
  beforeRun?: (input: Buffer) => void;
  onFinding?: (finding: Finding) => void;
}

export interface Finding {
  kind: 'error' | 'slow' | 'memory' | 'hang' | 'death';
  /** What happened, in one line or as a stack. */
  detail: string;
  /** Absent for memory growth, which no single input causes. */
  input?: Buffer;
}

export interface CampaignResult {
  runs: number;
  milliseconds: number;
  findings: Finding[];
  /** How many different outcomes (accepted, or a refusal with its words) the inputs led to. */
  outcomes: number;
}

const distinctFindings = 10;
const keptOutcomes = 512;
const defaultMemorySamplingMilliseconds = 2_000;
const memoryGrowthBytes = 64 * 1024 * 1024;

/** Runs one target: its seeds as they are, then mutations of them until the time or the count is reached. */
export async function runCampaign(target: FuzzTarget, options: CampaignOptions): Promise<CampaignResult> {
  const seeds = await target.seeds();
  if (seeds.length === 0 || seeds.every((seed) => seed.length === 0)) throw new Error(`target ${target.name} has no seeds`);
  const started = performance.now();
  const state: CampaignState = { target, options, corpus: [...seeds], outcomes: new Set(), findings: new Map(), runs: 0 };
  const accepted: boolean[] = [];
  for (const seed of seeds) accepted.push((await runInput(state, seed)) === 'accepted');
  if (!accepted.includes(true)) throw new Error(`target ${target.name} accepts none of its own seeds: ${[...state.outcomes].join('; ')}`);

  const random = createRandom(options.seed);
  const memory = watchMemory(options.memorySamplingMilliseconds ?? defaultMemorySamplingMilliseconds);
  const elapsed = (): number => performance.now() - started;
  while (state.runs < options.maximumRuns && elapsed() < options.maximumMilliseconds && state.findings.size < distinctFindings) {
    const input = mutate(state.corpus, random);
    const known = state.outcomes.size;
    await runInput(state, input);
    if (state.outcomes.size > known && state.outcomes.size < keptOutcomes) state.corpus.push(input);
    const growth = await memory.growth(elapsed());
    if (growth !== undefined) record(state, { kind: 'memory', detail: `memory in use grew by ${growth} bytes` }, 'memory');
  }
  return { runs: state.runs, milliseconds: elapsed(), findings: [...state.findings.values()], outcomes: state.outcomes.size };
}

interface CampaignState {
  target: FuzzTarget;
  options: CampaignOptions;
  /** Seeds, and every input that led to an outcome not seen before: from there it is a short way to the next. */
  corpus: Buffer[];
  outcomes: Set<string>;
  findings: Map<string, Finding>;
  runs: number;
}

async function runInput(state: CampaignState, input: Buffer): Promise<string> {
  state.options.beforeRun?.(input);
  state.runs += 1;
  // A copy: a parser that writes into its input must not change what is reported.
  const given = Buffer.from(input);
  const started = performance.now();
  let outcome = 'accepted';
  try {
    const running = state.target.run(given);
    if (running !== undefined) await running;
  } catch (error) {
    outcome = describe(error);
    if (!state.target.acceptable(error)) record(state, { kind: 'error', detail: stackOf(error), input }, outcome);
  }
  const took = performance.now() - started;
  if (took > state.options.slowMilliseconds)
    record(state, { kind: 'slow', detail: `took ${Math.round(took)} ms (${outcome})`, input }, 'slow');
  state.outcomes.add(outcome);
  return outcome;
}

function record(state: CampaignState, finding: Finding, key: string): void {
  if (state.findings.has(`${finding.kind} ${key}`)) return;
  state.findings.set(`${finding.kind} ${key}`, finding);
  state.options.onFinding?.(finding);
}

/** Class, code and words of an error without its figures, so that the same refusal at another offset is the same outcome. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return `not an Error: ${String(error)}`;
  const code = 'code' in error ? String(error.code) : '';
  return `${error.name} ${code} ${error.message.replace(/[0-9a-f]*\d[0-9a-f]*/gi, '#').slice(0, 80)}`;
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** Compares the memory in use after a collection with the same at the first sample, when caches are warm. */
function watchMemory(samplingMilliseconds: number): { growth: (elapsed: number) => number | undefined | Promise<number | undefined> } {
  const collect = garbageCollector();
  let baseline: number | undefined;
  let nextSample = samplingMilliseconds;
  return {
    growth: (elapsed) => {
      if (elapsed < nextSample) return undefined;
      nextSample = elapsed + samplingMilliseconds;
      return sample();
    },
  };

  async function sample(): Promise<number | undefined> {
    // Buffers of finished runs are let go in the turn after, and freed while the collector sweeps: twice, with a turn between.
    collect();
    await setImmediate();
    collect();
    const { heapUsed, external } = process.memoryUsage();
    baseline ??= heapUsed + external;
    const growth = heapUsed + external - baseline;
    return growth > memoryGrowthBytes ? growth : undefined;
  }
}

function garbageCollector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}
