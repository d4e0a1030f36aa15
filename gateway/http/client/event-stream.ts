import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { StateChange } from '../../operations/changes.ts';

/** A comment this often keeps proxies from cutting a quiet stream, and shows a connection that is gone. */
const HEARTBEAT_MILLISECONDS = 15_000;

/** How soon a client that was cut off should come back (the `retry` field). */
const RETRY_MILLISECONDS = 1_000;

const PAGE = 500;

export interface EventStreamOptions {
  /** Reads on from a position. */
  read: (after: number, limit: number) => Promise<{ epoch: string; changes: StateChange[] }>;
  /** Resolves when there is something after the position, or when the time is over. */
  wait: (after: number, milliseconds: number) => Promise<void>;
  after: number;
  /** Set when the reader's position belongs to another epoch: told first, so that it knows that changes come again. */
  restarted: boolean;
  signal: AbortSignal;
  heartbeatMilliseconds?: number;
}

/**
 * The feed as server-sent events (WHATWG HTML, section 9.2). Every event is read from the ledger by its position and carries it as
 * `id`, so that a reader which comes back with the last `id` it got misses nothing, wherever the connection was cut. A reader that is
 * slower than the feed is waited for: nothing is kept for it in memory. Ends when the signal is aborted.
 */
export async function sendEventStream(response: ServerResponse, options: EventStreamOptions): Promise<void> {
  const { read, wait, signal, heartbeatMilliseconds = HEARTBEAT_MILLISECONDS } = options;
  let { after } = options;
  response.writeHead(200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    // Asks proxies of a common kind not to collect what should be passed on at once.
    'X-Accel-Buffering': 'no',
  });
  const { epoch } = await read(after, 1);
  await write(response, `retry: ${RETRY_MILLISECONDS}\n\n`, signal);
  if (options.restarted) await write(response, eventText({ event: 'restart', id: `${epoch}.0`, data: { epoch } }), signal);
  let wasQuiet = false;
  while (!signal.aborted) {
    const { changes } = await read(after, PAGE);
    if (changes.length === 0) {
      if (wasQuiet) await write(response, ': heartbeat\n\n', signal);
      await wait(after, heartbeatMilliseconds);
      wasQuiet = true;
      continue;
    }
    wasQuiet = false;
    const text = changes.map((change) => eventText({ event: 'change', id: `${epoch}.${change.position}`, data: change })).join('');
    await write(response, text, signal);
    after = changes.at(-1)?.position ?? after;
  }
  response.end();
}

function eventText({ event, id, data }: { event: string; id: string; data: unknown }): string {
  return `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

async function write(response: ServerResponse, text: string, signal: AbortSignal): Promise<void> {
  if (signal.aborted || response.destroyed || response.write(text)) return;
  await once(response, 'drain', { signal }).catch(() => {});
}
