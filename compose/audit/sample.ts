import { createHash } from 'node:crypto';

/**
 * Draws a sample that anybody can draw again with the same seed, whatever the order and however the pages fell: the items whose
 * SHA-256(seed, line feed, name) are the smallest. Holds no more than the sample.
 */
export class SeededSample<Item> {
  readonly #seed: string;
  readonly #size: number;
  readonly #nameOf: (item: Item) => string;
  #drawn: { rank: string; item: Item }[] = [];

  constructor(options: { seed: string; size: number; nameOf: (item: Item) => string }) {
    this.#seed = options.seed;
    this.#size = options.size;
    this.#nameOf = options.nameOf;
  }

  offer(item: Item): void {
    const rank = createHash('sha256')
      .update(`${this.#seed}\n${this.#nameOf(item)}`)
      .digest('hex');
    const last = this.#drawn.at(-1);
    if (this.#drawn.length === this.#size && last !== undefined && rank >= last.rank) return;
    this.#drawn.push({ rank, item });
    this.#drawn.sort((one, other) => (one.rank < other.rank ? -1 : 1));
    this.#drawn = this.#drawn.slice(0, this.#size);
  }

  /** In the order in which they were drawn: the smallest first. */
  get items(): Item[] {
    return this.#drawn.map(({ item }) => item);
  }
}
