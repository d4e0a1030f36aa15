import type { ResumableBlobReceipt } from '../../store/contracts/blobs.ts';
import type { Row } from '../../store/contracts/ledger.ts';
import type { UploadRecord } from '../../store/contracts/records.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { GatewayError } from '../error.ts';
import { type Actor, requireActor } from '../operations/actor.ts';
import { type Arrival, appendContent, isLost } from '../resumable/append-content.ts';
import { commit } from '../unit-of-work.ts';
import { contentOf, settledUpload, stateOf, type UploadState, unknownUpload } from './upload-state.ts';

/**
 * Appends octets to an upload. With `wholeOrNothing` octets count only when all of them have come and been compared: the row says so before
 * the first is taken, so that a crash in between leaves nothing that nobody compared. GatewayError `upload-unknown`, `conflict` on another
 * offset, `content-length-mismatch`, `upload-step-too-small` when no whole chunk came.
 */
export async function appendToUpload(
  dependencies: GatewayDependencies,
  request: Arrival & { actor: Actor; upload: string },
): Promise<UploadState> {
  requireActor(request.actor, ['system', 'officer']);
  const settled = await settledUpload(dependencies, request);
  if (settled.value.finished !== undefined) return stateOf(dependencies, settled);
  const row = request.wholeOrNothing === true ? await markUnverified(dependencies, settled, request.offset) : settled;
  const work = { step: 'upload', subject: row.key, total: row.value.length, start: request.offset } as const;
  const arrival = { ...request, content: dependencies.progress.over(work, request.content) };
  const { offset, receipt } = await appendContent(dependencies, contentOf(row), arrival).catch((error: unknown) => {
    if (isLost(error)) throw unknownUpload(error);
    throw error;
  });
  const { unverifiedFrom, ...value } = row.value;
  const finished = receipt === undefined ? undefined : finishedBy(receipt);
  if (finished !== undefined || unverifiedFrom !== undefined) {
    const after = finished === undefined ? value : { ...value, finished };
    await commit(dependencies, { rows: [{ table: 'uploads', key: row.key, expect: row.version, value: after }] });
  }
  if (offset === request.offset && finished === undefined) throw tooSmall();
  const { length, createdAt, expiresAt } = row.value;
  return { upload: row.key, length, offset, createdAt, expiresAt, ...(finished === undefined ? {} : { sha256: finished.sha256 }) };
}

async function markUnverified(dependencies: GatewayDependencies, row: Row<'uploads'>, offset: number): Promise<Row<'uploads'>> {
  const value = { ...row.value, unverifiedFrom: offset };
  await commit(dependencies, { rows: [{ table: 'uploads', key: row.key, expect: row.version, value }] });
  return { ...row, version: row.version + 1, value };
}

function finishedBy({ sha256, crc32, row }: ResumableBlobReceipt): NonNullable<UploadRecord['finished']> {
  if (row.table !== 'blobs' || row.value === null) throw new TypeError('a receipt of something else than a blob');
  return { sha256: sha256.toString('hex'), crc32, formatVersion: row.value.formatVersion };
}

/** Whoever goes on from the same offset again and again would never come to an end. */
function tooSmall(): GatewayError {
  return new GatewayError('upload-step-too-small', 'octets count by whole chunks of 64 KiB, but for the last');
}
