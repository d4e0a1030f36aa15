import type { Ledger } from '../../../store/contracts/ledger.ts';
import { CHANGES_FEED } from '../../receipts/feeds.ts';

/** How soon a change that was committed is noticed. */
const LOOK_MILLISECONDS = 20;

/** More changes than that in one interval wake those who wait further on at the next look. */
const PAGE = 1_000;

/**
 * Wakes everybody who waits for the feed of changes: one look at the ledger in each interval serves all of them, and there is none
 * while nobody waits.
 */
export class ChangeWatch {
  readonly #ledger: Pick<Ledger, 'readFeed'>;
  readonly #waiting = new Map<() => void, number>();
  #timer: NodeJS.Timeout | undefined;

  constructor(ledger: Pick<Ledger, 'readFeed'>) {
    this.#ledger = ledger;
  }

  /** Resolves once there is a change after that position, when the time is over, or when the signal is aborted. Never rejects. */
  wait(after: number, milliseconds: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        this.#waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(done, milliseconds);
      if (signal.aborted) {
        done();
        return;
      }
      signal.addEventListener('abort', done);
      this.#waiting.set(done, after);
      this.#lookLater();
    });
  }

  #lookLater(): void {
    if (this.#timer !== undefined || this.#waiting.size === 0) return;
    this.#timer = setTimeout(() => {
      this.#look()
        // A ledger that fails is told to whoever reads the feed next.
        .catch(() => this.#wake(Number.MAX_SAFE_INTEGER))
        .finally(() => {
          this.#timer = undefined;
          this.#lookLater();
        });
    }, LOOK_MILLISECONDS);
  }

  /** From the earliest position on: a client may name one far ahead, which says nothing about the others. */
  async #look(): Promise<void> {
    const earliest = Math.min(...this.#waiting.values());
    const last = (await this.#ledger.readFeed(CHANGES_FEED, earliest, PAGE)).at(-1);
    if (last !== undefined) this.#wake(last.position);
  }

  #wake(position: number): void {
    for (const [done, after] of [...this.#waiting]) if (after < position) done();
  }
}
