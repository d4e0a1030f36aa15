/** Three numbers that say more of waiting than a mean, which one forgotten request spoils. Days, with one decimal. */
export interface Quantiles {
  median: number;
  ninetieth: number;
  longest: number;
}

/** By the nearest rank, so that each number is one that occurred. Undefined of nothing. */
export function quantilesOf(values: readonly number[]): Quantiles | undefined {
  const sorted = [...values].sort((one, other) => one - other);
  const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  const [median, ninetieth, longest] = [at(0.5), at(0.9), sorted.at(-1)];
  if (median === undefined || ninetieth === undefined || longest === undefined) return undefined;
  return { median: rounded(median), ninetieth: rounded(ninetieth), longest: rounded(longest) };
}

function rounded(days: number): number {
  return Math.round(days * 10) / 10;
}
