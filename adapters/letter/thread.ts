import { Worker } from 'node:worker_threads';
import { CryptoError, type CryptoErrorCode, type CryptoErrorDisposition } from '../../crypto/error.ts';
import { LetterError } from './error.ts';
import type { Answer, News, Order, Question, Task, TaskOf, TaskResults, ThreadSettings } from './thread-messages.ts';

const HEAP_MEBIBYTES = 512;

/** What V8 would let the young part of the heap grow to is more than all letters under way; this is as fast. */
const YOUNG_HEAP_MEBIBYTES = 8;

/** Answers what a task asks; what it throws becomes the failure of the task. */
export type Respond = (question: Question) => Promise<Answer>;

/** One worker thread and the tasks under way in it. */
export interface LetterThread {
  run<Kind extends Task['kind']>(task: TaskOf<Kind>, respond: Respond): Promise<TaskResults[Kind]>;
  /** Tasks under way. */
  readonly busy: number;
  /** Fails what is under way. */
  end(): Promise<void>;
}

interface Errand {
  resolve: (result: never) => void;
  reject: (error: unknown) => void;
  respond: Respond;
  /** Runs only while the thread is the one to act. */
  timer: NodeJS.Timeout | undefined;
}

/**
 * Starts a thread. It ends, and everything under way in it fails with LetterError, when it dies, when it works on one task for longer
 * than allowed without asking anything, or when `end` is called; `onEnd` is told once, before that.
 */
export function startLetterThread(options: { settings: ThreadSettings; timeoutMilliseconds: number; onEnd: () => void }): LetterThread {
  const worker = new Worker(new URL('./letter-thread.ts', import.meta.url), {
    workerData: options.settings,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MEBIBYTES, maxYoungGenerationSizeMb: YOUNG_HEAP_MEBIBYTES },
  });
  worker.unref();
  const errands = new Map<number, Errand>();
  let tasks = 0;
  let ended = false;

  function fail(error: LetterError): void {
    if (ended) return;
    ended = true;
    options.onEnd();
    for (const id of [...errands.keys()]) take(id)?.reject(error);
    void worker.terminate();
  }

  /** An errand that is over, or nothing when it was over before. */
  function take(id: number): Errand | undefined {
    const errand = errands.get(id);
    errands.delete(id);
    clearTimeout(errand?.timer);
    return errand;
  }

  function watch(errand: Errand): void {
    const late = () => fail(new LetterError('letter-thread-timeout', 'a letter kept its thread busy for too long'));
    errand.timer = setTimeout(late, options.timeoutMilliseconds);
  }

  async function answer(id: number, question: number, asked: Question): Promise<void> {
    const errand = errands.get(id);
    if (errand === undefined) return;
    clearTimeout(errand.timer);
    try {
      const given = await errand.respond(asked);
      if (!errands.has(id)) return;
      watch(errand);
      send({ question, answer: given });
    } catch (error) {
      take(id)?.reject(error);
      if (!ended) send({ question, refused: true });
    }
  }

  function send(order: Order): void {
    worker.postMessage(order);
  }

  worker.on('message', (news: News) => {
    if ('asked' in news) void answer(news.id, news.question, news.asked);
    else if ('result' in news) take(news.id)?.resolve(news.result as never);
    else take(news.id)?.reject(failureOf(news.failure));
  });
  worker.on('error', (cause) => fail(new LetterError('letter-thread-lost', 'the thread of the letters died', { cause })));
  worker.on('exit', () => fail(new LetterError('letter-thread-lost', 'the thread of the letters ended')));

  return {
    get busy() {
      return errands.size;
    },
    run: (task, respond) =>
      new Promise((resolve, reject) => {
        if (ended) {
          reject(new LetterError('letter-thread-lost', 'the thread of the letters has ended'));
          return;
        }
        tasks += 1;
        const errand: Errand = { resolve, reject, respond, timer: undefined };
        errands.set(tasks, errand);
        watch(errand);
        worker.postMessage({ id: tasks, task } satisfies Order, [task.letter.buffer as ArrayBuffer]);
      }),
    end: async () => {
      fail(new LetterError('letter-thread-lost', 'the thread of the letters was ended'));
      await worker.terminate();
    },
  };
}

/** A refusal by `crypto/` as it was; anything else is a fault of the thread, which the work may survive when done again. */
function failureOf({ code, message, disposition }: Extract<News, { failure: unknown }>['failure']): Error {
  if (code === undefined) return new LetterError('letter-thread-lost', message);
  return new CryptoError(code as CryptoErrorCode, message, { disposition: disposition as CryptoErrorDisposition });
}
