import { Worker } from 'node:worker_threads';
import type { LetterRenderer } from '../../gateway/contracts/letter-renderer.ts';
import { LetterRenderingError } from './error.ts';
import type { News, Order, TaskOf, TaskResults } from './thread-messages.ts';

/** A letter that keeps the thread busy for longer is given up. */
const TIMEOUT_MILLISECONDS = 20_000;

/** A thread without work for so long ends: with the typeface it holds some 30 MiB. */
const IDLE_MILLISECONDS = 5_000;

const HEAP_MEBIBYTES = 256;

export interface WorkerLetterRendererOptions {
  timeoutMilliseconds?: number;
  idleMilliseconds?: number;
}

interface Errand {
  resolve: (result: never) => void;
  reject: (error: unknown) => void;
  timer: NodeJS.Timeout;
}

/** Renders letters in a worker thread (design section 5, event loop), which is there while there is work and a little longer. */
export function createLetterRenderer(options: WorkerLetterRendererOptions = {}): LetterRenderer {
  const { timeoutMilliseconds = TIMEOUT_MILLISECONDS, idleMilliseconds = IDLE_MILLISECONDS } = options;
  const errands = new Map<number, Errand>();
  let orders = 0;
  let worker: Worker | undefined;
  let idle: NodeJS.Timeout | undefined;

  function take(id: number): Errand | undefined {
    const errand = errands.get(id);
    errands.delete(id);
    clearTimeout(errand?.timer);
    if (errands.size === 0) idle = setTimeout(() => void end(), idleMilliseconds).unref();
    return errand;
  }

  async function end(): Promise<void> {
    clearTimeout(idle);
    const ending = worker;
    worker = undefined;
    for (const id of [...errands.keys()]) take(id)?.reject(lost('the thread was ended'));
    clearTimeout(idle);
    await ending?.terminate();
  }

  function start(): Worker {
    const started = new Worker(new URL('./rendering-thread.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MEBIBYTES },
    });
    started.unref();
    const fail = (cause?: unknown) => {
      if (worker !== started) return;
      worker = undefined;
      for (const id of [...errands.keys()]) take(id)?.reject(lost('the thread died', cause));
    };
    started.on('message', (news: News) => {
      if ('result' in news) take(news.id)?.resolve(news.result as never);
      else take(news.id)?.reject(failureOf(news.failure));
    });
    started.on('error', fail);
    started.on('exit', () => fail());
    return started;
  }

  function run<Kind extends keyof TaskResults>(task: TaskOf<Kind>): Promise<TaskResults[Kind]> {
    clearTimeout(idle);
    worker ??= start();
    orders += 1;
    const order: Order = { id: orders, task };
    const running = worker;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => void end(), timeoutMilliseconds);
      errands.set(order.id, { resolve, reject, timer });
      running.postMessage(order);
    });
  }

  return {
    async render(document, rendering) {
      const octets = await run<'render'>({ kind: 'render', document, options: rendering });
      return Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength);
    },
    drawMark: (mark, place) => run<'draw-mark'>({ kind: 'draw-mark', mark, place }),
    close: end,
  };
}

function failureOf({ code, message, characters }: Extract<News, { failure: unknown }>['failure']): LetterRenderingError {
  return code === undefined ? lost(message) : new LetterRenderingError(code, message, { characters });
}

function lost(message: string, cause?: unknown): LetterRenderingError {
  return new LetterRenderingError('letter-not-rendered', message, { cause });
}
