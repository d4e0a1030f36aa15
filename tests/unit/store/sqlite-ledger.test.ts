import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Ledger } from '../../../store/contracts/ledger.ts';
import { openSqliteLedger } from '../../../store/sqlite/ledger.ts';
import { alarm, blob } from '../../contract/samples.ts';

const WRITER = join(import.meta.dirname, '../../contract/ledger-writer.ts');

describe('embedded ledger', () => {
  let folder: string;
  let path: string;
  const opened: Ledger[] = [];

  const open = async (options: { feedEpoch?: string; maximumPages?: number } = {}) => {
    const ledger = await openSqliteLedger({ path, ...options });
    opened.push(ledger);
    return ledger;
  };
  const addBlob = (ledger: Ledger, key: string, length: number) =>
    ledger.commit({ rows: [{ table: 'blobs', key, expect: 0, value: blob('m', key), bytes: Buffer.alloc(length, 1) }] });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'valija-sqlite-'));
    path = join(folder, 'ledger.db');
  });

  afterEach(async () => {
    for (const ledger of opened.splice(0)) await ledger.close();
    await rm(folder, { recursive: true });
  });

  it('turns a second opener of the same process away, until the first closes', async () => {
    const first = await open();
    await expect(open()).rejects.toMatchObject({ code: 'store-locked', disposition: 'operator' });
    await first.commit({ rows: [{ table: 'alarms', key: 'a', expect: 0, value: alarm('x') }] });
    await first.close();
    expect(await (await open()).get('alarms', 'a')).toBeDefined();
  });

  it('turns a second process away', async () => {
    const writer = spawn(process.execPath, [WRITER, path], { stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      await once(writer.stdout, 'data');
      await expect(open()).rejects.toMatchObject({ code: 'store-locked', disposition: 'operator' });
    } finally {
      writer.kill('SIGKILL');
      await once(writer, 'close');
    }
    await open();
  });

  it('keeps its files from other users', async () => {
    const ledger = await open();
    await addBlob(ledger, 'a', 10);
    for (const file of [path, `${path}-wal`]) expect((await stat(file)).mode & 0o077).toBe(0);
  });

  it('writes into a write-ahead log', async () => {
    await addBlob(await open(), 'a', 10);
    expect((await stat(`${path}-wal`)).size).toBeGreaterThan(0);
  });

  it('holds everything resolved in the files as they are at that moment, as after a loss of power', async () => {
    const ledger = await open();
    for (let number = 0; number < 20; number++) await addBlob(ledger, String(number), 5000);
    const copy = join(folder, 'copy.db');
    await copyFile(path, copy);
    await copyFile(`${path}-wal`, `${copy}-wal`);
    const restored = await openSqliteLedger({ path: copy });
    opened.push(restored);
    expect(await restored.list('blobs', { index: 'byMessage', equals: 'm', limit: 100 })).toHaveLength(20);
  });

  it('overwrites a destroyed row', async () => {
    const ledger = await open();
    const secret = 'an invented wrapped key, soon destroyed';
    await ledger.commit({ rows: [{ table: 'settings', key: 'k', expect: 0, value: { value: secret } }] });
    await ledger.commit({ rows: [{ table: 'settings', key: 'k', expect: 1, value: null }] });
    await ledger.close();
    expect((await readFile(path)).includes(secret)).toBe(false);
  });

  describe('versions', () => {
    const alter = (sql: string) => {
      const database = new DatabaseSync(path);
      database.exec(sql);
      database.close();
    };

    it('refuses a database of a newer program', async () => {
      await (await open()).close();
      alter('PRAGMA user_version = 2');
      await expect(open()).rejects.toMatchObject({ code: 'store-version', disposition: 'operator' });
    });

    it('refuses a database of another program, and leaves it as it was', async () => {
      alter('CREATE TABLE theirs (x)');
      const before = new DatabaseSync(path, { readOnly: true });
      before.close();
      await expect(open()).rejects.toMatchObject({ code: 'store-version', disposition: 'operator' });
      const theirs = new DatabaseSync(path, { readOnly: true });
      expect(theirs.prepare('SELECT name FROM sqlite_schema').all()).toEqual([{ name: 'theirs' }]);
      theirs.close();
    });

    it('computes an index anew that was made by another definition', async () => {
      const ledger = await open();
      await ledger.commit({ rows: [{ table: 'alarms', key: 'a', expect: 0, value: alarm('x') }] });
      await ledger.close();
      alter(`UPDATE document_tables SET indexes = 'an older definition' WHERE name = 'alarms'; UPDATE alarms SET equals_1 = 'old'`);
      const again = await open();
      expect(await again.list('alarms', { index: 'open', equals: 'open', limit: 10 })).toMatchObject([{ key: 'a', version: 1 }]);
      expect(await again.list('alarms', { index: 'open', equals: 'old', limit: 10 })).toEqual([]);
    });

    it('makes a table that an older program did not have', async () => {
      await (await open()).close();
      alter(`DELETE FROM document_tables WHERE name = 'alarms'; DROP TABLE alarms`);
      const again = await open();
      await again.commit({ rows: [{ table: 'alarms', key: 'a', expect: 0, value: alarm('x') }] });
    });
  });

  describe('feed epoch', () => {
    it('is random for each new database', async () => {
      const first = (await open()).feedEpoch;
      const other = await openSqliteLedger({ path: join(folder, 'other.db') });
      opened.push(other);
      expect(first).toMatch(/^[0-9a-f]{32}$/);
      expect(other.feedEpoch).not.toBe(first);
    });

    it('is replaced when asked for, and stays replaced', async () => {
      await (await open()).close();
      const replaced = await open({ feedEpoch: 'after-restore' });
      expect(replaced.feedEpoch).toBe('after-restore');
      await replaced.close();
      expect((await open()).feedEpoch).toBe('after-restore');
    });
  });

  describe('faults', () => {
    it('refuses what does not fit on a full volume, and goes on', async () => {
      const ledger = await open({ maximumPages: 200 });
      const outcomes = [];
      for (let number = 0; number < 40; number++) outcomes.push(await addBlob(ledger, String(number), 20_000).catch((error) => error));
      const refused = outcomes.filter((outcome) => outcome !== undefined);
      expect(refused.length).toBeGreaterThan(0);
      for (const error of refused) expect(error).toMatchObject({ code: 'disk-full', disposition: 'retry' });
      for (const [number, outcome] of outcomes.entries()) {
        expect((await ledger.get('blobs', String(number))) !== undefined).toBe(outcome === undefined);
      }
      await ledger.commit({ rows: [{ table: 'blobs', key: '0', expect: 1, value: null }] });
      await addBlob(ledger, 'after', 10_000);
    });

    it('refuses everything of a group that met a full volume', async () => {
      const ledger = await open({ maximumPages: 200 });
      const outcomes = await Promise.allSettled([addBlob(ledger, 'small', 10), addBlob(ledger, 'large', 1_000_000)]);
      expect(outcomes).toMatchObject([{ reason: { code: 'disk-full' } }, { reason: { code: 'disk-full' } }]);
      expect(await ledger.get('blobs', 'small')).toBeUndefined();
      await addBlob(ledger, 'small', 10);
    });

    it.each([
      ['a file that is no database', 0, Buffer.alloc(8192, 'x')],
      ['a damaged first page', 100, Buffer.alloc(3000, 0xff)],
    ])('does not open %s', async (_name, offset, damage) => {
      await (await open()).close();
      const octets = await readFile(path);
      damage.copy(octets, offset);
      await writeFile(path, octets);
      await expect(open()).rejects.toMatchObject({ name: 'StoreError', code: 'store-failure', disposition: 'operator' });
    });

    it('answers nothing any more once it has read a damaged page', async () => {
      const ledger = await open();
      for (let number = 0; number < 150; number++) await addBlob(ledger, String(number), 5000);
      await ledger.close();
      const octets = await readFile(path);
      octets.fill(0xee, octets.length / 2);
      await writeFile(path, octets);
      const damaged = await open();
      const outcomes = [];
      for (let number = 0; number < 150; number++) outcomes.push(await damaged.get('blobs', String(number)).catch((error) => error));
      const firstFailure = outcomes.findIndex((outcome) => outcome instanceof Error);
      expect(firstFailure).toBeGreaterThanOrEqual(0);
      for (const outcome of outcomes.slice(firstFailure)) expect(outcome).toMatchObject({ code: 'store-failure', disposition: 'operator' });
      await expect(addBlob(damaged, 'new', 1)).rejects.toMatchObject({ code: 'store-failure' });
    });

    it('does not open a path that cannot be', async () => {
      path = join(folder, 'none', 'ledger.db');
      await expect(open()).rejects.toMatchObject({ code: 'store-failure', disposition: 'operator' });
    });
  });
});
