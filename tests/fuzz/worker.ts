import { parentPort, workerData } from 'node:worker_threads';
import { runCampaign } from './campaign.ts';
import type { WorkerRequest } from './supervise.ts';
import { loadTarget } from './target.ts';

const { file, shared, ...limits } = workerData as WorkerRequest;
const counters = new Int32Array(shared, 0, 2);
const bytes = new Uint8Array(shared, 8);

const result = await runCampaign(await loadTarget(file), {
  ...limits,
  beforeRun: (input) => {
    bytes.set(input.subarray(0, bytes.length));
    Atomics.store(counters, 1, Math.min(input.length, bytes.length));
    Atomics.add(counters, 0, 1);
  },
  onFinding: (finding) => parentPort?.postMessage({ finding }),
});
parentPort?.postMessage({ result });
