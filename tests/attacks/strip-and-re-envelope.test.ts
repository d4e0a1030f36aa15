import { afterAll, beforeAll, expect, it } from 'vitest';
import { codeOf } from '../../gateway/error.ts';
import { messageKey } from '../../store/contracts/records.ts';
import { clerkOf, clerkReads, saidOf } from '../support/clerk.ts';
import { eventsAt, messageAt, reasonsAt } from '../support/flow-views.ts';
import { bring, enveloped, type ForgedDelivery, forge, signerOf } from '../support/hostile-sender.ts';
import { ACCEPTED, receivePackage, rezipped } from '../support/package-attack.ts';
import { A, B, C, createWorld, type World } from '../support/two-gateways.ts';
import type { RawEntry } from '../unit/asic/raw-zip.ts';

/**
 * Strip and re-envelope (encrypt-then-sign): C sees A's sealed content pass, takes A's header off and puts its own around it, to appear
 * as the author of what it cannot read. The seal inside the encryption names A, and B compares.
 */
let world: World;
let genuine: ForgedDelivery;
beforeAll(async () => {
  world = await createWorld();
  genuine = await forge(world);
});
afterAll(() => world.close());

it('C sends A\u2019s sealed content as its own: D.2, C gets no receipt for A\u2019s request', async () => {
  const header = { ...genuine.header, sender: C, route: [C, B] };
  await bring(world.b, { ...genuine, ...(await enveloped(world, header)) }, C);
  await world.work({ only: ['open'] });
  const key = messageKey('inbound', C, genuine.header.messageId);
  expect(await reasonsAt(world.b, key, 'ContentConsignmentFailure')).toEqual(['package-header-disagree']);
  expect(await eventsAt(world.b, key)).not.toContain('ContentConsignment');
});

it('the genuine message that comes after it is consigned as if nothing had happened', async () => {
  await bring(world.b, genuine);
  await world.work({ only: ['open'] });
  expect((await messageAt(world.b, messageKey('inbound', A, genuine.header.messageId))).state).toBe('consigned');
});

it('C keeps A as sender and signs itself: refused, there is no row', async () => {
  const other = await forge(world);
  const stripped = { ...other, ...(await enveloped(world, other.header, { envelopeSigner: signerOf(world, C, 'envelope') })) };
  const error = await bring(world.b, stripped).catch((thrown: unknown) => thrown);
  expect(codeOf(error)).toBe('envelope-signer-not-authorised');
  expect(await world.b.dependencies.ledger.get('messages', messageKey('inbound', A, other.header.messageId))).toBeUndefined();
});

it('A\u2019s header around other sealed content: refused by the digest', async () => {
  const other = await forge(world);
  const error = await bring(world.b, { ...other, content: genuine.content }).catch((thrown: unknown) => thrown);
  expect(['content-length-mismatch', 'content-digest-mismatch']).toContain(codeOf(error));
});

it('a package whose signature was taken away and replaced by C\u2019s inside A\u2019s envelope: D.2', async () => {
  const delivery = await forge(world, { sealSigner: signerOf(world, C, 'seal') });
  await bring(world.b, delivery);
  await world.work({ only: ['open'] });
  const key = messageKey('inbound', A, delivery.header.messageId);
  expect(await reasonsAt(world.b, key, 'ContentConsignmentFailure')).toEqual(['package-certificate-invalid']);
  const said = await clerkReads(delivery.packageOctets, await clerkOf(world));
  expect(saidOf(said)).toEqual(['FAILED', 'package-certificate certificate-not-listed CHAIN_CONSTRAINTS_FAILURE']);
});

it('a package whose signature was taken away, and no other put in its place: D.2 package-signature-invalid', async () => {
  const stripped = (entries: RawEntry[]) => ({ entries: entries.filter(({ name }) => name !== 'META-INF/signature001.p7s') });
  const { gateway, clerk } = await receivePackage(world, { packageOctets: rezipped(stripped) });
  expect(gateway).toEqual(['not-consigned', 'package-signature-invalid']);
  expect(clerk).toEqual(['FAILED', 'package-signature signature-missing SIGNED_DATA_NOT_FOUND']);
});

it('a package whose time-stamp was taken away: D.2 package-timestamp-invalid, and a clerk is warned that nothing proves its time', async () => {
  const { gateway, clerk, delivery } = await receivePackage(world, { stamp: 'none', header: { unstamped: false } });
  expect(gateway).toEqual(['not-consigned', 'package-timestamp-invalid']);
  expect(clerk).toEqual(['PASSED']);
  const { findings } = await clerkReads(delivery.packageOctets, await clerkOf(world));
  expect(findings).toContainEqual(expect.objectContaining({ check: 'package-time-stamp', code: 'unstamped', advisory: true }));
});

it('the package as it was sealed: consigned, and PASSED for a clerk', async () => {
  const { gateway, clerk } = await receivePackage(world);
  expect({ gateway, clerk }).toEqual(ACCEPTED);
});
