import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signCheckpoint } from '../../../audit/log/checkpoint.ts';
import { openTileFiles } from '../../../audit/log/tile-files.ts';
import { TileBuilder } from '../../../audit/log/tiles.ts';
import { valija } from '../../support/command-line.ts';
import { ORIGIN, testSigner } from '../audit/helpers/keys.ts';

const signer = testSigner();
let folder: string;

/** Two copies of a log that part at entry 500. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'valija-cli-log-'));
  for (const name of ['one', 'other']) {
    const tiles = await openTileFiles(join(folder, name));
    const builder = new TileBuilder();
    const entries = Array.from({ length: 600 }, (_, index) => Buffer.from(`${index < 500 ? 'entry' : name} ${index}`));
    await tiles.write([...builder.append(entries), ...builder.partials()]);
    await tiles.publishCheckpoint(signCheckpoint({ origin: ORIGIN, size: 600, root: builder.root() }, signer));
  }
});
afterAll(() => rm(folder, { recursive: true }));

describe('valija log', () => {
  it('asks whom to believe', async () => {
    const { code, stdout, stderr } = await valija(['log', 'verify', join(folder, 'one')]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('--policy');
  });

  it('tells progress on standard error and the result on standard output', async () => {
    const { code, stdout, stderr } = await valija(['log', 'fsck', 'one', '--foreign', '--json', '--key', signer.verifierKey], {
      cwd: folder,
    });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ format: 'valija-log-report/1', action: 'fsck', verdict: 'PASSED', entries: 600 });
    expect(
      stderr
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toContainEqual({ progress: { entries: 600, size: 600 } });
  });

  it('writes the proof of a fork, which the same command verifies', async () => {
    const key = ['--key', signer.verifierKey, '--language', 'pt'];
    const compared = await valija(['log', 'compare', 'one', 'other', '--out', 'fork.json', ...key], { cwd: folder });
    expect([compared.code, compared.stderr]).toEqual([1, '']);
    expect(compared.stdout).toContain('[log-forked]');
    expect(compared.stdout).toContain('= 0 - 500');
    const verified = await valija(['log', 'fork', 'fork.json', ...key], { cwd: folder });
    expect([verified.code, verified.stderr]).toEqual([0, '']);
    expect(verified.stdout).toMatch(/^VÁLIDO/);
    const twice = await valija(['log', 'compare', 'one', 'other', '--out', 'fork.json', ...key], { cwd: folder });
    expect([twice.code, twice.stdout]).toEqual([2, '']);
  });
});
