/** Where large content spends its time. */
export const CONTENT_STEPS = ['upload', 'prepare', 'transmit', 'receive', 'open'] as const;
export type ContentStep = (typeof CONTENT_STEPS)[number];

/** Octets of content: how many are done, and of how many. */
export interface StepProgress {
  done: number;
  total: number;
}

/**
 * How far content has come, as far as this process works on it: for whoever looks at a message or at the metrics. It is told and never
 * decided upon, and what is told of a subject is forgotten when the work ends.
 */
export class ContentProgress {
  readonly #running = new Map<string, StepProgress & { step: ContentStep }>();
  readonly #octets = new Map<ContentStep, number>(CONTENT_STEPS.map((step) => [step, 0]));

  /** The content as it was, counted on its way; `start` octets were done before. */
  async *over(
    { step, subject, total, start = 0 }: { step: ContentStep; subject: string; total: number; start?: number },
    content: AsyncIterable<Buffer>,
  ): AsyncGenerator<Buffer> {
    const key = keyOf(step, subject);
    const state = { step, done: start, total };
    this.#running.set(key, state);
    try {
      for await (const chunk of content) {
        yield chunk;
        state.done += chunk.length;
        this.#octets.set(step, (this.#octets.get(step) ?? 0) + chunk.length);
      }
    } finally {
      // A later attempt may have begun.
      if (this.#running.get(key) === state) this.#running.delete(key);
    }
  }

  /** How far a step is with its subject; undefined when nothing of it is under way. */
  of(step: ContentStep, subject: string): StepProgress | undefined {
    const running = this.#running.get(keyOf(step, subject));
    return running === undefined ? undefined : { done: running.done, total: running.total };
  }

  /** For each step: octets since the start of the process, contents under way, and what is left of them. */
  totals(): { step: ContentStep; octets: number; underWay: number; remaining: number }[] {
    return CONTENT_STEPS.map((step) => {
      const running = [...this.#running.values()].filter((one) => one.step === step);
      const remaining = running.reduce((sum, { done, total }) => sum + Math.max(0, total - done), 0);
      return { step, octets: this.#octets.get(step) ?? 0, underWay: running.length, remaining };
    });
  }
}

function keyOf(step: ContentStep, subject: string): string {
  return `${step}/${subject}`;
}
