import { randomUUID } from 'node:crypto';
import type { ApiClient } from './api-client.ts';
import { awaitHandOvers } from './await-handover.ts';
import { handOverWhatArrives } from './hand-over.ts';
import type { SubmissionForm } from './submission.ts';

export interface DriveOptions {
  messages: number;
  inFlight: number;
  /** Messages sent and finished before the measurement begins. */
  warmUp: number;
  /** After this many seconds no further message is submitted. */
  seconds: number;
}

export interface DriveResult {
  /** Messages measured. */
  messages: number;
  seconds: number;
  /** From the submission to the verified E.1, in milliseconds. */
  latency: { median: number; high: number };
}

interface Parties {
  sender: ApiClient;
  recipient: ApiClient;
  form: SubmissionForm;
}

/** Milliseconds without any message coming to its end after which the run has failed. */
const STANDSTILL_MILLISECONDS = 10 * 60_000;

/**
 * Submits messages, at most `inFlight` of them without verified E.1, hands over what the recipient's gateway has consigned, and takes
 * a message as done when the sender's gateway shows its E.1 and the signature holds.
 */
export async function drive(parties: Parties, options: DriveOptions): Promise<DriveResult> {
  const stop = new AbortController();
  const flight = new Flight();
  const onFailure = (error: unknown) => flight.fail(error);
  const watching = [
    handOverWhatArrives(parties.recipient, { signal: stop.signal, onFailure }),
    awaitHandOvers(parties.sender, { signal: stop.signal, onFailure, onVerified: (messageId) => flight.finish(messageId) }),
  ];
  for (const watch of watching) watch.catch(onFailure);
  try {
    await send(parties, flight, { ...options, messages: options.warmUp, seconds: Number.POSITIVE_INFINITY });
    return await send(parties, flight, options);
  } finally {
    stop.abort();
    await Promise.allSettled(watching);
  }
}

async function send(
  parties: Parties,
  flight: Flight,
  options: Pick<DriveOptions, 'messages' | 'inFlight' | 'seconds'>,
): Promise<DriveResult> {
  const begun = performance.now();
  const latencies: number[] = [];
  let submitted = 0;
  const lane = async (): Promise<void> => {
    while (submitted < options.messages && performance.now() - begun < options.seconds * 1_000) {
      submitted += 1;
      const start = performance.now();
      await flight.until(await submit(parties));
      latencies.push(performance.now() - start);
    }
  };
  await flight.orFailure(Promise.all(Array.from({ length: options.inFlight }, lane)));
  latencies.sort((one, other) => one - other);
  const at = (share: number) => latencies[Math.min(latencies.length - 1, Math.floor(share * latencies.length))] ?? 0;
  return { messages: latencies.length, seconds: (performance.now() - begun) / 1_000, latency: { median: at(0.5), high: at(0.95) } };
}

async function submit({ sender, form }: Parties): Promise<string> {
  const answer = await sender.post('/messages', {
    type: form.contentType,
    headers: { 'idempotency-key': randomUUID(), 'content-length': String(form.length) },
    body: form.open(),
  });
  return (answer as { messageId: string }).messageId;
}

/** The messages under way, and who waits for each. E.1 may be seen before the answer to the submission was. */
class Flight {
  readonly #waiting = new Map<string, () => void>();
  readonly #finished = new Set<string>();
  readonly #failure = Promise.withResolvers<never>();
  #timer: NodeJS.Timeout | undefined;

  constructor() {
    this.#failure.promise.catch(() => {});
  }

  until(messageId: string): Promise<void> {
    if (this.#finished.delete(messageId)) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.set(messageId, resolve));
  }

  finish(messageId: string): void {
    const resolve = this.#waiting.get(messageId);
    this.#waiting.delete(messageId);
    if (resolve === undefined) this.#finished.add(messageId);
    else resolve();
    this.#timer?.refresh();
  }

  fail(error: unknown): void {
    this.#failure.reject(error);
  }

  async orFailure<Result>(work: Promise<Result>): Promise<Result> {
    this.#timer = setTimeout(() => this.fail(new Error('no message comes to its end any more')), STANDSTILL_MILLISECONDS);
    try {
      return await Promise.race([work, this.#failure.promise]);
    } finally {
      clearTimeout(this.#timer);
    }
  }
}
