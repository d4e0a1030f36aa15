import type { Response } from 'express';
import type * as z from 'zod';
import type { GatewayDependencies } from '../../dependencies.ts';
import type { Actor } from '../../operations/actor.ts';
import { listChanges, type StateChange } from '../../operations/changes.ts';
import { RequestError } from '../request-error.ts';
import { ChangeWatch } from './change-watch.ts';
import { sendEventStream } from './event-stream.ts';
import type { changesHeaders, changesQuery } from './parameters.ts';

/** Streams that one client may hold open at once. */
const MAXIMUM_STREAMS = 16;
const RETRY_AFTER_SECONDS = 5;

export interface FeedCall {
  response: Response;
  actor: Actor;
  query: z.output<typeof changesQuery>;
  headers: z.output<typeof changesHeaders>;
}

export interface ChangeFeed {
  /** The long poll: resolves with the answer, empty when the time is over or the server stops. */
  poll(call: FeedCall): Promise<{ epoch: string; changes: StateChange[] }>;
  /** The event stream: resolves when it has ended. RequestError 429 `rate-limited` when the client has too many open. */
  stream(call: FeedCall): Promise<void>;
}

/** The change feed of one server; streams and polls end early when `stopping` is aborted. */
export function createChangeFeed(
  dependencies: GatewayDependencies,
  options: { stopping: AbortSignal; heartbeatMilliseconds?: number },
): ChangeFeed {
  const watch = new ChangeWatch(dependencies.ledger);
  const streams = new Map<string, number>();
  const { stopping, ...heartbeat } = options;
  return {
    async poll({ response, actor, query }) {
      const { limit, wait } = query;
      const { after } = startOf(query, undefined, dependencies.ledger.feedEpoch);
      const first = await listChanges(dependencies, { actor, after, limit });
      if (first.changes.length > 0 || wait === 0) return first;
      await watch.wait(after, wait * 1_000, endOf(response, stopping));
      return listChanges(dependencies, { actor, after, limit });
    },
    async stream({ response, actor, query, headers }) {
      const count = streams.get(actor.id) ?? 0;
      if (count >= MAXIMUM_STREAMS) throw tooManyStreams();
      streams.set(actor.id, count + 1);
      const signal = endOf(response, stopping);
      try {
        await sendEventStream(response, {
          read: (after, limit) => listChanges(dependencies, { actor, after, limit }),
          wait: (after, milliseconds) => watch.wait(after, milliseconds, signal),
          ...startOf(query, headers['last-event-id'], dependencies.ledger.feedEpoch),
          signal,
          ...heartbeat,
        });
      } finally {
        const left = (streams.get(actor.id) ?? 1) - 1;
        if (left === 0) streams.delete(actor.id);
        else streams.set(actor.id, left);
      }
    },
  };
}

/** Where to begin: positions of another epoch mean nothing, and then everything is told again rather than something never. */
function startOf(
  { after, epoch }: FeedCall['query'],
  lastEventId: string | undefined,
  current: string,
): { after: number; restarted: boolean } {
  const [given = '', position = '0'] = lastEventId?.split('.') ?? [epoch ?? current, String(after)];
  return given === current ? { after: Number(position), restarted: false } : { after: 0, restarted: true };
}

/** Aborted when the client has gone or the server stops. */
function endOf(response: Response, stopping: AbortSignal): AbortSignal {
  const gone = new AbortController();
  if (response.destroyed) gone.abort();
  response.once('close', () => gone.abort());
  return AbortSignal.any([gone.signal, stopping]);
}

function tooManyStreams(): RequestError {
  return new RequestError(429, `more than ${MAXIMUM_STREAMS} open streams`, {
    code: 'rate-limited',
    headers: { 'Retry-After': String(RETRY_AFTER_SECONDS) },
  });
}
