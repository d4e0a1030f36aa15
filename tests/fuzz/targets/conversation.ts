import { notStrictEqual } from 'node:assert';
import { readConversation } from '../../../audit/bundle/read-conversation.ts';
import { writeBundle } from '../../../audit/bundle/write-bundle.ts';
import { writeConversation } from '../../../audit/bundle/write-conversation.ts';
import { AuditError } from '../../../audit/error.ts';
import { parseTrust, serializeTrust } from '../../../audit/trust.ts';
import { verifyConversation } from '../../../audit/verify/verify-conversation.ts';
import { bufferReader } from '../../../crypto/asic/random-access.ts';
import { octetsOf } from '../../unit/audit/helpers/bundle-octets.ts';
import {
  CONVERSATION,
  MESSAGE_ID,
  makeExchange,
  RECIPIENT,
  SENDER,
  SUBMITTED,
  VERIFIED_AT,
} from '../../unit/audit/helpers/sample-exchange.ts';

const { content } = await makeExchange();
const small = { ...content, logs: content.logs.slice(0, 1), certificates: [], evidence: content.evidence.slice(0, 2) };
const messages = [{ messageId: MESSAGE_ID, sender: SENDER, recipient: RECIPIENT, bundle: await writeBundle(small) }];
const given = { createdAt: SUBMITTED, createdBy: SENDER, conversation: CONVERSATION, messages };
const seeds = [await octetsOf(await writeConversation(given))];
const trust = parseTrust(serializeTrust(content.trust));

export const target = {
  name: 'conversation',
  seeds: () => seeds,
  run: async (input: Buffer) => {
    const bundle = await readConversation(bufferReader(input));
    const report = await verifyConversation({ reader: bufferReader(input), at: VERIFIED_AT, trust });
    if (!seeds.some((seed) => seed.equals(input))) {
      notStrictEqual(report.verdict, 'PASSED', 'a changed bundle does not pass');
    }
    for (const { path } of bundle.index.files) {
      await bundle.read(path);
    }
  },
  acceptable: (error: unknown) => error instanceof AuditError && error.code.startsWith('bundle-'),
};
