import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import express, { type Request, type Response, type Router } from 'express';
import * as z from 'zod';
import { EVENTS, type EventName } from '../../evidence/event.ts';
import { authorityIdentifier } from '../contracts/directory.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { GatewayError } from '../error.ts';
import { handOver } from '../inbound/hand-over.ts';
import type { Actor } from '../operations/actor.ts';
import { fetchArchive } from '../operations/archive.ts';
import { writeMessageBundle } from '../operations/bundle.ts';
import { listChanges } from '../operations/changes.ts';
import { type ContentStream, fetchFile, fetchPackage, fetchSealed } from '../operations/content.ts';
import { listDeadLetters, releaseDeadLetter } from '../operations/dead-letters.ts';
import { listMessages } from '../operations/messages.ts';
import { showEvidence } from '../operations/show-evidence.ts';
import { showMessage } from '../operations/show-message.ts';
import { submitMessage } from '../outbound/submit.ts';
import { describeLetter } from '../package/letter-report.ts';
import { messageIdentifier } from '../package/request-document.ts';
import { submissionParts } from './submission-parts.ts';

/** Longest wait of a long poll, in seconds: below what proxies usually cut. */
const MAXIMUM_WAIT_SECONDS = 25;
const POLL_MILLISECONDS = 20;

export interface ClientApiOptions {
  dependencies: GatewayDependencies;
  /** Who calls, from the TLS client certificate; throws GatewayError `actor-unknown`. */
  authenticate: (request: Request) => Actor;
  /** Ends long polls early: a server that stops must not wait for them. */
  stopping?: AbortSignal;
}

/**
 * The client API as express routes: each reads its input strictly, calls one typed operation and writes the answer. Errors go to the
 * problem handler of the server.
 */
export function clientApi(options: ClientApiOptions): Router {
  const router = express.Router();
  const { dependencies } = options;
  const route =
    (handler: (request: Request, response: Response, actor: Actor) => Promise<void>) => (request: Request, response: Response) =>
      handler(request, response, options.authenticate(request));

  router.post(
    '/messages',
    route((request, response, actor) => submit(dependencies, request, response, actor)),
  );
  router.get(
    '/messages',
    route((request, response, actor) => list(dependencies, request, response, actor)),
  );
  router.get(
    '/messages/:messageId',
    route(async (request, response, actor) => {
      response.json(await showMessage(dependencies, { actor, messageId: messageIdOf(request), ...referenceOf(request) }));
    }),
  );
  router.get(
    '/messages/:messageId/evidence',
    route(async (request, response, actor) => {
      const event = eventQuery.parse(request.query.event);
      const query = { actor, messageId: messageIdOf(request), ...referenceOf(request), ...(event === undefined ? {} : { event }) };
      response.json({ evidence: await showEvidence(dependencies, query) });
    }),
  );
  router.get(
    '/messages/:messageId/package',
    route(async (request, response, actor) => {
      await sendContent(
        request,
        response,
        await fetchPackage(dependencies, { actor, messageId: messageIdOf(request), ...senderOf(request) }),
      );
    }),
  );
  router.get(
    '/messages/:messageId/sealed',
    route(async (request, response, actor) => {
      const query = { actor, messageId: messageIdOf(request), ...referenceOf(request) };
      await sendContent(request, response, await fetchSealed(dependencies, query));
    }),
  );
  router.get(
    '/messages/:messageId/archive',
    route(async (request, response, actor) => {
      const query = { actor, messageId: messageIdOf(request), ...referenceOf(request) };
      await sendContent(request, response, await fetchArchive(dependencies, query));
    }),
  );
  router.get(
    '/messages/:messageId/files/:index',
    route(async (request, response, actor) => {
      const index = z.coerce.number().int().min(0).max(10_000).parse(request.params.index);
      await sendContent(
        request,
        response,
        await fetchFile(dependencies, { actor, messageId: messageIdOf(request), ...senderOf(request), index }),
      );
    }),
  );
  router.post(
    '/messages/:messageId/handover',
    express.json({ limit: '4kb', type: 'application/json' }),
    route(async (request, response, actor) => {
      const { packageDigest } = handoverBody.parse(request.body);
      response.json(await handOver(dependencies, { actor, messageId: messageIdOf(request), ...senderOf(request), packageDigest }));
    }),
  );
  router.get(
    '/messages/:messageId/bundle',
    route(async (request, response, actor) => {
      const bundle = await writeMessageBundle(dependencies, { actor, messageId: messageIdOf(request), ...referenceOf(request) });
      response.type('application/zip').attachment(bundle.name);
      await pipeline(Readable.from(bundle.content), response);
    }),
  );
  router.get(
    '/changes',
    route((request, response, actor) => changes(options, request, response, actor)),
  );
  router.get(
    '/dead-letters',
    route(async (request, response, actor) => {
      const { after, limit } = pageQuery.parse(request.query);
      response.json({ deadLetters: await listDeadLetters(dependencies, { actor, limit, ...(after === undefined ? {} : { after }) }) });
    }),
  );
  router.post(
    '/dead-letters/release',
    express.json({ limit: '4kb', type: 'application/json' }),
    route(async (request, response, actor) => {
      const { id } = z.strictObject({ id: z.string().max(200) }).parse(request.body);
      await releaseDeadLetter(dependencies, { actor, id });
      response.status(204).end();
    }),
  );
  return router;
}

const direction = z.enum(['outbound', 'inbound']);
const eventQuery = z.enum(Object.keys(EVENTS) as [EventName, ...EventName[]]).optional();
const handoverBody = z.strictObject({ packageDigest: z.string().regex(/^[0-9a-f]{64}$/) });
const pageQuery = z.strictObject({ after: z.string().max(200).optional(), limit: z.coerce.number().int().min(1).max(500).default(50) });
const listQuery = pageQuery.extend({ direction: direction.default('inbound') });
const changesQuery = z.strictObject({
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(1_000).default(200),
  /** Seconds to wait for the first change. */
  wait: z.coerce.number().min(0).max(MAXIMUM_WAIT_SECONDS).default(0),
});

async function submit(dependencies: GatewayDependencies, request: Request, response: Response, actor: Actor): Promise<void> {
  await refuseWhatCannotFit(dependencies, request);
  const { document, files } = await submissionParts(request, dependencies.settings);
  const answer = await submitMessage(dependencies, {
    actor,
    idempotencyKey: request.get('idempotency-key'),
    request: document,
    parts: files,
  });
  response
    .status(answer.status)
    .location(`/api/v1/messages/${answer.messageId}`)
    .set(answer.replayed ? { 'Idempotency-Replayed': 'true' } : {})
    .json({ messageId: answer.messageId, ...describeLetter(answer.letter) });
}

/** Sealing needs about as much room again as the files: refuse early instead of failing half-way. */
async function refuseWhatCannotFit(dependencies: GatewayDependencies, request: Request): Promise<void> {
  const announced = Number(request.get('content-length') ?? 0);
  if (announced > dependencies.settings.maximumPackageLength)
    throw new GatewayError('submission-too-large', 'announced length over the limit');
  if (announced < 1024 * 1024) return;
  if ((await dependencies.blobs.freeSpace()) < 2 * announced)
    throw new GatewayError('storage-full', 'not enough room', { disposition: 'retry' });
}

async function list(dependencies: GatewayDependencies, request: Request, response: Response, actor: Actor): Promise<void> {
  const { direction: side, after, limit } = listQuery.parse(request.query);
  response.json(await listMessages(dependencies, { actor, direction: side, limit, ...(after === undefined ? {} : { after }) }));
}

async function changes(options: ClientApiOptions, request: Request, response: Response, actor: Actor): Promise<void> {
  const { dependencies, stopping } = options;
  const { after, limit, wait } = changesQuery.parse(request.query);
  const until = Date.now() + wait * 1_000;
  let answer = await listChanges(dependencies, { actor, after, limit });
  while (answer.changes.length === 0 && Date.now() < until && !request.socket.destroyed && stopping?.aborted !== true) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MILLISECONDS));
    answer = await listChanges(dependencies, { actor, after, limit });
  }
  response.json(answer);
}

/** Sends content whole or, for one RFC 9110 section 14 byte range, in part, so that an interrupted download can go on. */
async function sendContent(
  request: Request,
  response: Response,
  content: ContentStream & ({ sha256: string } | { version: string }),
): Promise<void> {
  try {
    const range = request.range(content.size);
    // In this order: `attachment` sets a media type of its own by the ending of the name.
    response.attachment(content.name.split('/').at(-1) ?? content.name).type(content.mediaType);
    response.set({
      'Accept-Ranges': 'bytes',
      ETag: `"${'sha256' in content ? content.sha256 : content.version}"`,
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'no-store',
    });
    if (range === -1) {
      response.status(416).set('Content-Range', `bytes */${content.size}`).end();
      return;
    }
    const [part] = Array.isArray(range) && range.type === 'bytes' && range.length === 1 ? range : [];
    if (part !== undefined) response.status(206).set('Content-Range', `bytes ${part.start}-${part.end}/${content.size}`);
    const window = part === undefined ? { start: 0, end: content.size } : { start: part.start, end: part.end + 1 };
    response.set('Content-Length', String(window.end - window.start));
    await pipeline(Readable.from(content.stream(window), { objectMode: false }), response);
  } finally {
    await content.close();
  }
}

function messageIdOf(request: Request): string {
  const parsed = messageIdentifier.safeParse(request.params.messageId);
  if (!parsed.success) throw new GatewayError('not-found', 'no message has such an identifier');
  return parsed.data;
}

/** `?direction=` and `?sender=`: which message is meant, where several have the identifier. */
function referenceOf(request: Request): { direction?: 'outbound' | 'inbound'; sender?: string } {
  const parsed = direction.optional().safeParse(request.query.direction);
  return { ...(parsed.success && parsed.data !== undefined ? { direction: parsed.data } : {}), ...senderOf(request) };
}

function senderOf(request: Request): { sender?: string } {
  const parsed = authorityIdentifier.optional().safeParse(request.query.sender);
  return parsed.success && parsed.data !== undefined ? { sender: parsed.data } : {};
}
