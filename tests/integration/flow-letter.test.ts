import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { Worker } from 'node:worker_threads';
import { PDFDocument } from 'pdf-lib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createLetters } from '../../adapters/letter/worker-letters.ts';
import type { LetterSignature } from '../../gateway/contracts/letters.ts';
import { fetchFile } from '../../gateway/operations/content.ts';
import { type MessageDetail, showMessage } from '../../gateway/operations/show-message.ts';
import { submitMessage } from '../../gateway/outbound/submit.ts';
import { messageKey } from '../../store/contracts/records.ts';
import { StoreError } from '../../store/error.ts';
import { evidenceAt, jobsAt, messageAt } from '../support/flow-views.ts';
import { createOfficer, type InventedOfficer, OFFICER_NAME } from '../support/invented-officer.ts';
import { withCommit } from '../support/ledger-wrapper.ts';
import { inboundKey, inventedLetter, letterPart, OFFICER, type SubmissionOptions, submission } from '../support/submissions.ts';
import { blobFiles } from '../support/traces.ts';
import { A, C, createWorld, MINUTE, type TestGateway, type World } from '../support/two-gateways.ts';
import { pdfsigVerdicts, smallPdf } from '../unit/pades/support.ts';

let folder: string;
let officer: InventedOfficer;
let world: World;
const workers: Worker[] = [];
const remember = (worker: Worker) => workers.push(worker);

/** Letters are read in threads of their own; A and B know the root of the officer, C does not. */
beforeAll(async () => {
  process.on('worker', remember);
  folder = await mkdtemp(join(tmpdir(), 'valija-letters-'));
  officer = await createOfficer(folder);
  world = await createWorld({
    letters: (identifier, options) => {
      const { anchors, revocation } = options;
      if (identifier === C) return createLetters(options);
      return createLetters({
        ...options,
        anchors: [officer.root, ...anchors],
        revocation: { ...revocation, current: () => [...revocation.current(), officer.revocationList] },
      });
    },
  });
});
afterAll(async () => {
  process.off('worker', remember);
  await world.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => {
  world.failures.splice(0);
  world.timestamps.state = 'up';
});

const view = { actor: OFFICER };
const stamp = async (imprint: Buffer) => (await world.a.dependencies.timestamps.stamp(imprint)).token;
const officersLetter = async () => officer.sign(await inventedLetter(), new Date(world.now), stamp);

/** An author's signature field that locks everything, and permits no change at all. */
const certifiedLetter = (): Buffer =>
  smallPdf({
    catalog: '/AcroForm<</Fields[6 0 R]/SigFlags 3>>',
    further: ['<</FT/Sig/T(Author)/Lock<</Type/SigFieldLock/Action/All/P 1>>/V 7 0 R>>', '<</Type/Sig/Filter/Adobe.PPKLite>>'],
  });

interface Journey {
  messageId: string;
  key: string;
  /** What the answer to the submission said. */
  answered: LetterSignature[];
}

async function send(letter: Buffer, request: Record<string, unknown> = {}, options: SubmissionOptions = {}): Promise<Journey> {
  const answer = await submitMessage(
    world.a.dependencies,
    await submission({ files: [await letterPart({ content: letter })], request, ...options }),
  );
  const { messageId } = answer;
  return { messageId, key: messageKey('outbound', A, messageId), answered: answer.letter?.signatures ?? [] };
}

async function received(messageId: string, at: TestGateway = world.b): Promise<{ letter: Buffer; shown: MessageDetail }> {
  const file = await fetchFile(at.dependencies, { ...view, messageId, index: 0 });
  const letter = await buffer(file.stream());
  await file.close();
  return { letter, shown: await showMessage(at.dependencies, { ...view, messageId, direction: 'inbound' }) };
}

const short = (signatures: readonly LetterSignature[]): string[] =>
  signatures.map(({ signer, level, verdict, code }) =>
    [signer?.authority ?? signer?.subject.match(/CN=[^,]*/)?.[0] ?? 'nobody', level ?? '-', verdict, ...(code ? [code] : [])].join(' '),
  );

const OFFICERS = `CN=${OFFICER_NAME} B-T PASSED`;
const OURS = `${A} B-T PASSED`;

describe('a letter that an officer has signed', () => {
  it('goes through octet for octet, and its signer is told at submission, to the sender and to the recipient', async () => {
    const letter = await officersLetter();
    const { messageId, answered } = await send(letter);
    expect(short(answered)).toEqual([OFFICERS]);
    expect(answered[0]).toMatchObject({ coversWholeFile: true, changesAfter: [], stampedTime: expect.any(String) });
    await world.work();
    const theirs = await received(messageId);
    expect(theirs.letter.equals(letter)).toBe(true);
    expect(theirs.shown).toMatchObject({ state: 'consigned', letterSignatures: answered });
    const ours = await showMessage(world.a.dependencies, { ...view, messageId, direction: 'outbound' });
    expect(ours.letterSignatures).toEqual(answered);
    expect(world.failures).toEqual([]);
  });

  it('is not refused where nobody knows the officer’s root: that is reported', async () => {
    const { messageId } = await send(await officersLetter(), { recipient: C });
    await world.work();
    const { shown } = await received(messageId, world.c);
    expect(shown.state).toBe('consigned');
    expect(short(shown.letterSignatures)).toEqual([`CN=${OFFICER_NAME} B-T INDETERMINATE path-not-found`]);
  });

  it('is countersigned when asked for, and both signatures hold', async () => {
    const letter = await officersLetter();
    const { messageId, answered } = await send(letter, { signLetter: true });
    expect(short(answered)).toEqual([OFFICERS]);
    await world.work();
    const theirs = await received(messageId);
    expect(theirs.letter.subarray(0, letter.length).equals(letter)).toBe(true);
    expect(short(theirs.shown.letterSignatures)).toEqual([OFFICERS, OURS]);
    expect(theirs.shown.letterSignatures[0]?.changesAfter).toEqual([{ kind: 'signature', harmless: true }]);
    expect(pdfsigVerdicts(theirs.letter)).toEqual(['Signature is Valid.', 'Signature is Valid.']);
  });

  it('is refused at submission when we are asked to sign and it forbids that, and goes through untouched otherwise', async () => {
    const letter = certifiedLetter();
    await expect(send(letter, { signLetter: true })).rejects.toMatchObject({
      code: 'letter-signing-forbidden',
      disposition: 'refuse',
      faults: [{ code: 'letter-signing-forbidden', pointer: 'part:letter' }],
    });
    const { messageId } = await send(letter);
    await world.work();
    expect((await received(messageId)).letter.equals(letter)).toBe(true);
  });

  it('is reported as changed when it was, and still goes through', async () => {
    const letter = await officersLetter();
    const at = letter.indexOf('/MediaBox') + 1;
    letter.writeUInt8(letter.readUInt8(at) ^ 1, at);
    const { messageId, answered } = await send(letter);
    expect(answered).toMatchObject([{ verdict: 'FAILED', subIndication: 'HASH_FAILURE' }]);
    await world.work();
    expect((await received(messageId)).shown).toMatchObject({ state: 'consigned', letterSignatures: answered });
  });
});

describe('a letter that nobody has signed', () => {
  it('goes through octet for octet when nothing is asked for', async () => {
    const { messageId, answered } = await send(await inventedLetter());
    await world.work();
    const { letter, shown } = await received(messageId);
    expect(letter.equals(await inventedLetter())).toBe(true);
    expect([answered, shown.letterSignatures]).toEqual([[], []]);
  });

  it('is signed B-T by our seal when that is asked for, and its earlier blob goes', async () => {
    const { messageId, key, answered } = await send(await inventedLetter(), { signLetter: true });
    const before = await world.a.dependencies.ledger.list('blobs', { index: 'byMessage', equals: key, limit: 100 });
    expect(answered).toEqual([]);
    await world.work();
    const { letter, shown } = await received(messageId);
    expect(letter.subarray(0, (await inventedLetter()).length).equals(await inventedLetter())).toBe(true);
    expect(short(shown.letterSignatures)).toEqual([OURS]);
    expect(pdfsigVerdicts(letter)).toEqual(['Signature is Valid.']);
    const ours = await showMessage(world.a.dependencies, { ...view, messageId, direction: 'outbound' });
    expect(ours.letterSignatures).toEqual(shown.letterSignatures);
    expect(ours.files[0]?.sha256).toBe(shown.files[0]?.sha256);
    const after = await world.a.dependencies.ledger.list('blobs', { index: 'byMessage', equals: key, limit: 100 });
    expect(after.map((row) => row.key).filter((id) => before.some((row) => row.key === id))).toEqual([]);
  });

  it('waits for its time-stamp as the package does, and goes as B-B when the patience is over', async () => {
    world.timestamps.state = 'down';
    const { messageId, key } = await send(await inventedLetter(), { signLetter: true, lane: 'ordinary' });
    await world.work({ only: ['prepare'] });
    expect(world.failures).toMatchObject([{ kind: 'prepare', code: 'timestamp-unreachable', disposition: 'wait' }]);
    expect((await messageAt(world.a, key)).step).toBe('submitted');
    await world.advance(11 * MINUTE);
    const { letter, shown } = await received(messageId);
    expect(short(shown.letterSignatures)).toEqual([`${A} B-B PASSED`]);
    expect(shown.unstamped).toBe(true);
    expect(pdfsigVerdicts(letter)).toEqual(['Signature is Valid.']);
  });

  it('whose thread is killed while it is signed is signed again, and enters the package once', async () => {
    const { dependencies } = world.a;
    const { timestamps } = dependencies;
    world.a.dependencies = {
      ...dependencies,
      timestamps: {
        stamp: async (imprint) => {
          world.a.dependencies = dependencies;
          await Promise.all(workers.splice(0).map((worker) => worker.terminate()));
          return timestamps.stamp(imprint);
        },
      },
    };
    const { messageId, key } = await send(await inventedLetter(), { signLetter: true });
    await world.work({ only: ['prepare'] });
    expect(world.failures).toMatchObject([{ kind: 'prepare', code: 'letter-thread-lost', disposition: 'retry' }]);
    expect(await evidenceAt(world.a, key)).toEqual([]);
    await world.advance(MINUTE);
    expect(short((await received(messageId)).shown.letterSignatures)).toEqual([OURS]);
    await expectNothingLeftOver();
  });

  it('that was signed by an attempt which could not commit is signed anew from what was submitted', async () => {
    const { dependencies } = world.a;
    const { messageId } = await send(await inventedLetter(), { signLetter: true });
    let refused = 0;
    const ledger = withCommit(dependencies.ledger, async (change) => {
      if (change.rows?.some(({ table }) => table === 'envelopes') === true && refused < 2) {
        refused += 1;
        throw new StoreError('store-failure', 'the disk of the test', { disposition: 'retry' });
      }
      await dependencies.ledger.commit(change);
    });
    world.a.dependencies = { ...dependencies, ledger };
    await world.work({ only: ['prepare'] });
    await world.advance(MINUTE);
    await world.advance(MINUTE);
    world.a.dependencies = dependencies;
    await world.work();
    expect(refused).toBe(2);
    const { letter, shown } = await received(messageId);
    expect(short(shown.letterSignatures)).toEqual([OURS]);
    expect(pdfsigVerdicts(letter)).toEqual(['Signature is Valid.']);
    await expectNothingLeftOver();
  });
});

/** No work, and no file that belongs to nothing but what a sweep takes. */
async function expectNothingLeftOver(): Promise<void> {
  expect((await jobsAt(world.a)).map(({ kind }) => kind).filter((kind) => kind === 'prepare')).toEqual([]);
  const { ledger, blobs } = world.a.dependencies;
  await blobs.sweep(new Date(Date.now() + 24 * 60 * MINUTE), new Set());
  for (const file of await blobFiles(world, world.a)) expect(await ledger.get('blobs', file), file).toBeDefined();
}

describe('the same submission again', () => {
  it('gets the same answer, signers included, also when the letter has been signed meanwhile', async () => {
    const letter = await officersLetter();
    const files = async () => ({ files: [await letterPart({ content: letter })], key: 'letter-again', request: { signLetter: true } });
    const first = await submitMessage(world.a.dependencies, await submission(await files()));
    const second = await submitMessage(world.a.dependencies, await submission(await files()));
    await world.work();
    const third = await submitMessage(world.a.dependencies, await submission(await files()));
    expect(second).toEqual({ ...first, replayed: true });
    expect(third).toEqual({ ...first, replayed: true });
    expect(short(third.letter?.signatures ?? [])).toEqual([OFFICERS]);
  });

  it('is another one when it asks for a signature and the first did not', async () => {
    const files = async () => [await letterPart()];
    await submitMessage(world.a.dependencies, await submission({ key: 'letter-asked', files: await files() }));
    const asked = await submission({ key: 'letter-asked', files: await files(), request: { signLetter: true } });
    await expect(submitMessage(world.a.dependencies, asked)).rejects.toMatchObject({ code: 'idempotency-key-reused' });
  });
});

it('a letter longer than the recipient examines is consigned, and that is told', async () => {
  const document = await PDFDocument.create();
  document.addPage();
  // Random octets, so that nothing is compressed away.
  await document.attach(randomBytes(1_300_000), 'invented.bin', {});
  const { messageId } = await send(Buffer.from(await document.save()));
  const { dependencies } = world.b;
  world.b.dependencies = { ...dependencies, settings: { ...dependencies.settings, maximumLetterLength: 1_000 } };
  await world.work();
  world.b.dependencies = dependencies;
  expect((await received(messageId)).shown).toMatchObject({ state: 'consigned', letterSignatures: [], letterProblem: 'letter-too-large' });
});

it('names of signers stay out of ledger columns, evidence, jobs and events', async () => {
  const { messageId, key } = await send(await officersLetter(), { signLetter: true });
  await world.work();
  for (const [gateway, place] of [
    [world.a, key],
    [world.b, inboundKey(world.a, messageId)],
  ] as const) {
    const { ledger } = gateway.dependencies;
    const seen = JSON.stringify([
      await messageAt(gateway, place),
      await ledger.list('idempotency', { index: 'byAge', equals: 'all', limit: 1_000 }),
      await ledger.list('evidence', { index: 'byMessage', equals: place, limit: 100 }),
      await jobsAt(gateway),
      gateway.events,
    ]);
    expect(seen).toContain(messageId);
    for (const name of OFFICER_NAME.split(' ')) expect(seen).not.toContain(name);
  }
});
