import { once } from 'node:events';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DirectoryServer, startDirectoryServer } from '../../../services/directory/server.ts';

let folder: string;
let server: DirectoryServer;
const DOCUMENT = `targets/authorities/XA/${'a'.repeat(64)}.xa-central.json`;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'valija-directory-server-'));
  await mkdir(join(folder, 'repository', 'metadata'), { recursive: true });
  await mkdir(join(folder, 'repository', 'targets', 'authorities', 'XA'), { recursive: true });
  await writeFile(join(folder, 'repository', 'metadata', 'timestamp.json'), '{"a":1}');
  await writeFile(join(folder, 'repository', 'metadata', '12.state-xa.json'), '{"b":2}');
  await writeFile(join(folder, 'repository', 'metadata', '0.empty.json'), '');
  await writeFile(join(folder, 'repository', DOCUMENT), '{"c":3}');
  await writeFile(join(folder, 'secret.json'), 'secret');
  await writeFile(join(folder, 'repository', 'metadata', 'private.pem'), 'secret');
  await mkdir(join(folder, 'repository', 'metadata', 'folder.json'));
  server = await startDirectoryServer({ folder: join(folder, 'repository'), host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

/** Sends the path as it is, without tidying it up. */
async function ask(path: string, method = 'GET'): Promise<{ status: number; body: string; headers: Record<string, unknown> }> {
  const { hostname, port } = new URL(server.url);
  const sent = request({ hostname, port, path, method, agent: false }).end();
  const [response] = await once(sent, 'response');
  let body = '';
  for await (const chunk of response) body += String(chunk);
  return { status: response.statusCode, body, headers: response.headers };
}

describe('the server of a directory', () => {
  it('gives files of the repository, to be kept for ever but for the timestamp', async () => {
    const timestamp = await ask('/metadata/timestamp.json');
    expect([timestamp.status, timestamp.body, timestamp.headers['cache-control']]).toEqual([200, '{"a":1}', 'no-cache']);
    expect(timestamp.headers['content-type']).toBe('application/json');
    const part = await ask('/metadata/12.state-xa.json');
    expect([part.status, part.headers['cache-control']]).toEqual([200, 'public, max-age=31536000, immutable']);
    expect(await ask(`/${DOCUMENT}`)).toMatchObject({ status: 200, body: '{"c":3}' });
    expect(await ask('/metadata/0.empty.json')).toMatchObject({ status: 200, body: '' });
    expect(await ask('/metadata/timestamp.json', 'HEAD')).toMatchObject({ status: 200, body: '', headers: { 'content-length': '7' } });
  });

  it.each([
    '/',
    '/metadata',
    '/metadata/',
    '/metadata/none.json',
    '/metadata/folder.json',
    '/metadata/private.pem',
    '/metadata/../../secret.json',
    '/metadata/..%2f..%2fsecret.json',
    '/metadata/%2e%2e/%2e%2e/secret.json',
    '/targets/../metadata/timestamp.json',
    '/targets/authorities/XA/',
    '/targets/authorities/XA/xa-central.json',
    '/metadata/timestamp.json?',
    '/metadata/timestamp.json%00',
    '//metadata/timestamp.json',
    '/metadata//timestamp.json',
    '/METADATA/timestamp.json',
  ])('gives nothing for %s', async (path) => {
    expect(await ask(path)).toMatchObject({ status: 404, body: '' });
  });

  it('takes no other method, and no address without end', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
      expect(await ask('/metadata/timestamp.json', method)).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } });
    }
    expect(await ask(`/metadata/${'a'.repeat(600)}.json`)).toMatchObject({ status: 414 });
  });

  it('gives what stands there now, however it came there', async () => {
    // Copies that tools make by exchanging links are common on mirrors.
    await symlink(join(folder, 'repository', 'metadata', '12.state-xa.json'), join(folder, 'repository', 'metadata', '13.state-xa.json'));
    expect(await ask('/metadata/13.state-xa.json')).toMatchObject({ status: 200, body: '{"b":2}' });
  });

  it('stays up when somebody goes away in the middle', async () => {
    const { hostname, port } = new URL(server.url);
    for (let times = 0; times < 20; times += 1) {
      const socket = connect(Number(port), hostname);
      await once(socket, 'connect');
      socket.write('GET /metadata/timestamp.json HTTP/1.1\r\nHost: x\r\n\r\n');
      socket.destroy();
    }
    expect(await ask('/metadata/timestamp.json')).toMatchObject({ status: 200 });
  });
});
