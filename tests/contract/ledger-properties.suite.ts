import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Change, Ledger, RowChange } from '../../store/contracts/ledger.ts';
import type { JobChange } from '../../store/contracts/outbox.ts';
import { StoreError } from '../../store/error.ts';
import { LedgerModel } from './ledger-model.ts';
import type { MakeLedgerPlace } from './ledger-place.ts';
import { alarm, blob, job, leaf } from './samples.ts';

const KEYS = ['a', 'b', 'ç', '𝄞'];
const TIMES = ['1', '2', '3'];
const JOB_IDS = ['transmit/1', 'transmit/2', 'open/1'];

type Draft =
  | { kind: 'commit'; rows: RowDraft[]; jobs: JobDraft[]; leaves: string[]; references: string[] }
  | { kind: 'claim'; id: string; milliseconds: number };

/** `offset` is added to the version that is right at the start of the turn: mostly 0, sometimes wrong. */
interface RowDraft {
  table: 'alarms' | 'blobs';
  key: string;
  offset: number;
  time: string;
  group: string;
  remove: boolean;
}

interface JobDraft {
  operation: JobChange['operation'];
  id: string;
  stale: boolean;
  dueAt: number;
}

const rowDraft: fc.Arbitrary<RowDraft> = fc.record({
  table: fc.constantFrom('alarms', 'blobs'),
  key: fc.constantFrom(...KEYS),
  offset: fc.oneof({ weight: 6, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.constantFrom(1, 2) }),
  time: fc.constantFrom(...TIMES),
  group: fc.constantFrom('m', 'n'),
  remove: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
});

const jobDraft: fc.Arbitrary<JobDraft> = fc.record({
  operation: fc.constantFrom('add', 'ensure', 'complete', 'reschedule', 'bury', 'release', 'cancel'),
  id: fc.constantFrom(...JOB_IDS),
  stale: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  dueAt: fc.integer({ min: 0, max: 12 }),
});

const draft: fc.Arbitrary<Draft> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('commit' as const),
      rows: fc.array(rowDraft, { maxLength: 3 }),
      jobs: fc.array(jobDraft, { maxLength: 2 }),
      leaves: fc.array(fc.string({ maxLength: 4 }), { maxLength: 2 }),
      references: fc.array(fc.constantFrom('x', 'y', 'z'), { maxLength: 2 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('claim' as const),
      id: fc.constantFrom(...JOB_IDS),
      milliseconds: fc.integer({ min: 1, max: 3 }),
    }),
  },
);

/** Any changes, in any groups, give what the model gives: the same refusals, the same rows, lists, jobs, feeds and leaves. */
export function ledgerProperties(driver: string, makePlace: MakeLedgerPlace): void {
  describe(`ledger against its model: ${driver}`, () => {
    it('agrees after every turn, and after opening again', { timeout: 120_000 }, async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(fc.array(draft, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 10 }), async (turns) => {
          const place = await makePlace();
          let ledger = await place.open();
          try {
            const model = new LedgerModel();
            const leases = new Map<number, number>();
            for (const [now, turn] of turns.entries()) {
              await runTurn(ledger, model, leases, turn, now);
              await compare(ledger, model, now);
            }
            await ledger.close();
            ledger = await place.open();
            model.endLeases();
            await compare(ledger, model, turns.length);
            await compareLog(ledger, model);
          } finally {
            await ledger.close();
            await place.remove();
          }
        }),
        { numRuns: 120 },
      );
    });
  });
}

/** Hands everything of a turn over at once, to the ledger and, in the same order, to the model. */
async function runTurn(ledger: Ledger, model: LedgerModel, leases: Map<number, number>, turn: Draft[], now: number): Promise<void> {
  const steps = turn.map((step) => (step.kind === 'claim' ? step : { kind: 'commit' as const, ...changesOf(step, model, leases, now) }));
  const outcomes = steps.map((step) =>
    step.kind === 'claim'
      ? ledger.outbox.claim(step.id, { now, milliseconds: step.milliseconds }).then((claim) => claim?.lease)
      : ledger.commit(step.real).then(
          () => undefined,
          (error: unknown) => (error instanceof StoreError ? error.code : Promise.reject(error)),
        ),
  );
  for (const [at, step] of steps.entries()) {
    const outcome = await outcomes[at];
    if (step.kind === 'commit') {
      expect(outcome).toBe(model.commit(step.modelled));
      continue;
    }
    const lease = model.claim(step.id, now, step.milliseconds);
    expect(typeof outcome).toBe(typeof lease);
    if (lease !== undefined) leases.set(lease, Number(outcome));
  }
}

/** The same change twice: with the leases as the ledger numbers them, and as the model does. */
function changesOf(step: Draft & { kind: 'commit' }, model: LedgerModel, leases: Map<number, number>, now: number) {
  const shared = {
    rows: step.rows.map((row) => rowChangeOf(row, model)),
    leaves: step.leaves.map(leaf),
    feeds: step.references.map((reference) => ({ feed: 'f', reference })),
  };
  const jobs = (lease: (id: string, stale: boolean) => number) =>
    step.jobs.map((each) => jobChangeOf(each, lease(each.id, each.stale), now));
  const modelled: Change = { ...shared, jobs: jobs((id, stale) => (stale ? 0 : (model.lease(id) ?? -1))) };
  const real: Change = { ...shared, jobs: jobs((id, stale) => (stale ? 0 : (leases.get(model.lease(id) ?? -1) ?? -1))) };
  return { modelled, real };
}

function rowChangeOf({ table, key, offset, time, group, remove }: RowDraft, model: LedgerModel): RowChange {
  const expectation = (model.row(table, key)?.version ?? 0) + offset;
  if (table === 'blobs') return { table, key, expect: expectation, value: remove ? null : blob(group, time) };
  return { table, key, expect: expectation, value: remove ? null : alarm(time, group === 'n' ? { acknowledgedAt: time } : {}) };
}

function jobChangeOf({ operation, id, dueAt }: JobDraft, lease: number, now: number): JobChange {
  if (operation === 'add' || operation === 'ensure') return { operation, job: job(id, { dueAt }) };
  return { operation, id, lease, dueAt: now + (dueAt % 3), error: 'invented-error' } as JobChange;
}

async function compare(ledger: Ledger, model: LedgerModel, now: number): Promise<void> {
  for (const table of ['alarms', 'blobs'] as const) {
    for (const key of KEYS) {
      const row = await ledger.get(table, key);
      expect(row && { version: row.version, value: row.value }).toEqual(model.row(table, key));
    }
  }
  await compareList(ledger, model, 'alarms', 'open', 'open');
  await compareList(ledger, model, 'blobs', 'byMessage', 'm');
  for (const id of JOB_IDS) expect(await ledger.outbox.get(id)).toEqual(model.job(id));
  expect((await ledger.outbox.due({ now, limit: 100 })).map((row) => row.id)).toEqual(model.due(now));
  expect((await ledger.readFeed('f', 0, 1000)).map((entry) => entry.reference)).toEqual(model.feed('f'));
  expect(await ledger.log.pendingCount()).toBe(model.leaves.length);
}

async function compareList<Name extends 'alarms' | 'blobs'>(
  ledger: Ledger,
  model: LedgerModel,
  table: Name,
  index: string,
  equals: string,
): Promise<void> {
  const expected = model.list(table, index, equals);
  for (const descending of [false, true]) {
    const keys: string[] = [];
    for (let after: string | undefined; ; ) {
      const query = { index: index as never, equals, limit: 2, descending, ...(after !== undefined && { after }) };
      const page = await ledger.list(table, query);
      keys.push(...page.map((row) => row.key));
      if (page.length < 2) break;
      after = page.at(-1)?.order;
    }
    expect(keys).toEqual(descending ? expected.toReversed() : expected);
  }
}

async function compareLog(ledger: Ledger, model: LedgerModel): Promise<void> {
  const acquired = await ledger.log.acquire('only', 0, 1000);
  await ledger.log.sequence(acquired?.epoch ?? 0, 100_000);
  const entries = await ledger.log.entries(0, 100_000);
  expect(entries.map(({ index: _index, ...entry }) => entry)).toEqual(model.leaves);
}
