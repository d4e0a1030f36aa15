import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Ledger, ListQuery } from '../../store/contracts/ledger.ts';
import type { TableName } from '../../store/contracts/records.ts';
import type { LedgerPlace, MakeLedgerPlace } from './ledger-place.ts';
import { alarm, blob, job, leaf } from './samples.ts';

/** What every ledger MUST do. */
export function ledgerSuite(driver: string, makePlace: MakeLedgerPlace): void {
  describe(`ledger: ${driver}`, () => {
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

    const addAlarm = (key: string, raisedAt = '2026-11-20T08:00:00Z') =>
      ledger.commit({ rows: [{ table: 'alarms', key, expect: 0, value: alarm(raisedAt) }] });

    it('forgets for good what was replaced or deleted, once it is scrubbed', async () => {
      const [first, second] = [Buffer.from('invented secret of the first row'), Buffer.from('invented secret of the second row')];
      const put = (key: string, expect_: number, bytes: Buffer | undefined) =>
        ledger.commit({
          rows: [{ table: 'blobs', key, expect: expect_, value: bytes === undefined ? null : blob('m', 't'), ...(bytes && { bytes }) }],
        });
      await put('replaced', 0, first);
      await put('deleted', 0, second);
      await put('kept', 0, Buffer.from('invented content that stays'));
      await put('replaced', 1, Buffer.from('another'));
      await put('deleted', 1, undefined);
      expect((await place.octetsAtRest()).includes(first)).toBe(true);
      await ledger.scrub();
      const atRest = await place.octetsAtRest();
      expect([atRest.includes(first), atRest.includes(second), atRest.includes('invented content that stays')]).toEqual([
        false,
        false,
        true,
      ]);
      expect((await ledger.get('blobs', 'replaced'))?.bytes).toEqual(Buffer.from('another'));
    });

    describe('unit of work', () => {
      it('makes rows, leaves, jobs and feed entries visible together', async () => {
        await ledger.commit({
          rows: [
            { table: 'blobs', key: 'e1', expect: 0, value: blob('m', 't') },
            { table: 'alarms', key: 'a1', expect: 0, value: alarm('2026-11-20T08:00:00Z') },
          ],
          leaves: [leaf('e1')],
          jobs: [{ operation: 'add', job: job('transmit/e1') }],
          feeds: [{ feed: 'evidence', reference: 'e1' }],
        });
        expect(await ledger.get('blobs', 'e1')).toEqual({ key: 'e1', version: 1, value: blob('m', 't') });
        expect((await ledger.get('alarms', 'a1'))?.version).toBe(1);
        expect(await ledger.log.pendingCount()).toBe(1);
        expect((await ledger.outbox.get('transmit/e1'))?.state).toBe('ready');
        expect((await ledger.readFeed('evidence', 0, 10)).map((entry) => entry.reference)).toEqual(['e1']);
      });

      it.each([
        ['version-conflict', { rows: [{ table: 'alarms', key: 'there', expect: 0, value: alarm('x') }] }],
        ['version-conflict', { rows: [{ table: 'alarms', key: 'missing', expect: 1, value: alarm('x') }] }],
        ['version-conflict', { rows: [{ table: 'alarms', key: 'there', expect: 2, value: null }] }],
        ['version-conflict', { rows: [{ table: 'alarms', key: 'there', expect: 0, value: null }] }],
        ['job-exists', { jobs: [{ operation: 'add', job: job('there') }] }],
        ['lease-lost', { jobs: [{ operation: 'complete', id: 'there', lease: 7 }] }],
        ['job-missing', { jobs: [{ operation: 'release', id: 'missing', dueAt: 0 }] }],
        ['store-failure', { leaves: [{ ...leaf('short'), salt: Buffer.alloc(31) }] }],
        ['store-failure', { jobs: [{ operation: 'add', job: job('with:colon') }] }],
      ] as const)('leaves nothing of a change that fails with %s: %j', async (code, failing) => {
        await ledger.commit({
          rows: [{ table: 'alarms', key: 'there', expect: 0, value: alarm('x') }],
          jobs: [{ operation: 'add', job: job('there') }],
        });
        const rows = 'rows' in failing ? failing.rows : [];
        const jobs = 'jobs' in failing ? failing.jobs : [];
        const leaves = 'leaves' in failing ? failing.leaves : [];
        const change = {
          rows: [{ table: 'alarms', key: 'new', expect: 0, value: alarm('x') } as const, ...rows],
          jobs: [{ operation: 'add', job: job('new') } as const, ...jobs],
          leaves: [leaf('new'), ...leaves],
          feeds: [{ feed: 'f', reference: 'new' }],
        };
        await expect(ledger.commit(change)).rejects.toMatchObject({ name: 'StoreError', code });
        expect(await ledger.get('alarms', 'new')).toBeUndefined();
        expect((await ledger.get('alarms', 'there'))?.version).toBe(1);
        expect(await ledger.outbox.get('new')).toBeUndefined();
        expect(await ledger.log.pendingCount()).toBe(0);
        expect(await ledger.readFeed('f', 0, 10)).toEqual([]);
      });

      it('undoes only the conflicting one of changes handed over together', async () => {
        await addAlarm('contested');
        const update = (tag: string) =>
          ledger.commit({
            rows: [
              { table: 'alarms', key: tag, expect: 0, value: alarm('x') },
              { table: 'alarms', key: 'contested', expect: 1, value: alarm(tag) },
            ],
          });
        const outcomes = await Promise.allSettled([update('first'), update('second'), addAlarm('bystander'), update('third')]);
        expect(outcomes.map((outcome) => outcome.status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'rejected']);
        expect((await ledger.get('alarms', 'contested'))?.value.raisedAt).toBe('first');
        expect(await ledger.get('alarms', 'second')).toBeUndefined();
        expect(await ledger.get('alarms', 'bystander')).toBeDefined();
      });

      it('shows nothing before the commit has resolved, and everything after', async () => {
        let resolved = false;
        const committing = addAlarm('later').then(() => {
          resolved = true;
        });
        for (let turn = 0; turn < 3; turn++) {
          const seen = await ledger.get('alarms', 'later');
          if (!resolved) expect(seen).toBeUndefined();
        }
        await committing;
        expect(await ledger.get('alarms', 'later')).toBeDefined();
      });

      it('is not altered by what the caller does to the change afterwards', async () => {
        const value = alarm('before');
        const added = job('mutable');
        const committing = ledger.commit({
          rows: [{ table: 'alarms', key: 'a', expect: 0, value }],
          jobs: [{ operation: 'add', job: added }],
        });
        value.raisedAt = 'after';
        added.subject = 'after';
        await committing;
        expect((await ledger.get('alarms', 'a'))?.value.raisedAt).toBe('before');
        expect((await ledger.outbox.get('mutable'))?.subject).toBe('subject of mutable');
      });

      it('takes an empty change, and several changes of one row in their order', async () => {
        await ledger.commit({});
        await ledger.commit({
          rows: [
            { table: 'alarms', key: 'a', expect: 0, value: alarm('one') },
            { table: 'alarms', key: 'a', expect: 1, value: alarm('two') },
          ],
        });
        expect(await ledger.get('alarms', 'a')).toMatchObject({ version: 2, value: { raisedAt: 'two' } });
      });
    });

    describe('rows', () => {
      it('counts versions from 1, and starts again after a deletion', async () => {
        await addAlarm('a');
        await ledger.commit({ rows: [{ table: 'alarms', key: 'a', expect: 1, value: alarm('two') }] });
        expect((await ledger.get('alarms', 'a'))?.version).toBe(2);
        await ledger.commit({ rows: [{ table: 'alarms', key: 'a', expect: 2, value: null }] });
        expect(await ledger.get('alarms', 'a')).toBeUndefined();
        await ledger.commit({ rows: [{ table: 'alarms', key: 'a', expect: 0, value: null }] });
        await addAlarm('a');
        expect((await ledger.get('alarms', 'a'))?.version).toBe(1);
      });

      it('keeps octets with a row and replaces the row whole', async () => {
        const value = { messageKey: 'm', size: 3, formatVersion: 1, location: 'ledger' as const, createdAt: '2026-11-20T08:00:00Z' };
        const bytes = Buffer.from([0, 255, 0, 10]);
        await ledger.commit({ rows: [{ table: 'blobs', key: 'b', expect: 0, value, bytes }] });
        expect((await ledger.get('blobs', 'b'))?.bytes?.equals(bytes)).toBe(true);
        expect((await ledger.list('blobs', { index: 'byMessage', equals: 'm', limit: 1 }))[0]?.bytes?.equals(bytes)).toBe(true);
        await ledger.commit({ rows: [{ table: 'blobs', key: 'b', expect: 1, value }] });
        expect(await ledger.get('blobs', 'b')).toEqual({ key: 'b', version: 2, value });
      });

      it('keeps any text', async () => {
        const text = 'línea\u0000 "ções" 𝄞 \u2028 \ud800';
        await ledger.commit({ rows: [{ table: 'settings', key: 'clé 𝄞', expect: 0, value: { value: text } }] });
        expect((await ledger.get('settings', 'clé 𝄞'))?.value.value).toBe(text);
      });

      it.each(['', '\ud800', 'a\udfff'])('refuses the key %j, which has no form of its own in UTF-8', async (key) => {
        await expect(addAlarm(key)).rejects.toMatchObject({ code: 'store-failure', disposition: 'refuse' });
      });

      it.each([-1, 1.5, Number.NaN])('refuses the expected version %d', async (expectation) => {
        const change = { rows: [{ table: 'alarms', key: 'a', expect: expectation, value: alarm('x') }] } as const;
        await expect(ledger.commit(change)).rejects.toMatchObject({ code: 'store-failure', disposition: 'refuse' });
      });
    });

    describe('indexes', () => {
      const listAll = async <Name extends TableName>(table: Name, query: Omit<ListQuery<Name>, 'limit' | 'after'>, limit: number) => {
        const keys: string[] = [];
        for (let after: string | undefined; ; ) {
          const page = await ledger.list(table, { ...query, limit, ...(after !== undefined && { after }) });
          keys.push(...page.map((row) => row.key));
          after = page.at(-1)?.order;
          if (page.length < limit) return keys;
        }
      };

      it('lists one equals value in the order of the index, both ways, in pages of any length', async () => {
        for (const [key, time] of [
          ['c', '2'],
          ['a', '3'],
          ['b', '1'],
          ['z', '2'],
          ['y', '2'],
        ] as const) {
          await ledger.commit({ rows: [{ table: 'blobs', key, expect: 0, value: blob('one', time) }] });
        }
        await ledger.commit({ rows: [{ table: 'blobs', key: 'other', expect: 0, value: blob('two', '2') }] });
        for (const limit of [1, 2, 3, 100]) {
          expect(await listAll('blobs', { index: 'byMessage', equals: 'one' }, limit)).toEqual(['b', 'c', 'y', 'z', 'a']);
          expect(await listAll('blobs', { index: 'byMessage', equals: 'one', descending: true }, limit)).toEqual(['a', 'z', 'y', 'c', 'b']);
        }
      });

      it('takes an order value of the caller for all rows that have it', async () => {
        for (const [key, time] of [
          ['a', '1'],
          ['b', '2'],
          ['c', '2'],
          ['d', '3'],
        ] as const)
          await addAlarm(key, time);
        const after = async (value: string, descending: boolean) =>
          (await ledger.list('alarms', { index: 'open', equals: 'open', after: value, limit: 10, descending })).map((row) => row.key);
        expect(await after('2', false)).toEqual(['d']);
        expect(await after('2', true)).toEqual(['a']);
        expect(await after('', false)).toEqual(['a', 'b', 'c', 'd']);
      });

      it('follows changes and deletions, and leaves out rows without an equals value', async () => {
        await addAlarm('a');
        await addAlarm('b');
        await ledger.commit({ rows: [{ table: 'alarms', key: 'a', expect: 1, value: alarm('x', { acknowledgedAt: 'y' }) }] });
        expect(await listAll('alarms', { index: 'open', equals: 'open' }, 10)).toEqual(['b']);
        await ledger.commit({ rows: [{ table: 'alarms', key: 'b', expect: 1, value: null }] });
        expect(await listAll('alarms', { index: 'open', equals: 'open' }, 10)).toEqual([]);
      });

      it.each([0, -1, 1001, 1.5])('refuses a list of %d rows', async (limit) => {
        await expect(ledger.list('alarms', { index: 'open', equals: 'open', limit })).rejects.toMatchObject({ disposition: 'refuse' });
      });
    });

    describe('feeds', () => {
      it('gives growing positions in commit order and reads one feed by cursor', async () => {
        for (let step = 0; step < 5; step++) {
          await ledger.commit({
            feeds: [
              { feed: 'one', reference: `one ${step}` },
              { feed: 'two', reference: `two ${step}` },
            ],
          });
        }
        const all = await ledger.readFeed('one', 0, 100);
        expect(all.map((entry) => entry.reference)).toEqual([0, 1, 2, 3, 4].map((step) => `one ${step}`));
        expect(all.every((entry, at) => entry.position > (all[at - 1]?.position ?? 0))).toBe(true);
        expect(await ledger.readFeed('one', all[1]!.position, 2)).toEqual(all.slice(2, 4));
        expect(await ledger.readFeed('none', 0, 10)).toEqual([]);
      });

      it('keeps its epoch and never gives a position again', async () => {
        await ledger.commit({ feeds: [{ feed: 'f', reference: '1' }] });
        const { feedEpoch } = ledger;
        const [first] = await ledger.readFeed('f', 0, 1);
        await ledger.close();
        ledger = await place.open();
        expect(ledger.feedEpoch).toBe(feedEpoch);
        expect(feedEpoch).not.toBe('');
        await ledger.commit({ feeds: [{ feed: 'f', reference: '2' }] });
        expect((await ledger.readFeed('f', first!.position, 10)).map((entry) => entry.reference)).toEqual(['2']);
      });
    });

    describe('life', () => {
      it('holds after closing and opening again what was committed', async () => {
        await ledger.commit({
          rows: [{ table: 'alarms', key: 'a', expect: 0, value: alarm('x') }],
          leaves: [leaf('1')],
          jobs: [{ operation: 'add', job: job('j') }],
        });
        await ledger.close();
        ledger = await place.open();
        expect(await ledger.get('alarms', 'a')).toBeDefined();
        expect(await ledger.log.pendingCount()).toBe(1);
        expect(await ledger.outbox.get('j')).toBeDefined();
      });

      it('commits on close what was handed over before, and refuses everything after', async () => {
        const committing = addAlarm('last');
        await ledger.close();
        await committing;
        await expect(addAlarm('too late')).rejects.toMatchObject({ code: 'store-closed' });
        await expect(ledger.get('alarms', 'last')).rejects.toMatchObject({ code: 'store-closed' });
        await expect(ledger.outbox.due({ now: 0, limit: 1 })).rejects.toMatchObject({ code: 'store-closed' });
        await expect(ledger.log.size()).rejects.toMatchObject({ code: 'store-closed' });
        await ledger.close();
        ledger = await place.open();
        expect(await ledger.get('alarms', 'last')).toBeDefined();
      });
    });
  });
}
