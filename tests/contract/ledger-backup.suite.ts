import { stat, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Change, Ledger } from '../../store/contracts/ledger.ts';
import type { LedgerPlace, MakeLedgerPlace } from './ledger-place.ts';
import { alarm, job, leaf } from './samples.ts';

/** Units of work before the copy begins: enough that it does not fit into one step of the copying. */
const BEFORE = 600;

/** What every ledger MUST do while it is copied. */
export function ledgerBackupSuite(driver: string, makePlace: MakeLedgerPlace): void {
  describe(`copy of a ledger: ${driver}`, () => {
    let place: LedgerPlace;
    let ledger: Ledger;

    beforeEach(async () => {
      place = await makePlace();
      ledger = await place.open();
    });

    afterEach(async () => {
      await ledger.close();
      await place.remove();
    });

    /** Row, leaf, job and feed entry of one unit of work, which must never be found apart. */
    const unit = (number: number): Change => ({
      rows: [{ table: 'alarms', key: String(number), expect: 0, value: alarm('2026-11-20T08:00:00Z') }],
      leaves: [leaf(String(number))],
      jobs: [{ operation: 'add', job: job(`transmit/${number}`) }],
      feeds: [{ feed: 'numbers', reference: String(number) }],
    });

    const commitAll = async (from: number, to: number): Promise<void> => {
      await Promise.all(Array.from({ length: to - from }, (_, index) => ledger.commit(unit(from + index))));
    };

    const numbersOf = async (copy: Ledger): Promise<number[]> =>
      (await copy.readFeed('numbers', 0, 1_000_000)).map(({ reference }) => Number(reference));

    it('holds everything committed before, and of what is committed meanwhile whole units in their order', async () => {
      await commitAll(0, BEFORE);
      let last = BEFORE;
      let copying = true;
      const backup = ledger.backup(place.copy.path).finally(() => {
        copying = false;
      });
      while (copying) {
        await commitAll(last, last + 8);
        last += 8;
      }
      await backup;
      const copy = await place.copy.open();
      try {
        const numbers = await numbersOf(copy);
        expect(numbers.length).toBeGreaterThanOrEqual(BEFORE);
        expect(numbers.length).toBeLessThanOrEqual(last);
        expect(numbers).toEqual(Array.from(numbers, (_, index) => index));
        expect(await copy.log.pendingCount()).toBe(numbers.length);
        for (const number of numbers) {
          expect(await copy.get('alarms', String(number))).toBeDefined();
          expect(await copy.outbox.get(`transmit/${number}`)).toBeDefined();
        }
        expect(await copy.get('alarms', String(numbers.length))).toBeUndefined();
        expect(copy.feedEpoch).toBe(ledger.feedEpoch);
      } finally {
        await copy.close();
      }
      expect((await numbersOf(ledger)).length).toBe(last);
    });

    it('is complete while the ledger and the copy both go on', async () => {
      await commitAll(0, 3);
      await ledger.backup(place.copy.path);
      const copy = await place.copy.open();
      try {
        await ledger.commit(unit(3));
        await copy.commit(unit(1_000));
        expect(await numbersOf(copy)).toEqual([0, 1, 2, 1_000]);
        expect(await numbersOf(ledger)).toEqual([0, 1, 2, 3]);
      } finally {
        await copy.close();
      }
    });

    it('can be read by its owner alone', async () => {
      await ledger.backup(place.copy.path);
      expect((await stat(place.copy.path)).mode & 0o077).toBe(0);
    });

    it('never replaces a file', async () => {
      await writeFile(place.copy.path, 'somebody else’s');
      await expect(ledger.backup(place.copy.path)).rejects.toMatchObject({ code: 'store-failure', disposition: 'operator' });
      expect((await stat(place.copy.path)).size).toBeGreaterThan(0);
    });

    it('is refused by a ledger that is closed', async () => {
      const closed = await makePlace();
      const other = await closed.open();
      await other.close();
      await expect(other.backup(closed.copy.path)).rejects.toMatchObject({ code: 'store-closed' });
      await closed.remove();
    });
  });
}
