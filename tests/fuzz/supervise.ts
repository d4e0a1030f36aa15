import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { CampaignOptions, CampaignResult, Finding } from './campaign.ts';

export type Limits = Pick<CampaignOptions, 'seed' | 'maximumRuns' | 'maximumMilliseconds' | 'slowMilliseconds'>;

export interface WorkerRequest extends Limits {
  file: string;
  /** Two counters (inputs begun, length of the present one), then the present input. */
  shared: SharedArrayBuffer;
}

type WorkerMessage = { finding: Finding } | { result: CampaignResult };

const sharedBytes = 1024 * 1024;

/**
 * Runs a target's campaign in a thread of its own and watches it from outside: an input that never returns cannot
 * report itself. A thread that makes no progress for twice `slowMilliseconds`, or dies, becomes a finding.
 */
export function superviseCampaign(file: string, limits: Limits): Promise<CampaignResult> {
  const shared = new SharedArrayBuffer(8 + sharedBytes);
  const counters = new Int32Array(shared, 0, 2);
  const request: WorkerRequest = { file, shared, ...limits };
  const worker = new Worker(join(import.meta.dirname, 'worker.ts'), {
    workerData: request,
    resourceLimits: { maxOldGenerationSizeMb: 1024 },
  });
  const started = performance.now();
  const findings: Finding[] = [];

  return new Promise((resolve) => {
    const watchdog = watchProgress(counters, limits.slowMilliseconds, () => {
      end('hang', `no progress for ${2 * limits.slowMilliseconds} ms`);
      void worker.terminate();
    });
    const end = (kind: Finding['kind'], detail: string): void => {
      clearInterval(watchdog);
      findings.push({ kind, detail, input: Buffer.from(new Uint8Array(shared, 8, Atomics.load(counters, 1))) });
      resolve({ runs: Atomics.load(counters, 0), milliseconds: performance.now() - started, findings, outcomes: 0 });
    };
    worker.on('message', (message: WorkerMessage) => {
      if ('finding' in message) findings.push(revive(message.finding));
      else {
        clearInterval(watchdog);
        resolve({ ...message.result, findings });
      }
    });
    worker.once('error', (error) => end('death', error instanceof Error ? (error.stack ?? error.message) : String(error)));
  });
}

function watchProgress(counters: Int32Array, slowMilliseconds: number, onStall: () => void): NodeJS.Timeout {
  let seen = -1;
  let since = performance.now();
  return setInterval(() => {
    const now = Atomics.load(counters, 0);
    if (now !== seen) {
      seen = now;
      since = performance.now();
    } else if (now > 0 && performance.now() - since > 2 * slowMilliseconds) onStall();
  }, 100);
}

/** A Buffer arrives from a thread as a plain byte array. */
function revive(finding: Finding): Finding {
  return finding.input === undefined ? finding : { ...finding, input: Buffer.from(finding.input) };
}
