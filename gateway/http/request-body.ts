import type { IncomingMessage } from 'node:http';
import { GatewayError } from '../error.ts';

/**
 * The body of a request as it comes, in pieces as large as have arrived. Throws GatewayError `message-form-invalid` when the request
 * is cut short, and the reason of the signal when it is aborted. Whoever stops reading leaves the request paused, not destroyed: an
 * answer can still be given.
 */
export async function* readBody(request: IncomingMessage, signal?: AbortSignal): AsyncGenerator<Buffer, undefined> {
  let wake = (): void => {};
  let isCutShort = request.destroyed && !request.complete;
  const onChange = (): void => wake();
  const onClose = (): void => {
    isCutShort ||= !request.complete;
    wake();
  };
  request.on('readable', onChange).on('end', onChange).on('close', onClose).on('error', onClose);
  signal?.addEventListener('abort', onChange);
  try {
    for (;;) {
      signal?.throwIfAborted();
      const chunk = request.read() as Buffer | null;
      if (chunk !== null) yield chunk;
      else if (isCutShort) throw new GatewayError('message-form-invalid', 'the request was cut short', { disposition: 'retry' });
      else if (request.readableEnded) return undefined;
      else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  } finally {
    // The listener for errors stays: a connection that breaks later must not end the process.
    request.off('readable', onChange).off('end', onChange).off('close', onClose);
    signal?.removeEventListener('abort', onChange);
  }
}
