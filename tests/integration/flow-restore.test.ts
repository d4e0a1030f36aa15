import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RecoverableMessage } from '../../gateway/contracts/peer-transport.ts';
import type { GatewayDependencies } from '../../gateway/dependencies.ts';
import { handOver } from '../../gateway/inbound/hand-over.ts';
import { fetchFile, fetchPackage } from '../../gateway/operations/content.ts';
import { showMessage } from '../../gateway/operations/show-message.ts';
import { submitMessage } from '../../gateway/outbound/submit.ts';
import { readEvidenceSet } from '../../gateway/receipts/evidence-set.ts';
import { travelling } from '../../gateway/receipts/issue-evidence.ts';
import { readRestoreMarker } from '../../gateway/recovery/restore-marker.ts';
import { alarmsAt, eventsAt, jobKindsAt, messageAt } from '../support/flow-views.ts';
import { inboundKey, OFFICER, SYSTEM, submission, submit } from '../support/submissions.ts';
import { A, B, createWorld, DAY, HOUR, MINUTE, type TestGateway, type World } from '../support/two-gateways.ts';
import { backUp } from '../support/world-backup.ts';

let world: World;

beforeEach(async () => {
  world = await createWorld();
});

afterEach(() => world.close());

const handOverAt = async (gateway: TestGateway, messageId: string) => {
  const { packageCommitment = '' } = await messageAt(gateway, inboundKey(world.a, messageId));
  return handOver(gateway.dependencies, { actor: OFFICER, messageId, packageDigest: packageCommitment });
};

/** Digests of everything signed about a message that this gateway has, by issuer and event: a second one of a kind would show. */
async function signed(gateway: TestGateway, key: string): Promise<string[]> {
  const { summaries } = await readEvidenceSet(gateway.dependencies, key);
  return summaries
    .map(({ issuer, event, evidenceDigest, issuerSequence }) => [issuer, event, issuerSequence, evidenceDigest].join(' '))
    .sort();
}

/** Pulls and works until nothing moves any more. */
async function settle(): Promise<void> {
  for (let round = 0; round < 4; round += 1) {
    await world.pullAll();
    await world.advance(2 * MINUTE);
  }
}

async function bytesOf(content: Awaited<ReturnType<typeof fetchPackage>>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of content.stream()) chunks.push(chunk);
  await content.close();
  return Buffer.concat(chunks);
}

describe('a recipient that was restored', () => {
  it('takes up every receipt again that it had given since, gets the content once more, and signs nothing a second time', async () => {
    const before = await submit(world.a);
    await world.work();
    const backup = await backUp(world, world.b);
    const after = await submit(world.a);
    await world.work();
    await handOverAt(world.b, before.messageId);
    const handed = await handOverAt(world.b, after.messageId);
    const waiting = await submit(world.a);
    await world.work();
    const had = await bytesOf(await fetchPackage(world.b.dependencies, { actor: OFFICER, messageId: after.messageId }));
    const stated = await Promise.all([before, after, waiting].map(({ key }) => signed(world.a, key)));
    await backup.restore();
    await settle();
    for (const [index, { key, messageId }] of [before, after, waiting].entries()) {
      expect(await signed(world.a, key)).toEqual(stated[index]);
      expect(await signed(world.b, inboundKey(world.a, messageId))).toEqual(stated[index]);
      expect((await messageAt(world.b, inboundKey(world.a, messageId))).state).toBe(index === 2 ? 'consigned' : 'handed-over');
    }
    expect(await handOverAt(world.b, after.messageId)).toEqual(handed);
    expect(await bytesOf(await fetchPackage(world.b.dependencies, { actor: OFFICER, messageId: after.messageId }))).toEqual(had);
    await handOverAt(world.b, waiting.messageId);
    await settle();
    expect((await messageAt(world.a, waiting.key)).state).toBe('handed-over');
    expect(await signed(world.a, waiting.key)).toEqual(await signed(world.b, inboundKey(world.a, waiting.messageId)));
    expect([await alarmsAt(world.a), await alarmsAt(world.b)]).toEqual([[], []]);
    expect(world.b.dependencies.listening.recovery).toBeUndefined();
  });

  it('neither opens nor answers anything before it has heard what it said', async () => {
    const { key, messageId } = await submit(world.a);
    await world.work({ except: ['open'] });
    const backup = await backUp(world, world.b);
    await world.work();
    const stated = await signed(world.a, key);
    expect((await messageAt(world.a, key)).state).toBe('consigned');
    world.network.down = true;
    await backup.restore();
    world.failures.length = 0;
    await world.advance(20 * MINUTE);
    expect((await eventsAt(world.b, inboundKey(world.a, messageId))).sort()).toEqual(['RelayAcceptance', 'SubmissionAcceptance']);
    expect(world.failures.map(({ kind, code }) => `${kind} ${code}`)).toContain('open peer-not-heard');
    world.network.down = false;
    const second = await submit(world.a);
    await world.work();
    expect(world.failures.map(({ kind, code }) => `${kind} ${code}`)).toContain('transmit peer-refused');
    await settle();
    expect(await signed(world.b, inboundKey(world.a, messageId))).toEqual(stated);
    expect(await signed(world.a, key)).toEqual(stated);
    const detail = await showMessage(world.b.dependencies, { actor: OFFICER, messageId });
    expect(detail.files.length).toBe(2);
    expect((await messageAt(world.a, second.key)).state).toBe('consigned');
  });

  it('does not hand over what it had handed over, and gives no second E.1', async () => {
    const { key, messageId } = await submit(world.a);
    await world.work();
    const backup = await backUp(world, world.b);
    const first = await handOverAt(world.b, messageId);
    await world.work();
    await backup.restore();
    await expect(handOverAt(world.b, messageId)).rejects.toMatchObject({ code: 'peer-not-heard', disposition: 'wait' });
    await settle();
    expect(await handOverAt(world.b, messageId)).toEqual(first);
    expect((await eventsAt(world.a, key)).filter((event) => event === 'ContentHandover')).toHaveLength(1);
  });

  it('takes up a refusal again', async () => {
    const backup = await backUp(world, world.b);
    world.b.dependencies.settings.maximumPackageLength = 10;
    const { key, messageId } = await submit(world.a);
    await world.work();
    const stated = await signed(world.a, key);
    expect((await messageAt(world.a, key)).state).toBe('refused');
    await backup.restore();
    await settle();
    expect(await signed(world.a, key)).toEqual(stated);
    expect((await messageAt(world.b, inboundKey(world.a, messageId))).state).toBe('refused');
    expect(await signed(world.b, inboundKey(world.a, messageId))).toEqual(stated);
  });

  it('tells an operator when the sender has the content no more', async () => {
    const backup = await backUp(world, world.b);
    const { key } = await submit(world.a);
    await world.work();
    const row = await world.a.dependencies.ledger.get('messages', key);
    if (row === undefined) throw new Error('no message');
    const { sealedBlob: _, ...purged } = row.value;
    await world.a.dependencies.ledger.commit({ rows: [{ table: 'messages', key, expect: row.version, value: purged }] });
    await backup.restore();
    await settle();
    expect(await alarmsAt(world.b)).toEqual(['message-lost-for-good']);
    expect(world.b.dependencies.listening.recovery).toBeUndefined();
  });
});

describe('a sender that was restored', () => {
  it('sends nothing again under another identifier, signs no other A.1, and has every receipt', async () => {
    const submitted = await submit(world.a);
    const backup = await backUp(world, world.a);
    const lost = await submission({ key: 'only-once' });
    const again = { ...lost, parts: (await submission({ key: 'only-once' })).parts };
    const { messageId } = await submitMessage(world.a.dependencies, lost);
    await world.work();
    await handOverAt(world.b, submitted.messageId);
    await world.work();
    const key = `outbound/${A}/${messageId}`;
    const stated = [await signed(world.a, submitted.key), await signed(world.a, key)];
    await backup.restore();
    world.failures.length = 0;
    await world.work();
    expect(world.failures.map(({ kind, code }) => `${kind} ${code}`)).toEqual(['prepare peer-not-heard']);
    await expect(submitMessage(world.a.dependencies, again)).rejects.toMatchObject({ code: 'peer-not-heard' });
    await settle();
    expect([await signed(world.a, submitted.key), await signed(world.a, key)]).toEqual(stated);
    expect([
      await signed(world.b, inboundKey(world.a, submitted.messageId)),
      await signed(world.b, inboundKey(world.a, messageId)),
    ]).toEqual(stated);
    expect((await messageAt(world.a, submitted.key)).state).toBe('handed-over');
    expect((await messageAt(world.a, key)).state).toBe('consigned');
    const repeated = { ...lost, parts: (await submission({ key: 'only-once' })).parts };
    expect(await submitMessage(world.a.dependencies, repeated)).toMatchObject({ messageId, replayed: true });
    const other = await submission({ key: 'only-once', request: { subject: 'Otro asunto inventado' } });
    await expect(submitMessage(world.a.dependencies, other)).rejects.toMatchObject({ code: 'idempotency-key-reused' });
    expect(await world.b.dependencies.ledger.list('messages', { index: 'byDirection', equals: 'inbound', limit: 10 })).toHaveLength(2);
    expect([await alarmsAt(world.a), await alarmsAt(world.b)]).toEqual([[], []]);
  });

  it('goes on with what nobody has seen, and with what was prepared and not sent', async () => {
    const unseen = await submit(world.a);
    const prepared = await submit(world.a);
    await world.work({ only: ['prepare'] });
    const backup = await backUp(world, world.a);
    const stated = await signed(world.a, prepared.key);
    await backup.restore();
    await settle();
    expect((await messageAt(world.a, unseen.key)).state).toBe('consigned');
    expect((await messageAt(world.a, prepared.key)).state).toBe('consigned');
    expect(await signed(world.b, inboundKey(world.a, prepared.messageId))).toEqual(expect.arrayContaining(stated));
  });

  it('states no silence about what was answered', async () => {
    const { key } = await submit(world.a);
    const backup = await backUp(world, world.a);
    await world.work();
    const { deadlines } = await messageAt(world.a, key);
    world.network.down = true;
    await backup.restore();
    world.now = Date.parse(deadlines.relay) + DAY + HOUR;
    await world.work();
    expect(await eventsAt(world.a, key)).toEqual([]);
    world.network.down = false;
    await settle();
    expect(await eventsAt(world.a, key)).not.toContain('RelayFailure');
    expect(await eventsAt(world.a, key)).toEqual(expect.arrayContaining(['SubmissionAcceptance', 'RelayAcceptance', 'ContentConsignment']));
  });
});

describe('a peer that lies to a restored gateway', () => {
  const alter = (change: Partial<GatewayDependencies['transport']>) => {
    world.a.dependencies = { ...world.a.dependencies, transport: { ...world.a.dependencies.transport, ...change } };
  };

  it('gives back statements of others, and forged ones: none is taken, and the rest is', async () => {
    const backup = await backUp(world, world.a);
    const { key } = await submit(world.a);
    await world.work();
    await backup.restore();
    const { transport } = world.a.dependencies;
    const foreign = await world.b.dependencies.transport.recoverEvidence(recordOf(A), { since: new Date(0) }, { signal: never() });
    const theirs = (await readEvidenceSet(world.b.dependencies, `inbound/${key.slice('outbound/'.length)}`)).rows
      .filter(({ value }) => value.source === 'own')
      .map(({ value }) => travelling(value));
    expect(theirs.length).toBeGreaterThan(0);
    alter({
      recoverEvidence: async (peer, query, options) => {
        const page = await transport.recoverEvidence(peer, query, options);
        const forged = page.items.map(({ evidence, salt }) => ({ salt, evidence: evidence.replace(/"signature":"(.)/, '"signature":"_') }));
        return { ...page, items: [...theirs, ...foreign.items, ...forged, { evidence: '{}', salt: '00' }, ...page.items] };
      },
    });
    await settle();
    expect((await messageAt(world.a, key)).state).toBe('consigned');
    expect(await alarmsAt(world.a)).toEqual(expect.arrayContaining(['evidence-not-acceptable']));
    expect(await signed(world.a, key)).toEqual(await signed(world.b, inboundKey(world.a, key.split('/').at(-1) ?? '')));
  });

  it.each<[string, (given: RecoverableMessage, other: RecoverableMessage) => RecoverableMessage]>([
    ['a header of another message', (given, other) => ({ ...given, envelopes: other.envelopes })],
    ['headers of two messages', (given, other) => ({ ...given, envelopes: [...other.envelopes, ...given.envelopes] })],
    [
      'a forged header',
      (given) => ({ ...given, envelopes: given.envelopes.map((text) => text.replace(/"signature":"./, '"signature":"_')) }),
    ],
    ['A.1 of another message', (given, other) => ({ ...given, submissionAcceptance: other.submissionAcceptance })],
    ['no header', (given) => ({ ...given, envelopes: [] })],
    ['a salt that is none', (given) => ({ ...given, submissionAcceptance: { ...given.submissionAcceptance, salt: 'x' } })],
  ])('gives back %s: no message is made of it, and an operator is told', async (_name, change) => {
    const backup = await backUp(world, world.a);
    const { key, messageId } = await submit(world.a);
    const other = await submit(world.a);
    await world.work();
    await backup.restore();
    const { transport } = world.a.dependencies;
    const otherGiven = await transport.recoverMessage(recordOf(B), { sender: A, messageId: other.messageId }, { signal: never() });
    alter({
      recoverMessage: async (peer, message, options) => {
        const given = await transport.recoverMessage(peer, message, options);
        if (message.messageId !== messageId || given === undefined || otherGiven === undefined) return given;
        return change(given, otherGiven);
      },
    });
    await settle();
    expect(await world.a.dependencies.ledger.get('messages', key)).toBeUndefined();
    expect((await messageAt(world.a, other.key)).state).toBe('consigned');
    expect((await alarmsAt(world.a)).length).toBeGreaterThan(0);
    expect(world.a.dependencies.listening.recovery).toBeUndefined();
  });

  it('learns nothing about messages with others', async () => {
    const { messageId } = await submit(world.a);
    await world.work();
    const { transport } = world.c.dependencies;
    for (const peer of [A, B]) {
      expect(await transport.recoverMessage(recordOf(peer), { sender: A, messageId }, { signal: never() })).toBeUndefined();
      expect(await transport.requestDelivery(recordOf(peer), messageId, { signal: never() })).toBe(false);
      expect((await transport.recoverEvidence(recordOf(peer), { since: new Date(0) }, { signal: never() })).items).toEqual([]);
    }
  });
});

const never = () => new AbortController().signal;

function recordOf(identifier: string) {
  const record = world.directory.records.get(identifier);
  if (record === undefined) throw new Error(`${identifier} is not in the directory`);
  return record;
}

describe('a snapshot of a machine that was put back', () => {
  it('is found out by what a peer quotes: nothing more is signed about its messages before it has told what it holds', async () => {
    await world.close();
    world = await createWorld({ logs: true });
    const first = await submit(world.a);
    await world.work();
    await world.b.publishLog();
    const snapshot = await backUp(world, world.b);
    const second = await submit(world.a);
    await world.work();
    const stated = await signed(world.a, second.key);
    await world.b.publishLog();
    await world.a.pull(B);
    await snapshot.putBack();
    expect(world.b.dependencies.listening.recovery).toBeUndefined();
    const third = await submit(world.a);
    await world.work();
    expect(await alarmsAt(world.b)).toContain('own-log-behind');
    expect((await readRestoreMarker(world.b.dependencies.ledger))?.marker).toMatchObject({ reason: 'rolled-back' });
    expect(world.b.dependencies.listening.recovery).toBeDefined();
    await settle();
    expect(world.b.dependencies.listening.recovery).toBeUndefined();
    expect(await signed(world.b, inboundKey(world.a, second.messageId))).toEqual(stated);
    for (const { key } of [first, second, third]) expect((await messageAt(world.a, key)).state).toBe('consigned');
    expect((await readRestoreMarker(world.b.dependencies.ledger))?.marker.succeeded).toBeUndefined();
  });
});

describe('both sides', () => {
  it('restored one after the other still agree on every receipt', async () => {
    const first = await submit(world.a);
    await world.work();
    const ofA = await backUp(world, world.a);
    const ofB = await backUp(world, world.b);
    await handOverAt(world.b, first.messageId);
    const second = await submit(world.a);
    await world.work();
    const stated = [await signed(world.a, first.key), await signed(world.a, second.key)];
    await ofA.restore();
    await settle();
    await ofB.restore();
    await settle();
    expect([await signed(world.a, first.key), await signed(world.a, second.key)]).toEqual(stated);
    expect([await signed(world.b, inboundKey(world.a, first.messageId))]).toEqual([stated[0]]);
    // What the sender had to forget with its content can be proven still, and is told to an operator.
    expect(await alarmsAt(world.b)).toEqual(['message-lost-for-good']);
    expect((await jobKindsAt(world.a)).filter((kind) => kind === 'deliver-again')).toEqual([]);
  });

  it('keep a file readable that came once more', async () => {
    const backup = await backUp(world, world.b);
    const { messageId } = await submit(world.a);
    await world.work();
    await backup.restore();
    await settle();
    const file = await fetchFile(world.b.dependencies, { actor: SYSTEM, messageId, index: 1 });
    expect((await bytesOf(file)).toString()).toBe('anexo');
    expect((await messageAt(world.b, inboundKey(world.a, messageId))).recipient).toBe(B);
  });
});
