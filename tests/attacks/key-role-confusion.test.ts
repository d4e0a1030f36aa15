import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openKeyStore } from '../../adapters/keystore/open-key-store.ts';
import type { Signer } from '../../crypto/signer.ts';
import { codeOf } from '../../gateway/error.ts';
import { acceptEvidence } from '../../gateway/evidence-return/accept-evidence.ts';
import { messageKey } from '../../store/contracts/records.ts';
import { clerkOf, clerkReads, saidOf } from '../support/clerk.ts';
import { messageAt, reasonsAt } from '../support/flow-views.ts';
import { bring, forge, forgeEvidence, messageFacts } from '../support/hostile-sender.ts';
import { A, B, createWorld, readSigner, type World } from '../support/two-gateways.ts';

/**
 * Key-role confusion: an authority has a key for each purpose (design rule 8). A key that is genuine, certified and of the right
 * authority still signs nothing outside its role.
 */
let world: World;
const signers = new Map<string, Signer>();
beforeAll(async () => {
  world = await createWorld();
  for (const role of ['seal', 'envelope', 'evidence', 'tls', 'encryption'] as const) {
    for (const authority of [A, B]) signers.set(`${authority} ${role}`, await readSigner(world.pki.authority(authority).role(role)));
  }
});
afterAll(() => world.close());

const signer = (authority: string, role: string): Signer => {
  const found = signers.get(`${authority} ${role}`);
  if (found === undefined) throw new Error(`no key ${role}`);
  return found;
};

const others = (role: string) => ['seal', 'envelope', 'evidence', 'tls', 'encryption'].filter((each) => each !== role);

it.each(others('envelope'))('a header signed with the %s key', async (role) => {
  const delivery = await forge(world, { envelopeSigner: signer(A, role) });
  const error = await bring(world.b, delivery).catch((thrown: unknown) => thrown);
  expect(codeOf(error)).toBe('envelope-signer-not-authorised');
  const said = saidOf(await clerkReads(Buffer.from(delivery.envelope), await clerkOf(world)));
  expect(said).toEqual(['FAILED', 'envelope-certificate certificate-not-listed CHAIN_CONSTRAINTS_FAILURE']);
});

it.each(others('evidence'))('A.1 signed with the %s key', async (role) => {
  const delivery = await forge(world, { acceptanceSigner: signer(A, role) });
  const error = await bring(world.b, delivery).catch((thrown: unknown) => thrown);
  expect(codeOf(error)).toBe('evidence-signer-not-authorised');
});

it.each(others('seal'))('a package sealed with the %s key', async (role) => {
  const delivery = await forge(world, { sealSigner: signer(A, role) });
  await bring(world.b, delivery);
  await world.work({ only: ['open'] });
  const key = messageKey('inbound', A, delivery.header.messageId);
  expect((await messageAt(world.b, key)).state).toBe('not-consigned');
  expect(await reasonsAt(world.b, key, 'ContentConsignmentFailure')).toEqual(['package-certificate-invalid']);
  const said = saidOf(await clerkReads(delivery.packageOctets, await clerkOf(world)));
  expect(said).toEqual(['FAILED', 'package-certificate certificate-not-listed CHAIN_CONSTRAINTS_FAILURE']);
});

it('with every key in its role: consigned, and PASSED for a clerk', async () => {
  const delivery = await forge(world, {
    sealSigner: signer(A, 'seal'),
    envelopeSigner: signer(A, 'envelope'),
    acceptanceSigner: signer(A, 'evidence'),
  });
  await bring(world.b, delivery);
  await world.work({ only: ['open'] });
  expect((await messageAt(world.b, messageKey('inbound', A, delivery.header.messageId))).state).toBe('consigned');
  const material = await clerkOf(world);
  const { envelope, submissionAcceptance, packageOctets } = delivery;
  for (const octets of [packageOctets, Buffer.from(envelope), Buffer.from(submissionAcceptance.evidence)]) {
    expect(saidOf(await clerkReads(octets, material))).toEqual(['PASSED']);
  }
});

it.each(others('evidence'))('a receipt signed with the %s key', async (role) => {
  const delivery = await forge(world);
  const message = {
    ...messageFacts(world, delivery.header),
    envelopeDigest: 'ab'.repeat(32),
    sealedContentDigest: delivery.header.sealedContent.sha256,
  };
  const evidence = await forgeEvidence(world, { event: 'RelayAcceptance', issuer: B, message, signer: signer(B, role) });
  const error = await acceptEvidence(world.a.dependencies, { from: B, evidence }).catch((thrown: unknown) => thrown);
  expect(codeOf(error)).toBe('evidence-signer-not-authorised');
  const said = saidOf(await clerkReads(Buffer.from(evidence.evidence), await clerkOf(world)));
  expect(said).toEqual(['FAILED', 'evidence-certificate certificate-not-listed CHAIN_CONSTRAINTS_FAILURE']);
});

describe('kinds of objects', () => {
  it('evidence is no header, although the same authority signed it', async () => {
    const delivery = await forge(world, { acceptanceSigner: signer(A, 'evidence') });
    const error = await bring(world.b, { ...delivery, envelope: delivery.submissionAcceptance.evidence }).catch(
      (thrown: unknown) => thrown,
    );
    expect(codeOf(error)).toBe('jades-type-not-allowed');
  });

  it('a header is no evidence', async () => {
    const delivery = await forge(world);
    const evidence = { evidence: delivery.envelope, salt: 'ab'.repeat(32) };
    const error = await acceptEvidence(world.b.dependencies, { from: A, evidence }).catch((thrown: unknown) => thrown);
    expect(codeOf(error)).toBe('jades-type-not-allowed');
  });
});

it('a key store does not open with one key in two roles', async () => {
  const { keys } = world.pki.authority(A);
  const folder = join(world.folder, 'confused-keys');
  await cp(keys, folder, { recursive: true });
  for (const end of ['key.pem', 'crt.pem']) await cp(join(folder, `seal.${end}`), join(folder, `evidence.${end}`));
  const error = await openKeyStore({ directory: folder }).catch((thrown: unknown) => thrown);
  await rm(folder, { recursive: true });
  expect(codeOf(error)).toMatch(/^key-/);
});
