import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFolderMirror } from '../../adapters/directory/tuf/folder-mirror.ts';
import { createHttpMirror } from '../../adapters/directory/tuf/http-mirror.ts';
import { createGovernedDirectory, type GovernedDirectory, XA_CENTRAL } from '../support/governed-directory.ts';
import { tufFiles } from '../support/tuf-repository.ts';

/** What a mirror does with a file that it is asked for, instead of giving it. */
type Misconduct = (path: string, bytes: Buffer, response: ServerResponse) => boolean;

let governed: GovernedDirectory;
let server: Server;
let files: Map<string, Buffer>;
let misconduct: Misconduct;
let asked: string[];

beforeEach(async () => {
  governed = await createGovernedDirectory();
  files = tufFiles(governed.content(5));
  asked = [];
  misconduct = () => false;
  server = createServer(serve);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await governed.close();
});

function serve(request: IncomingMessage, response: ServerResponse): void {
  const path = (request.url ?? '').replace(/^\/repository\//, '');
  const bytes = files.get(path);
  asked.push(path);
  if (bytes === undefined) response.writeHead(404).end('nothing here');
  else if (!misconduct(path, bytes, response)) response.writeHead(200, { 'content-length': bytes.length }).end(bytes);
}

function mirror(timeoutMilliseconds = 300) {
  return createHttpMirror({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/repository`, timeoutMilliseconds });
}

/** Only for one file. */
function on(pattern: RegExp, act: (bytes: Buffer, response: ServerResponse) => void): Misconduct {
  return (path, bytes, response) => {
    if (!pattern.test(path)) return false;
    act(bytes, response);
    return true;
  };
}

/** Octets for as long as somebody takes them. */
function endless(_: Buffer, response: ServerResponse): void {
  const chunk = Buffer.alloc(64 * 1024, ' ');
  const push = () => {
    while (!response.destroyed && response.write(chunk));
    if (!response.destroyed) response.once('drain', push);
  };
  response.writeHead(200);
  push();
}

/** One octet now and then: every wait is short, the whole takes for ever. */
function trickle(bytes: Buffer, response: ServerResponse): void {
  response.writeHead(200, { 'content-length': bytes.length });
  let at = 0;
  const timer = setInterval(() => {
    if (response.destroyed || at >= bytes.length) clearInterval(timer);
    else response.write(bytes.subarray(at, ++at));
  }, 50);
}

const flipped = (bytes: Buffer) => Buffer.from(bytes.toString('latin1').replace('Renamed_', 'Altered!'), 'latin1');

const TIMESTAMP = /timestamp/;
const SNAPSHOT = /snapshot/;
const DOCUMENT = /xa-central/;
const NEXT_ROOT = /2\.root/;

describe('a mirror that misbehaves is refused, and the directory that was verified before stays', () => {
  it.each<[string, Misconduct, string]>([
    ['a timestamp without end', on(TIMESTAMP, endless), 'directory-too-large'],
    ['a root without end', on(NEXT_ROOT, endless), 'directory-too-large'],
    ['a snapshot without end, whose length is signed', on(SNAPSHOT, endless), 'directory-inconsistent'],
    ['a document without end, whose length is signed', on(DOCUMENT, endless), 'directory-inconsistent'],
    ['a file that comes one octet at a time', on(SNAPSHOT, trickle), 'directory-unreadable'],
    ['a file that never comes', on(SNAPSHOT, () => {}), 'directory-unreadable'],
    [
      'a snapshot with one octet more',
      on(SNAPSHOT, (bytes, response) => response.end(Buffer.concat([bytes, Buffer.from(' ')]))),
      'directory-inconsistent',
    ],
    ['a snapshot with one octet less', on(SNAPSHOT, (bytes, response) => response.end(bytes.subarray(1))), 'directory-inconsistent'],
    [
      'a document of the right length with other octets',
      on(DOCUMENT, (bytes, response) => response.end(flipped(bytes))),
      'directory-inconsistent',
    ],
    [
      'a file cut off',
      on(SNAPSHOT, (bytes, response) => response.writeHead(200, { 'content-length': bytes.length }).end(bytes.subarray(9))),
      'directory-unreadable',
    ],
    ['an error', on(SNAPSHOT, (_, response) => response.writeHead(500).end()), 'directory-unreadable'],
    ['a page instead of a file', on(TIMESTAMP, (_, response) => response.end('<html>')), 'directory-malformed'],
    [
      'a redirection elsewhere',
      on(SNAPSHOT, (_, response) => response.writeHead(302, { location: '/repository/metadata/6.snapshot.json?' }).end()),
      'directory-unreadable',
    ],
    ['nothing at all', on(TIMESTAMP, (_, response) => response.writeHead(404).end()), 'directory-unreadable'],
    ['a connection reset', on(TIMESTAMP, (_, response) => response.socket?.resetAndDestroy()), 'directory-unreadable'],
  ])('%s', async (_, act, code) => {
    const directory = await governed.open({ mirrors: [mirror()] });
    files = new Map([...tufFiles(governed.content(6, { rootVersion: 2, documents: renamed() })), ...rootOf(1)]);
    misconduct = act;
    await expect(directory.refresh()).rejects.toMatchObject({ name: 'DirectoryError', code });
    expect(directory.status()).toMatchObject({ version: 5, usable: true, stale: false, lastError: code });
    expect(directory.authority(XA_CENTRAL)?.names.en).toBe('Invented authority');
    misconduct = () => false;
    await directory.refresh();
    expect(directory.status()).toMatchObject({ version: 6 });
    await directory.close();
  });

  it('is given a limit for all files together as well', async () => {
    const directory = await governed.open({ mirrors: [mirror(10_000)], mirrorMilliseconds: 200 });
    files = tufFiles(governed.content(6, { documents: renamed() }));
    misconduct = on(DOCUMENT, trickle);
    await expect(directory.refresh()).rejects.toMatchObject({ code: 'directory-unreadable' });
    expect(directory.status().version).toBe(5);
    await directory.close();
  });

  it('does not keep a better mirror from being asked', async () => {
    await governed.publish(5);
    const faults: string[] = [];
    const directory = await governed.open({ mirrors: [mirror(), createFolderMirror(governed.folder)], faults });
    await governed.publish(6);
    misconduct = on(TIMESTAMP, endless);
    await directory.refresh();
    expect(directory.status()).toMatchObject({ version: 6, stale: false });
    expect(directory.status()).not.toHaveProperty('lastError');
    expect(faults).toEqual(['directory-too-large']);
    await directory.close();
  });
});

describe('a mirror is asked no more than it has to be', () => {
  it('for the next root and the timestamp alone while nothing is new, and never twice at the same time', async () => {
    const directory = await governed.open({ mirrors: [mirror(2_000)] });
    asked = [];
    await Promise.all([directory.refresh(), directory.refresh(), directory.refresh()]);
    expect(asked).toEqual(['metadata/2.root.json', 'metadata/timestamp.json']);
    await directory.close();
  });

  it('only for the documents that have changed', async () => {
    const directory = await governed.open({ mirrors: [mirror(2_000)] });
    asked = [];
    files = new Map([...tufFiles(governed.content(6, { documents: renamed() }))]);
    await directory.refresh();
    expect(asked.filter((path) => path.startsWith('targets/')).length).toBe(1);
    await directory.close();
  });

  it('for no more roots than a limit, however many it makes up', async () => {
    const directory = await governed.open({ mirrors: [mirror(2_000)] });
    for (let version = 2; version < 80; version += 1) {
      for (const [path, bytes] of tufFiles(governed.content(6, { rootVersion: version }))) files.set(path, bytes);
    }
    asked = [];
    await directory.refresh();
    expect(asked.filter((path) => path.includes('root')).length).toBe(64);
    await directory.close();
  });
});

function renamed(): Record<string, string> {
  const { documents } = governed.content(6);
  return Object.fromEntries(
    Object.entries(documents).map(([path, text]) => [path, path.includes('/XA/') ? text.replace('Invented', 'Renamed_') : text]),
  );
}

function rootOf(version: number): [string, Buffer][] {
  return [...tufFiles(governed.content(5, { rootVersion: version }))].filter(([path]) => path.includes('root'));
}
