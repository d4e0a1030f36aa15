import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { copyFile, mkdir, readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startValija, valija } from '../support/command-line.ts';
import { eventually } from '../support/eventually.ts';
import { type StallingProxy, startStallingProxy } from '../support/stalling-proxy.ts';
import { collect, inventedFiles, startTwoAuthorities, type TwoAuthorities } from '../support/two-authorities.ts';

const MEBIBYTE = 1024 ** 2;
const LENGTH = 40 * MEBIBYTE;

let both: TwoAuthorities;
let proxy: StallingProxy;
let work: string;
let letter: string;
let video: string;

beforeAll(async () => {
  both = await startTwoAuthorities();
  work = join(both.folder, 'large');
  await mkdir(work);
  letter = join(work, 'carta.pdf');
  video = join(work, 'video.bin');
  const [file] = await inventedFiles();
  if (file === undefined) throw new Error('no letter');
  await writeFile(letter, await collect(file.open()));
  await writeFile(video, randomBytes(LENGTH));
  proxy = await startStallingProxy(Number(new URL(both.xandria.installed.api).port));
}, 120_000);

afterAll(async () => {
  await proxy?.close();
  await both?.close();
}, 60_000);

const environment = () => ({ XDG_STATE_HOME: join(work, 'state') });
const kept = async () => readdir(join(work, 'state', 'valija')).catch(() => []);
/** Through a proxy that can be made to let nothing more pass. */
const throughProxy = async (side: 'xandria' | 'borelia', port: number) => {
  const { api: _api, ...rest } = JSON.parse(await readFile(both[side].installed.client('system'), 'utf8')) as Record<string, string>;
  const path = join(both[side].installed.client('system'), '..', `${side}-proxy.client.json`);
  await writeFile(path, JSON.stringify({ ...rest, api: `https://localhost:${port}` }));
  return ['--client', path];
};
const sendArguments = async (to: string) => [
  ...['send', ...(await throughProxy('xandria', proxy.port)), '--to', to, '--letter', `es=${letter}`, '--annex', video],
  ...['--subject', 'asunto inventado', '--json'],
];

describe('a large submission', () => {
  it('goes on after its command was killed, and is one message', async () => {
    const to = both.borelia.installed.authority.id;
    proxy.stallAfter(15 * MEBIBYTE);
    const first = startValija(await sendArguments(to), { environment: environment() });
    await eventually('half of it has passed', () => proxy.isStalled());
    const ended = once(first.child, 'close');
    first.child.kill('SIGKILL');
    await ended;
    expect(await kept()).toHaveLength(1);
    const before = proxy.octets;
    proxy.stallAfter(Number.POSITIVE_INFINITY);
    const second = await valija(await sendArguments(to), { environment: environment() });
    expect([second.code, second.stderr]).toEqual([0, expect.stringMatching(/^Idempotency-Key: \S+\n$/)]);
    expect(second.stderr).toBe(first.output.stderr);
    // What had come was not sent again, but for what was on its way.
    expect(proxy.octets - before).toBeLessThan(LENGTH - 5 * MEBIBYTE);
    expect(await kept()).toEqual([]);
    const { messageId } = JSON.parse(second.stdout) as { messageId: string };

    const api = await both.borelia.client('officer');
    await eventually('it is consigned', async () => (await api.show(messageId).catch(() => undefined))?.state === 'consigned', 60_000);
    await api.close();
    await fetchInParts(messageId);
  }, 180_000);

  it('is not brought again when the document was refused and corrected', async () => {
    const nobody = await valija(await sendArguments('urn:valija:authority:nobody'), { environment: environment() });
    expect([nobody.code, nobody.stderr]).toEqual([3, expect.stringContaining('"code":"recipient-unknown"')]);
    const before = proxy.octets;
    const sent = await valija(await sendArguments(both.borelia.installed.authority.id), { environment: environment() });
    expect(sent.code).toBe(0);
    expect(proxy.octets - before).toBeLessThan(MEBIBYTE);
    expect(sent.stderr.split('\n')[0]).not.toBe(nobody.stderr.split('\n')[0]);
  }, 120_000);
});

/** Fetches with a command that is killed half-way, and another that goes on; what was altered meanwhile is found out. */
async function fetchInParts(messageId: string): Promise<void> {
  const toBorelia = await startStallingProxy(Number(new URL(both.borelia.installed.api).port));
  try {
    const out = join(work, 'fetched');
    const fetch = ['fetch', messageId, '--out', out, ...(await throughProxy('borelia', toBorelia.port))];
    toBorelia.stallAfter(15 * MEBIBYTE);
    const first = startValija(fetch);
    await eventually('half of it has passed', () => toBorelia.isStalled());
    const ended = once(first.child, 'close');
    first.child.kill('SIGKILL');
    await ended;
    const part = join(out, `${messageId}.asice.part`);
    expect((await stat(part)).size).toBeGreaterThan(8 * MEBIBYTE);
    const before = toBorelia.octets;
    toBorelia.stallAfter(Number.POSITIVE_INFINITY);
    expect(await valija(fetch)).toMatchObject({ code: 0, stderr: '' });
    expect(toBorelia.octets - before).toBeLessThan(LENGTH - 5 * MEBIBYTE);
    expect(await readdir(out)).toEqual([`${messageId}.asice`]);
    const whole = join(out, `${messageId}.asice`);
    // A part that is not what was sent: refused, and gone, so that the next attempt begins anew.
    await copyFile(whole, part);
    await truncate(part, 1_000_000);
    await writeFile(part, 'x', { flag: 'r+' });
    expect(await valija(fetch)).toMatchObject({ code: 4, stderr: expect.stringContaining('[download-damaged]') });
    expect(await readdir(out)).toEqual([`${messageId}.asice`]);
  } finally {
    await toBorelia.close();
  }
}
