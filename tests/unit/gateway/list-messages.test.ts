import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GatewayDependencies } from '../../../gateway/dependencies.ts';
import { listMessages, type MessageFilters } from '../../../gateway/operations/list-messages.ts';
import type { Ledger } from '../../../store/contracts/ledger.ts';
import { type MessageRecord, messageKey } from '../../../store/contracts/records.ts';
import { openSqliteLedger } from '../../../store/sqlite/ledger.ts';

const OWN = 'urn:valija:authority:xa-central';
const PEERS = ['urn:valija:authority:xb-central', 'urn:valija:authority:xc-central'] as const;
const STATES = ['accepted', 'consigned', 'handed-over'] as const;
const LANES = ['urgent', 'ordinary', 'bulk'] as const;
const FIRST = Date.parse('2026-03-01T00:00:00.000Z');
const ACTOR = { kind: 'system', id: 'invented' } as const;

let folder: string;
let ledger: Ledger;
let dependencies: GatewayDependencies;
const rows: MessageRecord[] = [];

/** Invented rows, several of them in the same millisecond. */
function invent(index: number): MessageRecord {
  const direction = index % 3 === 0 ? 'inbound' : 'outbound';
  const peer = PEERS[index % PEERS.length] ?? '';
  const createdAt = new Date(FIRST + Math.floor(index / 4) * 1_000).toISOString();
  const state = STATES[index % STATES.length] ?? 'accepted';
  return {
    direction,
    messageId: `00000000-0000-7000-8000-${index.toString(16).padStart(12, '0')}`,
    sender: direction === 'inbound' ? peer : OWN,
    recipient: direction === 'inbound' ? OWN : peer,
    lane: LANES[Math.floor(index / 5) % LANES.length] ?? 'bulk',
    ...(index % 7 === 0 ? { conversation: `case-${index % 2}` } : {}),
    state,
    terminal: state === 'handed-over',
    step: 'submitted',
    createdAt,
    changedAt: createdAt,
    submissionTime: createdAt,
    senderAssurance: { level: 'urn:x', authenticationMethod: 'urn:y', authenticationTime: createdAt },
    deadlines: { relay: createdAt, consignment: createdAt, handover: createdAt },
    sealGeneration: 0,
    headerGeneration: 0,
    ...(index % 11 === 0 ? { packageCommitment: index.toString(16).padStart(64, '0') } : {}),
    wrappedKey: 'x',
    nextIssuerSequence: 1,
  };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'valija-list-'));
  ledger = await openSqliteLedger({ path: join(folder, 'ledger.db') });
  dependencies = { ledger } as GatewayDependencies;
  for (let index = 0; index < 2_600; index += 1) rows.push(invent(index));
  await ledger.commit({
    rows: rows.map((value) => ({ table: 'messages', key: messageKey(value.direction, value.sender, value.messageId), expect: 0, value })),
  });
});
afterAll(async () => {
  await ledger.close();
  await rm(folder, { recursive: true, force: true });
});

/** What a listing should hold, said in another way. */
function expected(filters: MessageFilters): string[] {
  return rows
    .filter((row) => filters.direction === undefined || row.direction === filters.direction)
    .filter((row) => filters.state === undefined || filters.state.some((state) => state === row.state))
    .filter((row) => filters.unfinished === undefined || filters.unfinished === !row.terminal)
    .filter((row) => filters.peer === undefined || [row.sender, row.recipient].includes(filters.peer))
    .filter((row) => filters.conversation === undefined || row.conversation === filters.conversation)
    .filter((row) => filters.lane === undefined || row.lane === filters.lane)
    .filter((row) => filters.since === undefined || Date.parse(row.createdAt) >= Date.parse(filters.since))
    .filter((row) => filters.until === undefined || Date.parse(row.createdAt) < Date.parse(filters.until))
    .filter((row) => filters.packageDigest === undefined || row.packageCommitment === filters.packageDigest)
    .map((row) => row.messageId)
    .reverse();
}

async function allPages(filters: MessageFilters, limit: number): Promise<{ found: string[]; pages: number }> {
  const found: string[] = [];
  let after: string | undefined;
  for (let pages = 1; ; pages += 1) {
    const page = await listMessages(dependencies, { actor: ACTOR, ...filters, limit, ...(after === undefined ? {} : { after }) });
    expect(page.messages.length).toBeLessThanOrEqual(limit);
    found.push(...page.messages.map(({ messageId }) => messageId));
    if (page.next === undefined) return { found, pages };
    after = page.next;
  }
}

const instant = fc.integer({ min: -5, max: 700 }).map((seconds) => new Date(FIRST + seconds * 1_000).toISOString());
const instants = fc.oneof(
  instant,
  instant.map((text) => text.replace('.000Z', 'Z')),
);
const filters: fc.Arbitrary<MessageFilters> = fc.record(
  {
    direction: fc.constantFrom('outbound', 'inbound'),
    state: fc.subarray([...STATES, 'failed'], { minLength: 1 }),
    unfinished: fc.boolean(),
    peer: fc.constantFrom(...PEERS, 'urn:valija:authority:xd-central'),
    conversation: fc.constantFrom('case-0', 'case-1', 'case-2'),
    lane: fc.constantFrom(...LANES),
    since: instants,
    until: instants,
  },
  { requiredKeys: [] },
);

describe('a list of messages', () => {
  it('has on its pages, the newest first, exactly what fits all filters', async () => {
    await fc.assert(
      fc.asyncProperty(filters, fc.integer({ min: 7, max: 500 }), async (chosen, limit) => {
        const { found } = await allPages(chosen, limit);
        expect([...found].sort()).toEqual(expected(chosen).sort());
        const times = found.map((id) => rows.find(({ messageId }) => messageId === id)?.createdAt ?? '');
        expect(times).toEqual([...times].sort().reverse());
      }),
      { numRuns: 40 },
    );
  });

  it('finds the message of a package', async () => {
    const packageDigest = (22).toString(16).padStart(64, '0');
    expect((await allPages({ packageDigest }, 50)).found).toEqual([rows[22]?.messageId]);
  });

  it('looks at so many rows for a page and no more, and says where to go on', async () => {
    const page = await listMessages(dependencies, { actor: ACTOR, state: ['failed'], limit: 50 });
    expect([page.messages.length, page.next !== undefined]).toEqual([0, true]);
    expect(await allPages({ state: ['failed'] }, 50)).toEqual({ found: [], pages: 2 });
  });

  it('has no next page after the last row, also when the page is full', async () => {
    const { found, pages } = await allPages({ conversation: 'case-0' }, 500);
    expect([found.length, pages]).toEqual([expected({ conversation: 'case-0' }).length, 1]);
    const exact = await listMessages(dependencies, { actor: ACTOR, conversation: 'case-0', limit: found.length });
    expect(exact.next).toBeUndefined();
  });

  it('reads one row more than the page, and no further, where the index alone decides', async () => {
    const asked: number[] = [];
    const list: Ledger['list'] = (table, query) => {
      asked.push(query.limit);
      return ledger.list(table, query);
    };
    const watched = { ...dependencies, ledger: { list } } as unknown as GatewayDependencies;
    const { messages, next } = await listMessages(watched, { actor: ACTOR, direction: 'inbound', limit: 10 });
    expect([messages.length, next !== undefined, asked]).toEqual([10, true, [11]]);
  });

  it('goes on where it was when newer messages have come', async () => {
    const first = await listMessages(dependencies, { actor: ACTOR, lane: 'bulk', limit: 10 });
    const value = { ...invent(900_000), createdAt: '2027-01-01T00:00:00.000Z', lane: 'bulk' as const };
    const key = messageKey(value.direction, value.sender, value.messageId);
    await ledger.commit({ rows: [{ table: 'messages', key, expect: 0, value }] });
    const second = await listMessages(dependencies, { actor: ACTOR, lane: 'bulk', limit: 10, after: first.next ?? '' });
    await ledger.commit({ rows: [{ table: 'messages', key, expect: 1, value: null }] });
    const ids = [...first.messages, ...second.messages].map(({ messageId }) => messageId);
    expect([...ids].sort()).toEqual(expected({ lane: 'bulk' }).slice(0, 20).sort());
  });

  it.each([
    '',
    '!',
    'AAAA',
    Buffer.from("' OR 1=1 --").toString('base64url'),
    Buffer.from('2026-03-01T00:00:00.000Z').toString('base64url'),
  ])('refuses %j as a cursor', async (after) => {
    await expect(listMessages(dependencies, { actor: ACTOR, limit: 10, after })).rejects.toMatchObject({ code: 'message-form-invalid' });
  });

  it('never answers beyond a filter, whatever the cursor', async () => {
    const { next = '' } = await listMessages(dependencies, { actor: ACTOR, limit: 10 });
    const until = new Date(FIRST + 20_000).toISOString();
    const page = await listMessages(dependencies, { actor: ACTOR, until, limit: 500, after: next });
    expect(page.messages.map(({ messageId }) => messageId).sort()).toEqual(expected({ until }).sort());
  });
});
