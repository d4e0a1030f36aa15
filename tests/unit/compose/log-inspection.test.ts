import { appendFile, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signCheckpoint } from '../../../audit/log/checkpoint.ts';
import { encodeLeaf } from '../../../audit/log/leaf.ts';
import { parseNote, signNote } from '../../../audit/log/note.ts';
import { createCosigner, noteKeyOf } from '../../../audit/log/note-key.ts';
import { openTileFiles } from '../../../audit/log/tile-files.ts';
import { TileBuilder } from '../../../audit/log/tiles.ts';
import {
  inspectCheckpoint,
  inspectConsistency,
  inspectCopies,
  inspectFiles,
  inspectFork,
} from '../../../compose/log-inspection/inspect-log.ts';
import { ORIGIN, testKey, testSigner } from '../audit/helpers/keys.ts';
import { digestOf } from '../audit/helpers/memory-log.ts';

const signer = testSigner();
const witness = createCosigner({
  name: 'witness.example',
  key: noteKeyOf(testKey('witness')),
  now: () => new Date('2026-11-20T10:00:00Z'),
});
const trust = { keys: [signer.verifierKey, witness.verifierKey] };
let folder: string;

/** A log of `size` entries on disk; entries from `fork` on are others. Its folder. */
async function writeLog(name: string, size: number, fork = size): Promise<string> {
  const path = join(folder, name);
  const tiles = await openTileFiles(path);
  const builder = new TileBuilder();
  const entries = Array.from({ length: size }, (_, index) =>
    encodeLeaf({ type: 'evidence', salt: digestOf(index), digest: digestOf(index < fork ? index : `other ${index}`) }),
  );
  // As a log grows: the unfinished tiles of a size that was published stay until they are full.
  for (const part of [entries.slice(0, 300), entries.slice(300)]) await tiles.write([...builder.append(part), ...builder.partials()]);
  await tiles.publishCheckpoint(signCheckpoint({ origin: ORIGIN, size, root: builder.root() }, signer));
  return path;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'valija-log-inspection-'));
  await writeLog('small', 300);
  await writeLog('large', 1000);
  await writeLog('other', 1000, 290);
  const note = await readFile(join(folder, 'large', 'checkpoint'), 'utf8');
  await writeFile(join(folder, 'cosigned.txt'), `${note}${signNote(parseNote(note).text, [witness]).split('\n\n')[1]}`);
});
afterAll(() => rm(folder, { recursive: true }));
const at = (...names: string[]) => join(folder, ...names);
const codes = (report: { findings: { check: string; verdict: string; code: string; advisory?: true | undefined }[] }) =>
  report.findings.filter(({ verdict }) => verdict !== 'PASSED').map(({ check, code }) => `${check}: ${code}`);

describe('log verify', () => {
  it('verifies the checkpoint of a folder and of a file, and tells who cosigned it', async () => {
    const plain = await inspectCheckpoint(at('large'), trust);
    expect([plain.verdict, codes(plain)]).toEqual(['PASSED', ['log-witness: not-witnessed']]);
    const cosigned = await inspectCheckpoint(at('cosigned.txt'), trust);
    expect([cosigned.verdict, codes(cosigned)]).toEqual(['PASSED', []]);
    expect(cosigned.checkpoints).toMatchObject([
      { size: 1000, cosignatures: [{ name: 'witness.example', time: '2026-11-20T10:00:00.000Z' }] },
    ]);
  });

  it('holds it against a policy', async () => {
    const policy = at('policy.txt');
    await writeFile(policy, `log ${signer.verifierKey}\nwitness w ${witness.verifierKey}\nquorum w\n`);
    expect((await inspectCheckpoint(at('cosigned.txt'), { policy })).verdict).toBe('PASSED');
    expect(codes(await inspectCheckpoint(at('large'), { policy }))).toEqual(['log-witness: quorum-not-reached']);
    await writeFile(policy, `log ${testSigner('other.example').verifierKey}\nquorum none\n`);
    expect(codes(await inspectCheckpoint(at('cosigned.txt'), { ...trust, policy }))).toEqual(['log-witness: log-not-in-policy']);
  });

  it('refuses a changed note, a changed cosignature and a key of another log', async () => {
    const note = await readFile(at('cosigned.txt'), 'utf8');
    await writeFile(at('changed.txt'), note.replace('\n1000\n', '\n1001\n'));
    expect(codes(await inspectCheckpoint(at('changed.txt'), trust))).toEqual(['log-checkpoint: note-signature-invalid']);
    const last = note.lastIndexOf(' ') + 10;
    await writeFile(at('changed.txt'), `${note.slice(0, last)}${note[last] === 'A' ? 'B' : 'A'}${note.slice(last + 1)}`);
    expect((await inspectCheckpoint(at('changed.txt'), trust)).verdict).toBe('FAILED');
    const stranger = await inspectCheckpoint(at('large'), { keys: [testSigner('other.example').verifierKey] });
    expect([stranger.verdict, codes(stranger)]).toEqual(['INDETERMINATE', ['log-key: key-not-listed']]);
    expect(codes(await inspectCheckpoint(at('large'), { keys: [testSigner(ORIGIN, 'forger').verifierKey] }))).toEqual([
      'log-checkpoint: note-unsigned',
    ]);
  });
});

describe('log consistency', () => {
  it('is proven by the tiles, and the proof that it writes is enough afterwards', async () => {
    const out = at('proof.txt');
    expect((await inspectConsistency([at('small'), at('large')], trust, { out })).verdict).toBe('PASSED');
    await cp(at('small', 'checkpoint'), at('small.txt'));
    await cp(at('large', 'checkpoint'), at('large.txt'));
    expect((await inspectConsistency([at('large.txt'), at('small.txt')], trust, { proof: out })).verdict).toBe('PASSED');
    expect(codes(await inspectConsistency([at('small.txt'), at('large.txt')], trust, {}))).toEqual(['log-consistency: tiles-not-given']);
    expect((await inspectConsistency([at('small.txt'), at('large.txt')], trust, { tiles: at('large') })).verdict).toBe('PASSED');
    await appendFile(out, `${digestOf('x').toString('base64')}\n`);
    expect(codes(await inspectConsistency([at('small.txt'), at('large.txt')], trust, { proof: out }))).toEqual([
      'log-consistency: consistency-proof-invalid',
    ]);
  });

  it('fails for two histories, and for tiles of another tree', async () => {
    expect(codes(await inspectConsistency([at('small'), at('other')], trust, {}))).toEqual(['log-consistency: log-forked']);
    expect(codes(await inspectConsistency([at('small'), at('large')], trust, { tiles: at('other') }))).toEqual([
      'log-tiles: tile-malformed',
    ]);
  });
});

describe('log compare and log fork', () => {
  it('tells where two copies part, and writes a proof that anybody can check', async () => {
    const out = at('fork.json');
    const report = await inspectCopies([at('other'), at('small')], trust, out);
    expect([report.verdict, report.commonEntries, codes(report)]).toEqual(['FAILED', 290, ['log-consistency: log-forked']]);
    expect(await inspectFork(out, trust)).toMatchObject({ verdict: 'PASSED', checkpoints: [{ size: 300 }, { size: 1000 }] });
    expect((await inspectFork(out, { keys: [testSigner(ORIGIN, 'forger').verifierKey] })).verdict).toBe('FAILED');
    const proof = await readFile(out, 'utf8');
    await writeFile(at('no-fork.json'), proof.replace('"root"', '"stem"'));
    expect(codes(await inspectFork(at('no-fork.json'), trust))).toEqual(['log-fork: fork-proof-malformed']);
    const same = await inspectCopies([at('other'), at('large')], trust, at('fork-2.json'));
    expect([same.verdict, same.commonEntries]).toEqual(['FAILED', 290]);
    expect((await inspectFork(at('fork-2.json'), trust)).verdict).toBe('PASSED');
  });

  it('is content with a copy that is only behind', async () => {
    const report = await inspectCopies([at('large'), at('small')], trust, at('never.json'));
    expect([report.verdict, report.commonEntries]).toEqual(['PASSED', undefined]);
    await expect(readFile(at('never.json'))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('log fsck', () => {
  it('hashes everything again and tells how far it is', async () => {
    const progress: number[] = [];
    const report = await inspectFiles(at('large'), trust, { foreign: false, onProgress: (entries) => progress.push(entries) });
    expect([report.verdict, report.entries]).toEqual(['PASSED', 1000]);
    expect(progress).toEqual([256, 512, 768, 1000]);
  });

  it('accepts an earlier checkpoint for the same folder', async () => {
    const options = { checkpoint: at('small', 'checkpoint'), foreign: false, onProgress: () => undefined };
    expect(await inspectFiles(at('large'), trust, options)).toMatchObject({ verdict: 'PASSED', entries: 300 });
  });

  it.each([
    [
      'an entry with one bit changed',
      'tile/entries/001',
      40,
      ['log-tiles: tile-differs', 'log-tiles: tile-differs', 'log-entries: root-differs'],
    ],
    ['a tile with one bit changed', 'tile/0/002', 0, ['log-tiles: tile-differs']],
    ['an entry that is gone', 'tile/entries/002', undefined, ['log-entries: bundle-damaged', 'log-tiles: bundle-damaged']],
  ] as const)('finds %s', async (name, path, offset, expected) => {
    const copy = at(`copy ${name}`);
    await cp(at('large'), copy, { recursive: true });
    const octets = await readFile(join(copy, path));
    if (offset === undefined) await rm(join(copy, path));
    else {
      octets.writeUInt8(octets.readUInt8(offset) ^ 1, offset);
      await writeFile(join(copy, path), octets);
    }
    const report = await inspectFiles(copy, trust, { foreign: true, onProgress: () => undefined });
    expect(report.verdict).toBe('FAILED');
    expect(codes(report)).toEqual(expected);
  });

  it('changes nothing in the folder that it reads', async () => {
    const bare = at('bare');
    await cp(at('small'), bare, { recursive: true });
    await rm(join(bare, '.staging'), { recursive: true });
    await inspectFiles(bare, trust, { foreign: false, onProgress: () => undefined });
    await expect(readFile(join(bare, '.staging', 'x'))).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(inspectFiles(at('small.txt'), trust, { foreign: false, onProgress: () => undefined })).rejects.toMatchObject({
      code: 'ENOTDIR',
    });
  });
});
