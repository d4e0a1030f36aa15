import type { Row } from '../../store/contracts/ledger.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { type Actor, requireActor } from '../operations/actor.ts';
import { everyRow } from '../resumable/every-row.ts';
import { commit } from '../unit-of-work.ts';
import { unknownUpload } from './upload-state.ts';

/** Ends an upload and forgets what came of it. GatewayError `upload-unknown`. */
export async function dropUpload(dependencies: GatewayDependencies, { actor, upload }: { actor: Actor; upload: string }): Promise<void> {
  requireActor(actor, ['system', 'officer']);
  const row = await dependencies.ledger.get('uploads', upload);
  if (row === undefined || row.value.actor !== actor.id) throw unknownUpload();
  await forget(dependencies, row);
}

/** Removes uploads that no message has taken over in time; returns how many. */
export async function dropExpiredUploads(dependencies: GatewayDependencies, now: Date): Promise<number> {
  const rows = await everyRow(dependencies.ledger, 'uploads');
  const expired = rows.filter(({ value }) => Date.parse(value.expiresAt) <= now.getTime());
  for (const row of expired) await forget(dependencies, row);
  return expired.length;
}

/** The row first: a crash in between leaves a file without any row, which is swept. */
async function forget(dependencies: GatewayDependencies, row: Row<'uploads'>): Promise<void> {
  await commit(dependencies, { rows: [{ table: 'uploads', key: row.key, expect: row.version, value: null }] });
  await dependencies.blobs.remove(row.value.blobId);
}
