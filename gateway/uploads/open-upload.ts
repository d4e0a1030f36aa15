import { createHash } from 'node:crypto';
import type { Row } from '../../store/contracts/ledger.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { GatewayError } from '../error.ts';
import { type Actor, requireActor } from '../operations/actor.ts';
import { requireRoom } from '../resumable/room.ts';
import { commit, isVersionConflict } from '../unit-of-work.ts';
import { type ClientQuota, requireQuota } from './quota.ts';
import { uploadsOf } from './upload-state.ts';

const IDENTIFIER_LENGTH = 16;

/**
 * Opens an upload of a length that is known beforehand, and tells its identifier; with an idempotency key, opening it again finds the same
 * one, wherever that stands. Quota and room are
 * asked before the first octet. GatewayError `submission-too-large`, `upload-quota-exceeded`, `storage-full`, `idempotency-key-missing`
 * (malformed), `idempotency-key-reused` with another length.
 */
export async function openUpload(
  dependencies: GatewayDependencies,
  request: { actor: Actor; length: number; idempotencyKey: string | undefined; quota: ClientQuota },
): Promise<string> {
  const { actor, length, quota } = request;
  requireActor(actor, ['system', 'officer']);
  const upload = identifierOf(dependencies, request);
  const existing = await dependencies.ledger.get('uploads', upload);
  if (existing !== undefined) return openedBefore(existing, request);
  const others = await uploadsOf(dependencies, actor);
  requireQuota(
    quota,
    others.map(({ value }) => value),
    length,
  );
  await requireRoom(dependencies, length);
  const now = dependencies.clock.now();
  const wrappedKey = dependencies.blobs.newWrappedKey();
  const writer = await dependencies.blobs.createResumable({ wrappedKey, messageKey: `upload/${upload}`, now });
  await writer.suspend();
  const expiresAt = new Date(now.getTime() + dependencies.settings.uploadLifetime).toISOString();
  const value = { actor: actor.id, length, blobId: writer.blobId, wrappedKey, createdAt: now.toISOString(), expiresAt };
  try {
    await commit(dependencies, { rows: [{ table: 'uploads', key: upload, expect: 0, value }] });
  } catch (error) {
    if (!isVersionConflict(error)) throw error;
    await dependencies.blobs.remove(writer.blobId);
    const winner = await dependencies.ledger.get('uploads', upload);
    if (winner === undefined) throw error;
    return openedBefore(winner, request);
  }
  return upload;
}

function openedBefore({ key, value }: Row<'uploads'>, { length }: { length: number }): string {
  if (value.length !== length) throw new GatewayError('idempotency-key-reused', 'this key was used for an upload of another length');
  return key;
}

/** Random, or made from client and key, so that whoever lost the answer gets it again. */
function identifierOf(
  { randomBytes }: GatewayDependencies,
  { actor, idempotencyKey: key }: { actor: Actor; idempotencyKey: string | undefined },
): string {
  if (key === undefined) return randomBytes(IDENTIFIER_LENGTH).toString('hex');
  if (!/^[\x21-\x7e]{1,128}$/.test(key)) throw new GatewayError('idempotency-key-missing', 'a key has 1 to 128 visible ASCII characters');
  const digest = createHash('sha256')
    .update(`valija/upload/1\n${encodeURIComponent(actor.id)}/${key}`)
    .digest('hex');
  return digest.slice(0, 2 * IDENTIFIER_LENGTH);
}
