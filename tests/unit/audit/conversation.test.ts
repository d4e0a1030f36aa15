import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { BundleContent } from '../../../audit/bundle/content.ts';
import { type ConversationIndex, serializeConversation } from '../../../audit/bundle/conversation-document.ts';
import { readConversation } from '../../../audit/bundle/read-conversation.ts';
import { writeBundle } from '../../../audit/bundle/write-bundle.ts';
import { type ConversationContent, writeConversation } from '../../../audit/bundle/write-conversation.ts';
import { parseTrust, serializeTrust } from '../../../audit/trust.ts';
import { detectKind } from '../../../audit/verify/detect-kind.ts';
import { verifyConversation } from '../../../audit/verify/verify-conversation.ts';
import { bufferReader } from '../../../crypto/asic/random-access.ts';
import { octetsOf, zipOf } from './helpers/bundle-octets.ts';
import { CONVERSATION, MESSAGE_ID, makeExchange, RECIPIENT, SENDER, SUBMITTED, VERIFIED_AT } from './helpers/sample-exchange.ts';

let content: BundleContent;
let octets: Buffer;
beforeAll(async () => {
  ({ content } = await makeExchange());
  octets = await conversationOf({});
});

const message = { messageId: MESSAGE_ID, sender: SENDER, recipient: RECIPIENT };

async function conversationOf(changes: Partial<ConversationContent>): Promise<Buffer> {
  const messages = [{ ...message, bundle: await writeBundle(content) }];
  const given = { createdAt: SUBMITTED, createdBy: SENDER, conversation: CONVERSATION, messages, ...changes };
  return octetsOf(await writeConversation(given));
}

const verify = (bytes: Buffer) =>
  verifyConversation({ reader: bufferReader(bytes), at: VERIFIED_AT, trust: parseTrust(serializeTrust(content.trust)) });
const outcomes = ({ findings }: Awaited<ReturnType<typeof verify>>) =>
  findings
    .filter(({ verdict }) => verdict !== 'PASSED')
    .map(({ check, verdict, code, subject }) => `${check} ${verdict} ${code} ${subject}`);

describe('the bundle of a conversation', () => {
  it('passes when every message of it does and says in its request that it belongs there', async () => {
    expect(await detectKind(bufferReader(octets))).toBe('conversation');
    const report = await verify(octets);
    expect(report).toMatchObject({ kind: 'conversation', verdict: 'PASSED', conversation: CONVERSATION });
    expect(report.messages?.map(({ message: named, state }) => [named?.messageId, state])).toEqual([[MESSAGE_ID, 'handed-over']]);
    expect(report.findings.some(({ check, verdict }) => check === 'conversation-membership' && verdict === 'PASSED')).toBe(true);
    expect(report.findings.filter(({ subject }) => subject.includes('valija.zip: evidence/')).length).toBeGreaterThan(4);
  });

  it('has the same octets every time, and each message can be taken out whole', async () => {
    expect((await conversationOf({})).equals(octets)).toBe(true);
    const bundle = await readConversation(bufferReader(octets));
    const [first] = bundle.index.messages;
    const inside = await bundle.read(first?.path ?? '');
    expect(inside.equals(await octetsOf(await writeBundle(content)))).toBe(true);
    expect(createHash('sha256').update(inside).digest('hex')).toBe(first?.sha256);
  });

  it('fails when a request names another conversation, and cannot tell when there is no request', async () => {
    const path = `messages/001-${MESSAGE_ID}.valija.zip`;
    expect(outcomes(await verify(await conversationOf({ conversation: 'case:another' })))).toContain(
      `conversation-membership FAILED conversation-differs ${path}`,
    );
    const redacted = { ...content, package: { sha256: createHash('sha256').update('x').digest(), length: 1 } };
    const bundle = await writeBundle(redacted);
    const report = await verify(await conversationOf({ messages: [{ ...message, bundle }] }));
    expect(outcomes(report)).toContain(`conversation-membership INDETERMINATE content-absent ${path}`);
  });

  it('fails when a message stands in it twice, or the index says it is another one', async () => {
    const bundle = await writeBundle(content);
    const twice = await verify(
      await conversationOf({
        messages: [
          { ...message, bundle },
          { ...message, bundle },
        ],
      }),
    );
    expect(outcomes(twice)).toEqual([
      `conversation-membership FAILED message-repeated ${SENDER} ${MESSAGE_ID}`,
      ...outcomes(twice).filter((line) => line.startsWith('log-witness')),
    ]);
    const other = { ...message, recipient: 'urn:valija:authority:xc-central', bundle };
    expect(outcomes(await verify(await conversationOf({ messages: [other] }))).join()).toContain('index-contradicted');
  });

  it('no flipped bit passes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(octets.length * 8 - 1), async (bit) => {
        const changed = Buffer.from(octets);
        changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
        expect((await verify(changed)).verdict).toBe('FAILED');
      }),
      { numRuns: 25 },
    );
  });

  it('holds at most two hundred messages', async () => {
    const bundle = await writeBundle(content);
    const messages = Array.from({ length: 201 }, () => ({ ...message, bundle }));
    await expect(conversationOf({ messages })).rejects.toMatchObject({ code: 'bundle-too-large' });
  });
});

describe('conversation bundles that are none', () => {
  const rewritten = async (edit: (index: ConversationIndex) => unknown, drop = 0): Promise<Buffer> => {
    const bundle = await readConversation(bufferReader(octets));
    const files = await Promise.all(bundle.index.files.map(async ({ path }) => ({ name: path, octets: await bundle.read(path) })));
    const edited = edit(bundle.index);
    const index = typeof edited === 'string' ? Buffer.from(edited) : serializeConversation(edited as ConversationIndex);
    return zipOf([{ name: 'conversation.json', octets: index }, ...files.slice(drop)]);
  };
  const text = (edit: (document: string) => string) => (index: ConversationIndex) => edit(serializeConversation(index).toString());

  it.each<[string, () => Promise<Buffer>, string]>([
    ['nothing', async () => Buffer.alloc(0), 'bundle-malformed'],
    ['a file more than the index lists', () => rewritten((index) => ({ ...index, files: index.files.slice(1) })), 'bundle-incomplete'],
    ['a file less', () => rewritten((index) => index, 1), 'bundle-incomplete'],
    [
      'a message without its bundle',
      () => rewritten((index) => ({ ...index, messages: index.messages.map((entry) => ({ ...entry, path: 'README.txt' })) })),
      'bundle-incomplete',
    ],
    ['a later version', () => rewritten(text((document) => document.replace('conversation/1', 'conversation/2'))), 'bundle-version'],
    ['another format', () => rewritten(text((document) => document.replace('valija-conversation/1', 'x/1'))), 'bundle-malformed'],
    ['a member twice', () => rewritten(text((document) => document.replace('{', '{"format":"x",'))), 'bundle-malformed'],
    ['a member that it does not know', () => rewritten(text((document) => document.replace('{', '{"x":1,'))), 'bundle-malformed'],
    ['no message', () => rewritten(text((document) => document.replace(/"messages": \[[^\]]*\]/, '"messages": []'))), 'bundle-malformed'],
    ['a path that leads out', () => rewritten(text((document) => document.replaceAll('messages/001', '../001'))), 'bundle-malformed'],
    ['no JSON', () => rewritten(() => 'x'), 'bundle-malformed'],
  ])('%s', async (_name, make, code) => {
    await expect(readConversation(bufferReader(await make()))).rejects.toMatchObject({ code });
    const report = await verify(await make());
    expect([report.verdict, report.findings.map((finding) => finding.code)]).toEqual(['FAILED', [code]]);
  });
});
