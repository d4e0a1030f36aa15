import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { revokeCertificate } from '../../../certs-dev/revoke.ts';
import { codeOf } from '../../../gateway/error.ts';
import { MAXIMUM_EVIDENCE_FROM_OUTSIDE } from '../../../gateway/receipts/evidence-set.ts';
import { travelling } from '../../../gateway/receipts/issue-evidence.ts';
import { alarmsAt, eventsAt, evidenceAt, messageAt, reasonsAt } from '../../support/flow-views.ts';
import { bring, certificateOf, enveloped, type ForgedDelivery, type Forgery, forge, signerOf } from '../../support/hostile-sender.ts';
import { contentOf } from '../../support/in-process-transport.ts';
import { inboundKey } from '../../support/submissions.ts';
import { traces } from '../../support/traces.ts';
import { A, B, C, createWorld, DAY, HOUR, MINUTE, type World } from '../../support/two-gateways.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld({ settings: { maximumPackageLength: 1_000_000 } });
});
afterAll(() => world.close());

const at = (milliseconds: number) => new Date(world.now + milliseconds).toISOString();
const keyOf = (delivery: ForgedDelivery) => inboundKey(world.a, delivery.header.messageId);

/** A delivery that ends in a problem document: the code, and nothing of it may stay. */
async function expectProblem(delivery: ForgedDelivery, code: string, from = A): Promise<void> {
  const before = await traces(world, world.b);
  const error = await bring(world.b, delivery, from).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(codeOf(error)).toBe(code);
  expect(await traces(world, world.b)).toEqual(before);
}

describe('a delivery that shows no sender to answer: a problem document, no evidence, no row', () => {
  const cases: [string, () => Forgery, string, string?][] = [
    [
      'the header signed by another authority',
      () => ({ envelopeSigner: signerOf(world, C, 'envelope') }),
      'envelope-signer-not-authorised',
    ],
    ['the header signed with the seal key', () => ({ envelopeSigner: signerOf(world, A, 'seal') }), 'envelope-signer-not-authorised'],
    [
      'the header signed with the evidence key',
      () => ({ envelopeSigner: signerOf(world, A, 'evidence') }),
      'envelope-signer-not-authorised',
    ],
    ['a header for somebody else', () => ({ recipient: C }), 'envelope-not-for-us'],
    ['the connection of somebody else', () => ({}), 'peer-not-previous-hop', C],
    ['a route over a relay that did not bring it', () => ({ header: { route: [A, C, B] } }), 'peer-not-previous-hop'],
    [
      'hand-over in 91 days',
      () => ({
        header: { submissionTime: at(2 * DAY), deadlines: { relay: at(3 * DAY), consignment: at(5 * DAY), handover: at(91 * DAY) } },
        envelopeIssuedAt: new Date(world.now + 2 * DAY),
      }),
      'envelope-deadline-too-far',
    ],
    ['A.1 signed by another authority', () => ({ acceptanceSigner: signerOf(world, C, 'evidence') }), 'evidence-signer-not-authorised'],
    ['A.1 signed with the seal key', () => ({ acceptanceSigner: signerOf(world, A, 'seal') }), 'evidence-signer-not-authorised'],
    ['A.1 signed with the envelope key', () => ({ acceptanceSigner: signerOf(world, A, 'envelope') }), 'evidence-signer-not-authorised'],
    ['A.1 of another message', () => ({ acceptance: { messageId: '018f3c00-0000-7000-8000-000000000001' } }), 'evidence-message-mismatch'],
    ['A.1 for another recipient', () => ({ acceptance: { recipient: C } }), 'evidence-message-mismatch'],
    ['A.1 of another package', () => ({ acceptance: { packageDigest: 'ab'.repeat(32) } }), 'evidence-content-mismatch'],
    ['A.1 of other sealed content', () => ({ acceptance: { sealedContentDigest: 'ab'.repeat(32) } }), 'evidence-content-mismatch'],
  ];

  it.each(cases)('%s', async (_name, forgery, code, from) => {
    await expectProblem(await forge(world, forgery()), code, from);
  });

  it('other evidence in the place of A.1', async () => {
    const delivery = await forge(world);
    const other = await forge(world);
    await bring(world.b, other);
    const acceptance = (await eventsAt(world.b, keyOf(other))).indexOf('RelayAcceptance');
    const rows = await world.b.dependencies.ledger.list('evidence', { index: 'byMessage', equals: keyOf(other), limit: 10 });
    const row = rows[acceptance];
    if (row === undefined) throw new Error('the other message has B.1');
    await expectProblem({ ...delivery, submissionAcceptance: travelling(row.value) }, 'submission-acceptance-mismatch');
  });

  it.each([
    ['no salt', ''],
    ['half a salt', 'ab'.repeat(16)],
    ['a salt in capitals', 'AB'.repeat(32)],
  ])('%s beside A.1', async (_name, salt) => {
    const delivery = await forge(world);
    const submissionAcceptance = { ...delivery.submissionAcceptance, salt };
    await expectProblem({ ...delivery, submissionAcceptance }, 'submission-acceptance-mismatch');
  });

  it.each([
    ['no JSON', () => 'hello', 'json-syntax'],
    ['one character of the signature changed', (text: string) => flip(text, 'signature'), 'signature-invalid'],
    ['one character of the payload changed', (text: string) => flip(text, 'payload'), 'signature-invalid'],
  ])('a header of %s', async (_name, change, code) => {
    const delivery = await forge(world);
    await expectProblem({ ...delivery, envelope: change(delivery.envelope) }, code);
  });

  it('evidence offered as a header', async () => {
    const delivery = await forge(world);
    await expectProblem({ ...delivery, envelope: delivery.submissionAcceptance.evidence }, 'jades-type-not-allowed');
  });

  it('content longer than announced', async () => {
    const delivery = await forge(world);
    await expectProblem(
      { ...delivery, content: contentOf(Buffer.concat([delivery.sealedOctets, Buffer.alloc(1)])) },
      'content-length-mismatch',
    );
  });

  it('content shorter than announced', async () => {
    const delivery = await forge(world);
    await expectProblem({ ...delivery, content: contentOf(delivery.sealedOctets.subarray(1)) }, 'content-length-mismatch');
  });

  it('content of another digest', async () => {
    const delivery = await forge(world);
    const changed = Buffer.from(delivery.sealedOctets);
    changed.writeUInt8(changed.readUInt8(99) ^ 1, 99);
    await expectProblem({ ...delivery, content: contentOf(changed) }, 'content-digest-mismatch');
  });

  it('content whose stream breaks', async () => {
    const delivery = await forge(world);
    const before = await traces(world, world.b);
    const content = {
      ...delivery.content,
      async *open() {
        yield delivery.sealedOctets.subarray(0, 500);
        throw new Error('the peer went away');
      },
    };
    await expect(bring(world.b, { ...delivery, content })).rejects.toThrow('the peer went away');
    expect(await traces(world, world.b)).toEqual(before);
    expect((await bring(world.b, delivery)).kind).toBe('evidence');
  });
});

/** Changes one character inside a member, and keeps base64url valid. */
function flip(text: string, member: string): string {
  const jws = JSON.parse(text) as Record<string, string>;
  const value = jws[member] ?? '';
  const middle = Math.floor(value.length / 2);
  return JSON.stringify({ ...jws, [member]: `${value.slice(0, middle)}${value[middle] === 'A' ? 'B' : 'A'}${value.slice(middle + 1)}` });
}

describe('faults of our own: the sender is asked to come back, and nothing is stated', () => {
  const cases: [string, () => () => void, string, string][] = [
    [
      'revocation lists lost',
      () => {
        world.revocationKnown = false;
        return () => {
          world.revocationKnown = true;
        };
      },
      'revocation-unknown',
      'retry',
    ],
    [
      'directory too old',
      () => {
        world.directory.usable = false;
        return () => {
          world.directory.usable = true;
        };
      },
      'directory-not-usable',
      'wait',
    ],
    [
      'clock set back',
      () => {
        world.now -= HOUR;
        return () => {
          world.now += HOUR;
        };
      },
      'clock-not-trusted',
      'wait',
    ],
  ];
  it.each(cases)('%s', async (_name, break_, code, disposition) => {
    const delivery = await forge(world);
    world.b.dependencies.clock.now();
    const before = await traces(world, world.b);
    const mend = break_();
    try {
      await expect(bring(world.b, delivery)).rejects.toMatchObject({ code, disposition });
    } finally {
      mend();
    }
    expect(await traces(world, world.b)).toEqual(before);
    expect((await bring(world.b, delivery)).kind).toBe('evidence');
  });
});

describe('a genuine delivery that cannot be taken: B.2, once and for ever', () => {
  const cases: [string, () => Promise<Forgery>, string][] = [
    ['sealed to a key that is not ours', async () => ({ sealTo: certificateOf(world, C, 'encryption') }), 'recipient-key-unknown'],
    [
      'after the relay deadline',
      async () => ({
        header: { submissionTime: at(-4 * DAY), deadlines: { relay: at(-6 * MINUTE), consignment: at(DAY), handover: at(DAY) } },
      }),
      'message-expired',
    ],
    [
      'longer than this gateway takes',
      async () => ({ header: { sealedContent: { sha256: 'ab'.repeat(32), length: 1_000_001 } } }),
      'size-limit-exceeded',
    ],
  ];
  it.each(cases)('%s', async (_name, forgery, reason) => {
    const delivery = await forge(world, await forgery());
    const answer = await bring(world.b, delivery);
    const key = keyOf(delivery);
    expect(await eventsAt(world.b, key)).toEqual(expect.arrayContaining(['SubmissionAcceptance', 'RelayRejection']));
    expect(await reasonsAt(world.b, key, 'RelayRejection')).toContain(reason);
    expect(await messageAt(world.b, key)).toMatchObject({ state: 'refused', terminal: true, step: 'ended' });
    expect(await bring(world.b, delivery)).toEqual(answer);
    expect((await evidenceAt(world.b, key)).filter(({ event }) => event === 'RelayRejection')).toHaveLength(1);
  });

  it('within the skew of the clocks a late delivery is still taken', async () => {
    const delivery = await forge(world, {
      header: { submissionTime: at(-4 * DAY), deadlines: { relay: at(-4 * MINUTE), consignment: at(DAY), handover: at(DAY) } },
    });
    await bring(world.b, delivery);
    expect((await messageAt(world.b, keyOf(delivery))).state).toBe('relayed');
  });
});

describe('repetition', () => {
  it('gives the stored B.1 byte for byte, also after a restart, and reads no content', async () => {
    const delivery = await forge(world);
    const first = await bring(world.b, delivery);
    const before = await traces(world, world.b);
    let read = false;
    const content = {
      ...delivery.content,
      async *open() {
        read = true;
        yield Buffer.alloc(0);
      },
    };
    expect(await bring(world.b, { ...delivery, content })).toEqual(first);
    await world.b.restart();
    expect(await bring(world.b, { ...delivery, content })).toEqual(first);
    expect(read).toBe(false);
    expect(await traces(world, world.b)).toEqual(before);
  });

  it('makes one message and one B.1 of twenty deliveries at the same time', async () => {
    const delivery = await forge(world);
    const answers = await Promise.all(Array.from({ length: 20 }, () => bring(world.b, delivery)));
    const given = answers.filter(({ kind }) => kind === 'evidence');
    expect(given.length).toBeGreaterThan(0);
    expect(new Set(given.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await bring(world.b, delivery)).toEqual(given[0]);
    expect((await evidenceAt(world.b, keyOf(delivery))).map(({ event, issuerSequence }) => `${event} ${issuerSequence}`).sort()).toEqual([
      'RelayAcceptance 1',
      'SubmissionAcceptance 1',
    ]);
  });

  it('makes one message also when the deliveries come to two processes of one ledger', async () => {
    const delivery = await forge(world);
    const { reception } = world.b;
    const others = Array.from({ length: 5 }, () => ({ ...world.b, reception: { underWay: new Set<string>() } }));
    const answers = await Promise.all([{ ...world.b, reception }, ...others].map((gateway) => bring(gateway, delivery)));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await eventsAt(world.b, keyOf(delivery))).toHaveLength(2);
  });
});

describe('another package under the same identifier', () => {
  it('gets an alarm and a B.2, and leaves the good message as it is', async () => {
    const good = await forge(world);
    const answer = await bring(world.b, good);
    await world.work({ only: ['open'] });
    const key = keyOf(good);
    const before = await messageAt(world.b, key);
    const other = await forge(world, { messageId: good.header.messageId, files: [{ name: 'carta.pdf', content: Buffer.from('another') }] });
    const refused = await bring(world.b, other);
    expect(refused).not.toEqual(answer);
    expect(await reasonsAt(world.b, key, 'RelayRejection')).toEqual(['R_ERDS_MessageRejected', 'duplicate-with-other-content']);
    expect(await alarmsAt(world.b)).toContain('message-id-reused');
    const after = await messageAt(world.b, key);
    expect(after).toMatchObject({
      state: 'consigned',
      terminal: false,
      step: 'opened',
      envelopeDigest: before.envelopeDigest,
      packageCommitment: before.packageCommitment,
      sealedBlob: before.sealedBlob,
      nextIssuerSequence: before.nextIssuerSequence + 1,
    });
    expect(await bring(world.b, good)).toEqual(answer);
    expect(await bring(world.b, other)).toEqual(refused);
  });

  it('gets a problem document when it never ends, so that our own evidence always finds room', async () => {
    const good = await forge(world);
    const answer = await bring(world.b, good);
    const key = keyOf(good);
    const header = { ...good.header };
    for (let number = 0; number < MAXIMUM_EVIDENCE_FROM_OUTSIDE - 2; number += 1) {
      const commitment = number.toString(16).padStart(64, '0');
      await bring(world.b, { ...good, ...(await enveloped(world, { ...header, packageCommitment: commitment })) });
    }
    const more = { ...good, ...(await enveloped(world, { ...header, packageCommitment: 'ff'.repeat(32) })) };
    await expectProblem(more, 'message-id-reused');
    expect((await alarmsAt(world.b)).filter((code) => code === 'message-id-reused').length).toBeLessThan(5);
    await world.work({ only: ['open'] });
    expect((await messageAt(world.b, key)).state).toBe('consigned');
    expect(await bring(world.b, good)).toEqual(answer);
  });
});

it('does not believe the time that a revoked envelope key claims', async () => {
  const stolen = signerOf(world, C, 'envelope');
  const delivery = await forge(world, { sender: C, envelopeIssuedAt: new Date(world.now) });
  world.now += HOUR;
  await revokeCertificate({
    directory: world.pki.directory,
    now: new Date(world.now),
    serialHex: stolen.certificate.serialHex,
    revocationListDays: 400,
  });
  await world.refreshRevocation();
  world.now += HOUR;
  await expectProblem(delivery, 'envelope-signer-not-authorised', C);
});

it('states B.1 about the header that came, in the name of the recipient, with its place in the graph', async () => {
  const delivery = await forge(world);
  await bring(world.b, delivery);
  const [first, second] = await evidenceAt(world.b, keyOf(delivery));
  const [acceptance, relayed] = first?.event === 'SubmissionAcceptance' ? [first, second] : [second, first];
  expect(relayed).toMatchObject({ event: 'RelayAcceptance', issuer: B, sender: A, recipient: B, issuerSequence: 1 });
  expect(relayed?.previous).toEqual([{ evidenceDigest: acceptance?.evidenceDigest, issuer: A }]);
  expect(relayed?.sealedContentDigest).toBe(delivery.header.sealedContent.sha256);
});
