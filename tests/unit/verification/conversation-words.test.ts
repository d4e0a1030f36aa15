import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeBundle } from '../../../audit/bundle/write-bundle.ts';
import { writeConversation } from '../../../audit/bundle/write-conversation.ts';
import { serializeTrust } from '../../../audit/trust.ts';
import { verificationReport } from '../../../compose/verification/report-schema.ts';
import { verifyFile } from '../../../compose/verification/verify-file.ts';
import { reportLines } from '../../../compose/wording/report-lines.ts';
import { LANGUAGES } from '../../../gateway/problems/language.ts';
import { octetsOf } from '../audit/helpers/bundle-octets.ts';
import { CONVERSATION, MESSAGE_ID, makeExchange, RECIPIENT, SENDER, SUBMITTED, VERIFIED_AT } from '../audit/helpers/sample-exchange.ts';

let folder: string;
const at = (name: string) => join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'valija-conversation-'));
  const { content } = await makeExchange();
  const messages = [{ messageId: MESSAGE_ID, sender: SENDER, recipient: RECIPIENT, bundle: await writeBundle(content) }];
  const written = await writeConversation({ createdAt: SUBMITTED, createdBy: SENDER, conversation: CONVERSATION, messages });
  await writeFile(at('conversation.zip'), await octetsOf(written));
  await writeFile(at('trust.json'), serializeTrust(content.trust));
});
afterAll(() => rm(folder, { recursive: true }));

describe('valija verify with the bundle of a conversation', () => {
  it('reports every message, by the published schema', async () => {
    const report = await verifyFile({ file: at('conversation.zip'), trust: at('trust.json'), at: VERIFIED_AT });
    expect(verificationReport.parse(report)).toEqual(report);
    expect(report).toMatchObject({ kind: 'conversation', verdict: 'PASSED', conversation: CONVERSATION });
    expect(report.messages).toEqual([
      {
        path: `messages/001-${MESSAGE_ID}.valija.zip`,
        verdict: 'PASSED',
        messageId: MESSAGE_ID,
        sender: SENDER,
        recipient: RECIPIENT,
        state: 'handed-over',
      },
    ]);
  });

  it('names conversation and messages in every language', async () => {
    const report = await verifyFile({ file: at('conversation.zip'), at: VERIFIED_AT });
    const printed = LANGUAGES.map((language) => reportLines(report, language, { commands: true }).join('\n'));
    for (const text of printed) {
      expect(text).toContain(CONVERSATION);
      expect(text).toContain(`  ? ${MESSAGE_ID}\n    ${SENDER}\n`);
    }
    expect(new Set(printed).size).toBe(LANGUAGES.length);
  });
});
