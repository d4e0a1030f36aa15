import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openCheckpoint } from '../../../audit/log/checkpoint.ts';
import { checkLog } from '../../../audit/log/fsck.ts';
import { parseVerifierKey } from '../../../audit/log/note-key.ts';
import { openTileFiles } from '../../../audit/log/tile-files.ts';
import { createLogReader } from '../../../audit/log-reader.ts';
import { openSqliteLedger } from '../../../store/sqlite/ledger.ts';
import { testSigner } from '../../unit/audit/helpers/keys.ts';

const verifier = parseVerifierKey(testSigner().verifierKey);

/** Runs the process once; resolves with how it ended and the notes it published. */
function run(folder: string, killAt: number, moment: string): Promise<{ ended: string; notes: string[] }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'sequencer-process.ts'), folder, String(killAt), moment]);
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk) => (output += String(chunk)));
  child.stderr.on('data', (chunk) => (errors += String(chunk)));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      const lines = output.split('\n').filter((line) => line.endsWith('"'));
      resolve({ ended: signal ?? `${code} ${errors}`, notes: lines.map((line) => String(JSON.parse(line))) });
    });
  });
}

describe('a sequencer that is killed', () => {
  it.each(['before', 'during', 'after'])('at any call, %s it took effect: the next process mends it', async (moment) => {
    const folder = await mkdtemp(join(tmpdir(), 'valija-kill-'));
    try {
      const notes: string[] = [];
      let kills = 0;
      for (const killAt of [1, 3, 5, 7, 8, 9, 10, 11, 12, 13, 14, 16, 19, 22]) {
        const outcome = await run(folder, killAt, moment);
        expect(outcome.ended).toMatch(/^(SIGKILL|0 $)/);
        kills += outcome.ended === 'SIGKILL' ? 1 : 0;
        notes.push(...outcome.notes);
      }
      expect(kills).toBeGreaterThan(8);
      const last = await run(folder, 0, moment);
      expect(last.ended.trim()).toBe('0');
      await expectOneHistory(folder, [...notes, ...last.notes]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

async function expectOneHistory(folder: string, notes: readonly string[]) {
  const ledger = await openSqliteLedger({ path: join(folder, 'ledger.db') });
  try {
    const tiles = await openTileFiles(join(folder, 'log'));
    const report = await checkLog({ tiles, log: verifier, rows: ledger.log });
    expect(report.findings).toEqual([]);
    expect(report.entries).toBe(await ledger.log.size());
    expect(await ledger.log.pendingCount()).toBe(0);
    const reader = createLogReader({ log: ledger.log, tiles, verifier });
    expect(notes.length).toBeGreaterThan(1);
    for (const note of notes) {
      const { size, root } = openCheckpoint(note, { log: verifier });
      expect((await reader.consistency(size, report.entries)).fromRoot.equals(root)).toBe(true);
    }
  } finally {
    await ledger.close();
  }
}
