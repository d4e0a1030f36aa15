import type { GatewayDependencies } from '../dependencies.ts';
import { codeOf } from '../error.ts';
import { askWitness, type WitnessMemory } from './ask-witness.ts';
import { stampCheckpoint } from './stamp-checkpoint.ts';
import { witnessesToAsk } from './witness-keys.ts';

/** Nobody waits longer than this for a witness or for a time-stamp: the log goes on without. */
const PATIENCE_MILLISECONDS = 20_000;
const LONGEST_PAUSE_MILLISECONDS = 300_000;

export interface LogCare {
  close(): Promise<void>;
}

/**
 * Collects cosignatures and time-stamps for what the log publishes, beside the sequencer, which never waits for any of them. Each witness
 * has a pace of its own, and one that fails is asked more and more seldom, up to five minutes.
 */
export function startLogCare(dependencies: GatewayDependencies): LogCare {
  const closing = new AbortController();
  const tasks = new Map<string, Task>();
  let timer: NodeJS.Timeout | undefined;
  const run = (name: string, work: (signal: AbortSignal) => Promise<boolean>, peer?: string) => {
    const task = tasks.get(name) ?? { failures: 0, notBefore: 0, running: undefined };
    tasks.set(name, task);
    if (task.running !== undefined || Date.now() < task.notBefore) return;
    const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(PATIENCE_MILLISECONDS)]);
    task.running = work(signal)
      .then(
        () => {
          task.failures = 0;
        },
        (error: unknown) => {
          task.failures += 1;
          task.notBefore = Date.now() + Math.min(dependencies.settings.witnessInterval * 2 ** task.failures, LONGEST_PAUSE_MILLISECONDS);
          dependencies.observe({ name: `${name.split(' ')[0]}-failed`, code: codeOf(error), ...(peer === undefined ? {} : { peer }) });
        },
      )
      .finally(() => {
        task.running = undefined;
      });
  };
  const memories = new Map<string, WitnessMemory>();
  const tick = () => {
    for (const witness of witnessesToAsk(dependencies)) {
      const { identifier } = witness.authority;
      const memory = memories.get(identifier) ?? { knownSize: 0 };
      memories.set(identifier, memory);
      run(`witness ${identifier}`, (signal) => askWitness(dependencies, witness, memory, signal), identifier);
    }
    run('checkpoint-stamp', (signal) => stampCheckpoint(dependencies, signal));
    timer = setTimeout(tick, dependencies.settings.witnessInterval);
  };
  tick();
  return {
    async close() {
      clearTimeout(timer);
      closing.abort();
      await Promise.allSettled([...tasks.values()].map(({ running }) => running));
    },
  };
}

interface Task {
  failures: number;
  notBefore: number;
  running: Promise<void> | undefined;
}
