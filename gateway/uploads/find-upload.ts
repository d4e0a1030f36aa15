import type { GatewayDependencies } from '../dependencies.ts';
import { type Actor, requireActor } from '../operations/actor.ts';
import { appendToUpload } from './append-upload.ts';
import { settledUpload, stateOf, type UploadState } from './upload-state.ts';

/**
 * Where an upload stands. One whose last octets came just before the process ended is finished now, which reads it once: its client, which
 * sees that everything is there, would send nothing more. GatewayError `upload-unknown`, also for one of another client.
 */
export async function findUpload(dependencies: GatewayDependencies, query: { actor: Actor; upload: string }): Promise<UploadState> {
  requireActor(query.actor, ['system', 'officer']);
  const state = await stateOf(dependencies, await settledUpload(dependencies, query));
  if (state.sha256 !== undefined || state.offset < state.length) return state;
  return appendToUpload(dependencies, { ...query, offset: state.offset, content: nothing() });
}

async function* nothing(): AsyncGenerator<Buffer> {}
