import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startValija, valija } from '../support/command-line.ts';
import { eventually } from '../support/eventually.ts';
import { collect, inventedFiles, startTwoAuthorities, type TwoAuthorities } from '../support/two-authorities.ts';

const MAIN = fileURLToPath(new URL('../../cli/main.ts', import.meta.url));

let both: TwoAuthorities;
let letter: string;

beforeAll(async () => {
  both = await startTwoAuthorities();
  letter = join(both.folder, 'carta.pdf');
  const [file] = await inventedFiles();
  await writeFile(letter, file === undefined ? '' : await collect(file.open()));
}, 120_000);
afterAll(() => both?.close(), 60_000);

const client = (side: 'xandria' | 'borelia') => ['--client', both[side].installed.client('system')];
const recipient = () => ['--to', both.borelia.installed.authority.id, '--letter', letter, '--lane', 'urgent'];

async function send(): Promise<string> {
  const sent = await valija(['send', ...client('xandria'), ...recipient()]);
  expect(sent.code).toBe(0);
  return sent.stdout.trim();
}

interface Change {
  position: number;
  messageId: string;
  state: string;
}

const changesIn = (output: string): Change[] =>
  output
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Change);

describe('valija watch', () => {
  it('goes on after a position without losing or repeating anything', async () => {
    expect(await valija(['inbox', '--language', 'es', ...client('borelia')])).toEqual({
      code: 0,
      stdout: '',
      stderr: 'No hay mensajes.\n',
    });
    const messageId = await send();
    await eventually('the message is consigned', async () => (await changes()).some((change) => change.state === 'consigned'));
    const all = await changes();
    expect(all.map(({ state }) => state)).toEqual(expect.arrayContaining(['submitted', 'accepted', 'consigned']));
    expect(new Set(all.map((change) => change.messageId))).toEqual(new Set([messageId]));
    const [first, ...rest] = all;
    expect(await changes('--after', String(first?.position))).toEqual(rest);
    expect(await changes('--after', String(all.at(-1)?.position))).toEqual([]);
    expect(await changes('--count', '1')).toEqual([first]);
    const words = await valija(['watch', '--no-wait', '--language', 'es', ...client('xandria')]);
    expect(words.stdout).toMatch(
      /^1 {2}outbound {2}\S+ {2}submitted {2}urn:\S+ {2}Guardado en la pasarela de la autoridad remitente;.*\.$/m,
    );
  }, 120_000);

  it('with --follow goes on when the gateway comes back; without it, ends with "later"', async () => {
    const before = await changes();
    const from = ['--after', String(before.at(-1)?.position ?? 0)];
    const following = startValija(['watch', '--follow', '--json', ...from, ...client('xandria')]);
    const ending = startValija(['watch', '--json', ...from, ...client('xandria')]);
    const ended = once(ending.child, 'close');
    await send();
    await eventually('both see the first change', () => [following, ending].every(({ output }) => output.stdout.includes('submitted')));
    await both.xandria.stop();
    expect((await ended)[0]).toBe(4);
    await eventually('it says that the gateway is away', () => following.output.stderr.includes('gateway-unreachable'));
    await both.xandria.start();
    const messageId = await send();
    await eventually('it sees what came afterwards', () => following.output.stdout.includes(messageId));
    const seen = changesIn(following.output.stdout).map(({ position }) => position);
    expect(seen).toEqual(seen.map((_, index) => (seen[0] ?? 0) + index));
    const closed = once(following.child, 'close');
    following.child.kill('SIGINT');
    expect((await closed)[0]).toBe(130);
    const [, position = ''] = /--after (\d+)\n$/.exec(following.output.stderr) ?? [];
    expect(Number(position)).toBe(changesIn(following.output.stdout).at(-1)?.position);
  }, 120_000);

  it('cannot both follow and not wait', async () => {
    expect(await valija(['watch', '--follow', '--no-wait', ...client('xandria')])).toMatchObject({ code: 2, stdout: '' });
  });
});

async function changes(...options: string[]): Promise<Change[]> {
  const { code, stdout } = await valija(['watch', '--json', '--no-wait', ...options, ...client('xandria')]);
  expect(code).toBe(0);
  return changesIn(stdout);
}

describe('progress of valija send and fetch', () => {
  it('is drawn on a terminal, and nothing of it reaches a pipe or JSON', async () => {
    const annex = join(both.folder, 'anexo.bin');
    // Long enough that the way to the disk of the gateway takes a moment.
    await writeFile(annex, Buffer.alloc(256 * 1024 * 1024, 7));
    const sent = await onTerminal(['send', ...client('xandria'), ...recipient(), '--annex', annex]);
    expect(sent).toMatch(/\r2 \[#*-*\] {1,3}\d+ % {2}\S+ [KM]iB \/ 256\.\d MiB {2}\S+ \SiB\/s/);
    // The identifier stands on a line of its own: the bar has been taken away.
    const messageId = sent.slice(sent.lastIndexOf('\u001b[K') + 3).trim();
    expect(messageId).toMatch(/^[0-9a-f-]{36}$/);
    await eventually(
      'the message is consigned',
      async () => (await valija(['show', messageId, '--json', ...client('borelia')])).stdout.includes('"state":"consigned"'),
      120_000,
    );
    const out = join(both.folder, 'fetched');
    const fetch = ['fetch', messageId, '--out', out, ...client('borelia')];
    expect(await onTerminal(fetch)).toContain(`\r${messageId}.asice [`);
    expect(await onTerminal([...fetch, '--json'])).toMatch(/^\{"messageId":[^\r]*\}\s*$/);
    expect((await stat(join(out, `${messageId}.asice`))).size).toBeGreaterThan(256 * 1024 * 1024);
  }, 300_000);
});

/** Everything that the command writes on a terminal of its own, by script(1). */
async function onTerminal(args: readonly string[]): Promise<string> {
  const command = [process.execPath, MAIN, ...args].map((word) => `'${word}'`).join(' ');
  const child = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  const [code] = (await once(child, 'close')) as [number | null];
  expect(code).toBe(0);
  return Buffer.concat(chunks).toString('utf8');
}
