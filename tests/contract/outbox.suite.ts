import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Ledger } from '../../store/contracts/ledger.ts';
import type { JobChange } from '../../store/contracts/outbox.ts';
import type { LedgerPlace, MakeLedgerPlace } from './ledger-place.ts';
import { job } from './samples.ts';

/** What every outbox MUST do. */
export function outboxSuite(driver: string, makePlace: MakeLedgerPlace): void {
  describe(`outbox: ${driver}`, () => {
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

    const change = (...jobs: JobChange[]) => ledger.commit({ jobs });
    const dueIds = async (now: number, limit = 100) => (await ledger.outbox.due({ now, limit })).map((row) => row.id);

    it('keeps every particular of a job', async () => {
      const full = job('full', { kind: 'return-evidence', lane: 'urgent', detail: 'd', peer: 'p', expiresAt: 99 });
      await change({ operation: 'add', job: full }, { operation: 'add', job: job('bare') });
      expect(await ledger.outbox.get('full')).toEqual({ ...full, state: 'ready', attempts: 0 });
      expect(await ledger.outbox.get('bare')).toEqual({ ...job('bare'), state: 'ready', attempts: 0 });
      expect(await ledger.outbox.get('none')).toBeUndefined();
    });

    it('refuses to add an id twice, and ensures it without altering it', async () => {
      await change({ operation: 'add', job: job('a') });
      await expect(change({ operation: 'add', job: job('a') })).rejects.toMatchObject({ code: 'job-exists' });
      await change({ operation: 'ensure', job: job('a', { dueAt: 5 }) }, { operation: 'ensure', job: job('b') });
      expect((await ledger.outbox.get('a'))?.dueAt).toBe(1000);
      expect(await ledger.outbox.get('b')).toBeDefined();
    });

    it('finds what is due, oldest first, in one lane or all', async () => {
      await change(
        { operation: 'add', job: job('c', { dueAt: 30, lane: 'bulk' }) },
        { operation: 'add', job: job('a', { dueAt: 10 }) },
        { operation: 'add', job: job('b', { dueAt: 20, lane: 'urgent' }) },
        { operation: 'add', job: job('later', { dueAt: 31 }) },
      );
      expect(await dueIds(30)).toEqual(['a', 'b', 'c']);
      expect(await dueIds(30, 2)).toEqual(['a', 'b']);
      expect((await ledger.outbox.due({ now: 30, limit: 9, lane: 'urgent' })).map((row) => row.id)).toEqual(['b']);
    });

    it('gives a job to one of those who claim it at once', async () => {
      await change({ operation: 'add', job: job('a') });
      const claims = await Promise.all(Array.from({ length: 8 }, () => ledger.outbox.claim('a', { now: 1000, milliseconds: 50 })));
      const won = claims.filter((claim) => claim !== undefined);
      expect(won).toHaveLength(1);
      expect(won[0]).toMatchObject({ id: 'a', state: 'leased', attempts: 1, leaseUntil: 1050, subject: 'subject of a' });
      expect(await dueIds(1049)).toEqual([]);
      expect(await dueIds(1050)).toEqual(['a']);
    });

    it('does not give what is not due, dead or gone', async () => {
      await change({ operation: 'add', job: job('a') });
      expect(await ledger.outbox.claim('a', { now: 999, milliseconds: 50 })).toBeUndefined();
      expect(await ledger.outbox.claim('none', { now: 1000, milliseconds: 50 })).toBeUndefined();
      const claim = await ledger.outbox.claim('a', { now: 1000, milliseconds: 50 });
      await change({ operation: 'bury', id: 'a', lease: claim!.lease, error: 'e' });
      expect(await ledger.outbox.claim('a', { now: 5000, milliseconds: 50 })).toBeUndefined();
    });

    it('gives an abandoned job to another, with a higher lease, and fences the first', async () => {
      await change({ operation: 'add', job: job('a') });
      const first = (await ledger.outbox.claim('a', { now: 1000, milliseconds: 50 }))!;
      const second = (await ledger.outbox.claim('a', { now: 1050, milliseconds: 50 }))!;
      expect(second.lease).toBeGreaterThan(first.lease);
      expect(second.attempts).toBe(2);
      for (const operation of ['complete', 'reschedule', 'bury'] as const) {
        const stale = { operation, id: 'a', lease: first.lease, dueAt: 1, error: 'e' } as JobChange;
        await expect(change(stale)).rejects.toMatchObject({ code: 'lease-lost' });
      }
      expect(await ledger.outbox.renew('a', first.lease, 9999)).toBe(false);
      expect(await ledger.outbox.renew('a', second.lease, 9999)).toBe(true);
      expect((await ledger.outbox.get('a'))?.leaseUntil).toBe(9999);
      await change({ operation: 'complete', id: 'a', lease: second.lease });
      expect(await ledger.outbox.get('a')).toBeUndefined();
      expect(await ledger.outbox.renew('a', second.lease, 9999)).toBe(false);
    });

    it('lets a worker finish whose lease ran out when nobody else took the job', async () => {
      await change({ operation: 'add', job: job('a') });
      const claim = (await ledger.outbox.claim('a', { now: 1000, milliseconds: 50 }))!;
      expect(await dueIds(9999)).toEqual(['a']);
      await change({ operation: 'complete', id: 'a', lease: claim.lease });
    });

    it('never gives a lease number again, whatever becomes of the job and the process', async () => {
      let highest = 0;
      for (let round = 0; round < 3; round++) {
        await change({ operation: 'add', job: job('a') });
        const claim = (await ledger.outbox.claim('a', { now: 1000, milliseconds: 50 }))!;
        expect(claim.lease).toBeGreaterThan(highest);
        highest = claim.lease;
        await change({ operation: 'cancel', id: 'a' });
        await ledger.close();
        ledger = await place.open();
      }
    });

    it('reschedules with the reason, and counts attempts', async () => {
      await change({ operation: 'add', job: job('a') });
      for (let attempt = 1; attempt <= 3; attempt++) {
        const claim = (await ledger.outbox.claim('a', { now: 1000 * attempt, milliseconds: 50 }))!;
        expect(claim.attempts).toBe(attempt);
        await change({ operation: 'reschedule', id: 'a', lease: claim.lease, dueAt: 1000 * (attempt + 1), error: `e${attempt}` });
        expect(await ledger.outbox.get('a')).toEqual({
          ...job('a'),
          dueAt: 1000 * (attempt + 1),
          state: 'ready',
          attempts: attempt,
          lastError: `e${attempt}`,
        });
      }
    });

    it('keeps dead letters until an operator releases or cancels them', async () => {
      for (const id of ['a', 'b', 'c']) {
        await change({ operation: 'add', job: job(id) });
        const claim = (await ledger.outbox.claim(id, { now: 1000, milliseconds: 50 }))!;
        await change({ operation: 'bury', id, lease: claim.lease, error: 'hopeless' });
      }
      expect(await dueIds(1e12)).toEqual([]);
      expect((await ledger.outbox.dead({ limit: 2 })).map((row) => row.id)).toEqual(['a', 'b']);
      expect(await ledger.outbox.dead({ after: 'b', limit: 2 })).toMatchObject([
        { id: 'c', state: 'dead', lastError: 'hopeless', attempts: 1 },
      ]);
      await change({ operation: 'release', id: 'a', dueAt: 7 }, { operation: 'cancel', id: 'b' });
      expect(await ledger.outbox.get('a')).toMatchObject({ state: 'ready', attempts: 0, dueAt: 7 });
      expect((await ledger.outbox.dead({ limit: 9 })).map((row) => row.id)).toEqual(['c']);
      await expect(change({ operation: 'release', id: 'a', dueAt: 8 })).rejects.toMatchObject({ code: 'job-missing' });
      await change({ operation: 'cancel', id: 'never there' });
    });

    it('counts by lane and state, and knows the oldest that waits', async () => {
      expect(await ledger.outbox.counts(0)).toEqual({
        ready: { urgent: 0, ordinary: 0, bulk: 0 },
        leased: { urgent: 0, ordinary: 0, bulk: 0 },
        dead: 0,
      });
      await change(
        { operation: 'add', job: job('a', { dueAt: 10 }) },
        { operation: 'add', job: job('b', { dueAt: 20, lane: 'urgent' }) },
        { operation: 'add', job: job('c', { dueAt: 30, lane: 'bulk' }) },
        { operation: 'add', job: job('d', { dueAt: 5 }) },
      );
      const claim = (await ledger.outbox.claim('d', { now: 15, milliseconds: 50 }))!;
      await ledger.outbox.claim('a', { now: 15, milliseconds: 50 });
      await change({ operation: 'bury', id: 'd', lease: claim.lease, error: 'e' });
      expect(await ledger.outbox.counts(25)).toEqual({
        ready: { urgent: 1, ordinary: 0, bulk: 1 },
        leased: { urgent: 0, ordinary: 1, bulk: 0 },
        dead: 1,
        oldestDueAt: 20,
      });
      expect((await ledger.outbox.counts(65)).oldestDueAt).toBe(10);
    });
  });
}
