import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import type { GatewayDependencies } from '../dependencies.ts';
import { type Actor, requireActor } from '../operations/actor.ts';
import type { Backups } from '../operations/backup.ts';
import { negotiateLanguage } from '../problems/language.ts';
import type { GatewaySettings } from '../settings.ts';
import type { ClientQuota } from '../uploads/quota.ts';
import type { Call, Handler } from './client/call.ts';
import { documentationHandlers } from './client/documentation.ts';
import { createChangeFeed } from './client/feed.ts';
import { clientHandlers } from './client/handlers.ts';
import type { ClientOperation } from './client/operation.ts';
import { CLIENT_OPERATIONS, type OperationId } from './client/operations/table.ts';
import { parseCall } from './client/parse-call.ts';
import { type RateLimit, RateLimits } from './client/rate-limits.ts';
import { TransferLocks } from './transfer-locks.ts';
import { requireTus } from './tus.ts';

/** Above what any JSON body of ours needs. */
const MAXIMUM_JSON_LENGTH = 16 * 1024;

/** A thousand requests a second: stops a loop that runs wild, and nothing that is meant. */
const DEFAULT_RATE_LIMIT: RateLimit = { requests: 60_000, periodMilliseconds: 60_000 };

/** What a client may have under way where nothing else is said. */
export function defaultQuota({ maximumPackageLength }: Pick<GatewaySettings, 'maximumPackageLength'>): ClientQuota {
  return { uploads: 100, uploadOctets: 2 * maximumPackageLength, messageLength: maximumPackageLength };
}

export interface ClientApiOptions {
  dependencies: GatewayDependencies;
  backups: Backups;
  /** Who calls, from the TLS client certificate or the access token; throws GatewayError `actor-unknown`, `access-token-invalid`. */
  authenticate: (request: Request) => Actor | Promise<Actor>;
  /** How many requests a client may make, by its identifier. */
  rateLimitOf?: (client: string) => RateLimit;
  /** How much a client may have under way, by its identifier. */
  quotaOf?: (client: string) => ClientQuota;
  /** Ends long polls and event streams early: a server that stops must not wait for them. */
  stopping?: AbortSignal;
  /** Between two signs of life on a quiet event stream. */
  heartbeatMilliseconds?: number;
}

/**
 * The client API as express routes, made from the table of operations: each request is authenticated, counted, parsed by the schemas of
 * its operation and handed to its handler. Errors go to the problem handler of the server.
 */
export function clientApi(options: ClientApiOptions): Router {
  const { dependencies, backups, heartbeatMilliseconds, stopping = new AbortController().signal } = options;
  const feed = createChangeFeed(dependencies, { stopping, ...(heartbeatMilliseconds === undefined ? {} : { heartbeatMilliseconds }) });
  const locks = new TransferLocks();
  stopping.addEventListener('abort', () => locks.stop());
  const quotaOf = options.quotaOf ?? (() => defaultQuota(dependencies.settings));
  const handlers = { ...clientHandlers(dependencies, { feed, backups, uploads: { locks, quotaOf } }), ...documentationHandlers() };
  const limits = new RateLimits(options.rateLimitOf ?? (() => DEFAULT_RATE_LIMIT));
  const router = express.Router({ caseSensitive: true, strict: true });
  for (const id of Object.keys(CLIENT_OPERATIONS) as OperationId[]) {
    const operation: ClientOperation = CLIENT_OPERATIONS[id];
    // The table types each handler by its own operation; here they are all alike.
    const handler = handlers[id] as unknown as Handler<ClientOperation>;
    router[operation.method](expressPath(operation.path), ...bodyReaders(operation), async (request: Request, response: Response) => {
      const actor = operation.callers.includes('anyone') ? ANYONE : await admit(options, limits, operation, request, response);
      if (operation.protocol === 'tus') requireTus(request);
      const language = negotiateLanguage(request.headers['accept-language']);
      await handler({ request, response, actor, language, ...parseCall(operation, request) } as Call);
    });
  }
  return router;
}

/** Stands for the caller of what everybody may read; no operation of the gateway gets it. */
const ANYONE: Actor = { kind: 'system', id: 'anyone' };

async function admit(
  { authenticate }: ClientApiOptions,
  limits: RateLimits,
  { callers }: ClientOperation,
  request: Request,
  response: Response,
): Promise<Actor> {
  const actor = await authenticate(request);
  limits.count(actor.id, response);
  requireActor(
    actor,
    callers.filter((caller) => caller !== 'anyone'),
  );
  return actor;
}

function bodyReaders({ body }: ClientOperation): RequestHandler[] {
  return body?.mediaType === 'application/json'
    ? [express.json({ limit: body.maximumLength ?? MAXIMUM_JSON_LENGTH, type: 'application/json' })]
    : [];
}

/** `/messages/{messageId}` as express writes it. */
function expressPath(template: string): string {
  return template.replaceAll(/\{([a-zA-Z]+)\}/g, ':$1');
}
