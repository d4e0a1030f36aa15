import { spawnSync } from 'node:child_process';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fetchFile, fetchPackage } from '../../gateway/operations/content.ts';
import { showMessage } from '../../gateway/operations/show-message.ts';
import { submitMessage } from '../../gateway/outbound/submit.ts';
import { messageKey } from '../../store/contracts/records.ts';
import { demonstrationProfileOfXB } from '../../treaty/competence/examples/demonstration-profiles.ts';
import { REQUEST_EXAMPLES } from '../../treaty/requests/examples/request-examples.ts';
import { clerkOf, clerkReads } from '../support/clerk.ts';
import { messageAt, reasonsAt } from '../support/flow-views.ts';
import { bring, forge } from '../support/hostile-sender.ts';
import { letterPart, OFFICER, submission, submit } from '../support/submissions.ts';
import { A, B, createWorld, type TestGateway, type World } from '../support/two-gateways.ts';

/**
 * A training installation has roots of its own, so that nothing of it verifies elsewhere. Here that wall has a hole: a directory lists a training
 * authority among real ones, by mistake or by malice, under certificates that hold. An exercise must still never pass for a request, nor a
 * request get lost in an exercise.
 */
let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

const train = (gateway: TestGateway) => {
  gateway.dependencies.settings.environment = 'training';
};

async function packageAt({ b }: World, messageId: string): Promise<Buffer> {
  const content = await fetchPackage(b.dependencies, { actor: OFFICER, messageId });
  const octets = await buffer(content.stream());
  await content.close();
  return octets;
}

async function outcome(messageId: string): Promise<[string, ...string[]]> {
  const key = messageKey('inbound', A, messageId);
  return [(await messageAt(world.b, key)).state, ...(await reasonsAt(world.b, key, 'ContentConsignmentFailure'))];
}

it('lets requests through between two authorities of one environment', async () => {
  const real = await submit(world.a);
  await world.work();
  expect(await outcome(real.messageId)).toEqual(['consigned']);
  train(world.a);
  train(world.b);
  const exercise = await submit(world.a);
  await world.work();
  expect(await outcome(exercise.messageId)).toEqual(['consigned']);
});

it.each([
  ['an exercise at a real authority', () => world.a],
  ['a request at a training installation', () => world.b],
])('does not consign %s, and says why in D.2', async (_name, trained) => {
  train(trained());
  const { messageId, key } = await submit(world.a);
  await world.work();
  expect(await outcome(messageId)).toEqual(['not-consigned', 'package-other-environment']);
  expect(await reasonsAt(world.a, key, 'ContentConsignmentFailure')).toEqual(['package-other-environment']);
});

it('does not take a submission to an authority whose profile says the other environment', async () => {
  const record = world.directory.records.get(B);
  if (record === undefined) throw new Error('B is in the directory');
  const profile = demonstrationProfileOfXB(new Date(world.now).toISOString().slice(0, 10));
  world.directory.records.set(B, { ...record, profile: { ...profile, environment: 'training' } });
  await expect(submitMessage(world.a.dependencies, await submission({ files: [await letterPart()] }))).rejects.toMatchObject({
    code: 'recipient-other-environment',
    disposition: 'refuse',
  });
});

it('does not send what says that it is an exercise from a real authority', async () => {
  const legal = { ...REQUEST_EXAMPLES.consultation.complete, training: true, files: [] };
  const sent = submitMessage(world.a.dependencies, await submission({ actor: OFFICER, request: { legal }, files: [await letterPart()] }));
  await expect(sent).rejects.toMatchObject({ code: 'legal-message-invalid', faults: [{ pointer: '/legal/training' }] });
});

it('does not consign a package of a real authority that is sent once more between installations for training', async () => {
  const real = await submit(world.a);
  await world.work();
  const [packageOctets, sent] = [await packageAt(world, real.messageId), await messageAt(world.a, real.key)];
  const training = await createWorld();
  try {
    for (const gateway of training.gateways.values()) train(gateway);
    const { lane, submissionTime, deadlines, messageId } = sent;
    const replayed = { messageId, packageOctets: () => packageOctets, header: { lane, submissionTime, deadlines } };
    const delivery = await forge(training, replayed);
    await bring(training.b, delivery, A);
    await training.work({ only: ['open'] });
    const key = messageKey('inbound', A, messageId);
    expect((await messageAt(training.b, key)).state).toBe('not-consigned');
    expect(await reasonsAt(training.b, key, 'ContentConsignmentFailure')).toEqual(['package-other-environment']);
    // Nor does its seal stand under any root that is trusted there.
    const told = await clerkReads(packageOctets, await clerkOf(training));
    expect(told.verdict).not.toBe('PASSED');
  } finally {
    await training.close();
  }
});

it('seals into an exercise that it is one, in the typed request too, and writes it across the letter', async () => {
  train(world.a);
  train(world.b);
  const legal = { ...REQUEST_EXAMPLES.consultation.complete, files: [] };
  const { messageId } = await submitMessage(
    world.a.dependencies,
    await submission({ actor: OFFICER, request: { legal, renderLetter: { language: 'es' } }, files: [] }),
  );
  await world.work();
  const shown = await showMessage(world.b.dependencies, { actor: OFFICER, messageId });
  expect(shown.legal?.message).toMatchObject({ training: true });
  expect([shown.training, (await showMessage(world.a.dependencies, { actor: OFFICER, messageId })).training]).toEqual([true, true]);
  const file = await fetchFile(world.b.dependencies, { actor: OFFICER, messageId, index: 0 });
  const chunks: Buffer[] = [];
  for await (const chunk of file.stream()) chunks.push(chunk);
  await file.close();
  const text = spawnSync('pdftotext', ['-raw', '-', '-'], { input: Buffer.concat(chunks) }).stdout.toString('utf8');
  // Written across the page, in the order in which it was drawn.
  expect(text.toUpperCase().replaceAll(/\s/g, '')).toContain('ADIESTRAMIENTO');
});
