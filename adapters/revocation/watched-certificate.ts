import type { Certificate } from '../../crypto/x509/certificate.ts';
import type { OcspAnswer, OcspResponse } from '../../crypto/x509/ocsp-response.ts';
import { endOf } from '../../crypto/x509/revocation-status.ts';
import { RevocationSourceError } from './error.ts';
import type { OcspClient } from './ocsp-client.ts';

/** certificateHold, the one revocation that is taken back (RFC 5280 section 5.3.1). */
const HOLD = 6;
const FIRST_WAIT = 5_000;
const LONGEST_WAIT = 300_000;

interface Held {
  response: OcspResponse;
  answer: OcspAnswer;
  fetchedAt: number;
}

/** A certificate whose status is kept fresh: what is held about it, and when it is asked for again. Times are in milliseconds. */
export class WatchedCertificate {
  readonly #certificate: Certificate;
  readonly #issuer: Certificate;
  readonly #client: OcspClient;
  #held: Held | undefined;
  /** A revocation is kept for ever, whatever is said later: nobody can undo it by answering otherwise. */
  #revocation: OcspResponse | undefined;
  #asking: Promise<void> | undefined;
  #failures = 0;
  #notBefore = Number.NEGATIVE_INFINITY;
  #lastError: string | undefined;

  constructor(certificate: Certificate, issuer: Certificate, client: OcspClient) {
    this.#certificate = certificate;
    this.#issuer = issuer;
    this.#client = client;
  }

  /** What is held, fresh or not. */
  responses(): readonly OcspResponse[] {
    const latest = this.#held?.response;
    return [...new Set([latest, this.#revocation].filter((response) => response !== undefined))];
  }

  get lastError(): string | undefined {
    return this.#lastError;
  }

  isFresh(now: number): boolean {
    return this.#held !== undefined && now <= endOf(this.#held.answer).getTime();
  }

  /** Half of the time that a response holds is left for responders that cannot be reached. */
  isDue(now: number, maximumAge: number): boolean {
    if (this.#held === undefined) return true;
    const { fetchedAt, answer } = this.#held;
    return now >= fetchedAt + Math.min(maximumAge, (endOf(answer).getTime() - fetchedAt) / 2);
  }

  /** Asks, unless it was asked in vain a moment ago; two who ask at once share one request. Never rejects. */
  ask(now: () => number, changed: () => void): Promise<void> {
    if (this.#asking === undefined && now() < this.#notBefore) return Promise.resolve();
    this.#asking ??= this.#askOnce(now, changed).finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  async #askOnce(now: () => number, changed: () => void): Promise<void> {
    try {
      this.#take({ ...(await this.#client.ask(this.#certificate, this.#issuer)), fetchedAt: now() });
      this.#failures = 0;
      this.#notBefore = Number.NEGATIVE_INFINITY;
      this.#lastError = undefined;
      changed();
    } catch (error) {
      this.#notBefore = now() + Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.min(this.#failures, 10));
      this.#failures += 1;
      this.#lastError = error instanceof Error ? error.message : 'failed';
    }
  }

  #take(next: Held): void {
    const { answer, response } = next;
    if (this.#held !== undefined && answer.thisUpdate < this.#held.answer.thisUpdate)
      throw new RevocationSourceError('answer-older-than-held', 'older than the answer held');
    this.#held = next;
    if (answer.status === 'revoked' && answer.reason !== HOLD) this.#revocation ??= response;
  }
}
