// node bench/micro/ledger.ts: durable commits like those of one message, 32 side by side as the flow makes them.
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeLeaf } from '../../audit/log/leaf.ts';
import type { Change, Ledger } from '../../store/contracts/ledger.ts';
import type { MessageRecord } from '../../store/contracts/records.ts';
import { openSqliteLedger } from '../../store/sqlite/ledger.ts';
import { timeIt } from './time-it.ts';

const SIDE_BY_SIDE = 32;

const folder = await mkdtemp(join(tmpdir(), 'valija-bench-ledger-'));
const ledger = await openSqliteLedger({ path: join(folder, 'ledger.sqlite') });
const messages = await Promise.all(Array.from({ length: SIDE_BY_SIDE }, () => addMessage(ledger)));

const [first] = messages;

await timeIt('one message read', () => ledger.get('messages', first?.key ?? ''));
await timeIt('its three pieces of evidence listed', () =>
  ledger.list('evidence', { index: 'byMessage', equals: first?.key ?? '', limit: 200 }),
);
await timeIt('32 commits: evidence, message, leaf, feed, job', async () => {
  await Promise.all(messages.map((message) => ledger.commit(evidenceChange(message))));
});
await timeIt('32 claims', async () => {
  await Promise.all(messages.map(({ key }) => ledger.outbox.claim(`prepare/${key}`, { now: 1, milliseconds: 0 })));
});
await ledger.close();
await rm(folder, { recursive: true });

interface Held {
  key: string;
  version: number;
  value: MessageRecord;
}

async function addMessage(store: Ledger): Promise<Held> {
  const now = new Date().toISOString();
  const messageId = randomUUID();
  const value: MessageRecord = {
    direction: 'outbound',
    messageId,
    sender: 'urn:valija:authority:xa-central',
    recipient: 'urn:valija:authority:xb-central',
    lane: 'ordinary',
    state: 'accepted',
    terminal: false,
    step: 'prepared',
    createdAt: now,
    changedAt: now,
    submissionTime: now,
    senderAssurance: { level: 'urn:invented:level', authenticationMethod: 'urn:invented:method', authenticationTime: now },
    deadlines: { relay: now, consignment: now, handover: now },
    sealGeneration: 0,
    headerGeneration: 0,
    wrappedKey: randomBytes(49).toString('base64url'),
    nextIssuerSequence: 1,
  };
  const key = `outbound/${value.sender}/${messageId}`;
  const job = { id: `prepare/${key.replaceAll(':', '-')}`, kind: 'prepare' as const, lane: 'ordinary' as const, subject: key, dueAt: 0 };
  await store.commit({
    rows: [{ table: 'messages', key, expect: 0, value }, ...[1, 2, 3].map(() => evidenceRow(key))],
    jobs: [{ operation: 'add', job }],
  });
  return { key, version: 1, value };
}

function evidenceChange(message: Held): Change {
  message.version += 1;
  return {
    rows: [{ table: 'messages', key: message.key, expect: message.version - 1, value: message.value }, evidenceRow(message.key)],
    leaves: [leaf()],
    feeds: [{ feed: 'changes', reference: `${message.key}\nrelayed` }],
    jobs: [
      {
        operation: 'ensure',
        job: { id: `push/${randomUUID()}`, kind: 'return-evidence', lane: 'ordinary', subject: message.key, dueAt: 0 },
      },
    ],
  };
}

function evidenceRow(messageKey: string) {
  const value = {
    messageKey,
    event: 'RelayAcceptance',
    evidenceDigest: randomBytes(32).toString('hex'),
    storedAt: new Date().toISOString(),
    source: 'own',
    jws: randomBytes(3_900).toString('base64'),
    summary: randomBytes(600).toString('base64'),
    salt: randomBytes(32).toString('hex'),
    ownSalt: randomBytes(32).toString('hex'),
  };
  return { table: 'evidence' as const, key: `urn:uuid:${randomUUID()}`, expect: 0, value };
}

function leaf() {
  const [salt, digest] = [randomBytes(32), randomBytes(32)];
  return { entry: encodeLeaf({ type: 'evidence', salt, digest }), salt, digest };
}
