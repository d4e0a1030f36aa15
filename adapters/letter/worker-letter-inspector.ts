import { Worker } from 'node:worker_threads';
import type { LetterFinding, LetterInspector } from '../../gateway/contracts/letter-inspector.ts';

/** A letter that keeps the parser busy for longer is treated as damaged, and the worker is replaced. */
const MAXIMUM_MILLISECONDS = 20_000;

/** A worker that has had no letter for so long ends: with its parser it holds 40 MiB, and a new one is there in a fifth of a second. */
const IDLE_MILLISECONDS = 5_000;

const WORKER_HEAP_MEBIBYTES = 512;

/** What V8 would let the young part of the worker's heap grow to is more than all letters under way; this is as fast. */
const WORKER_YOUNG_HEAP_MEBIBYTES = 8;

interface Pending {
  resolve: (finding: LetterFinding) => void;
  timer: NodeJS.Timeout;
}

/**
 * Opens letters in a worker thread (design section 5, event loop): a letter made to exhaust time or memory costs the sender a refusal
 * and nobody else anything.
 */
export function createLetterInspector(options: { maximumLength: number; idleMilliseconds?: number }): LetterInspector {
  const idleMilliseconds = options.idleMilliseconds ?? IDLE_MILLISECONDS;
  let worker: Worker | undefined;
  let idle: NodeJS.Timeout | undefined;
  let nextId = 1;
  const pending = new Map<number, Pending>();

  function start(): Worker {
    const started = new Worker(new URL('./letter-worker.ts', import.meta.url), {
      workerData: { maximumLength: options.maximumLength },
      resourceLimits: { maxOldGenerationSizeMb: WORKER_HEAP_MEBIBYTES, maxYoungGenerationSizeMb: WORKER_YOUNG_HEAP_MEBIBYTES },
    });
    started.unref();
    started.on('message', ({ id, finding }: { id: number; finding: LetterFinding }) => settle(id, finding));
    started.on('error', () => replace(started));
    started.on('exit', () => replace(started));
    return started;
  }

  function settle(id: number, finding: LetterFinding): void {
    const waiting = pending.get(id);
    if (waiting === undefined) return;
    pending.delete(id);
    clearTimeout(waiting.timer);
    if (pending.size === 0) endWhenIdle();
    waiting.resolve(finding);
  }

  function endWhenIdle(): void {
    clearTimeout(idle);
    idle = setTimeout(() => {
      const ending = worker;
      worker = undefined;
      void ending?.terminate();
    }, idleMilliseconds).unref();
  }

  /** A worker that died takes its letters with it: each is damaged as far as anybody can tell. */
  function replace(dead: Worker): void {
    if (worker !== dead) return;
    worker = undefined;
    for (const id of [...pending.keys()]) settle(id, { acceptable: false, code: 'letter-damaged' });
    void dead.terminate();
  }

  return {
    inspect(letter) {
      clearTimeout(idle);
      worker ??= start();
      const current = worker;
      const id = nextId;
      nextId += 1;
      return new Promise((resolve) => {
        const timer = setTimeout(() => replace(current), MAXIMUM_MILLISECONDS);
        pending.set(id, { resolve, timer });
        current.postMessage({ id, letter });
      });
    },
    async close() {
      clearTimeout(idle);
      const closing = worker;
      worker = undefined;
      await closing?.terminate();
    },
  };
}
