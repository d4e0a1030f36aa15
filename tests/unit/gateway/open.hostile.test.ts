import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { issueNext } from '../../../certs-dev/renew.ts';
import { revokeCertificate } from '../../../certs-dev/revoke.ts';
import type { Signer } from '../../../crypto/signer.ts';
import { fetchPackage } from '../../../gateway/operations/content.ts';
import { showMessage } from '../../../gateway/operations/show-message.ts';
import { StoreError } from '../../../store/error.ts';
import { eventsAt, evidenceAt, jobKindsAt, jobsAt, messageAt, reasonsAt } from '../../support/flow-views.ts';
import { certificateRecord } from '../../support/gateway-fixture.ts';
import { bring, certificateOf, type ForgedDelivery, type Forgery, forge, signerOf } from '../../support/hostile-sender.ts';
import { withCommit } from '../../support/ledger-wrapper.ts';
import { inboundKey, OFFICER } from '../../support/submissions.ts';
import { blobFiles } from '../../support/traces.ts';
import { A, B, C, createWorld, DAY, HOUR, MINUTE, readSigner, type World } from '../../support/two-gateways.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());
afterEach(() => {
  world.failures.splice(0);
});

const at = (milliseconds: number) => new Date(world.now + milliseconds).toISOString();
const keyOf = (delivery: ForgedDelivery) => inboundKey(world.a, delivery.header.messageId);

async function arrive(forgery: Forgery): Promise<{ delivery: ForgedDelivery; key: string }> {
  const delivery = await forge(world, forgery);
  await bring(world.b, delivery);
  return { delivery, key: keyOf(delivery) };
}

/** B.1, then D.2 with this reason: no job is left, no plaintext stays, and nobody can fetch anything. */
async function expectNotConsigned(forgery: Forgery, reason: string): Promise<void> {
  const filesBefore = (await blobFiles(world, world.b)).length;
  const { delivery, key } = await arrive(forgery);
  await world.work({ only: ['open'] });
  expect(await reasonsAt(world.b, key, 'ContentConsignmentFailure')).toEqual([reason]);
  expect(await messageAt(world.b, key)).toMatchObject({ state: 'not-consigned', terminal: true, step: 'ended' });
  const { packageBlob } = await messageAt(world.b, key);
  expect(packageBlob).toBeUndefined();
  expect((await jobsAt(world.b)).filter(({ subject, kind }) => subject === key && kind !== 'return-evidence')).toEqual([]);
  const sealedFiles = delivery.sealedOctets.length > 65_536 ? 1 : 0;
  expect((await blobFiles(world, world.b)).length).toBe(filesBefore + sealedFiles);
  const { messageId } = delivery.header;
  await expect(fetchPackage(world.b.dependencies, { actor: OFFICER, messageId })).rejects.toMatchObject({ code: 'message-not-opened' });
  await showMessage(world.b.dependencies, { actor: OFFICER, messageId });
  expect(world.failures).toEqual([]);
}

/** A key of nobody's, with somebody's certificate beside it. */
function strangerWith({ certificate, chain, algorithm }: Signer): Signer {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  return { certificate, chain, algorithm, sign: async (data, dsaEncoding) => sign('sha256', data, { key: privateKey, dsaEncoding }) };
}

describe('a broken package ends in D.2 with the right reason', () => {
  const cases: [string, () => Forgery | Promise<Forgery>, string][] = [
    [
      'another package than the header commits to',
      () => ({ header: { packageCommitment: 'ab'.repeat(32) } }),
      'package-commitment-mismatch',
    ],
    [
      'a large one of another commitment',
      () => ({ files: [{ name: 'a', content: randomBytes(300_000) }], header: { packageCommitment: 'ab'.repeat(32) } }),
      'package-commitment-mismatch',
    ],
    ['one octet of the ciphertext changed', () => ({ sealed: flipAt(-40) }), 'decryption-failed'],
    ['one octet of the tag changed', () => ({ sealed: flipAt(-1) }), 'decryption-failed'],
    [
      'sealed to another key than the header says',
      () => ({
        sealTo: certificateOf(world, C, 'encryption'),
        header: { recipientKeyFingerprint: certificateOf(world, B, 'encryption').spkiSha256.toString('hex') },
      }),
      'decryption-failed',
    ],
    ['content that is no CMS', () => ({ sealed: () => Buffer.from('hello') }), 'decryption-failed'],
    ['content with octets behind it', () => ({ sealed: (octets) => Buffer.concat([octets, Buffer.alloc(1)]) }), 'decryption-failed'],
    ['a package that is no ZIP', () => ({ packageOctets: () => Buffer.from('not a container') }), 'package-malformed'],
    ['a ZIP that is cut off', () => ({ packageOctets: (octets) => octets.subarray(0, -10) }), 'package-malformed'],
    ['octets before the ZIP', () => ({ packageOctets: (octets) => Buffer.concat([Buffer.from('MZ'), octets]) }), 'package-malformed'],
    [
      'a file that the manifest does not list',
      () => ({
        files: [
          { name: 'carta.pdf', content: Buffer.from('a') },
          { name: 'extra.exe', content: Buffer.from('b'), listed: false },
        ],
      }),
      'package-malformed',
    ],
    ['a listed file that is not there', () => ({ missing: ['falta.pdf'] }), 'package-malformed'],
    [
      'a file that request.json does not name',
      () => ({
        files: [
          { name: 'carta.pdf', content: Buffer.from('a') },
          { name: 'extra.pdf', content: Buffer.from('b'), inRequest: false },
        ],
      }),
      'package-malformed',
    ],
    [
      'request.json that names a file twice',
      () => ({
        request: {
          files: [
            { name: 'carta.pdf', role: 'letter', mediaType: 'application/pdf' },
            { name: 'carta.pdf', role: 'annex', mediaType: 'application/pdf' },
          ],
        },
      }),
      'package-malformed',
    ],
    [
      'request.json that names a file that is not there',
      () => ({ request: { files: [{ name: 'otra.pdf', role: 'letter', mediaType: 'application/pdf' }] } }),
      'package-malformed',
    ],
    ['request.json of another format', () => ({ request: { format: 'valija-request/9' } }), 'package-malformed'],
    ['request.json with an unknown member', () => ({ request: { classification: 'secret' } }), 'package-malformed'],
    [
      'request.json with a member twice',
      () => ({ requestBytes: Buffer.from('{"format":"valija-request/1","format":"valija-request/1"}') }),
      'package-malformed',
    ],
    ['request.json that is no JSON', () => ({ requestBytes: Buffer.from('<xml/>') }), 'package-malformed'],
    ['a signature with one octet changed', () => ({ signature: flipAt(-20), stamp: 'none' }), 'package-signature-invalid'],
    ['a signature that is no DER', () => ({ signature: () => Buffer.from('hello') }), 'package-signature-invalid'],
    [
      'a seal made with a key that is not the certificate\u2019s',
      () => ({ sealSigner: strangerWith(signerOf(world, A, 'seal')) }),
      'package-signature-invalid',
    ],
    ['sealed with the evidence key', () => ({ sealSigner: signerOf(world, A, 'evidence') }), 'package-certificate-invalid'],
    ['sealed with the envelope key', () => ({ sealSigner: signerOf(world, A, 'envelope') }), 'package-certificate-invalid'],
    ['sealed by another authority', () => ({ sealSigner: signerOf(world, C, 'seal') }), 'package-certificate-invalid'],
    [
      'sealed with a TLS key',
      async () => ({ sealSigner: await readSigner(world.pki.authority(A).role('tls')) }),
      'package-certificate-invalid',
    ],
    ['a time-stamp over other octets', () => ({ stamp: 'other-octets' }), 'package-timestamp-invalid'],
    [
      'no time-stamp where the header says there is one',
      () => ({ stamp: 'none', header: { unstamped: false } }),
      'package-timestamp-invalid',
    ],
    ['a time-stamp where the header says there is none', () => ({ header: { unstamped: true } }), 'package-timestamp-invalid'],
  ];
  it.each(cases)('%s', async (_name, forgery, reason) => expectNotConsigned(await forgery(), reason));

  const other: [string, () => Record<string, unknown>][] = [
    ['message identifier', () => ({ messageId: '018f3c00-0000-7000-8000-000000000001' })],
    ['sender', () => ({ sender: C })],
    ['recipient', () => ({ recipient: C })],
    ['lane', () => ({ lane: 'bulk' })],
    ['time of submission', () => ({ submissionTime: at(-HOUR) })],
    ['relay deadline', () => ({ deadlines: { relay: at(2 * DAY), consignment: at(5 * DAY), handover: at(30 * DAY) } })],
    ['consignment deadline', () => ({ deadlines: { relay: at(3 * DAY), consignment: at(6 * DAY), handover: at(30 * DAY) } })],
    ['hand-over deadline', () => ({ deadlines: { relay: at(3 * DAY), consignment: at(5 * DAY), handover: at(31 * DAY) } })],
  ];
  it.each(other)('a header that disagrees with the sealed request about the %s', async (_name, request) => {
    await expectNotConsigned({ request: request() }, 'package-header-disagree');
  });
});

function flipAt(index: number): (octets: Buffer) => Buffer {
  return (octets) => {
    const changed = Buffer.from(octets);
    const position = changed.length + index;
    changed.writeUInt8(changed.readUInt8(position) ^ 1, position);
    return changed;
  };
}

it('states in D.2 only the parts that it knows', async () => {
  const undecrypted = await arrive({ sealed: flipAt(-1) });
  const examined = await arrive({ missing: ['falta.pdf'] });
  await world.work({ only: ['open'] });
  const of = async (key: string) => (await evidenceAt(world.b, key)).find(({ event }) => event === 'ContentConsignmentFailure');
  expect((await of(undecrypted.key))?.packageDigest).toBeUndefined();
  expect((await of(undecrypted.key))?.sealedContentDigest).toBe(undecrypted.delivery.header.sealedContent.sha256);
  expect((await of(examined.key))?.packageDigest).toBe(examined.delivery.header.packageCommitment);
});

describe('the certificate of the seal', () => {
  /** Another world, because what is revoked stays revoked. */
  async function withWorld(check: (own: World) => Promise<void>): Promise<void> {
    const own = await createWorld();
    try {
      await check(own);
    } finally {
      await own.close();
    }
  }
  const revokeSeal = async (own: World) => {
    const { serialHex } = signerOf(own, A, 'seal').certificate;
    await revokeCertificate({
      directory: own.pki.directory,
      now: new Date(own.now),
      serialHex,
      reason: 'keyCompromise',
      revocationListDays: 400,
    });
    await own.refreshRevocation();
  };
  const outcome = async (own: World, delivery: ForgedDelivery) => {
    const key = inboundKey(own.a, delivery.header.messageId);
    return {
      ...(await messageAt(own.b, key)),
      reasons: [...(await reasonsAt(own.b, key, 'ContentConsignment')), ...(await reasonsAt(own.b, key, 'ContentConsignmentFailure'))],
    };
  };

  it('revoked before the time-stamp: D.2', () =>
    withWorld(async (own) => {
      await revokeSeal(own);
      own.now += HOUR;
      const delivery = await forge(own);
      await bring(own.b, delivery);
      await own.work({ only: ['open'] });
      expect(await outcome(own, delivery)).toMatchObject({ state: 'not-consigned', reasons: ['package-certificate-revoked'] });
    }));

  it('revoked after the time-stamp: consigned', () =>
    withWorld(async (own) => {
      const delivery = await forge(own);
      await bring(own.b, delivery);
      own.now += HOUR;
      await revokeSeal(own);
      own.now += HOUR;
      await own.work({ only: ['open'] });
      expect(await outcome(own, delivery)).toMatchObject({ state: 'consigned', reasons: [] });
    }));

  it('revoked, and no time-stamp to show that the seal is older: D.2', () =>
    withWorld(async (own) => {
      const delivery = await forge(own, { stamp: 'none' });
      await bring(own.b, delivery);
      own.now += HOUR;
      await revokeSeal(own);
      own.now += HOUR;
      await own.work({ only: ['open'] });
      expect(await outcome(own, delivery)).toMatchObject({ state: 'not-consigned', reasons: ['package-certificate-revoked'] });
    }));

  it('revoked in the directory before the time-stamp: D.2 with that reason', () =>
    withWorld(async (own) => {
      const record = structuredClone(own.directory.records.get(A));
      for (const certificate of record?.certificates ?? [])
        if (certificate.role === 'seal') certificate.revokedAt = new Date(own.now - HOUR).toISOString();
      if (record !== undefined) own.directory.records.set(A, record);
      const delivery = await forge(own);
      await bring(own.b, delivery);
      await own.work({ only: ['open'] });
      expect(await outcome(own, delivery)).toMatchObject({ state: 'not-consigned', reasons: ['package-certificate-revoked'] });
    }));

  it.each([
    ['ordinary', DAY],
    ['urgent', 15 * MINUTE],
  ] as const)('of unknown revocation, %s: waits, then is consigned with that status', (lane, patience) =>
    withWorld(async (own) => {
      const delivery = await forge(own, { request: { lane }, header: { lane } });
      await bring(own.b, delivery);
      own.revocationKnown = false;
      await own.work({ only: ['open'] });
      expect(own.failures).toMatchObject([{ kind: 'open', code: 'revocation-unknown', disposition: 'wait' }]);
      own.now += patience - MINUTE;
      await own.work({ only: ['open'] });
      expect((await outcome(own, delivery)).state).toBe('relayed');
      own.now += 2 * MINUTE;
      await own.work({ only: ['open'] });
      expect(await outcome(own, delivery)).toMatchObject({ state: 'consigned', reasons: ['consigned-revocation-unknown'] });
      const shown = await showMessage(own.b.dependencies, { actor: OFFICER, messageId: delivery.header.messageId });
      expect(shown.seal).toMatchObject({ verdict: 'INDETERMINATE', code: 'revocation-unknown' });
    }),
  );

  it('of unknown revocation that becomes known in time: consigned without a word', () =>
    withWorld(async (own) => {
      const delivery = await forge(own);
      await bring(own.b, delivery);
      own.revocationKnown = false;
      await own.work({ only: ['open'] });
      own.revocationKnown = true;
      own.now += HOUR;
      await own.work({ only: ['open'] });
      expect(await outcome(own, delivery)).toMatchObject({ state: 'consigned', reasons: [] });
    }));

  it('of a time-stamp authority nobody here knows: consigned as undecided', () =>
    withWorld(async (own) => {
      const delivery = await forge(own);
      await bring(own.b, delivery);
      const { createPathValidator } = await import('../../../crypto/x509/path.ts');
      own.b.dependencies = { ...own.b.dependencies, timestampPaths: createPathValidator({ anchors: [] }) };
      await own.work({ only: ['open'] });
      expect((await outcome(own, delivery)).state).toBe('consigned');
      const shown = await showMessage(own.b.dependencies, { actor: OFFICER, messageId: delivery.header.messageId });
      expect(shown.seal).toMatchObject({ verdict: 'INDETERMINATE', code: 'path-not-found' });
    }));
});

it('consigns an unstamped package and says so', async () => {
  const { key } = await arrive({ stamp: 'none' });
  await world.work({ only: ['open'] });
  expect(await reasonsAt(world.b, key, 'ContentConsignment')).toEqual(['consigned-unstamped']);
});

describe('faults of our own state nothing about the content', () => {
  it.each([
    ['disk-full', 'retry'],
    ['store-failure', 'refuse'],
  ] as const)('a store that answers %s (%s)', async (code, disposition) => {
    const { key } = await arrive({});
    const good = world.b.dependencies;
    const ledger = withCommit(good.ledger, async (change) => {
      if ((change.rows ?? []).length > 0) throw new StoreError(code, 'invented', { disposition });
      await good.ledger.commit(change);
    });
    world.b.dependencies = { ...good, ledger };
    await world.work({ only: ['open'] });
    world.b.dependencies = good;
    expect(await eventsAt(world.b, key)).not.toContain('ContentConsignmentFailure');
    const job = (await jobsAt(world.b)).find(({ subject, kind }) => subject === key && kind === 'open');
    expect(job?.state).toBe(disposition === 'refuse' ? 'dead' : 'ready');
    if (job?.state === 'dead') await good.ledger.commit({ jobs: [{ operation: 'release', id: job.id, dueAt: world.now }] });
    await world.advance(HOUR);
    expect((await messageAt(world.b, key)).state).toBe('consigned');
  });

  it('a decryption key that is gone waits for an operator', async () => {
    const { key } = await arrive({});
    const good = world.b.dependencies;
    world.b.dependencies = { ...good, keys: { ...good.keys, decryptionKeys: () => [] } };
    await world.work({ only: ['open'] });
    expect(world.failures).toMatchObject([{ code: 'own-certificate-missing', disposition: 'operator' }]);
    world.b.dependencies = good;
    expect((await messageAt(world.b, key)).state).toBe('relayed');
    const [dead] = (await jobsAt(world.b)).filter(({ state }) => state === 'dead');
    await good.ledger.commit({ jobs: [{ operation: 'release', id: dead?.id ?? '', dueAt: world.now }] });
    await world.work({ only: ['open'] });
    expect((await messageAt(world.b, key)).state).toBe('consigned');
  });
});

it('opens content sealed to the former certificate of the same key', async () => {
  const { key } = await arrive({});
  const good = world.b.dependencies;
  const [current] = good.keys.decryptionKeys();
  if (current === undefined) throw new Error('B has an encryption key');
  // Renewed: the same key under another certificate, which now comes first.
  const renewed = { ...current, certificate: { ...current.certificate, serialDer: Buffer.from([1, 2, 3]) } };
  world.b.dependencies = { ...good, keys: { ...good.keys, decryptionKeys: () => [renewed, current] } };
  await world.work({ only: ['open'] });
  world.b.dependencies = good;
  expect((await messageAt(world.b, key)).state).toBe('consigned');
});

it('opens content sealed to a former key', async () => {
  const { key } = await arrive({});
  const next = await issueNext({ directory: world.pki.directory, id: B, role: 'encryption', now: new Date(world.now) });
  expect((await certificateRecord('encryption', next.certificate)).role).toBe('encryption');
  await world.b.restart();
  await world.work({ only: ['open'] });
  expect((await messageAt(world.b, key)).state).toBe('consigned');
});

it('leaves no job but those that return its evidence', async () => {
  await world.advance(31 * DAY);
  expect(new Set(await jobKindsAt(world.b))).toEqual(new Set());
});
