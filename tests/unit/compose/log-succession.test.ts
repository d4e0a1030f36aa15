import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCheckpoint, readUnverifiedCheckpoint } from '../../../audit/log/checkpoint.ts';
import { encodeLeaf } from '../../../audit/log/leaf.ts';
import { verifyConsistency } from '../../../audit/log/merkle.ts';
import { createNoteSigner, noteKeyOf, parseVerifierKey } from '../../../audit/log/note-key.ts';
import { parseProof, verifyProof } from '../../../audit/log/proof.ts';
import { followSuccessions, openSuccession } from '../../../audit/log/succession.ts';
import { type OwnLog, openLog } from '../../../compose/gateway/open-log.ts';
import type { Clock } from '../../../gateway/contracts/clock.ts';
import { readSuccessions } from '../../../gateway/log/successions.ts';
import { type RestoreMarker, readRestoreMarker, restoreMarkerRow } from '../../../gateway/recovery/restore-marker.ts';
import type { Ledger } from '../../../store/contracts/ledger.ts';
import type { LogLeaf } from '../../../store/contracts/log-rows.ts';
import { openSqliteLedger } from '../../../store/sqlite/ledger.ts';

const ORIGIN = 'log.xandria.invalid/2026';
const MARKER: RestoreMarker = { reason: 'restored', since: '2026-11-20T03:15:00.000Z', at: '2026-11-20T09:00:00.000Z' };

let folder: string;
let ledger: Ledger;
let log: OwnLog;
let lost: number;
const key = noteKeyOf(generateKeyPairSync('ed25519').privateKey);
const clock: Clock = { now: () => new Date(), status: () => ({ trusted: true }), observe: () => {} };

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'valija-succession-'));
  lost = 0;
  await start();
});

afterEach(async () => {
  await stop();
  await rm(folder, { recursive: true, force: true });
});

async function start(): Promise<void> {
  ledger = await openSqliteLedger({ path: join(folder, 'ledger.db') });
  const logger = { error: () => {}, info: () => {}, warn: () => {} } as unknown as Parameters<typeof openLog>[0]['logger'];
  log = await openLog({ folder: join(folder, 'log'), origin: ORIGIN, ledger, keys: { note: () => key } as never, clock, logger });
}

async function stop(): Promise<void> {
  await log.sequencer.stop();
  await ledger.close();
}

async function add(count: number): Promise<LogLeaf[]> {
  const leaves = Array.from({ length: count }, () => {
    const [salt, digest] = [randomBytes(32), randomBytes(32)];
    return { entry: encodeLeaf({ type: 'evidence', salt, digest }), salt, digest };
  });
  await ledger.commit({ leaves });
  await log.sequencer.runOnce();
  return leaves;
}

/** The ledger as it was is put back after it had gone on, without its tiles, and marked unless nobody says so. */
async function putBack(marker: RestoreMarker | undefined, options: { withTiles?: boolean } = {}): Promise<string> {
  await ledger.backup(join(folder, 'copy.db'));
  await add(5 + lost);
  const published = (await ledger.log.published())?.note ?? '';
  await stop();
  for (const name of ['ledger.db', 'ledger.db-wal']) await rm(join(folder, name), { force: true });
  if (options.withTiles !== true) await rm(join(folder, 'log'), { recursive: true });
  const { rename } = await import('node:fs/promises');
  await rename(join(folder, 'copy.db'), join(folder, 'ledger.db'));
  if (marker !== undefined) {
    const restored = await openSqliteLedger({ path: join(folder, 'ledger.db') });
    await restored.commit({ rows: [await restoreMarkerRow(restored, marker)] });
    await restored.close();
  }
  await start();
  return published;
}

describe('a log whose ledger was restored', () => {
  it('is never written on: a successor goes on from what is left, under an origin that it never had', async () => {
    const leaves = await add(300);
    const before = (await ledger.log.published())?.note ?? '';
    const forgotten = await putBack(MARKER);
    const [note = ''] = await readSuccessions(ledger);
    const former = parseVerifierKey(createNoteSigner({ name: ORIGIN, key }).verifierKey);
    const succession = openSuccession(note, former);
    expect(succession.former).toEqual(readUnverifiedCheckpoint(before));
    expect(log.origin).toMatch(/^log\.xandria\.invalid\/2026\.\d{8}-[0-9a-f]{8}$/);
    expect([log.verifierKey, log.origin]).toEqual([succession.successorKey, succession.successor.name]);
    await add(4);
    const latest = openCheckpoint((await log.tiles.readCheckpoint()) ?? '', { log: succession.successor });
    expect(latest.size).toBe(305);
    expect(openCheckpoint(forgotten, { log: former }).size).toBe(305);
    const { fromRoot, toRoot, proof } = await log.reader.consistency(300, 305);
    verifyConsistency({ fromSize: 300, fromRoot, toSize: 305, toRoot, proof });
    expect(fromRoot).toEqual(succession.former.root);
    for (const leaf of [leaves[0], leaves[299]]) {
      const proven = await log.reader.prove(leaf?.digest ?? Buffer.alloc(32));
      const claim = { entry: leaf?.entry ?? Buffer.alloc(0), log: succession.successor };
      expect(verifyProof(parseProof(Buffer.from(proven.proof)), claim).origin).toBe(log.origin);
    }
    expect((await readRestoreMarker(ledger))?.marker.succeeded).toBe(true);
  });

  it('has one successor, however often it is started', async () => {
    await add(3);
    await putBack(MARKER);
    const { origin } = log;
    await stop();
    await start();
    await add(1);
    expect([log.origin, (await readSuccessions(ledger)).length]).toEqual([origin, 1]);
  });

  it('goes on with a second successor when it is restored once more, also from the same copy', async () => {
    await add(3);
    await putBack(MARKER);
    const first = log.origin;
    await add(2);
    await putBack(MARKER);
    const notes = await readSuccessions(ledger);
    const former = parseVerifierKey(createNoteSigner({ name: ORIGIN, key }).verifierKey);
    expect(notes).toHaveLength(2);
    expect(followSuccessions(former, notes).name).toBe(log.origin);
    expect(new Set([ORIGIN, first, log.origin]).size).toBe(3);
  });

  it('that had published nothing yet begins anew', async () => {
    await putBack(MARKER);
    const leaves = await add(2);
    expect(await log.reader.prove(leaves[1]?.digest ?? Buffer.alloc(32))).toMatchObject({ checkpoint: { origin: log.origin } });
  });

  it('puts tiles aside that show more than the ledger has', async () => {
    await add(300);
    await putBack({ ...MARKER, reason: 'rolled-back' }, { withTiles: true });
    await add(1);
    expect(log.sequencer.state().role).toBe('sequencing');
    expect((await readdir(folder)).filter((name) => name.startsWith('log.former-'))).toHaveLength(1);
  });

  it('and not marked stops where its own checkpoint shows more', async () => {
    await add(3);
    await putBack(undefined, { withTiles: true });
    await log.sequencer.runOnce().catch(() => undefined);
    expect(log.sequencer.state()).toMatchObject({ role: 'halted', problem: { code: 'log-behind-checkpoint' } });
  });

  it('signs nothing more once a peer has shown that it forgot something, and goes on as a successor after the next start', async () => {
    await add(3);
    await ledger.commit({ rows: [await restoreMarkerRow(ledger, { ...MARKER, reason: 'rolled-back' })] });
    const before = await log.tiles.readCheckpoint();
    await ledger.commit({
      leaves: [{ entry: encodeLeaf({ type: 'evidence', salt: before32, digest: before32 }), salt: before32, digest: before32 }],
    });
    await log.sequencer.runOnce().catch(() => undefined);
    expect(log.sequencer.state()).toMatchObject({ role: 'halted', problem: { code: 'log-behind-checkpoint' } });
    expect(await log.tiles.readCheckpoint()).toBe(before);
    await stop();
    await start();
    await log.sequencer.runOnce();
    expect(log.origin).not.toBe(ORIGIN);
    expect((await ledger.log.published())?.size).toBe(5);
  });

  it.each(['before its own checkpoint was signed', 'before everybody could see it'])(
    'finishes what a crash interrupted %s',
    async (when) => {
      await add(300);
      const former = await ledger.log.published();
      await putBack(MARKER);
      await stop();
      if (when === 'before its own checkpoint was signed') await forgetNewCheckpoint(former?.note ?? '');
      else await rm(join(folder, 'log', 'checkpoint'));
      await start();
      const [leaf] = await add(1);
      expect(log.sequencer.state().role).toBe('sequencing');
      expect(await log.reader.prove(leaf?.digest ?? Buffer.alloc(32))).toMatchObject({ checkpoint: { origin: log.origin, size: 302 } });
      expect(readUnverifiedCheckpoint((await log.tiles.readCheckpoint()) ?? '').origin).toBe(log.origin);
    },
  );
});

/** The ledger with the note of the former log, as it was in the moment between the two commits. */
async function forgetNewCheckpoint(note: string): Promise<void> {
  const { DatabaseSync } = await import('node:sqlite');
  const database = new DatabaseSync(join(folder, 'ledger.db'));
  database.prepare('UPDATE log_published SET note = ?, size = 300').run(note);
  database.close();
  await rm(join(folder, 'log'), { recursive: true });
}

const before32 = Buffer.alloc(32, 3);
