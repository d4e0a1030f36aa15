import { createHash, randomBytes } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../../../gateway/error.ts';
import { fetchFile } from '../../../gateway/operations/content.ts';
import { showMessage } from '../../../gateway/operations/show-message.ts';
import { submitMessage } from '../../../gateway/outbound/submit.ts';
import { purgeMessage } from '../../../gateway/retention/purge-message.ts';
import { appendToUpload } from '../../../gateway/uploads/append-upload.ts';
import { dropExpiredUploads, dropUpload } from '../../../gateway/uploads/drop-upload.ts';
import { findUpload } from '../../../gateway/uploads/find-upload.ts';
import { openUpload } from '../../../gateway/uploads/open-upload.ts';
import type { ClientQuota } from '../../../gateway/uploads/quota.ts';
import { listUploads, type UploadState } from '../../../gateway/uploads/upload-state.ts';
import { messageKey } from '../../../store/contracts/records.ts';
import { evidenceAt, messageAt } from '../../support/flow-views.ts';
import { annexPart, inboundKey, inventedLetter, letterPart, OFFICER, OPERATOR, SYSTEM, submission } from '../../support/submissions.ts';
import { blobFiles, traces } from '../../support/traces.ts';
import { createWorld, type World } from '../../support/two-gateways.ts';

const CHUNK = 65_536;
const QUOTA: ClientQuota = { uploads: 5, uploadOctets: 4_000_000, messageLength: 1_500_000 };

let world: World;
beforeAll(async () => {
  world = await createWorld({ settings: { maximumPackageLength: 2_000_000, maximumLetterLength: 400_000 } });
});
afterAll(() => world.close());

const here = () => world.a.dependencies;
const caught = (work: Promise<unknown>) => work.then(() => 'nothing', codeOf);
const open = (length: number, given: { key?: string; actor?: typeof SYSTEM | typeof OFFICER; quota?: Partial<ClientQuota> } = {}) =>
  opened(here(), { actor: given.actor ?? SYSTEM, length, idempotencyKey: given.key, quota: { ...QUOTA, ...given.quota } });
async function opened(...request: Parameters<typeof openUpload>): Promise<UploadState> {
  return findUpload(request[0], { actor: request[1].actor, upload: await openUpload(...request) });
}

const append = (upload: string, offset: number, octets: Buffer | AsyncIterable<Buffer>, wholeOrNothing = false) =>
  appendToUpload(here(), {
    actor: SYSTEM,
    upload,
    offset,
    content: Buffer.isBuffer(octets) ? inPieces(octets) : octets,
    wholeOrNothing,
  });
const find = (upload: string) => findUpload(here(), { actor: SYSTEM, upload });

async function* inPieces(octets: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < octets.length; at += 30_000) yield octets.subarray(at, at + 30_000);
}

async function uploaded(content: Buffer): Promise<UploadState> {
  const { upload } = await open(content.length);
  return append(upload, 0, content);
}

const digestOf = (content: Buffer) => createHash('sha256').update(content).digest('hex');

async function forgetAll(): Promise<void> {
  for (const upload of await listUploads(here(), { actor: SYSTEM })) await dropUpload(here(), { actor: SYSTEM, upload });
}

describe('an upload', () => {
  it('takes up where it stands, over interruptions and restarts', async () => {
    const content = randomBytes(300_000);
    const { upload } = await open(content.length, { key: 'one' });
    const broken = (async function* () {
      yield content.subarray(0, 200_000);
      throw new Error('the line broke');
    })();
    await expect(append(upload, 0, broken)).rejects.toThrow('the line broke');
    await world.a.restart();
    const { offset } = await open(content.length, { key: 'one' });
    expect(offset).toBe(3 * CHUNK);
    expect(await caught(append(upload, offset + 1, content.subarray(offset + 1)))).toBe('conflict');
    const state = await append(upload, offset, content.subarray(offset));
    expect(state).toMatchObject({ upload, length: content.length, offset: content.length, sha256: digestOf(content) });
    expect(await find(upload)).toEqual(state);
    expect(await append(upload, content.length, Buffer.alloc(0))).toEqual(state);
    await forgetAll();
  });

  it('ends with the right digest whatever came when, and however it was cut off', async () => {
    const cut = fc.record({
      octets: fc.integer({ min: 0, max: 200_000 }),
      how: fc.constantFrom('ends', 'breaks', 'restart', 'altered'),
    });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 500_000 }), fc.array(cut, { maxLength: 5 }), async (length, cuts) => {
        const content = randomBytes(length);
        const { upload } = await open(length);
        for (const { octets, how } of cuts) {
          const { offset } = await find(upload);
          const piece = content.subarray(offset, offset + octets);
          const broken = (async function* () {
            yield how === 'altered' ? Buffer.alloc(piece.length, 7) : piece;
            if (how !== 'ends' && how !== 'restart') throw new Error('broken');
          })();
          await append(upload, offset, broken, how === 'altered').catch(() => undefined);
          if (how === 'altered') expect((await find(upload)).offset).toBe(offset);
          if (how === 'restart') await world.a.restart();
        }
        const { offset } = await find(upload);
        await append(upload, offset, content.subarray(offset));
        expect(await find(upload)).toMatchObject({ offset: length, sha256: digestOf(content) });
        await dropUpload(here(), { actor: SYSTEM, upload });
      }),
      { numRuns: 30 },
    );
  });

  it('forgets octets that were to be compared when the process ended before', async () => {
    const content = randomBytes(300_000);
    const { upload } = await open(content.length);
    await append(upload, 0, content.subarray(0, CHUNK));
    const row = await here().ledger.get('uploads', upload);
    if (row === undefined) throw new Error('no row');
    // As a crash leaves it: the row says that what follows has not been compared.
    await here().ledger.commit({
      rows: [{ table: 'uploads', key: upload, expect: row.version, value: { ...row.value, unverifiedFrom: 0 } }],
    });
    expect((await find(upload)).offset).toBe(0);
    expect((await here().ledger.get('uploads', upload))?.value.unverifiedFrom).toBeUndefined();
    await forgetAll();
  });

  it('refuses more than was announced, and steps that lead nowhere', async () => {
    const { upload } = await open(200_000);
    expect(await caught(append(upload, 0, randomBytes(200_001)))).toBe('content-length-mismatch');
    const { offset } = await find(upload);
    expect(await caught(append(upload, offset, randomBytes(100)))).toBe('upload-step-too-small');
    await forgetAll();
  });

  it('exists for its client alone', async () => {
    const { upload } = await open(100_000, { key: 'mine' });
    const other = await open(100_000, { key: 'mine', actor: OFFICER });
    expect(other.upload).not.toBe(upload);
    for (const use of [
      findUpload(here(), { actor: OFFICER, upload }),
      dropUpload(here(), { actor: OFFICER, upload }),
      appendToUpload(here(), { actor: OFFICER, upload, offset: 0, content: inPieces(randomBytes(10)) }),
      find('00'.repeat(16)),
    ]) {
      expect(await caught(use)).toBe('upload-unknown');
    }
    expect(await caught(findUpload(here(), { actor: OPERATOR, upload }))).toBe('actor-not-allowed');
    expect(await listUploads(here(), { actor: OFFICER })).toEqual([other.upload]);
    await dropUpload(here(), { actor: OFFICER, upload: other.upload });
    await forgetAll();
  });

  it('is refused with all that a client may not have, and leaves nothing then', async () => {
    const before = await traces(world, world.a);
    expect(await caught(open(QUOTA.messageLength + 1))).toBe('submission-too-large');
    expect(await caught(open(1_000, { quota: { uploadOctets: 999 } }))).toBe('upload-quota-exceeded');
    expect(await caught(open(1_000, { quota: { uploads: 0 } }))).toBe('upload-quota-exceeded');
    expect(await caught(open(1_000, { key: 'with a space' }))).toBe('idempotency-key-missing');
    expect(await traces(world, world.a)).toEqual(before);
    await open(1_000, { key: 'again' });
    expect(await caught(open(1_001, { key: 'again' }))).toBe('idempotency-key-reused');
    await forgetAll();
    expect(await traces(world, world.a)).toEqual(before);
  });

  it('is refused before its first octet when the disk has no room beside what was promised before', async () => {
    const length = 1_200_000;
    const { diskReserve } = here().settings;
    const withFree = (octets: number) => {
      const blobs = new Proxy(here().blobs, {
        get: (target, name) => {
          if (name === 'freeSpace') return async () => octets;
          const member: unknown = Reflect.get(target, name);
          return typeof member === 'function' ? member.bind(target) : member;
        },
      });
      return { ...here(), blobs };
    };
    const openedWith = (octets: number) => openUpload(withFree(octets), { actor: SYSTEM, length, idempotencyKey: undefined, quota: QUOTA });
    expect(await caught(openedWith(diskReserve + 2 * length - 1))).toBe('storage-full');
    await openedWith(diskReserve + 2 * length);
    expect(await caught(openedWith(diskReserve + 4 * length - 1))).toBe('storage-full');
    await openedWith(diskReserve + 4 * length);
    await forgetAll();
  });

  it('goes when nobody has used it in time, with its file', async () => {
    const before = await blobFiles(world, world.a);
    const { expiresAt } = await uploaded(randomBytes(100_000));
    await open(10);
    expect(await dropExpiredUploads(here(), new Date(Date.parse(expiresAt) - 1_000))).toBe(0);
    expect(await dropExpiredUploads(here(), new Date(Date.parse(expiresAt)))).toBe(2);
    expect(await blobFiles(world, world.a)).toEqual(before);
  });
});

describe('a submission that names uploads', () => {
  const annex = randomBytes(700_000);
  const reference = (upload: string, role: string, name: string, more: object = {}) => ({ upload, role, name, ...more });

  it('takes them over without a copy, and the recipient gets their octets', async () => {
    const before = await blobFiles(world, world.a);
    const letter = await uploaded(await inventedLetter());
    const { upload } = await uploaded(annex);
    const files = [
      reference(letter.upload, 'letter', 'carta.pdf', { mediaType: 'application/pdf', language: 'es' }),
      reference(upload, 'annex', 'video.bin'),
    ];
    const { messageId } = await submitMessage(here(), await submission({ request: { files }, files: [] }));
    // Both files; the particulars are small enough for the ledger.
    expect((await blobFiles(world, world.a)).length).toBe(before.length + 2);
    expect(await listUploads(here(), { actor: SYSTEM })).toEqual([]);
    await world.work();
    const key = inboundKey(world.a, messageId);
    expect((await messageAt(world.b, key)).state).toBe('consigned');
    const shown = await showMessage(world.b.dependencies, { actor: SYSTEM, messageId, direction: 'inbound' });
    expect(shown.files).toMatchObject([
      { name: 'carta.pdf', role: 'letter', language: 'es', mediaType: 'application/pdf' },
      { name: 'video.bin', role: 'annex', mediaType: 'application/octet-stream', size: annex.length, sha256: digestOf(annex) },
    ]);
    const content = await fetchFile(world.b.dependencies, { actor: SYSTEM, messageId, index: 1 });
    expect((await buffer(content.stream())).equals(annex)).toBe(true);
    await content.close();
    await purgeMessage(here(), messageKey('outbound', world.a.identifier, messageId));
    expect((await blobFiles(world, world.a)).length).toBe(before.length);
  });

  it('may have its letter signed, beside parts', async () => {
    const letter = await uploaded(await inventedLetter());
    const files = [reference(letter.upload, 'letter', 'carta.pdf', { mediaType: 'application/pdf' })];
    const request = { files, signLetter: true };
    const { messageId } = await submitMessage(here(), await submission({ request, files: [annexPart()] }));
    await world.work();
    expect(world.failures).toEqual([]);
    const shown = await showMessage(world.b.dependencies, { actor: SYSTEM, messageId, direction: 'inbound' });
    expect(shown.files.map(({ role }) => role)).toEqual(['annex', 'letter']);
    expect(shown.letterSignatures.length).toBe(1);
    expect((await evidenceAt(world.a, messageKey('outbound', world.a.identifier, messageId))).map(({ event }) => event)).toContain(
      'ContentConsignment',
    );
  });

  it('is the same submission whichever way its files came, and however its JSON is written', async () => {
    const key = 'any-way';
    const parts = async () => [await letterPart(), annexPart({ fileName: 'video.bin', content: annex })];
    const first = await submitMessage(
      here(),
      await submission({ key, request: { files: [{ name: 'video.bin', language: 'pt' }] }, files: await parts() }),
    );
    const { upload } = await uploaded(annex);
    const described = reference(upload, 'annex', 'video.bin', { language: 'pt' });
    const again = await submitMessage(
      here(),
      await submission({ key, request: { lane: undefined, files: [described] }, files: [await letterPart()] }),
    );
    expect(again).toMatchObject({ messageId: first.messageId, replayed: true });
    // Nothing was taken over: the message has its own.
    expect(await listUploads(here(), { actor: SYSTEM })).toEqual([upload]);
    const otherWay = Buffer.from(
      `{ "files": [ {"language":"pt", "name":"video.bin"} ],\n "subject": "Asunto inventado", "recipient": "${world.b.identifier}" }`,
    );
    expect(await submitMessage(here(), await submission({ key, request: otherWay, files: await parts() }))).toMatchObject({
      replayed: true,
    });
    await forgetAll();
    const other = await uploaded(randomBytes(annex.length));
    const changed = reference(other.upload, 'annex', 'video.bin', { language: 'pt' });
    expect(await caught(submitMessage(here(), await submission({ key, request: { files: [changed] }, files: [await letterPart()] })))).toBe(
      'idempotency-key-reused',
    );
    await forgetAll();
  });

  it('is answered again when its uploads are uploads no longer, and makes one message of many at once', async () => {
    const { upload } = await uploaded(annex);
    const request = { files: [reference(upload, 'annex', 'video.bin')] };
    const submitted = async () => submitMessage(here(), await submission({ key: 'gone', request, files: [await letterPart()] }));
    const answers = await Promise.all(Array.from({ length: 5 }, submitted));
    expect(new Set(answers.map(({ messageId }) => messageId)).size).toBe(1);
    expect(await submitted()).toMatchObject({ messageId: answers[0]?.messageId, replayed: true });
    const more = { ...request, subject: 'otro asunto' };
    expect(await caught(submitMessage(here(), await submission({ key: 'gone', request: more, files: [await letterPart()] })))).toBe(
      'idempotency-key-reused',
    );
    expect(await caught(submitMessage(here(), await submission({ request, files: [await letterPart()] })))).toBe('upload-unknown');
  });

  it('tells every fault with its place, and leaves the uploads as they were', async () => {
    const unfinished = await open(100_000);
    const finished = await uploaded(randomBytes(1_000));
    const others = await opened(here(), { actor: OFFICER, length: 0, idempotencyKey: undefined, quota: QUOTA });
    const before = await traces(world, world.a);
    const faultsOf = async (files: object[], parts = [annexPart()]) =>
      submitMessage(here(), await submission({ request: { files }, files: parts })).then(
        () => [],
        (error: { faults: { code: string; pointer?: string }[] }) => error.faults.map(({ code, pointer }) => `${code} ${pointer}`),
      );
    expect(
      await faultsOf([
        reference(unfinished.upload, 'letter', 'carta.pdf'),
        reference(others.upload, 'annex', 'ajeno.bin'),
        reference(finished.upload, 'annex', 'anexo 1.bin'),
        reference(finished.upload, 'annex', 'dos veces.bin'),
        { name: 'sin papel.bin', upload: finished.upload },
        { name: 'anexo 1.bin', role: 'annex' },
      ]),
    ).toEqual([
      'submission-invalid /files/4/role',
      'submission-invalid /files/5/role',
      'upload-incomplete /files/0/upload',
      'upload-unknown /files/1/upload',
      'file-name-repeated /files/2',
      'submission-invalid /files/3',
    ]);
    expect(await faultsOf([reference(finished.upload, 'letter', 'carta.pdf')])).toEqual(['letter-not-pdf /files/0']);
    expect(await faultsOf([reference(finished.upload, 'letter', 'otra.pdf')], [await letterPart()])).toContain(
      'letter-missing part:letter',
    );
    expect(await traces(world, world.a)).toEqual(before);
    await forgetAll();
    await dropUpload(here(), { actor: OFFICER, upload: others.upload });
  });

  it('is refused when it is longer than the client may send, parts and uploads together', async () => {
    const { upload } = await uploaded(annex);
    const files = [reference(upload, 'annex', 'video.bin')];
    const given = async () => submission({ request: { files }, files: [await letterPart(), annexPart({ content: randomBytes(400_000) })] });
    expect(await caught(submitMessage(here(), { ...(await given()), maximumLength: 1_000_000 }))).toBe('submission-too-large');
    const { messageId } = await submitMessage(here(), { ...(await given()), maximumLength: 1_200_000 });
    expect(messageId).toMatch(/^[0-9a-f-]{36}$/);
  });
});
