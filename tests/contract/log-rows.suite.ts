import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Ledger } from '../../store/contracts/ledger.ts';
import type { LedgerPlace, MakeLedgerPlace } from './ledger-place.ts';
import { leaf } from './samples.ts';

/** What the rows behind every log MUST do. */
export function logRowsSuite(driver: string, makePlace: MakeLedgerPlace): void {
  describe(`log rows: ${driver}`, () => {
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

    const append = (...seeds: string[]) => ledger.commit({ leaves: seeds.map(leaf) });
    const acquire = async (holder = 'one', now = 0) => (await ledger.log.acquire(holder, now, 1000))?.epoch;

    it('numbers leaves in commit order, without gaps, and each once', async () => {
      const epoch = (await acquire())!;
      await append('0', '1');
      await append('2');
      expect(await ledger.log.pendingCount()).toBe(3);
      expect(await ledger.log.sequence(epoch, 2)).toEqual({ firstIndex: 0, count: 2 });
      expect(await ledger.log.pendingCount()).toBe(1);
      await append('3');
      expect(await ledger.log.sequence(epoch, 100)).toEqual({ firstIndex: 2, count: 2 });
      expect(await ledger.log.sequence(epoch, 100)).toEqual({ firstIndex: 4, count: 0 });
      expect(await ledger.log.size()).toBe(4);
      expect(await ledger.log.entries(0, 4)).toEqual([0, 1, 2, 3].map((index) => ({ index, ...leaf(String(index)) })));
      expect((await ledger.log.entries(1, 3)).map((row) => row.index)).toEqual([1, 2]);
      expect((await ledger.log.entries(3, 99)).map((row) => row.index)).toEqual([3]);
    });

    it('numbers leaves of changes handed over together in their order', async () => {
      const epoch = (await acquire())!;
      const sequencing = Promise.all([append('0'), append('1'), ledger.log.sequence(epoch, 100), append('2')]);
      expect((await sequencing)[2]).toEqual({ firstIndex: 0, count: 2 });
      await ledger.log.sequence(epoch, 100);
      expect((await ledger.log.entries(0, 9)).map((row) => row.digest)).toEqual(['0', '1', '2'].map((seed) => leaf(seed).digest));
    });

    it('finds an entry by the digest of its object, once it has an index; the first when there are several', async () => {
      const epoch = (await acquire())!;
      await append('0', 'same', 'same');
      expect(await ledger.log.findByDigest(leaf('same').digest)).toBeUndefined();
      await ledger.log.sequence(epoch, 100);
      expect((await ledger.log.findByDigest(leaf('same').digest))?.index).toBe(1);
      expect(await ledger.log.findByDigest(Buffer.alloc(32))).toBeUndefined();
    });

    it('has one sequencer at a time, and fences those before it', async () => {
      const first = (await acquire('one', 0))!;
      expect(await acquire('two', 999)).toBeUndefined();
      expect(await acquire('one', 500)).toBe(first);
      expect(await acquire('two', 1499)).toBeUndefined();
      const second = (await acquire('two', 1500))!;
      expect(second).toBeGreaterThan(first);
      await append('0');
      await expect(ledger.log.sequence(first, 10)).rejects.toMatchObject({ code: 'epoch-fenced' });
      await expect(ledger.log.publish({ size: 0, note: 'n', epoch: first }, 0)).rejects.toMatchObject({ code: 'epoch-fenced' });
      expect(await ledger.log.size()).toBe(0);
      expect(await ledger.log.sequence(second, 10)).toEqual({ firstIndex: 0, count: 1 });
      await expect(ledger.log.sequence(second + 1, 10)).rejects.toMatchObject({ code: 'epoch-fenced' });
      expect(await acquire('one', 1501)).toBeUndefined();
    });

    it('takes no leaf from a sequencer that was never acquired', async () => {
      await append('0');
      await expect(ledger.log.sequence(1, 10)).rejects.toMatchObject({ code: 'epoch-fenced' });
    });

    it('publishes by compare-and-set, never more than there is and never less than before', async () => {
      const epoch = (await acquire())!;
      await append('0', '1', '2');
      await ledger.log.sequence(epoch, 2);
      expect(await ledger.log.published()).toBeUndefined();
      const note = (size: number) => ({ size, note: `invented log\n${size}\n`, epoch });
      await expect(ledger.log.publish(note(2), 1)).rejects.toMatchObject({ code: 'version-conflict' });
      await expect(ledger.log.publish(note(3), 0)).rejects.toMatchObject({ code: 'version-conflict' });
      await ledger.log.publish(note(2), 0);
      await expect(ledger.log.publish(note(2), 0)).rejects.toMatchObject({ code: 'version-conflict' });
      await expect(ledger.log.publish(note(1), 2)).rejects.toMatchObject({ code: 'version-conflict' });
      expect(await ledger.log.published()).toEqual(note(2));
      await ledger.log.sequence(epoch, 10);
      const outcomes = await Promise.allSettled([ledger.log.publish(note(3), 2), ledger.log.publish(note(3), 2)]);
      expect(outcomes.map((outcome) => outcome.status)).toEqual(['fulfilled', 'rejected']);
    });

    it('keeps entries, pending leaves, epoch and checkpoint', async () => {
      const epoch = (await acquire())!;
      await append('0', '1', '2');
      await ledger.log.sequence(epoch, 2);
      await ledger.log.publish({ size: 2, note: 'n', epoch }, 0);
      await ledger.close();
      ledger = await place.open();
      expect(await ledger.log.size()).toBe(2);
      expect(await ledger.log.pendingCount()).toBe(1);
      expect(await ledger.log.published()).toEqual({ size: 2, note: 'n', epoch });
      expect(await acquire('two', 999)).toBeGreaterThan(epoch);
    });
  });
}
