import { createHash } from 'node:crypto';

/**
 * Proofs of existence (EN 319 102-1 clause 5.6.2.3): for each object, known by the digest of its octets, the earliest moment at which
 * it is proven to have existed. What no time-stamp covers is known to exist at the moment of validation, and not before.
 */
export class ProofsOfExistence {
  readonly #now: Date;
  readonly #times = new Map<string, Date>();

  constructor(now: Date) {
    this.#now = now;
  }

  add(objects: readonly Buffer[], time: Date): void {
    for (const object of objects) {
      const key = keyOf(object);
      const known = this.#times.get(key);
      if (known === undefined || time < known) this.#times.set(key, time);
    }
  }

  /** Earliest proven moment of the object's existence, at the latest the moment of validation. */
  of(object: Buffer): Date {
    const time = this.#times.get(keyOf(object));
    return time !== undefined && time < this.#now ? time : this.#now;
  }
}

function keyOf(object: Buffer): string {
  return createHash('sha256').update(object).digest('base64');
}
