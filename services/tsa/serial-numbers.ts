/**
 * Serial numbers without state on disk: 48 bits of time in milliseconds, then 80 random bits, in front a bit that keeps all
 * numbers equally long.
 *
 * RFC 3161 section 2.4.2 wants a number that stays unique even after a crash. A counter would have to be on disk before each
 * answer; these need nothing. Two tokens collide only when made in the same millisecond with the same 80 bits: for a
 * thousand tokens in each millisecond the chance per millisecond is below 2^-60, and a clock that repeats hours after a
 * restore does not change that.
 *
 * `randomBytes` must be cryptographically strong; `now` is in milliseconds since 1970.
 */
export function createSerialNumbers(options: { now: () => number; randomBytes: (count: number) => Buffer }): () => bigint {
  return () => {
    const time = BigInt.asUintN(48, BigInt(Math.floor(options.now())));
    const random = BigInt(`0x${options.randomBytes(10).toString('hex')}`);
    return (1n << 128n) | (time << 80n) | random;
  };
}
