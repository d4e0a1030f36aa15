import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { showCase } from '../../../gateway/cases/show-case.ts';
import { MAXIMUM_PARTICULARS_LENGTH } from '../../../gateway/legal/typed-documents.ts';
import { showMessage } from '../../../gateway/operations/show-message.ts';
import { messageKey } from '../../../store/contracts/records.ts';
import { REQUEST_EXAMPLES } from '../../../treaty/requests/examples/request-examples.ts';
import { messageAt } from '../../support/flow-views.ts';
import { bring, forge } from '../../support/hostile-sender.ts';
import { inventedLetter, OFFICER } from '../../support/submissions.ts';
import { A, C, createWorld, type World } from '../../support/two-gateways.ts';

/**
 * A peer may seal whatever it likes as the particulars of its message. Nothing of it keeps the message from being consigned (design rule 4): what
 * cannot be read is said to be unreadable, and the letter counts.
 */
let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const example = { ...REQUEST_EXAMPLES['mutual-legal-assistance'].complete, files: [] };
const json = (value: unknown) => Buffer.from(JSON.stringify(value), 'utf8');

interface Part {
  name?: string;
  role?: string;
  content: Buffer;
}

async function receive(parts: readonly Part[], request: Record<string, unknown> = {}, sender = A) {
  const letter = { name: 'carta.pdf', role: 'letter', mediaType: 'application/pdf', content: await inventedLetter() };
  const files = [
    letter,
    ...parts.map((part) => ({ name: 'particulars.json', role: 'particulars', mediaType: 'application/json', ...part })),
  ];
  const named = files.map(({ name, role, mediaType }) => ({ name, role, mediaType }));
  const delivery = await forge(world, {
    sender,
    files: files.map(({ name, content }) => ({ name, content })),
    request: { files: named, ...request },
  });
  await bring(world.b, delivery, sender);
  await world.work({ only: ['open', 'register'] });
  const { messageId } = delivery.header;
  expect((await messageAt(world.b, messageKey('inbound', sender, messageId))).state).toBe('consigned');
  return showMessage(world.b.dependencies, { actor: OFFICER, messageId });
}

describe('particulars that nobody can read are consigned, and said to be unreadable', () => {
  it.each<[string, Part[], string]>([
    ['no JSON', [{ content: Buffer.from('{"format"') }], 'not-json'],
    ['a name twice', [{ content: Buffer.from('{"format":"valija-legal/1","format":"valija-legal/1"}') }], 'not-json'],
    ['too deep', [{ content: Buffer.from(`${'['.repeat(200)}${']'.repeat(200)}`) }], 'not-json'],
    ['a byte order mark', [{ content: Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), json(example)]) }], 'not-json'],
    ['empty', [{ content: Buffer.alloc(0) }], 'not-json'],
    ['a later format', [{ content: json({ ...example, format: 'valija-legal/2' }) }], 'not-this-schema'],
    ['an unknown kind', [{ content: json({ ...example, kind: 'love-letter' }) }], 'not-this-schema'],
    ['an unknown member', [{ content: json({ ...example, surprise: true }) }], 'not-this-schema'],
    ['too long', [{ content: Buffer.alloc(MAXIMUM_PARTICULARS_LENGTH + 1, 0x20) }], 'too-long'],
    ['under another name', [{ name: 'otro.json', content: json(example) }], 'not-this-schema'],
    [
      'two of them',
      [{ content: json(example) }, { name: 'particulars-2.json', content: json({ ...example, matter: 'civil' }) }],
      'not-this-schema',
    ],
  ])('%s', async (_name, parts, unreadable) => {
    const { messageId, legal } = await receive(parts);
    expect(legal).toEqual({ unreadable, findings: [] });
    await expect(showCase(world.b.dependencies, { actor: OFFICER, conversation: messageId })).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('particulars that can be read', () => {
  it('count although the report on completeness beside them cannot', async () => {
    const completeness = { name: 'completeness.json', role: 'completeness', content: Buffer.from('{') };
    const { legal } = await receive([{ content: json(example) }, completeness]);
    expect(legal?.kind).toBe('request');
    expect(legal?.completeness).toBeUndefined();
  });

  it('say where the file is another one than they declare', async () => {
    const files = [{ name: 'carta.pdf', document: 'letter', language: 'es', version: { kind: 'original' }, sha256: 'ab'.repeat(32) }];
    const { legal } = await receive([{ content: json({ ...example, files }) }]);
    expect(legal?.findings).toContainEqual(expect.objectContaining({ rule: 'R31', pointer: '/files/0/sha256' }));
  });

  it('do not get into the case of somebody else by the identifier of its conversation', async () => {
    const first = await receive([{ content: json(example) }]);
    const stranger = await receive([{ content: json(example) }], { conversation: first.messageId }, C);
    const of = (peer: string) => showCase(world.b.dependencies, { actor: OFFICER, conversation: first.messageId, peer });
    expect((await of(A)).messages.map(({ messageId }) => messageId)).toEqual([first.messageId]);
    expect((await of(C)).messages.map(({ messageId }) => messageId)).toEqual([stranger.messageId]);
    const unnamed = showCase(world.b.dependencies, { actor: OFFICER, conversation: first.messageId });
    await expect(unnamed).rejects.toMatchObject({ code: 'conflict' });
  });
});
