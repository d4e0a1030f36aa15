/** Remembers answers that hold for a span of time. */
export interface ReportCache<Report> {
  /**
   * The answer for `key` at the instant `at` (milliseconds). When it is not known, `thresholds` gives the instants at which the
   * answer may change, and `compute` finds it; two who ask at once share one computation.
   */
  at(key: string, at: number, unknown: { thresholds: () => number[]; compute: () => Promise<Report> }): Promise<Report>;
}

interface Span<Report> {
  /** First and last instant at which the answer holds. */
  readonly from: number;
  readonly to: number;
  readonly answer: Promise<Report>;
}

/** Spans kept per key: asking about now and about a few moments in the past alternates between them. */
const MAXIMUM_SPANS = 8;

/** A cache of `size` keys that forgets the one asked for longest ago. Failed computations are not kept. */
export function createReportCache<Report>(size: number): ReportCache<Report> {
  const entries = new Map<string, Span<Report>[]>();
  return {
    at(key, at, { thresholds, compute }) {
      const known = entries.get(key);
      if (known !== undefined) {
        // A Map keeps the order of insertion: putting the key back makes it the youngest.
        entries.delete(key);
        entries.set(key, known);
        for (const span of known) if (span.from <= at && at <= span.to) return span.answer;
      }
      const span = { ...spanAround(at, thresholds()), answer: compute() };
      const spans = [span, ...(known ?? [])].slice(0, MAXIMUM_SPANS);
      entries.set(key, spans);
      if (entries.size > size) forgetOldest(entries);
      span.answer.catch(() => {
        if (entries.get(key)?.includes(span)) entries.delete(key);
      });
      return span.answer;
    },
  };
}

function spanAround(at: number, thresholds: readonly number[]): { from: number; to: number } {
  let from = Number.NEGATIVE_INFINITY;
  let to = Number.POSITIVE_INFINITY;
  for (const threshold of thresholds) {
    if (threshold <= at && threshold > from) from = threshold;
    if (threshold > at && threshold - 1 < to) to = threshold - 1;
  }
  return { from, to };
}

function forgetOldest(entries: Map<string, unknown>): void {
  const [oldest] = entries.keys();
  if (oldest !== undefined) entries.delete(oldest);
}
