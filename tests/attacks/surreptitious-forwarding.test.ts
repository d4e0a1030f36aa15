import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createSeal } from '../../crypto/cms/seal.ts';
import { codeOf } from '../../gateway/error.ts';
import { fetchPackage } from '../../gateway/operations/content.ts';
import { messageKey } from '../../store/contracts/records.ts';
import { clerkOf, clerkReads, saidOf } from '../support/clerk.ts';
import { messageAt, reasonsAt } from '../support/flow-views.ts';
import { bring, certificateOf, forge, hexadecimal, signerOf } from '../support/hostile-sender.ts';
import { contentOf } from '../support/in-process-transport.ts';
import { OFFICER, submit } from '../support/submissions.ts';
import { A, B, C, createWorld, type World } from '../support/two-gateways.ts';

/**
 * Surreptitious forwarding (sign-then-encrypt): B opens what A sealed for B, seals the same signed package for C, and lets C believe
 * that A wrote to C. Sender, recipient and message are inside the signature, and C compares them with the header.
 */
let world: World;
let packageOctets: Buffer;
let original: string;
beforeAll(async () => {
  world = await createWorld();
  const { messageId } = await submit(world.a);
  await world.work();
  original = messageId;
  const stream = await fetchPackage(world.b.dependencies, { actor: OFFICER, messageId });
  packageOctets = await buffer(stream.stream());
  await stream.close();
});
afterAll(() => world.close());

/** A's package, untouched, sealed by B for C, in a header that says what B likes. */
async function forwarded(header: Parameters<typeof forge>[1] = {}) {
  const seal = createSeal({ recipient: certificateOf(world, C, 'encryption'), plaintextLength: packageOctets.length });
  const sealed = await buffer(Readable.from([packageOctets]).pipe(seal.transform));
  return {
    ...(await forge(world, {
      recipient: C,
      messageId: original,
      ...header,
      header: {
        sealedContent: { sha256: hexadecimal(sealed), length: sealed.length },
        packageCommitment: hexadecimal(packageOctets),
        ...header.header,
      },
    })),
    content: contentOf(sealed),
  };
}

it('what A sealed for B was consigned at B, and a clerk reads for whom it was', async () => {
  expect((await messageAt(world.b, messageKey('inbound', A, original))).state).toBe('consigned');
  const report = await clerkReads(packageOctets, await clerkOf(world));
  expect(saidOf(report)).toEqual(['PASSED']);
  expect(report.package).toMatchObject({ sender: A, recipient: B, messageId: original });
});

it('B passes it on as its own message: D.2, the sealed request says A to B', async () => {
  const delivery = await forwarded({ sender: B });
  await bring(world.c, delivery, B);
  await world.work({ only: ['open'] });
  const key = messageKey('inbound', B, original);
  expect(await messageAt(world.c, key)).toMatchObject({ state: 'not-consigned', terminal: true });
  expect(await reasonsAt(world.c, key, 'ContentConsignmentFailure')).toEqual(['package-header-disagree']);
});

it('B claims in the header that A sends it: refused before any octet, with A\u2019s name and B\u2019s key', async () => {
  const delivery = await forwarded({
    sender: A,
    envelopeSigner: signerOf(world, B, 'envelope'),
    acceptanceSigner: signerOf(world, B, 'evidence'),
  });
  const error = await bring(world.c, delivery, B).catch((thrown: unknown) => thrown);
  expect(codeOf(error)).toBe('peer-not-previous-hop');
  const direct = await bring(world.c, delivery, A).catch((thrown: unknown) => thrown);
  expect(codeOf(direct)).toBe('envelope-signer-not-authorised');
  expect(await world.c.dependencies.ledger.get('messages', messageKey('inbound', A, original))).toBeUndefined();
});

it('B has even A\u2019s envelope and evidence keys: D.2, the sealed request is for B', async () => {
  const delivery = await forwarded({ sender: A });
  await bring(world.c, delivery, A);
  await world.work({ only: ['open'] });
  const key = messageKey('inbound', A, original);
  expect(await reasonsAt(world.c, key, 'ContentConsignmentFailure')).toEqual(['package-header-disagree']);
});
