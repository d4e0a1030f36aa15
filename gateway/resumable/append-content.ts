import type { ResumableBlobReceipt } from '../../store/contracts/blobs.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { codeOf, GatewayError } from '../error.ts';

/** Content of known length on its way into the store, in any number of goes. */
export interface ResumableContent {
  blobId: string;
  wrappedKey: string;
  messageKey: string;
  /** Octets, as announced before the first one. */
  length: number;
}

export interface Arrival {
  offset: number;
  content: AsyncIterable<Buffer>;
  /** All that `content` yields counts, or nothing of it: for octets that come with a checksum. */
  wholeOrNothing?: boolean;
}

/** Up to where the content is durable now, and its receipt once all of it is. */
export interface Progress {
  offset: number;
  receipt?: ResumableBlobReceipt;
}

/**
 * Appends octets at an offset, which must be where the content stands. Whole chunks are durable when this resolves, also when the
 * connection broke in between. GatewayError `conflict` on another offset, `content-length-mismatch` for more octets than announced.
 */
export async function appendContent(
  dependencies: GatewayDependencies,
  resumable: ResumableContent,
  { offset: start, content, wholeOrNothing = false }: Arrival,
): Promise<Progress> {
  const writer = await resume(dependencies, resumable);
  let offset = writer.durableOffset;
  if (start !== offset) {
    await writer.suspend();
    throw new GatewayError('conflict', `the content stands at ${offset}`);
  }
  try {
    for await (const chunk of content) {
      offset += chunk.length;
      if (offset > resumable.length) throw new GatewayError('content-length-mismatch', 'more octets than announced');
      await writer.write(chunk);
    }
  } catch (error) {
    if (wholeOrNothing) await writer.rewind(start).catch(() => undefined);
    else await writer.flush();
    await writer.suspend();
    throw error;
  }
  if (offset === resumable.length) return { offset, receipt: await writer.finish() };
  const durable = await writer.flush();
  await writer.suspend();
  return { offset: durable };
}

/** Up to where the content is durable. */
export async function durableOffset(dependencies: GatewayDependencies, resumable: ResumableContent): Promise<number> {
  const writer = await resume(dependencies, resumable);
  await writer.suspend();
  return writer.durableOffset;
}

/** Forgets everything from an offset on. */
export async function rewindContent(dependencies: GatewayDependencies, resumable: ResumableContent, offset: number): Promise<void> {
  const writer = await resume(dependencies, resumable);
  if (writer.durableOffset > offset) await writer.rewind(offset);
  else await writer.suspend();
}

/** Whether what was there of it is gone, and it has to begin anew. */
export function isLost(error: unknown): boolean {
  return codeOf(error) === 'blob-missing';
}

function resume({ blobs, clock }: GatewayDependencies, { blobId, wrappedKey, messageKey }: ResumableContent) {
  return blobs.resume({ blobId, wrappedKey, messageKey, now: clock.now() });
}
