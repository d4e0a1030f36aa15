import type { Logger } from '../process/logger.ts';

/** Remembers how to close what was opened, and closes it in the opposite order. */
export class ClosingStack {
  readonly #logger: Logger;
  readonly #closers: { what: string; close: () => unknown }[] = [];

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** `what` names the part in the log when its closing fails. */
  add(what: string, close: () => unknown): void {
    this.#closers.push({ what, close });
  }

  /** Closes everything, last opened first; a part that fails to close does not keep the others open. Never throws. */
  async close(): Promise<void> {
    for (let next = this.#closers.pop(); next !== undefined; next = this.#closers.pop()) {
      try {
        await next.close();
      } catch (error) {
        this.#logger.error({ event: 'close-failed', what: next.what, error });
      }
    }
  }
}
