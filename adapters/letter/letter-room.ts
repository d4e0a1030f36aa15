/** Runs work that holds so many octets, when there is room for them. */
export type LetterRoom = <Result>(length: number, work: () => Promise<Result>) => Promise<Result>;

/**
 * Room for `capacity` octets of letters at once; what does not fit waits its turn, first come, first served. Something larger than all of
 * it gets in when it is alone.
 */
export function createLetterRoom(capacity: number): LetterRoom {
  let taken = 0;
  const waiting: { length: number; enter: () => void }[] = [];

  const fits = (length: number): boolean => taken === 0 || taken + length <= capacity;

  function admit(): void {
    for (let next = waiting[0]; next !== undefined && fits(next.length); next = waiting[0]) {
      waiting.shift();
      taken += next.length;
      next.enter();
    }
  }

  return async (length, work) => {
    await new Promise<void>((enter) => {
      waiting.push({ length, enter });
      admit();
    });
    try {
      return await work();
    } finally {
      taken -= length;
      admit();
    }
  };
}
