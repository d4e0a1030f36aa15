import type { Row } from '../../store/contracts/ledger.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { GatewayError } from '../error.ts';
import { type Actor, requireActor } from '../operations/actor.ts';
import { durableOffset, isLost, type ResumableContent, rewindContent } from '../resumable/append-content.ts';
import { commit } from '../unit-of-work.ts';

/** An upload as its client sees it. Offsets count octets that are durable. */
export interface UploadState {
  upload: string;
  length: number;
  offset: number;
  createdAt: string;
  expiresAt: string;
  /** Octets are coming in at this moment; `offset` then counts those that have come. */
  underWay?: true;
  /** Of the whole content, lowercase hexadecimal; there once all of it is. */
  sha256?: string;
}

/** Most uploads told at once: above what anybody is allowed. */
const MAXIMUM_LISTED = 1_000;

/** Identifiers of the uploads of a client that no message has taken over, the oldest first. */
export async function listUploads(dependencies: GatewayDependencies, { actor }: { actor: Actor }): Promise<string[]> {
  requireActor(actor, ['system', 'officer']);
  return (await uploadsOf(dependencies, actor)).map(({ key }) => key);
}

/** Where an upload stands. GatewayError `upload-unknown`, also for one of another client. */
export async function showUpload(dependencies: GatewayDependencies, query: { actor: Actor; upload: string }): Promise<UploadState> {
  requireActor(query.actor, ['system', 'officer']);
  return stateOf(dependencies, await settledUpload(dependencies, query));
}

/** How far octets have come that are coming in now, without disturbing them; undefined when none are. */
export async function arrivingUpload(
  dependencies: GatewayDependencies,
  { actor, upload }: { actor: Actor; upload: string },
): Promise<UploadState | undefined> {
  requireActor(actor, ['system', 'officer']);
  const row = await dependencies.ledger.get('uploads', upload);
  return row?.value.actor === actor.id ? arrivingState(dependencies, row) : undefined;
}

function arrivingState(dependencies: GatewayDependencies, { key, value }: Row<'uploads'>): UploadState | undefined {
  const progress = dependencies.progress.of('upload', key);
  if (progress === undefined) return undefined;
  const { length, createdAt, expiresAt } = value;
  return { upload: key, length, offset: progress.done, createdAt, expiresAt, underWay: true };
}

/** The rows of a client's uploads. */
export function uploadsOf({ ledger }: Pick<GatewayDependencies, 'ledger'>, { id }: Actor) {
  return ledger.list('uploads', { index: 'byActor', equals: id, limit: MAXIMUM_LISTED });
}

/** The row of an upload, without octets that nobody has compared with their checksum. GatewayError `upload-unknown`. */
export async function settledUpload(
  dependencies: GatewayDependencies,
  { actor, upload }: { actor: Actor; upload: string },
): Promise<Row<'uploads'>> {
  const row = await dependencies.ledger.get('uploads', upload);
  if (row === undefined || row.value.actor !== actor.id) throw unknownUpload();
  const { unverifiedFrom, ...value } = row.value;
  if (unverifiedFrom === undefined) return row;
  await rewindContent(dependencies, contentOf(row), unverifiedFrom);
  await commit(dependencies, { rows: [{ table: 'uploads', key: row.key, expect: row.version, value }] });
  return { ...row, version: row.version + 1, value };
}

/** Where the content of an upload is kept. */
export function contentOf({ key, value }: Row<'uploads'>): ResumableContent {
  const { blobId, wrappedKey, length } = value;
  return { blobId, wrappedKey, length, messageKey: `upload/${key}` };
}

export async function stateOf(dependencies: GatewayDependencies, row: Row<'uploads'>): Promise<UploadState> {
  const { length, finished, createdAt, expiresAt } = row.value;
  const state = { upload: row.key, length, createdAt, expiresAt };
  if (finished !== undefined) return { ...state, offset: length, sha256: finished.sha256 };
  try {
    return { ...state, offset: await durableOffset(dependencies, contentOf(row)) };
  } catch (error) {
    if (isLost(error)) throw unknownUpload(error);
    throw error;
  }
}

export function unknownUpload(cause?: unknown): GatewayError {
  return new GatewayError('upload-unknown', 'no such upload', cause === undefined ? {} : { cause });
}
