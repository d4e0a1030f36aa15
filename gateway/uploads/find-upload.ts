import type { GatewayDependencies } from '../dependencies.ts';
import type { Actor } from '../operations/actor.ts';
import { appendToUpload } from './append-upload.ts';
import { showUpload, type UploadState } from './upload-state.ts';

/**
 * Where an upload goes on. One whose last octets came just before the process ended is finished now, which reads it once: its client, which
 * sees that everything is there, would send nothing more. GatewayError `upload-unknown`, also for one of another client.
 */
export async function findUpload(dependencies: GatewayDependencies, query: { actor: Actor; upload: string }): Promise<UploadState> {
  const state = await showUpload(dependencies, query);
  if (state.sha256 !== undefined || state.offset < state.length) return state;
  return appendToUpload(dependencies, { ...query, offset: state.offset, content: nothing() });
}

async function* nothing(): AsyncGenerator<Buffer> {}
