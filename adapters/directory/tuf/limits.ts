/** Longest file of each kind that is read, in octets: far above what a directory of all States needs, far below what hurts. */
export const MAXIMUM_LENGTH = {
  root: 512 * 1024,
  timestamp: 16 * 1024,
  snapshot: 512 * 1024,
  targets: 2 * 1024 * 1024,
  target: 1024 * 1024,
} as const;

/** How many new roots are followed in one refresh (TUF 5.3.3). */
export const MAXIMUM_ROOT_CHANGES = 64;

/** Keys of a role or of a file. */
export const MAXIMUM_KEYS = 256;

/** States that can have a part of their own: more than there are codes in ISO 3166-1. */
export const MAXIMUM_STATES = 300;

/** Files that one role can sign for. */
export const MAXIMUM_TARGETS_OF_ROLE = 1_000;

/** Authorities and instruments of a whole directory. */
export const MAXIMUM_RECORDS = 4_000;

/** Octets of all records together. */
export const MAXIMUM_TOTAL_LENGTH = 64 * 1024 * 1024;
