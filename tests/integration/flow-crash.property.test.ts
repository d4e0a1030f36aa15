import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { verifyEvidence } from '../../evidence/verify.ts';
import { codeOf } from '../../gateway/error.ts';
import { handOver } from '../../gateway/inbound/hand-over.ts';
import { showMessage } from '../../gateway/operations/show-message.ts';
import { submitMessage } from '../../gateway/outbound/submit.ts';
import { readEnvelopes } from '../../gateway/receipts/envelopes.ts';
import { readEvidenceSet } from '../../gateway/receipts/evidence-set.ts';
import { appendToUpload } from '../../gateway/uploads/append-upload.ts';
import { dropExpiredUploads } from '../../gateway/uploads/drop-upload.ts';
import { findUpload } from '../../gateway/uploads/find-upload.ts';
import { openUpload } from '../../gateway/uploads/open-upload.ts';
import { messageKey } from '../../store/contracts/records.ts';
import { type Fault, type InjectedProcess, injectFault, SimulatedCrash } from '../support/fault-injector.ts';
import { eventsAt, jobsAt, messageAt } from '../support/flow-views.ts';
import { annexPart, inboundKey, letterPart, OFFICER, SYSTEM, submission } from '../support/submissions.ts';
import { blobFiles } from '../support/traces.ts';
import { A, attempt, B, createWorld, DAY, HOUR, MINUTE, type TestGateway, type World } from '../support/two-gateways.ts';

/** Runs; each lets both gateways die several times at calls chosen by chance. */
const RUNS = 40;
const LEASE = MINUTE;

let world: World;
beforeAll(async () => {
  const deadlines = { relay: 6 * HOUR, consignment: 8 * HOUR, handover: DAY };
  world = await createWorld({
    settings: { inlineContentLength: 100_000, defaultDeadlines: { urgent: deadlines, ordinary: deadlines, bulk: deadlines } },
  });
});
afterAll(() => world.close());

interface Plan {
  /** What each life of a process ends with; the last life has no fault. */
  faults: { a: Fault[]; b: Fault[] };
  messages: { length: number; lane: 'urgent' | 'ordinary' | 'bulk'; collected: boolean; signLetter: boolean; uploaded: boolean }[];
  /** Without time-stamps until the messages have left. */
  timestampsDown: boolean;
  /** The network is down until after the relay deadlines. */
  networkDown: boolean;
  /** Answers to deliveries that get lost. */
  lostAnswers: number;
}

/** The first calls of a process are those in which a submission is stored: they are chosen more often. */
const call = fc.oneof(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 24 }));
const fault = fc.record({ call, when: fc.constantFrom('before' as const, 'after' as const) });
const plan: fc.Arbitrary<Plan> = fc.record({
  faults: fc.record({ a: fc.array(fault, { maxLength: 5 }), b: fc.array(fault, { maxLength: 5 }) }),
  messages: fc.array(
    fc.record({
      length: fc.constantFrom(10, 80_000, 250_000),
      lane: fc.constantFrom('urgent' as const, 'ordinary' as const, 'bulk' as const),
      collected: fc.boolean(),
      signLetter: fc.boolean(),
      uploaded: fc.boolean(),
    }),
    { minLength: 1, maxLength: 2 },
  ),
  timestampsDown: fc.boolean(),
  networkDown: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  lostAnswers: fc.integer({ min: 0, max: 2 }),
});

/** The processes of one run, and how they are brought back when they die. */
class Processes {
  readonly deaths: string[] = [];
  readonly #lives = new Map<string, InjectedProcess>();
  readonly #faults: Map<string, Fault[]>;

  constructor(faults: Plan['faults']) {
    this.#faults = new Map([
      [A, [...faults.a]],
      [B, [...faults.b]],
    ]);
  }

  async start(gateway: TestGateway): Promise<void> {
    const life = injectFault(gateway.identifier, this.#faults.get(gateway.identifier)?.shift());
    this.#lives.set(gateway.identifier, life);
    await gateway.restart({ wrap: life.wrap });
  }

  async revive(): Promise<void> {
    for (const gateway of [world.a, world.b]) {
      const life = this.#lives.get(gateway.identifier);
      if (life?.dead !== true) continue;
      this.deaths.push(life.diedAt ?? '');
      await this.start(gateway);
    }
  }

  /** Something that a client or a worker does: when the process dies under it, the process comes back. */
  async survive<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof SimulatedCrash)) throw error;
      return undefined;
    } finally {
      await this.revive();
    }
  }
}

/** One look at everything that is due, as workers take it. */
async function workOnce(processes: Processes): Promise<boolean> {
  let ran = false;
  for (const gateway of [world.a, world.b]) {
    for (const row of await gateway.dependencies.ledger.outbox.due({ now: world.now, limit: 100 })) {
      await processes.survive(async () => {
        const job = await gateway.dependencies.ledger.outbox.claim(row.id, { now: world.now, milliseconds: LEASE });
        if (job === undefined) return;
        ran = true;
        await attempt(world, gateway, job);
      });
    }
  }
  return ran;
}

async function work(processes: Processes): Promise<void> {
  for (let round = 0; await workOnce(processes); round += 1) {
    if (round > 100) throw new Error('the jobs never come to an end');
  }
}

async function pull(processes: Processes): Promise<void> {
  for (const [gateway, peer] of [
    [world.a, B],
    [world.b, A],
  ] as const) {
    await processes.survive(() =>
      gateway.pull(peer).catch((error) => {
        if (codeOf(error) !== 'peer-unreachable') throw error;
      }),
    );
  }
}

/** Time passes: leases run out, jobs come again, peers are asked. */
async function pass(processes: Processes, milliseconds: number): Promise<void> {
  for (let left = milliseconds; left > 0; left -= Math.min(left, 2 * HOUR)) {
    world.now += Math.min(left, 2 * HOUR);
    await pull(processes);
    await work(processes);
    world.now += 2 * MINUTE;
    await work(processes);
  }
}

/** A client asks again with the same key until it has its answer. */
async function submitUntilAnswered(processes: Processes, message: Plan['messages'][number], key: string): Promise<string> {
  const content = Buffer.alloc(message.length, 5);
  const annex = annexPart({ content });
  for (let request = 0; request < 20; request += 1) {
    const answer = await processes.survive(async () => {
      const upload = message.uploaded ? await bring(content, key) : undefined;
      const reference = { upload, role: 'annex', name: annex.fileName, mediaType: annex.mediaType };
      const given = await submission({
        key,
        request: { lane: message.lane, signLetter: message.signLetter, ...(upload === undefined ? {} : { files: [reference] }) },
        files: [await letterPart(), ...(upload === undefined ? [annex] : [])],
      });
      return submitMessage(world.a.dependencies, given);
    });
    if (answer !== undefined) return answer.messageId;
  }
  throw new Error('no answer to a submission');
}

/** The annex in two steps, the second compared with its checksum; goes on with what an earlier life of the gateway has kept. */
async function bring(content: Buffer, key: string): Promise<string> {
  const { dependencies } = world.a;
  const quota = { uploads: 10, uploadOctets: 10_000_000, messageLength: 10_000_000 };
  const upload = await openUpload(dependencies, { actor: SYSTEM, length: content.length, idempotencyKey: key, quota });
  const query = { actor: SYSTEM, upload };
  for (let state = await findUpload(dependencies, query); state.sha256 === undefined; ) {
    const end = Math.min(content.length, state.offset + 100_000);
    const piece = (async function* () {
      yield content.subarray(state.offset, end);
    })();
    state = await appendToUpload(dependencies, { ...query, offset: state.offset, content: piece, wholeOrNothing: end === content.length });
  }
  return upload;
}

async function handOverUntilAnswered(processes: Processes, messageId: string): Promise<string | undefined> {
  for (let request = 0; request < 20; request += 1) {
    const row = await world.b.dependencies.ledger.get('messages', inboundKey(world.a, messageId));
    if (row?.value.step !== 'opened' && row?.value.step !== 'handed-over') return undefined;
    const packageDigest = row.value.packageCommitment ?? '';
    const answer = await processes.survive(() => handOver(world.b.dependencies, { actor: OFFICER, messageId, packageDigest }));
    if (answer !== undefined) return answer.evidence;
  }
  throw new Error('no answer to a hand-over');
}

let run = 0;

type Sent = Plan['messages'][number] & { messageId: string };

async function live(given: Plan, processes: Processes): Promise<Sent[]> {
  run += 1;
  let lost = given.lostAnswers;
  world.network.deliver = async (_call, go) => {
    const answer = await go();
    lost -= 1;
    return lost >= 0 ? { kind: 'problem', status: 503, type: 'about:blank' } : answer;
  };
  world.network.down = given.networkDown;
  world.timestamps.state = given.timestampsDown ? 'down' : 'up';
  for (const gateway of [world.a, world.b]) await processes.start(gateway);
  const messages: Sent[] = [];
  for (const [index, message] of given.messages.entries()) {
    messages.push({ ...message, messageId: await submitUntilAnswered(processes, message, `run-${run}-${index}`) });
  }
  await pass(processes, 4 * HOUR);
  world.timestamps.state = 'up';
  if (given.networkDown) await pass(processes, 30 * HOUR);
  world.network.down = false;
  await pass(processes, 4 * HOUR);
  for (const { messageId, collected } of messages) {
    if (!collected) continue;
    const first = await handOverUntilAnswered(processes, messageId);
    expect(await handOverUntilAnswered(processes, messageId)).toBe(first);
  }
  await pass(processes, 30 * HOUR);
  await pass(processes, 4 * HOUR);
  return messages;
}

const TERMINAL = new Set([
  'SubmissionRejection',
  'RelayRejection',
  'RelayFailure',
  'ContentConsignmentFailure',
  'ContentHandover',
  'ContentHandoverFailure',
]);

async function expectSettled(messageId: string): Promise<void> {
  const key = messageKey('outbound', A, messageId);
  expect(await messageAt(world.a, key)).toMatchObject({ terminal: true });
  const events = await eventsAt(world.a, key);
  const ends = events.filter((event) => TERMINAL.has(event));
  // A B.3 that a late answer contradicts is shown as a conflict; everything else has exactly one end.
  const isConflict = ends.includes('RelayFailure') && events.includes('RelayAcceptance');
  expect(isConflict ? new Set(ends).size : ends.length, `${ends}`).toBe(isConflict ? ends.length : 1);
  await expectEvidenceHolds(world.a, key, messageId);
  const theirs = inboundKey(world.a, messageId);
  if ((await world.b.dependencies.ledger.get('messages', theirs)) === undefined) return;
  expect(await messageAt(world.b, theirs)).toMatchObject({ terminal: true });
  await expectEvidenceHolds(world.b, theirs, messageId);
  const digests = async (gateway: TestGateway, place: string) =>
    (await readEvidenceSet(gateway.dependencies, place)).summaries.map(({ evidenceDigest }) => evidenceDigest).sort();
  expect(await digests(world.b, theirs)).toEqual(await digests(world.a, key));
}

async function expectEvidenceHolds(gateway: TestGateway, key: string, messageId: string): Promise<void> {
  const { rows, summaries } = await readEvidenceSet(gateway.dependencies, key);
  for (const { value } of rows) expect(verifyEvidence(Buffer.from(value.jws, 'utf8')).evidenceDigest).toBe(value.evidenceDigest);
  const stated = summaries.map(({ issuer, event }) => `${issuer} ${event}`);
  expect(new Set(stated).size, `${stated}`).toBe(stated.length);
  const shown = await showMessage(gateway.dependencies, { actor: OFFICER, messageId });
  expect({ gaps: shown.gaps, orphans: shown.orphans }).toEqual({ gaps: [], orphans: [] });
  expect(shown.conflicts.filter(({ kind }) => kind !== 'answer-after-end')).toEqual([]);
  const row = await messageAt(gateway, key);
  const own = summaries.filter(({ issuer }) => issuer === gateway.identifier);
  expect(row.nextIssuerSequence).toBe(own.length + 1);
  expect(row.state).toBe(shown.state);
}

/** Nothing is left over but files that the sweep takes, and whatever has a row can be read. */
async function expectClean(gateway: TestGateway): Promise<void> {
  const { ledger, blobs } = gateway.dependencies;
  expect(await jobsAt(gateway)).toEqual([]);
  expect(await ledger.list('transfers', { index: 'byExpiry', equals: 'all', limit: 10 })).toEqual([]);
  // Brought once more by a client that did not see the answer, and used by nothing.
  await dropExpiredUploads(gateway.dependencies, new Date(world.now + 30 * DAY));
  expect(await ledger.list('uploads', { index: 'byExpiry', equals: 'all', limit: 10 })).toEqual([]);
  await blobs.sweep(new Date(Date.now() + DAY), new Set());
  for (const file of await blobFiles(world, gateway)) expect(await ledger.get('blobs', file), file).toBeDefined();
  for (const direction of ['outbound', 'inbound']) {
    for (const { value } of await ledger.list('messages', { index: 'byDirection', equals: direction, limit: 1_000 })) {
      for (const blobId of [value.sealedBlob, value.packageBlob, value.particularsBlob]) {
        if (blobId === undefined) continue;
        const reader = await blobs.open({ wrappedKey: value.wrappedKey, blobId });
        await reader.read(0, Math.min(reader.size, 64));
        await reader.close();
      }
    }
  }
}

/** Whatever was signed again after a crash: one letter is in the package, with one signature of ours where it was asked for. */
async function expectLetter({ messageId, signLetter }: Sent): Promise<void> {
  const row = await world.b.dependencies.ledger.get('messages', inboundKey(world.a, messageId));
  if (row?.value.packageBlob === undefined || row.value.particularsBlob === undefined) return;
  const { letterSignatures } = await showMessage(world.b.dependencies, { actor: OFFICER, messageId });
  expect(letterSignatures.map(({ signer, coversWholeFile }) => [signer?.authority, coversWholeFile])).toEqual(
    signLetter ? [[A, true]] : [],
  );
}

/** Every header and every piece of evidence is one leaf of our own log, and only one. */
async function expectLogged(gateway: TestGateway, key: string): Promise<void> {
  const { log } = gateway.dependencies.ledger;
  const held = await log.acquire('test', world.now, HOUR);
  if (held === undefined) throw new Error('the log is free');
  while ((await log.sequence(held.epoch, 1_000)).count > 0);
  const leaves = (await log.entries(0, await log.size())).map(({ digest }) => digest.toString('hex'));
  const { rows } = await readEvidenceSet(gateway.dependencies, key);
  const envelopes = await readEnvelopes(gateway.dependencies, key);
  for (const digest of [...rows.map(({ value }) => value.evidenceDigest), ...envelopes.map((envelope) => envelope.key)]) {
    expect(leaves.filter((leaf) => leaf === digest)).toHaveLength(1);
  }
}

it('whatever call a process dies at, every accepted message has one end, one E.1, and leaves nothing behind', async () => {
  const accepted = new Set<string>();
  let deaths = 0;
  await fc.assert(
    fc.asyncProperty(plan, async (given) => {
      const processes = new Processes(given.faults);
      try {
        for (const sent of await live(given, processes)) {
          const { messageId } = sent;
          accepted.add(messageId);
          await expectLetter(sent);
          await expectSettled(messageId);
          await expectLogged(world.a, messageKey('outbound', A, messageId));
          const theirs = inboundKey(world.a, messageId);
          if ((await world.b.dependencies.ledger.get('messages', theirs)) !== undefined) await expectLogged(world.b, theirs);
        }
        await expectClean(world.a);
        await expectClean(world.b);
        const rows = await world.a.dependencies.ledger.list('messages', { index: 'byDirection', equals: 'outbound', limit: 1_000 });
        expect(rows.length).toBe(accepted.size);
        deaths += processes.deaths.length;
      } catch (error) {
        throw new Error(`after ${processes.deaths.join(', ')}`, { cause: error });
      }
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
  expect(deaths).toBeGreaterThan(RUNS / 2);
}, 300_000);
