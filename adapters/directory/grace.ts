const MAXIMUM_GRACE_MILLISECONDS = 30 * 24 * 60 * 60 * 1_000;

/** How long an expired directory is still served, in milliseconds: as asked for, at most 30 days, which is also the default (design section 7). */
export function graceOf(milliseconds: number | undefined): number {
  return Math.min(milliseconds ?? MAXIMUM_GRACE_MILLISECONDS, MAXIMUM_GRACE_MILLISECONDS);
}
