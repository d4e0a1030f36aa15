import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { TransportError } from '../../adapters/transport/error.ts';
import type { DeliveryAnswer, TravellingEvidence } from '../../gateway/contracts/peer-transport.ts';
import { readEvidenceSet } from '../../gateway/receipts/evidence-set.ts';
import { travelling } from '../../gateway/receipts/issue-evidence.ts';
import { runJob } from '../../gateway/work.ts';
import type { Change, Ledger } from '../../store/contracts/ledger.ts';
import type { ClaimedJob } from '../../store/contracts/outbox.ts';
import { alarmsAt, eventsAt, jobsAt, messageAt, reasonsAt } from '../support/flow-views.ts';
import { type ForgedEvidence, forgeEvidence, signerOf } from '../support/hostile-sender.ts';
import { inboundKey, submit } from '../support/submissions.ts';
import { A, B, C, createWorld, HOUR, MINUTE, type World } from '../support/two-gateways.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());
afterEach(() => {
  world.network.deliver = undefined;
  world.network.push = undefined;
  world.network.pull = undefined;
  world.failures.splice(0);
});

async function factsOf(key: string): Promise<ForgedEvidence['message']> {
  const message = await messageAt(world.a, key);
  return {
    messageId: message.messageId,
    sender: A,
    senderAssurance: message.senderAssurance,
    recipient: B,
    submissionTime: message.submissionTime,
    suite: '2026a',
    sealGeneration: 0,
    envelopeDigest: message.envelopeDigest ?? '',
    sealedContentDigest: message.sealedDigest ?? '',
    packageDigest: message.packageCommitment ?? '',
  };
}

const transmitJob = async (key: string) => (await jobsAt(world.a)).find(({ kind, subject }) => kind === 'transmit' && subject === key);

describe('no answer of a peer but verified evidence about our delivery ends the attempts', () => {
  type Answer = (key: string) => DeliveryAnswer | Promise<DeliveryAnswer>;
  const problem =
    (status: number): Answer =>
    () => ({ kind: 'problem', status, type: 'about:blank', code: 'invented' });
  const evidence =
    (make: (facts: ForgedEvidence['message']) => ForgedEvidence | Promise<TravellingEvidence>): Answer =>
    async (key) => {
      const made = await make(await factsOf(key));
      return { kind: 'evidence', evidence: 'salt' in made ? made : await forgeEvidence(world, made as ForgedEvidence) };
    };
  const cases: [string, Answer, string][] = [
    ['a problem that says never again', problem(422), 'peer-refused'],
    ['a problem that says forbidden', problem(403), 'peer-refused'],
    ['a problem that says come back', problem(503), 'peer-refused'],
    ['still working', () => ({ kind: 'in-progress', retryAfterMilliseconds: 1 }), 'too-busy'],
    ['no evidence at all', () => ({ kind: 'evidence', evidence: { evidence: 'hello', salt: 'ab'.repeat(32) } }), 'evidence-not-acceptable'],
    [
      'B.1 signed by somebody else',
      evidence((message) => ({ event: 'RelayAcceptance', issuer: B, message, signer: signerOf(world, C, 'evidence') })),
      'evidence-not-acceptable',
    ],
    [
      'B.2 signed by somebody else',
      evidence((message) => ({
        event: 'RelayRejection',
        reasons: ['message-rejected'],
        issuer: B,
        message,
        signer: signerOf(world, C, 'evidence'),
      })),
      'evidence-not-acceptable',
    ],
    [
      'B.1 about other content',
      evidence((message) => ({ event: 'RelayAcceptance', issuer: B, message: { ...message, sealedContentDigest: 'ab'.repeat(32) } })),
      'evidence-not-acceptable',
    ],
    [
      'B.2 about an envelope that is not ours',
      evidence((message) => ({
        event: 'RelayRejection',
        reasons: ['message-rejected'],
        issuer: B,
        message: { ...message, envelopeDigest: 'ab'.repeat(32) },
      })),
      'evidence-mismatch',
    ],
    ['our own A.1 sent back', async (key) => ({ kind: 'evidence', evidence: await ownAcceptance(key) }), 'evidence-mismatch'],
    ['a dead connection', () => Promise.reject(new TransportError('peer-unreachable', 'invented')), 'peer-unreachable'],
  ];

  it.each(cases)('%s', async (_name, answer, code) => {
    const { messageId, key } = await submit(world.a);
    await world.work({ only: ['prepare'] });
    world.network.deliver = async () => answer(key);
    await world.work({ only: ['transmit'] });
    expect(world.failures.at(-1)).toMatchObject({ kind: 'transmit', code });
    expect(await transmitJob(key)).toMatchObject({ state: 'ready', attempts: 1, lastError: code });
    expect(await messageAt(world.a, key)).toMatchObject({ state: 'accepted', terminal: false, step: 'prepared' });
    world.network.deliver = undefined;
    await world.advance(HOUR);
    expect((await messageAt(world.a, key)).state).toBe('consigned');
    expect(await transmitJob(key)).toBeUndefined();
    expect((await messageAt(world.b, inboundKey(world.a, messageId))).state).toBe('consigned');
  });

  it('evidence with an identifier that we know already', async () => {
    const first = await submit(world.a);
    await world.work({ except: ['open'] });
    const { rows } = await readEvidenceSet(world.a.dependencies, first.key);
    const known = rows.find(({ value }) => value.event === 'RelayAcceptance')?.key ?? '';
    const { key } = await submit(world.a);
    await world.work({ only: ['prepare'] });
    world.network.deliver = async () => ({
      kind: 'evidence',
      evidence: await forgeEvidence(world, { event: 'RelayAcceptance', issuer: B, evidenceIdentifier: known, message: await factsOf(key) }),
    });
    for (let attempt = 0; attempt < 3; attempt += 1) {
      await world.work({ only: ['transmit'] });
      world.now += 2 * MINUTE;
    }
    expect(await transmitJob(key)).toMatchObject({ state: 'ready', attempts: 3, lastError: 'evidence-not-acceptable' });
    expect((await alarmsAt(world.a)).filter((code) => code === 'evidence-id-reused')).toHaveLength(1);
    world.network.deliver = undefined;
    await world.advance(HOUR);
    expect((await messageAt(world.a, key)).state).toBe('consigned');
  });
});

async function ownAcceptance(key: string): Promise<TravellingEvidence> {
  const { rows } = await readEvidenceSet(world.a.dependencies, key);
  const row = rows.find(({ value }) => value.event === 'SubmissionAcceptance');
  if (row === undefined) throw new Error('A.1 is there');
  return travelling(row.value);
}

it('a verified B.2 ends the message, and nothing is sent any more', async () => {
  const { key } = await submit(world.a);
  await world.work({ only: ['prepare'] });
  let deliveries = 0;
  world.network.deliver = async () => {
    deliveries += 1;
    return {
      kind: 'evidence',
      evidence: await forgeEvidence(world, {
        event: 'RelayRejection',
        reasons: ['message-rejected'],
        issuer: B,
        message: await factsOf(key),
      }),
    };
  };
  await world.work();
  await world.advance(HOUR);
  expect(deliveries).toBe(1);
  expect(await messageAt(world.a, key)).toMatchObject({ state: 'refused', terminal: true, step: 'ended' });
  expect((await jobsAt(world.a)).filter(({ subject }) => subject === key)).toEqual([]);
});

it('an answer that was given and lost is given again, byte for byte', async () => {
  const { messageId, key } = await submit(world.a);
  const answers: string[] = [];
  let lost = 3;
  world.network.deliver = async (_call, go) => {
    const answer = await go();
    answers.push(JSON.stringify(answer));
    lost -= 1;
    if (lost >= 0) throw new TransportError('peer-unreachable', 'the answer was lost');
    return answer;
  };
  await world.work({ only: ['prepare', 'transmit'] });
  for (let attempt = 0; attempt < 4; attempt += 1) {
    world.now += 2 * MINUTE;
    await world.work({ only: ['transmit'] });
  }
  expect(answers.length).toBe(4);
  expect(new Set(answers).size).toBe(1);
  expect((await messageAt(world.a, key)).state).toBe('relayed');
  expect((await eventsAt(world.b, inboundKey(world.a, messageId))).filter((event) => event === 'RelayAcceptance')).toHaveLength(1);
  await world.work();
});

describe('evidence that is returned', () => {
  it('is pushed until it is stored, through any problem of the peer', async () => {
    const { key } = await submit(world.a);
    const statuses = [503, 429, 500, 422, 403];
    world.network.push = async (_call, go) => {
      const status = statuses.shift();
      return status === undefined ? go() : { kind: 'problem', status, type: 'about:blank' };
    };
    await world.work();
    for (let attempt = 0; attempt < 6; attempt += 1) await world.advance(2 * MINUTE);
    expect((await messageAt(world.a, key)).state).toBe('consigned');
    expect((await jobsAt(world.b)).filter(({ kind }) => kind === 'return-evidence')).toEqual([]);
  });

  it('that the peer holds differently raises an alarm and is not pushed for ever', async () => {
    await submit(world.a);
    world.network.push = async () => ({ kind: 'problem', status: 409, type: 'about:blank', code: 'evidence-id-reused' });
    await world.work();
    expect(await alarmsAt(world.b)).toContain('evidence-id-reused');
    expect((await jobsAt(world.b)).filter(({ kind }) => kind === 'return-evidence')).toEqual([]);
  });

  it('that can never be accepted is passed over by a pull, with an alarm; what comes behind it is taken', async () => {
    const { key } = await submit(world.a);
    world.network.push = async () => ({ kind: 'problem', status: 503, type: 'about:blank' });
    await world.work();
    const forged = await forgeEvidence(world, {
      event: 'RelayRejection',
      reasons: ['message-rejected'],
      issuer: B,
      message: await factsOf(key),
      signer: signerOf(world, C, 'evidence'),
    });
    world.network.pull = async (_call, go) => {
      const page = await go();
      const [first, ...rest] = page.items;
      return first === undefined ? page : { ...page, items: [{ ...first, item: forged }, ...rest] };
    };
    await world.a.pull(B);
    expect(await alarmsAt(world.a)).toContain('evidence-signer-not-authorised');
    expect(await reasonsAt(world.a, key, 'RelayRejection')).toEqual([]);
    expect((await messageAt(world.a, key)).terminal).toBe(false);
  });
});

describe('the job of a delivery', () => {
  const LEASE_MILLISECONDS = HOUR;

  async function claimed(key: string): Promise<ClaimedJob> {
    const { outbox } = world.a.dependencies.ledger;
    const row = await transmitJob(key);
    const job = await outbox.claim(row?.id ?? '', { now: world.now, milliseconds: LEASE_MILLISECONDS });
    if (job === undefined) throw new Error('the job is there and due');
    return job;
  }

  it('ends in the commit that stores the answer', async () => {
    const { key } = await submit(world.a);
    await world.work({ only: ['prepare'] });
    const job = await claimed(key);
    const { ledger } = world.a.dependencies;
    const commits: Change[] = [];
    const watched: Ledger = Object.assign(Object.create(ledger), {
      outbox: ledger.outbox,
      get: ledger.get.bind(ledger),
      list: ledger.list.bind(ledger),
      commit: (change: Change) => {
        commits.push(change);
        return ledger.commit(change);
      },
    });
    await runJob({ ...world.a.dependencies, ledger: watched }, job, new AbortController().signal);
    expect(commits).toHaveLength(1);
    expect(commits[0]?.rows?.map(({ table }) => table)).toEqual(expect.arrayContaining(['evidence', 'messages']));
    expect(commits[0]?.jobs).toContainEqual({ operation: 'complete', id: job.id, lease: job.lease });
    expect(await transmitJob(key)).toBeUndefined();
  });

  it('that another worker has taken over is left to it, and the answer is kept all the same', async () => {
    const { key } = await submit(world.a);
    await world.work({ only: ['prepare'] });
    const former = await claimed(key);
    world.now += LEASE_MILLISECONDS + 1;
    const present = await claimed(key);
    const run = (job: ClaimedJob) => runJob(world.a.dependencies, job, new AbortController().signal);
    await expect(run(former)).rejects.toMatchObject({ code: 'lease-lost' });
    expect(await messageAt(world.a, key)).toMatchObject({ step: 'transmitted' });
    expect(await transmitJob(key)).toBeDefined();
    await run(present);
    expect(await transmitJob(key)).toBeUndefined();
    expect((await eventsAt(world.a, key)).filter((event) => event === 'RelayAcceptance')).toHaveLength(1);
  });
});
