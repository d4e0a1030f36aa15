import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import express, { type NextFunction, type Request, type Response } from 'express';
import { request } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bufferReader } from '../../crypto/asic/random-access.ts';
import { readContainer } from '../../crypto/asic/read-container.ts';
import { type ContainerValidation, validateContainer } from '../../crypto/validation/validate-container.ts';
import { planArchives } from '../../gateway/archive/plan-archives.ts';
import { codeOf } from '../../gateway/error.ts';
import { clientApi } from '../../gateway/http/client-api.ts';
import { fetchArchive } from '../../gateway/operations/archive.ts';
import { fetchPackage } from '../../gateway/operations/content.ts';
import { jobsAt, messageAt } from '../support/flow-views.ts';
import { noBackups } from '../support/no-backups.ts';
import { annexPart, inboundKey, letterPart, OFFICER, submit } from '../support/submissions.ts';
import { createWorld, DAY, HOUR, type TestGateway, type World } from '../support/two-gateways.ts';

let world: World;
let messageId: string;
let key: string;
let theirs: string;
beforeAll(async () => {
  world = await createWorld();
  const files = [await letterPart(), annexPart({ fileName: 'anexo ñ.bin', content: Buffer.alloc(100_000, 7) })];
  ({ messageId, key } = await submit(world.a, { files }));
  theirs = inboundKey(world.a, messageId);
  await world.work();
});
afterAll(() => world.close());

const view = { actor: OFFICER };
const plan = async () => [await planArchives(world.a.dependencies), await planArchives(world.b.dependencies)];

async function archiveAt(gateway: TestGateway): Promise<Buffer> {
  const content = await fetchArchive(gateway.dependencies, { ...view, messageId });
  try {
    const octets = await buffer(content.stream());
    expect(octets.length).toBe(content.size);
    return octets;
  } finally {
    await content.close();
  }
}

async function judged(octets: Buffer, { dependencies }: TestGateway): Promise<ContainerValidation> {
  const { paths, timestampPaths, revocation, clock } = dependencies;
  const revocationLists = revocation.current().map(({ der }) => der);
  return validateContainer({
    container: await readContainer(bufferReader(octets), { strict: false }),
    signerPaths: paths,
    timestampPaths,
    at: clock.now(),
    data: { certificates: [], revocationLists, ocspResponses: [] },
  });
}

const namesOf = async (octets: Buffer) =>
  (await readContainer(bufferReader(octets), { strict: false })).entries
    .map(({ name }) => name)
    .filter((name) => name.startsWith('META-INF/'));

describe('the long-term copy of a package', () => {
  it('is asked for once, half a day after the message appeared, on both sides', async () => {
    expect(await plan()).toEqual([0, 0]);
    await expect(fetchArchive(world.a.dependencies, { ...view, messageId })).rejects.toMatchObject({ code: 'too-early' });
    await world.advance(13 * HOUR);
    expect(await plan()).toEqual([1, 1]);
    expect(await plan()).toEqual([0, 0]);
    await world.work();
    expect(world.failures).toEqual([]);
    for (const record of [await messageAt(world.a, key), await messageAt(world.b, theirs)])
      expect(record.archive).toMatchObject({ generation: 1 });
  });

  it('is B-LTA, and holds the data of the package as they were sent', async () => {
    const whole = await fetchPackage(world.b.dependencies, { ...view, messageId });
    const sent = await readContainer(bufferReader(await buffer(whole.stream())));
    await whole.close();
    for (const gateway of [world.a, world.b]) {
      const octets = await archiveAt(gateway);
      expect(await archiveAt(gateway)).toEqual(octets);
      const validation = await judged(octets, gateway);
      expect(validation).toMatchObject({ indication: 'PASSED', level: 'B-LTA' });
      expect(validation.container.findings).toEqual([]);
      expect(validation.container.parts.map(({ name }) => name)).toEqual(
        sent.entries.filter(({ role }) => role === 'data').map(({ name }) => name),
      );
    }
  });

  it('is fetched over the API, whole and in part, by those who may read', async () => {
    const app = express();
    const actors = { officer: OFFICER, operator: { kind: 'operator', id: 'operator-1' } } as const;
    const authenticate = (incoming: Request) => (incoming.get('x-actor') === 'operator' ? actors.operator : actors.officer);
    app.use(clientApi({ dependencies: world.a.dependencies, backups: noBackups(), authenticate }));
    app.use((error: unknown, _request: Request, response: Response, _next: NextFunction) => {
      response.status(499).json({ code: codeOf(error) });
    });
    const server = app.listen(0, '127.0.0.1');
    try {
      await once(server, 'listening');
      const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/messages/${messageId}/archive`;
      const whole = await archiveAt(world.a);
      const answer = await request(address);
      expect(answer.headers['content-type']).toBe('application/vnd.etsi.asic-e+zip');
      expect(Buffer.from(await answer.body.arrayBuffer()).equals(whole)).toBe(true);
      const part = await request(address, { headers: { range: 'bytes=100-199' } });
      expect(part.statusCode).toBe(206);
      expect(Buffer.from(await part.body.arrayBuffer()).equals(whole.subarray(100, 200))).toBe(true);
      const refused = await request(address, { headers: { 'x-actor': 'operator' } });
      expect(await refused.body.json()).toEqual({ code: 'actor-not-allowed' });
    } finally {
      server.close();
    }
  });

  it('leaves the package itself as it was sent', async () => {
    const whole = await fetchPackage(world.b.dependencies, { ...view, messageId });
    expect((await messageAt(world.b, theirs)).packageCommitment).toBe(whole.sha256);
    await whole.close();
  });

  it('is renewed before its proof ends, and then covers what was there', async () => {
    const due = Date.parse((await messageAt(world.a, key)).archive?.renewalDueAt ?? '');
    expect(due).toBeGreaterThan(world.now);
    await world.advance(due - world.now + DAY);
    for (const [gateway, row] of [
      [world.a, key],
      [world.b, theirs],
    ] as const) {
      expect((await messageAt(gateway, row)).archive).toMatchObject({ generation: 2 });
      const octets = await archiveAt(gateway);
      expect((await namesOf(octets)).slice(-4)).toEqual([
        'META-INF/ASiCArchiveManifest001.xml',
        'META-INF/timestamp001.tst',
        'META-INF/ASiCArchiveManifest.xml',
        'META-INF/timestamp002.tst',
      ]);
      const validation = await judged(octets, gateway);
      expect(validation).toMatchObject({ indication: 'PASSED', level: 'B-LTA' });
      expect(validation.timestamps.map(({ kind }) => kind)).toEqual(['signature', 'archive', 'archive']);
    }
    const waiting = (await jobsAt(world.a)).filter(({ kind }) => kind === 'archive');
    expect(waiting.map(({ dueAt }) => dueAt)).toEqual([Date.parse((await messageAt(world.a, key)).archive?.renewalDueAt ?? '')]);
  });

  it('waits for the time-stamp authority, and for revocation data', async () => {
    const other = await submit(world.a, { files: [await letterPart()] });
    await world.work();
    await world.advance(13 * HOUR);
    await plan();
    world.timestamps.state = 'down';
    await world.work();
    expect((await messageAt(world.a, other.key)).archive).toBeUndefined();
    world.timestamps.state = 'up';
    await world.advance(2 * HOUR);
    expect((await messageAt(world.a, other.key)).archive).toMatchObject({ generation: 1 });
  });
});
