import { GatewayError } from '../error.ts';

interface Holder {
  preempt: () => void;
  released: Promise<void>;
}

/**
 * One request at a time per resumable transfer. A connection that broke may not have noticed it yet: so whoever comes later asks the
 * holder to stop, and goes on as soon as what had arrived is durable.
 */
export class TransferLocks {
  readonly #held = new Map<string, Holder>();
  #stopped = false;

  /** Runs `work` alone for `key`; its signal tells when another request wants the transfer, or when the server is stopping. */
  async run<Result>(key: string, work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
    for (let holder = this.#held.get(key); holder !== undefined; holder = this.#held.get(key)) {
      holder.preempt();
      await holder.released;
    }
    const preemption = new AbortController();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#held.set(key, { preempt: () => preemption.abort(preempted()), released: promise });
    if (this.#stopped) preemption.abort(preempted());
    try {
      return await work(preemption.signal);
    } finally {
      this.#held.delete(key);
      resolve();
    }
  }

  /** Runs `work` alone for `key` where nobody is at it, without disturbing anybody; undefined otherwise. */
  async runIfFree<Result>(key: string, work: () => Promise<Result>): Promise<Result | undefined> {
    return this.#held.has(key) ? undefined : this.run(key, work);
  }

  /** Asks every holder to stop, now and from now on. */
  stop(): void {
    this.#stopped = true;
    for (const holder of this.#held.values()) holder.preempt();
  }
}

function preempted(): GatewayError {
  return new GatewayError('too-busy', 'the transfer was interrupted here', { disposition: 'retry' });
}
