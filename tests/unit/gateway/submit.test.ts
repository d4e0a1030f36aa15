import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { handOver } from '../../../gateway/inbound/hand-over.ts';
import { fetchFile } from '../../../gateway/operations/content.ts';
import { listMessages } from '../../../gateway/operations/list-messages.ts';
import { submitMessage } from '../../../gateway/outbound/submit.ts';
import { jobKindsAt, messageAt } from '../../support/flow-views.ts';
import { annexPart, inboundKey, letterPart, OFFICER, SYSTEM, submission, submit } from '../../support/submissions.ts';
import { blobFiles, traces } from '../../support/traces.ts';
import { createWorld, DAY, type World } from '../../support/two-gateways.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const outbox = async () => (await listMessages(world.a.dependencies, { actor: SYSTEM, direction: 'outbound', limit: 500 })).messages;

describe('idempotency', () => {
  const large = Buffer.alloc(200_000, 1);

  it('gives the stored answer for the same key and content, and stores nothing more', async () => {
    const first = await submitMessage(world.a.dependencies, await submission({ key: 'once' }));
    const before = await traces(world, world.a);
    const again = await submitMessage(world.a.dependencies, await submission({ key: 'once' }));
    expect(again).toEqual({ ...first, replayed: true });
    expect(await traces(world, world.a)).toEqual(before);
  });

  it.each([
    ['another request', { request: { subject: 'otro asunto' } }],
    ['another octet in a file', { files: [annexPart({ content: Buffer.from('anexp') })] }],
    ['another file name', { files: [annexPart({ fileName: 'anexo 2.bin' })] }],
    ['another media type', { files: [annexPart({ mediaType: 'text/plain' })] }],
    ['another role', { files: [annexPart({ field: 'translation' })] }],
    ['one file fewer', { files: [] }],
  ])('refuses the same key with %s', async (_name, change) => {
    await submitMessage(world.a.dependencies, await submission({ key: 'reused', files: [await letterPart(), annexPart()] }));
    const before = await traces(world, world.a);
    const files = 'files' in change ? [await letterPart(), ...change.files] : [await letterPart(), annexPart()];
    await expect(submitMessage(world.a.dependencies, await submission({ key: 'reused', ...change, files }))).rejects.toMatchObject({
      code: 'idempotency-key-reused',
      disposition: 'refuse',
    });
    expect(await traces(world, world.a)).toEqual(before);
  });

  it('knows keys by actor, also when identifier and key together spell the same', async () => {
    const one = await submitMessage(world.a.dependencies, await submission({ actor: { kind: 'system', id: 'a' }, key: 'b/c' }));
    const other = await submitMessage(world.a.dependencies, await submission({ actor: { kind: 'system', id: 'a/b' }, key: 'c' }));
    expect(other.replayed).toBe(false);
    expect(other.messageId).not.toBe(one.messageId);
  });

  it('makes one message of twenty requests at the same time', async () => {
    const known = (await outbox()).length;
    const files = async () => [await letterPart(), annexPart({ content: large })];
    const requests = await Promise.all(Array.from({ length: 20 }, async () => submission({ key: 'at-once', files: await files() })));
    const filesBefore = (await blobFiles(world, world.a)).length;
    const answers = await Promise.all(requests.map((request) => submitMessage(world.a.dependencies, request)));
    expect(new Set(answers.map(({ messageId }) => messageId)).size).toBe(1);
    expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1);
    expect((await outbox()).length).toBe(known + 1);
    expect((await blobFiles(world, world.a)).length).toBe(filesBefore + 1);
  });

  it('accepts one of twenty different requests under one key', async () => {
    const known = (await outbox()).length;
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, async (_, index) =>
        submitMessage(world.a.dependencies, await submission({ key: 'contested', request: { subject: `asunto ${index}` } })),
      ),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes)
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'idempotency-key-reused' });
    expect((await outbox()).length).toBe(known + 1);
  });

  it('keeps the answer over a restart', async () => {
    const first = await submitMessage(world.a.dependencies, await submission({ key: 'restart' }));
    await world.a.restart();
    const again = await submitMessage(world.a.dependencies, await submission({ key: 'restart' }));
    expect(again).toEqual({ ...first, replayed: true });
  });
});

describe('an accepted submission', () => {
  it('has its message, its files and both jobs in one commit', async () => {
    await world.work();
    const { key } = await submit(world.a);
    expect(await messageAt(world.a, key)).toMatchObject({ state: 'submitted', step: 'submitted', terminal: false, nextIssuerSequence: 1 });
    expect(await jobKindsAt(world.a)).toEqual(expect.arrayContaining(['prepare', 'relay-deadline']));
  });

  it('keeps names and subject out of the ledger', async () => {
    const { key } = await submit(world.a, { request: { subject: 'Asunto muy reservado' } });
    const row = JSON.stringify(await messageAt(world.a, key));
    expect(row).not.toContain('reservado');
    expect(row).not.toContain('carta');
  });

  it('orders deadlines that are given in part', async () => {
    const relay = new Date(world.now + 20 * DAY).toISOString();
    const { key } = await submit(world.a, { request: { deadlines: { relay } } });
    expect((await messageAt(world.a, key)).deadlines).toEqual({
      relay,
      consignment: relay,
      handover: new Date(world.now + 30 * DAY).toISOString(),
    });
  });

  it('arrives whatever its files are called', async () => {
    const character = fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...'abcÑñß ._-()\u0130\u0131\u03c3\u03c2é'.split('')) },
      { weight: 1, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }) },
      { weight: 1, arbitrary: fc.constantFrom('/', '\\', ':', '..', 'META-INF') },
    );
    const name = fc.array(character, { minLength: 1, maxLength: 12 }).map((characters) => characters.join(''));
    let accepted = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(name, { minLength: 1, maxLength: 3 }), async (names) => {
        const files = [await letterPart(), ...names.map((fileName) => annexPart({ fileName, content: Buffer.from(fileName) }))];
        const submitted = await submit(world.a, { files }).catch((error: { code: string }) => {
          expect(['file-name-invalid', 'file-name-repeated', 'submission-invalid']).toContain(error.code);
          return undefined;
        });
        if (submitted === undefined) return;
        accepted += 1;
        await world.work();
        expect(world.failures).toEqual([]);
        const { state, packageCommitment = '' } = await messageAt(world.b, inboundKey(world.a, submitted.messageId));
        expect(state).toBe('consigned');
        const file = await fetchFile(world.b.dependencies, { actor: OFFICER, messageId: submitted.messageId, index: names.length });
        expect(file.name).toBe(names.at(-1));
        await file.close();
        await handOver(world.b.dependencies, { actor: OFFICER, messageId: submitted.messageId, packageDigest: packageCommitment });
      }),
      { numRuns: 60 },
    );
    expect(accepted).toBeGreaterThan(5);
  });
});
