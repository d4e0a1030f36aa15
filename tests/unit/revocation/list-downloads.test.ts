import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createListDownloads, type ListDownloads } from '../../../adapters/revocation/list-downloads.ts';
import { MAXIMUM_REVOCATION_LIST_LENGTH } from '../../../crypto/x509/revocation-list.ts';
import { type StatusUpstream, startStatusUpstream, type UpstreamAnswer } from '../../support/status-upstream.ts';
import { days, issue, issueList, NOW } from '../x509/support.ts';

const root = issue({ name: 'root', authority: null });
const stranger = issue({ name: 'root', authority: null });
const list = issueList({ issuer: root, number: 2 });
const older = issueList({ issuer: root, thisUpdate: days(-3), number: 1 });

let folder: string;
let upstream: StatusUpstream;
let downloads: ListDownloads;
let now: Date;

beforeEach(async () => {
  now = NOW;
  folder = join(await mkdtemp(join(tmpdir(), 'valija-downloads-')), 'lists');
  upstream = await startStatusUpstream();
  upstream.answerWith(() => ({ body: list.der, headers: { etag: '"2"' } }));
  downloads = open();
});
afterEach(async () => {
  await downloads.close();
  await upstream.close();
  await rm(join(folder, '..'), { recursive: true });
});

const open = (timeoutMilliseconds = 5_000): ListDownloads =>
  createListDownloads({ urls: [`${upstream.url}/a.crl`], folder, issuers: [root.certificate], now: () => now, timeoutMilliseconds });

const files = async (): Promise<Buffer[]> =>
  Promise.all((await readdir(folder).catch(() => [])).map((name) => readFile(join(folder, name))));
const later = (minutes: number): void => {
  now = new Date(now.getTime() + minutes * 60_000);
};

describe('a list that is downloaded', () => {
  it('is kept in a file of its own, and asked for again when it is due', async () => {
    await downloads.refresh();
    expect(await files()).toEqual([list.der]);
    expect((await readdir(folder))[0]).toMatch(/^[0-9a-f]{64}\.crl$/);
    await downloads.refresh();
    later(59);
    await downloads.refresh();
    expect(upstream.requests.length).toBe(1);
    later(1);
    await Promise.all([downloads.refresh(), downloads.refresh()]);
    expect(upstream.requests.length).toBe(2);
    expect(downloads.errors()).toEqual([]);
  });

  it('is asked for earlier when half of its life is shorter', async () => {
    const brief = issueList({ issuer: root, nextUpdate: new Date(NOW.getTime() + 20 * 60_000) });
    upstream.answerWith(() => ({ body: brief.der }));
    await downloads.refresh();
    later(10);
    await downloads.refresh();
    expect(upstream.requests.length).toBe(2);
  });

  it('stays when the server says that it has not changed', async () => {
    await downloads.refresh();
    upstream.answerWith(() => ({ status: 304 }));
    later(60);
    await downloads.refresh();
    expect(downloads.errors()).toEqual([]);
    expect(await files()).toEqual([list.der]);
  });

  it.each<[string, UpstreamAnswer, RegExp]>([
    ['missing', { status: 404 }, /status 404/],
    ['elsewhere', { status: 302, headers: { location: '/other.crl' } }, /status 302/],
    ['unchanged although we have none', { status: 304 }, /status 304/],
    ['no list', { body: Buffer.from('<html>') }, /revocation list/],
    ['cut short', { body: list.der.subarray(0, -1) }, /revocation list/],
    ['of a stranger in the same name', { body: issueList({ issuer: stranger }).der }, /signature/],
    ['older than the one held', { body: older.der }, /older/],
    ['too long', { body: Buffer.alloc(MAXIMUM_REVOCATION_LIST_LENGTH + 1, 0x30) }, /too long/],
  ])('is not taken when it is %s, and the one on disk stays', async (_what, answer, reason) => {
    const first = open();
    if (answer.status !== 304) await first.refresh();
    await first.close();
    const held = await files();
    upstream.answerWith(() => answer);
    await downloads.refresh();
    expect(downloads.errors()).toMatchObject([expect.stringMatching(reason)]);
    expect(await files()).toEqual(held);
    // The failure is not repeated at once, and what comes after it is taken.
    const asked = upstream.requests.length;
    await downloads.refresh();
    expect(upstream.requests.length).toBe(asked);
    upstream.answerWith(() => ({ body: list.der }));
    later(1);
    await downloads.refresh();
    expect(downloads.errors()).toEqual([]);
    expect(await files()).toEqual([list.der]);
  });

  it('is not waited for without end', async () => {
    const impatient = open(100);
    upstream.answerWith(() => new Promise<never>(() => {}));
    await impatient.refresh();
    expect(impatient.errors().length).toBe(1);
    await impatient.close();
  });
});
