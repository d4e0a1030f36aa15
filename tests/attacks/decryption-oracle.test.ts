import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { octetString } from '../../crypto/der/writer.ts';
import { messageKey } from '../../store/contracts/records.ts';
import { clerkOf, clerkReads, saidOf } from '../support/clerk.ts';
import { evidenceAt } from '../support/flow-views.ts';
import { certificateOf } from '../support/hostile-sender.ts';
import { ACCEPTED, receivePackage } from '../support/package-attack.ts';
import { C, createWorld, type World } from '../support/two-gateways.ts';
import { flipped } from '../unit/cms/support.ts';
import { putTogether, takeApart } from '../unit/cms-seal/sealed-parts.ts';

/**
 * Decryption oracles (efail, padding and tag oracles): the attacker changes what he cannot read, sends it again, and learns from how it is
 * refused, or from what was made of it before it was. There is one answer for every failure, and nothing is kept of what did not hold.
 */
let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const CHANGES: [string, (sealed: Buffer) => Buffer][] = [
  ['one bit of the first octet', (sealed) => ciphertext(sealed, (octets) => flipped(octets, 0))],
  ['one bit of the last octet', (sealed) => ciphertext(sealed, (octets) => flipped(octets, octets.length - 1))],
  [
    'two blocks exchanged',
    (sealed) => ciphertext(sealed, (octets) => Buffer.concat([octets.subarray(16, 32), octets.subarray(0, 16), octets.subarray(32)])),
  ],
  ['the end cut off', (sealed) => ciphertext(sealed, (octets) => octets.subarray(0, -16))],
  ['the tag', (sealed) => putTogether({ ...takeApart(sealed), tag: octetString(randomBytes(16)) })],
  [
    'the encrypted key',
    (sealed) => flipped(sealed, sealed.indexOf(takeApart(sealed).recipientInfos) + takeApart(sealed).recipientInfos.length - 1),
  ],
];

function ciphertext(sealed: Buffer, change: (octets: Buffer) => Buffer): Buffer {
  const parts = takeApart(sealed);
  const header = parts.ciphertext.length - contentLength(parts.ciphertext);
  const content = change(parts.ciphertext.subarray(header));
  const octets = octetString(content);
  return putTogether({ ...parts, ciphertext: Buffer.concat([parts.ciphertext.subarray(0, 1), octets.subarray(1)]) });
}

function contentLength(encoding: Buffer): number {
  const first = encoding[1] ?? 0;
  return first < 0x80 ? first : encoding.readUIntBE(2, first & 0x7f);
}

const stored = async () => (await readdir(join(world.folder, 'xb-central-blobs'), { recursive: true })).length;

it('what is not changed is opened', async () => {
  const { gateway, clerk } = await receivePackage(world, { sealed: (sealed) => ciphertext(sealed, (octets) => octets) });
  expect({ gateway, clerk }).toEqual(ACCEPTED);
});

describe('changed', () => {
  it.each(CHANGES)('%s: decryption-failed, and nothing but what arrived is kept', async (_what, sealed) => {
    const before = await stored();
    const { gateway, delivery } = await receivePackage(world, { sealed });
    expect(gateway).toEqual(['not-consigned', 'decryption-failed']);
    const key = messageKey('inbound', delivery.header.sender, delivery.header.messageId);
    const failure = (await evidenceAt(world.b, key)).find(({ event }) => event === 'ContentConsignmentFailure');
    // D.2 of what could not be decrypted knows no package, and its reason is the same whatever failed.
    expect(failure?.reasons).toEqual(['urn:valija:reason:decryption-failed']);
    expect(failure).not.toHaveProperty('packageDigest', delivery.header.packageCommitment);
    expect((await stored()) - before).toBeLessThanOrEqual(2);
  });

  it('the clerk who opens it with the key learns no more', async () => {
    const [key] = world.b.dependencies.keys.decryptionKeys();
    if (key === undefined) throw new Error('no key');
    const { delivery } = await receivePackage(world);
    const material = { ...(await clerkOf(world)), key };
    expect(saidOf(await clerkReads(delivery.sealedOctets, material))).toEqual(['PASSED']);
    const said = await Promise.all(CHANGES.map(async ([, change]) => saidOf(await clerkReads(change(delivery.sealedOctets), material))));
    expect(new Set(said.map((lines) => lines.join()))).toEqual(new Set(['FAILED,sealed-opening decryption-failed']));
  });
});

it('sealed to somebody else under our fingerprint: the same answer', async () => {
  const own = certificateOf(world, world.b.identifier, 'encryption').spkiSha256.toString('hex');
  const { gateway } = await receivePackage(world, {
    sealTo: certificateOf(world, C, 'encryption'),
    header: { recipientKeyFingerprint: own },
  });
  expect(gateway).toEqual(['not-consigned', 'decryption-failed']);
});
