/** Runs one piece of work after the other, in the order of the calls; a piece that fails does not hold up the next. */
export type Turns = <Result>(work: () => Promise<Result>) => Promise<Result>;

/**
 * Whoever takes the next number of the register waits for the one before: in one process writers then never meet at the counter. Between
 * processes the versions of the ledger decide, as everywhere.
 */
export function createTurns(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work, work);
    last = mine.catch(() => {});
    return mine;
  };
}
