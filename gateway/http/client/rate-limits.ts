import type { ServerResponse } from 'node:http';
import { RequestError } from '../request-error.ts';

/** How many requests a client may make in a period, given evenly; as many may come at once. */
export interface RateLimit {
  requests: number;
  periodMilliseconds: number;
}

/** Above it, buckets that are full by now are forgotten: they say nothing. */
const MAXIMUM_BUCKETS = 10_000;

interface Bucket {
  left: number;
  /** Milliseconds since an arbitrary moment that never goes back. */
  filledAt: number;
}

/**
 * A bucket of requests for each client, so that one that runs wild does not take the gateway from the others. Every answer says how
 * full the bucket is, in the header fields of draft-ietf-httpapi-ratelimit-headers.
 */
export class RateLimits {
  readonly #buckets = new Map<string, Bucket>();
  readonly #limitOf: (client: string) => RateLimit;
  readonly #now: () => number;

  /** `now`: milliseconds that only grow; by default those of the process. */
  constructor(limitOf: (client: string) => RateLimit, now: () => number = () => performance.now()) {
    this.#limitOf = limitOf;
    this.#now = now;
  }

  /** Counts a request of a client and tells it in the answer. RequestError 429 `rate-limited` when its bucket is empty. */
  count(client: string, response: ServerResponse): void {
    const { requests, periodMilliseconds } = this.#limitOf(client);
    const now = this.#now();
    const bucket = this.#buckets.get(client) ?? { left: requests, filledAt: now };
    const each = periodMilliseconds / requests;
    bucket.left = Math.min(requests, bucket.left + (now - bucket.filledAt) / each);
    bucket.filledAt = now;
    const isAllowed = bucket.left >= 1;
    if (isAllowed) bucket.left -= 1;
    this.#buckets.set(client, bucket);
    if (this.#buckets.size > MAXIMUM_BUCKETS) this.#forgetFull(now);
    const seconds = (milliseconds: number) => String(Math.max(1, Math.ceil(milliseconds / 1_000)));
    response.setHeader('RateLimit-Policy', `"client";q=${requests};w=${seconds(periodMilliseconds)}`);
    response.setHeader('RateLimit', `"client";r=${Math.floor(bucket.left)};t=${seconds((requests - bucket.left) * each)}`);
    if (isAllowed) return;
    throw new RequestError(429, `more than ${requests} requests in ${periodMilliseconds} ms`, {
      code: 'rate-limited',
      headers: { 'Retry-After': seconds((1 - bucket.left) * each) },
    });
  }
  #forgetFull(now: number): void {
    for (const [client, { left, filledAt }] of this.#buckets) {
      const { requests, periodMilliseconds } = this.#limitOf(client);
      if (left + ((now - filledAt) * requests) / periodMilliseconds >= requests) this.#buckets.delete(client);
    }
  }
}
