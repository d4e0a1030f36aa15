import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { LogRows, Tiles } from '../../../audit/contracts.ts';
import { openCheckpoint, signCheckpoint } from '../../../audit/log/checkpoint.ts';
import { checkLog } from '../../../audit/log/fsck.ts';
import { verifyConsistency } from '../../../audit/log/merkle.ts';
import { parseVerifierKey } from '../../../audit/log/note-key.ts';
import { parseProof, verifyProof } from '../../../audit/log/proof.ts';
import { openTileFiles } from '../../../audit/log/tile-files.ts';
import { createLogReader } from '../../../audit/log-reader.ts';
import type { Sequencer, SequencerOptions } from '../../../audit/sequencer.ts';
import { startSequencer } from '../../../audit/sequencer.ts';
import { ORIGIN, testSigner } from './helpers/keys.ts';
import { digestOf, MemoryLogRows, MemoryTiles } from './helpers/memory-log.ts';

const signer = testSigner();
const verifier = parseVerifierKey(signer.verifierKey);

class TestClock {
  milliseconds = Date.UTC(2026, 10, 20);
  now() {
    return new Date(this.milliseconds);
  }
}

const running: Sequencer[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((sequencer) => sequencer.stop()));
});

function start(options: Partial<SequencerOptions> & Pick<SequencerOptions, 'log' | 'tiles'>): Sequencer {
  const sequencer = startSequencer({ signer, origin: ORIGIN, clock: new TestClock(), intervalMilliseconds: 50, holder: 'one', ...options });
  running.push(sequencer);
  return sequencer;
}

async function once(options: Partial<SequencerOptions> & Pick<SequencerOptions, 'log' | 'tiles'>) {
  const sequencer = start(options);
  try {
    return await sequencer.runOnce();
  } finally {
    await sequencer.stop();
  }
}

async function expectSound(log: MemoryLogRows, tiles: Tiles) {
  const report = await checkLog({ tiles, log: verifier, rows: log });
  expect(report.findings).toEqual([]);
  expect(report.entries).toBe(log.rows.length);
  expect(log.note?.note).toBe(await tiles.readCheckpoint());
}

function addSome(log: MemoryLogRows, count: number) {
  const first = log.rows.length + log.pending.length;
  for (let index = first; index < first + count; index += 1) {
    log.add(digestOf(index), digestOf(`salt ${index}`));
  }
}

describe('the sequencer', () => {
  it('publishes what waits, in order, and every entry can be proven', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'valija-sequencer-'));
    try {
      const log = new MemoryLogRows();
      const tiles = await openTileFiles(folder);
      const published: number[] = [];
      const sequencer = start({ log, tiles, onCheckpoint: (checkpoint) => published.push(checkpoint.size) });
      for (const count of [1, 300, 1, 700]) {
        addSome(log, count);
        await sequencer.runOnce();
      }
      expect(published).toEqual([1, 301, 302, 1002]);
      expect(sequencer.state()).toMatchObject({ role: 'sequencing', epoch: 1, publishedSize: 1002 });
      await expectSound(log, tiles);
      const reader = createLogReader({ log, tiles, verifier });
      for (const index of [0, 255, 256, 301, 1001]) {
        const found = await reader.prove(digestOf(index));
        expect(found).toMatchObject({ index, checkpoint: { size: 1002 } });
        const checkpoint = verifyProof(parseProof(Buffer.from(found.proof)), { entry: found.entry, log: verifier });
        expect(checkpoint.size).toBe(1002);
      }
      for (const [from, to] of [
        [0, 1],
        [1, 301],
        [301, 302],
        [302, 1002],
        [256, 768],
        [1002, 1002],
      ] as const) {
        const { fromRoot, toRoot, proof } = await reader.consistency(from, to);
        expect(() => verifyConsistency({ fromSize: from, fromRoot, toSize: to, toRoot, proof })).not.toThrow();
      }
      await expect(reader.consistency(1, 1003)).rejects.toMatchObject({ code: 'tree-range' });
      await expect(reader.prove(digestOf('unknown'))).rejects.toMatchObject({ code: 'not-logged' });
      log.add(digestOf('late'));
      await log.sequence(1, 1);
      await expect(reader.prove(digestOf('late'))).rejects.toMatchObject({ code: 'not-yet-published', disposition: 'wait' });
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('runs by itself and publishes within a second', async () => {
    const log = new MemoryLogRows();
    const tiles = new MemoryTiles();
    const size = await new Promise<number>((resolve, reject) => {
      start({ log, tiles, onCheckpoint: (checkpoint) => resolve(checkpoint.size), onProblem: reject });
      addSome(log, 5);
      setTimeout(() => reject(new Error('nothing was published')), 5000).unref();
    });
    expect(size).toBe(5);
  });

  it('does not sign twice for the same size, and signs nothing for an empty log', async () => {
    const log = new MemoryLogRows();
    const tiles = new MemoryTiles();
    let count = 0;
    const sequencer = start({ log, tiles, onCheckpoint: () => (count += 1) });
    await sequencer.runOnce();
    expect(log.note).toBeUndefined();
    addSome(log, 3);
    await sequencer.runOnce();
    await sequencer.runOnce();
    expect(count).toBe(1);
  });

  it('leaves the work to another holder while its lease runs, and takes over afterwards under a new epoch', async () => {
    const log = new MemoryLogRows();
    const tiles = new MemoryTiles();
    const clock = new TestClock();
    const one = start({ log, tiles, clock, holder: 'one' });
    addSome(log, 2);
    await one.runOnce();
    const two = start({ log, tiles, clock, holder: 'two' });
    expect(await two.runOnce()).toMatchObject({ role: 'standby' });
    clock.milliseconds += 60_000;
    addSome(log, 2);
    expect(await two.runOnce()).toMatchObject({ role: 'sequencing', epoch: 2, publishedSize: 4 });
    // The first one still believes in its epoch: the ledger fences it, and it becomes the one that waits.
    clock.milliseconds -= 60_000;
    addSome(log, 1);
    await expect(one.runOnce()).rejects.toMatchObject({ code: 'epoch-fenced' });
    expect(await one.runOnce()).toMatchObject({ role: 'standby' });
    await two.runOnce();
    await expectSound(log, tiles);
  });

  it('refuses wiring that cannot work', () => {
    const parts = { log: new MemoryLogRows(), tiles: new MemoryTiles(), clock: new TestClock() };
    expect(() => startSequencer({ ...parts, signer, origin: 'log.example/other', intervalMilliseconds: 50 })).toThrow(
      expect.objectContaining({ code: 'checkpoint-origin' }),
    );
    expect(() => startSequencer({ ...parts, signer, origin: ORIGIN, intervalMilliseconds: 1001 })).toThrow(RangeError);
  });
});

describe('a crash between any two steps', () => {
  /** Every call of the two contracts is a step; at the one numbered `at` the process dies, before or after it took effect. */
  function crashing<Contract extends object>(target: Contract, countdown: { at: number; after: boolean }): Contract {
    return new Proxy(target, {
      get(object, name) {
        const member: unknown = Reflect.get(object, name);
        if (typeof member !== 'function') {
          return member;
        }
        return async (...given: unknown[]) => {
          countdown.at -= 1;
          // A dead process does nothing more.
          if (countdown.at < 0 || (countdown.at === 0 && !countdown.after)) {
            throw new Error('crash');
          }
          const result: unknown = await Reflect.apply(member, object, given);
          if (countdown.at === 0) {
            throw new Error('crash');
          }
          return result;
        };
      },
    });
  }

  it('is mended by the next start, and no note ever contradicts another', async () => {
    for (const after of [false, true]) {
      let crashes = 0;
      for (let at = 1; ; at += 1) {
        const log = new MemoryLogRows();
        const tiles = new MemoryTiles();
        addSome(log, 250);
        await once({ log, tiles });
        addSome(log, 300);
        const seen = [log.note?.note ?? ''];
        const countdown = { at, after };
        const failed = await once({ log: crashing<LogRows>(log, countdown), tiles: crashing<Tiles>(tiles, countdown), holder: 'one' }).then(
          () => false,
          () => true,
        );
        if (!failed) {
          break;
        }
        crashes += 1;
        seen.push(log.note?.note ?? '', tiles.checkpoint ?? '');
        addSome(log, 20);
        await once({ log, tiles });
        await expectSound(log, tiles);
        expect(log.rows.length).toBe(570);
        await expectPrefixes(seen, log, tiles);
      }
      expect(crashes).toBeGreaterThan(10);
    }
  });

  it('holds for random sequences of additions and crashes', async () => {
    const step = fc.record({ add: fc.integer({ min: 0, max: 300 }), at: fc.integer({ min: 1, max: 40 }), after: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
        const log = new MemoryLogRows();
        const tiles = new MemoryTiles();
        const seen: string[] = [];
        for (const { add, at, after } of steps) {
          addSome(log, add);
          const countdown = { at, after };
          await once({ log: crashing<LogRows>(log, countdown), tiles: crashing<Tiles>(tiles, countdown) }).catch(() => undefined);
          seen.push(log.note?.note ?? '', tiles.checkpoint ?? '');
        }
        addSome(log, 1);
        await once({ log, tiles });
        await expectSound(log, tiles);
        await expectPrefixes(seen, log, tiles);
      }),
      { numRuns: 60 },
    );
  });
});

/** Every note seen on the way is a prefix of the log as it is now. */
async function expectPrefixes(notes: readonly string[], log: MemoryLogRows, tiles: Tiles) {
  const reader = createLogReader({ log, tiles, verifier });
  for (const note of notes.filter((text) => text !== '')) {
    const { size, root } = openCheckpoint(note, { log: verifier });
    expect((await reader.consistency(size, log.note?.size ?? 0)).fromRoot.equals(root)).toBe(true);
  }
}

describe('a ledger that does not fit its published checkpoint', () => {
  async function published(count: number) {
    const log = new MemoryLogRows();
    const tiles = new MemoryTiles();
    addSome(log, count);
    await once({ log, tiles });
    return { log, tiles };
  }

  async function expectHalted(log: MemoryLogRows, tiles: MemoryTiles, code: string) {
    const notes: unknown[] = [];
    const problems: unknown[] = [];
    const before = { note: log.note?.note, checkpoint: tiles.checkpoint };
    const files = [...tiles.files];
    const sequencer = start({ log, tiles, onCheckpoint: (note) => notes.push(note), onProblem: (error) => problems.push(error) });
    await expect(sequencer.runOnce()).rejects.toMatchObject({ name: 'AuditError', disposition: 'operator' });
    expect(sequencer.state()).toMatchObject({ role: 'halted', problem: { code, disposition: 'operator' } });
    await expect(sequencer.runOnce()).rejects.toMatchObject({ code: 'sequencer-stopped' });
    expect(problems).toHaveLength(1);
    expect(notes).toEqual([]);
    expect({ note: log.note?.note, checkpoint: tiles.checkpoint }).toEqual(before);
    expect(files.every(([path, content]) => tiles.files.get(path) === content)).toBe(true);
  }

  it('restored from an old copy: nothing is signed', async () => {
    const { log, tiles } = await published(10);
    const old = log.copy();
    addSome(log, 10);
    await once({ log, tiles });
    await expectHalted(old, tiles, 'log-behind-checkpoint');
  });

  it('restored from an old copy and grown past the checkpoint with other entries: a fork, nothing is signed', async () => {
    const { log, tiles } = await published(10);
    const old = log.copy();
    addSome(log, 5);
    await once({ log, tiles });
    for (let index = 0; index < 12; index += 1) {
      old.add(digestOf(`another history ${index}`));
    }
    await old.sequence(old.lease.epoch, 100);
    await expectHalted(old, tiles, 'log-forked');
    // Without the tiles, the checkpoint file alone is enough to see it.
    const bare = new MemoryTiles();
    bare.checkpoint = tiles.checkpoint;
    await expectHalted(old, bare, 'log-forked');
  });

  it('restored from just before the note was committed: the published checkpoint is adopted', async () => {
    const { log, tiles } = await published(10);
    addSome(log, 5);
    await log.sequence(log.lease.epoch, 100);
    const old = log.copy();
    await once({ log, tiles });
    expect(old.note?.size).toBe(10);
    await once({ log: old, tiles });
    expect(old.note?.note).toBe(tiles.checkpoint);
    await expectSound(old, tiles);
  });

  it('restored without its tiles: they are made again from the rows', async () => {
    const { log } = await published(600);
    const empty = new MemoryTiles();
    addSome(log, 1);
    await once({ log, tiles: empty });
    await expectSound(log, empty);
  });

  it('a changed last row, a changed tile, a foreign note', async () => {
    const one = await published(10);
    one.log.rows[9] = { ...one.log.rows[9]!, entry: Buffer.from('something else') };
    await expectHalted(one.log, one.tiles, 'log-forked');
    const two = await published(10);
    two.tiles.files.set('tile/0/000.p/10', Buffer.alloc(320));
    await expectHalted(two.log, two.tiles, 'log-forked');
    const three = await published(10);
    three.tiles.checkpoint = signCheckpoint({ origin: ORIGIN, size: 9, root: Buffer.alloc(32) }, signer);
    await expectHalted(three.log, three.tiles, 'log-forked');
    const four = await published(10);
    four.tiles.checkpoint = signCheckpoint({ origin: ORIGIN, size: 10, root: Buffer.alloc(32) }, testSigner(ORIGIN, 'another key'));
    await expectHalted(four.log, four.tiles, 'log-forked');
    const five = await published(10);
    five.tiles.files.set('tile/0/000.p/10', Buffer.alloc(1));
    await expectHalted(five.log, five.tiles, 'tile-malformed');
  });

  it('a tile in the way with other content, and a hole in the rows', async () => {
    const one = await published(10);
    addSome(one.log, 1);
    one.tiles.files.set('tile/0/000.p/11', Buffer.alloc(32 * 11));
    await expectHalted(one.log, one.tiles, 'tile-conflict');
    const two = await published(10);
    addSome(two.log, 2);
    await two.log.sequence(two.log.lease.epoch, 100);
    two.log.rows.splice(10, 1, { ...two.log.rows[10]!, index: 12 });
    await expectHalted(two.log, two.tiles, 'log-rows-damaged');
  });
});

describe('the check of a whole log', () => {
  it('finds every file with one bit changed, and every file that is missing', async () => {
    const log = new MemoryLogRows();
    const tiles = new MemoryTiles();
    addSome(log, 600);
    await once({ log, tiles });
    expect(tiles.files.size).toBe(7);
    for (const [path, content] of [...tiles.files]) {
      const changed = Buffer.from(content);
      changed[40] = changed[40]! ^ 4;
      tiles.files.set(path, changed);
      expect((await checkLog({ tiles, log: verifier })).findings, path).not.toEqual([]);
      tiles.files.delete(path);
      expect((await checkLog({ tiles, log: verifier })).findings, path).not.toEqual([]);
      tiles.files.set(path, content);
    }
    await expectSound(log, tiles);
  });

  it("finds a ledger that differs, and a checkpoint that is missing or not the log's", async () => {
    const log = new MemoryLogRows();
    const tiles = new MemoryTiles();
    addSome(log, 5);
    await once({ log, tiles });
    const codes = async () => (await checkLog({ tiles, log: verifier, rows: log })).findings.map(({ code }) => code);
    log.rows[3] = { ...log.rows[3]!, digest: digestOf('another') };
    expect(await codes()).toEqual(['row-differs']);
    tiles.checkpoint = signCheckpoint({ origin: ORIGIN, size: 5, root: Buffer.alloc(32) }, testSigner(ORIGIN, 'another key'));
    expect(await codes()).toEqual(['checkpoint-invalid']);
    tiles.checkpoint = signCheckpoint({ origin: ORIGIN, size: 5, root: Buffer.alloc(32) }, signer);
    expect(await codes()).toContain('root-differs');
    tiles.checkpoint = undefined;
    expect(await codes()).toEqual(['checkpoint-invalid']);
  });
});
