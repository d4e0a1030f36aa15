import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { signCheckpoint } from '../../audit/log/checkpoint.ts';
import { createNoteSigner, parseVerifierKey } from '../../audit/log/note-key.ts';
import type { AuditedMessage } from '../../gateway/audit/audit-message.ts';
import type { PeerTransport } from '../../gateway/contracts/peer-transport.ts';
import type { GatewayDependencies } from '../../gateway/dependencies.ts';
import { codeOf } from '../../gateway/error.ts';
import { handOver } from '../../gateway/inbound/hand-over.ts';
import { originDigest } from '../../gateway/log/known-logs.ts';
import { auditEntries, auditMessages } from '../../gateway/operations/audit-period.ts';
import { listContradictions } from '../../gateway/operations/contradictions.ts';
import { listOperations } from '../../gateway/operations/list-operations.ts';
import type { RowChange } from '../../store/contracts/ledger.ts';
import type { WitnessedLogRecord } from '../../store/contracts/log-records.ts';
import { alarmsAt, messageAt } from '../support/flow-views.ts';
import { inboundKey, OFFICER, SYSTEM, submit } from '../support/submissions.ts';
import { B, createWorld, DAY, HOUR, type TestGateway, type World } from '../support/two-gateways.ts';

const AUDITOR = { kind: 'auditor', id: 'auditor-1' } as const;
const COUNT = 5;

let world: World;
let since: string;
let ended: string;
const ids: string[] = [];
beforeAll(async () => {
  world = await createWorld({ logs: true });
  since = new Date(world.now).toISOString();
  for (let number = 0; number < COUNT; number += 1) {
    const { messageId } = await submit(world.a);
    ids.push(messageId);
    await world.work();
    const { packageCommitment: packageDigest = '' } = await messageAt(world.b, inboundKey(world.a, messageId));
    await handOver(world.b.dependencies, { actor: OFFICER, messageId, packageDigest });
    await world.work();
    world.now += 1_000;
  }
  ended = new Date(world.now).toISOString();
  world.now += HOUR;
  for (const gateway of world.gateways.values()) await gateway.publishLog();
}, 60_000);
afterAll(() => world.close());

async function audited(gateway: TestGateway, limit = 50): Promise<AuditedMessage[]> {
  const found: AuditedMessage[] = [];
  const period = { since, until: new Date(world.now + 1).toISOString() };
  for (const direction of ['outbound', 'inbound'] as const) {
    for (let after: string | undefined; ; ) {
      const given = { actor: AUDITOR, direction, limit, ...period, ...(after === undefined ? {} : { after }) };
      const page = await auditMessages(gateway.dependencies, given);
      found.push(...page.messages);
      after = page.next;
      if (after === undefined) break;
    }
  }
  return found;
}

async function unmatchedAt(gateway: TestGateway): Promise<string[]> {
  const to = await gateway.dependencies.ledger.log.size();
  const { unmatched } = await auditEntries(gateway.dependencies, { actor: AUDITOR, from: 0, to });
  return unmatched.map(({ type }) => type);
}

describe('an audit of a period', () => {
  it('finds nothing where everything agrees, on both sides and on pages of every length', async () => {
    for (const gateway of [world.a, world.b]) {
      const messages = await audited(gateway);
      expect(messages.map(({ messageId, findings }) => [messageId, findings])).toEqual(ids.map((id) => [id, []]));
      expect(messages.every(({ receipts, receiptsOfPeers }) => receipts === 4 && receiptsOfPeers > 0)).toBe(true);
      expect(await audited(gateway, 2)).toEqual(messages);
      expect(await unmatchedAt(gateway)).toEqual([]);
    }
  });

  it('counts the entries of the log by type, page by page', async () => {
    const { ledger } = world.b.dependencies;
    const to = await ledger.log.size();
    const { types } = await auditEntries(world.b.dependencies, { actor: AUDITOR, from: 0, to });
    expect(types).toMatchObject({ evidence: 4 * COUNT, envelope: COUNT });
    expect(Object.values(types).reduce((sum, count) => sum + count, 0)).toBe(to);
    expect((await auditEntries(world.b.dependencies, { actor: AUDITOR, from: 3, to: 5 })).next).toBeUndefined();
  });

  it('is recorded itself, and only for auditors and operators', async () => {
    const { operations } = await listOperations(world.a.dependencies, { actor: AUDITOR, action: 'audit', limit: 500 });
    expect(operations[0]).toMatchObject({ actor: AUDITOR.id, facts: { from: since } });
    const until = new Date(world.now).toISOString();
    for (const actor of [OFFICER, SYSTEM]) {
      const query = { actor, direction: 'outbound' as const, since, until, limit: 1 };
      expect(await auditMessages(world.a.dependencies, query).catch(codeOf)).toBe('actor-not-allowed');
      expect(await auditEntries(world.a.dependencies, { actor, from: 0, to: 1 }).catch(codeOf)).toBe('actor-not-allowed');
    }
    const forged = { actor: AUDITOR, direction: 'outbound' as const, since, until, limit: 1, after: 'eA' };
    expect(await auditMessages(world.a.dependencies, forged).catch(codeOf)).toBe('message-form-invalid');
  });
});

describe('an audit of a gateway whose ledger was tampered with', () => {
  let key: string;
  let undo: RowChange[] = [];
  beforeEach(async () => {
    if (undo.length > 0) await world.b.dependencies.ledger.commit({ rows: undo });
    undo = [];
    key = inboundKey(world.a, ids[2] ?? '');
  });

  const evidence = async (event: string) => {
    const rows = await world.b.dependencies.ledger.list('evidence', { index: 'byMessage', equals: key, limit: 50 });
    const row = rows.find(({ value }) => value.event === event);
    if (row === undefined) throw new Error(`no ${event}`);
    return row;
  };
  const codes = async () => [...new Set((await audited(world.b)).flatMap(({ findings }) => findings.map(({ code }) => code)))].sort();

  it('finds a receipt that was taken out, by the state, the chain and the log', async () => {
    const { key: id, version, value } = await evidence('ContentConsignment');
    await world.b.dependencies.ledger.commit({ rows: [{ table: 'evidence', key: id, expect: version, value: null }] });
    undo = [{ table: 'evidence', key: id, expect: 0, value }];
    expect(await codes()).toEqual(['evidence-missing', 'previous-missing']);
    expect(await unmatchedAt(world.b)).toEqual(['evidence']);
  });

  it('finds a state that the receipts do not give', async () => {
    const row = await world.b.dependencies.ledger.get('messages', key);
    if (row === undefined) throw new Error('no such message');
    await world.b.dependencies.ledger.commit({
      rows: [{ table: 'messages', key, expect: row.version, value: { ...row.value, state: 'consigned' } }],
    });
    undo = [{ table: 'messages', key, expect: row.version + 1, value: row.value }];
    expect(await codes()).toEqual(['state-differs']);
  });

  it('finds a receipt that was changed, or put in the place of another one', async () => {
    const { key: id, version, value } = await evidence('ContentHandover');
    const other = await evidence('RelayAcceptance');
    const jws = value.jws.replace(/"signature":"(.)/, (_all, first) => `"signature":"${first === 'A' ? 'B' : 'A'}`);
    await world.b.dependencies.ledger.commit({ rows: [{ table: 'evidence', key: id, expect: version, value: { ...value, jws } }] });
    expect(await codes()).toEqual(['signature-invalid']);
    const swapped = { ...value, jws: other.value.jws };
    await world.b.dependencies.ledger.commit({ rows: [{ table: 'evidence', key: id, expect: version + 1, value: swapped }] });
    undo = [{ table: 'evidence', key: id, expect: version + 2, value }];
    expect(await codes()).toEqual(['receipt-altered']);
  });

  it('finds a salt that gives another entry, and a header that is gone', async () => {
    const { key: id, version, value } = await evidence('ContentHandover');
    const [header] = await world.b.dependencies.ledger.list('envelopes', { index: 'byMessage', equals: key, limit: 1 });
    if (header === undefined) throw new Error('no header');
    await world.b.dependencies.ledger.commit({
      rows: [
        { table: 'evidence', key: id, expect: version, value: { ...value, ownSalt: 'ab'.repeat(32) } },
        { table: 'envelopes', key: header.key, expect: header.version, value: null },
      ],
    });
    undo = [
      { table: 'evidence', key: id, expect: version + 1, value },
      { table: 'envelopes', key: header.key, expect: 0, value: header.value },
    ];
    expect(await codes()).toContain('log-entry-differs');
    expect(await unmatchedAt(world.b)).toEqual(['envelope']);
  });

  it('agrees again when all of it is as it was', async () => {
    expect([await codes(), await unmatchedAt(world.b)]).toEqual([[], []]);
  });
});

describe('silence', () => {
  it('is a finding when nobody has stated it long after the deadline', async () => {
    const { messageId, key } = await submit(world.a);
    const { deadlines } = await messageAt(world.a, key);
    world.now = Date.parse(deadlines.relay) + 2 * DAY;
    const found = (await audited(world.a)).find((message) => message.messageId === messageId);
    expect(found?.findings).toMatchObject([{ code: 'receipt-overdue' }]);
  });
});

describe('an audit that asks the peers', () => {
  const asking = (dependencies: GatewayDependencies) =>
    auditMessages(dependencies, { actor: AUDITOR, direction: 'outbound', since, until: ended, limit: 50, peers: true }).then(
      ({ messages }) => messages,
    );
  const withTransport = (over: Partial<PeerTransport>): GatewayDependencies => ({
    ...world.a.dependencies,
    transport: { ...world.a.dependencies.transport, ...over },
  });
  const codesOf = (messages: readonly AuditedMessage[]) => [
    ...new Set(messages.flatMap(({ findings }) => findings.map(({ code }) => code))),
  ];

  it('proves every receipt of theirs in their log, and says nothing of that where it does not ask', async () => {
    const messages = await asking(world.a.dependencies);
    expect(codesOf(messages)).toEqual([]);
    expect(messages.map(({ receiptsOfPeers, receiptsInPeersLogs }) => [receiptsOfPeers, receiptsInPeersLogs])).toEqual(
      ids.map(() => [3, 3]),
    );
    const { messages: own } = await auditMessages(world.a.dependencies, {
      actor: AUDITOR,
      direction: 'outbound',
      since,
      until: ended,
      limit: 50,
    });
    expect(own.map((message) => 'receiptsInPeersLogs' in message)).toEqual(ids.map(() => false));
  });

  it('finds a receipt that its issuer did not log, and a proof of something else', async () => {
    const without = await asking(withTransport({ evidenceProof: async () => undefined }));
    expect([codesOf(without), without[0]?.receiptsInPeersLogs, without[0]?.findings.length]).toEqual([['not-in-peers-log'], 0, 3]);
    let first: string | undefined;
    const evidenceProof: PeerTransport['evidenceProof'] = async (...query) => {
      first ??= await world.a.dependencies.transport.evidenceProof(...query);
      return first;
    };
    expect(codesOf(await asking(withTransport({ evidenceProof })))).toEqual(['inclusion-proof-invalid']);
  });

  it('leaves open what a peer does not show, and does not ask it again and again', async () => {
    let asked = 0;
    const evidenceProof: PeerTransport['evidenceProof'] = async () => {
      asked += 1;
      throw new Error('out of reach');
    };
    expect([codesOf(await asking(withTransport({ evidenceProof }))), asked]).toEqual([['peer-log-not-shown'], 1]);
  });

  it('finds a log that shows another history than it showed before, and keeps the proof', async () => {
    const { ledger } = world.a.dependencies;
    const { log, keys } = world.b.dependencies;
    const size = (await log.reader.latest())?.size ?? 0;
    const { name } = parseVerifierKey(log.verifierKey);
    const other = signCheckpoint({ origin: name, size, root: Buffer.alloc(32, 7) }, createNoteSigner({ name, key: keys.note('log') }));
    const key = originDigest(name);
    const row = await ledger.get('witnessedLogs', key);
    const value = { ...row?.value, authority: B, size, root: Buffer.alloc(32, 7).toString('base64'), note: other } as WitnessedLogRecord;
    await ledger.commit({ rows: [{ table: 'witnessedLogs', key, expect: row?.version ?? 0, value }] });
    expect(codesOf(await asking(world.a.dependencies))).toEqual(['log-forked']);
    const { contradictions } = await listContradictions(world.a.dependencies, { actor: { kind: 'operator', id: 'operator-1' }, limit: 10 });
    expect(contradictions.map(({ authority, kind }) => [authority, kind])).toEqual([[B, 'proven']]);
    expect(await alarmsAt(world.a)).toContain('peer-log-forked');
  });
});
