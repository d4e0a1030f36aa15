import express, { type Request, type Response, type Router } from 'express';
import type { TileReader } from '../../audit/contracts.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { codeOf } from '../error.ts';
import type { Reception } from '../inbound/reception.ts';
import { getEvidenceFeed, getMessagesFeed } from './peer-feeds.ts';
import { createPeerIdentification } from './peer-identity.ts';
import { PeerLoad } from './peer-load.ts';
import { getCheckpoint, getProof, getSuccessions, getTile } from './peer-log.ts';
import { postMessage } from './peer-messages.ts';
import { getIssuedEvidence, getRecoverableMessage, postDeliveryRequest } from './peer-recovery.ts';
import type { PeerRequest } from './peer-request.ts';
import { commitPostedTransfer, describeTransfers, headTransfer, patchTransfer, postTransfer } from './peer-transfers.ts';
import { getWitnessedCheckpoint, postCheckpoint } from './peer-witness.ts';
import { postEvidence } from './pushed-evidence.ts';
import { methodNotAllowed, RequestError } from './request-error.ts';
import { TransferLocks } from './transfer-locks.ts';

/** When a peer may ask again after a disk was full. */
const FULL_DISK_SECONDS = '60';

export interface PeerApiOptions {
  dependencies: GatewayDependencies;
  reception: Reception;
  /** The static resources of our own transparency log. */
  tiles: TileReader;
}

export interface PeerApi {
  /** To be mounted at `/peer/v1`. */
  router: Router;
  /** Interrupts running transfers, which keep what has arrived: for a server that is stopping. */
  stop(): void;
}

type Handler = (context: PeerRequest) => Promise<void>;

/**
 * The peer API as express routes (design section 4): every request belongs to a known peer before anything of it is read. Each route
 * reads its input strictly, calls one operation and writes the answer; errors go to the problem handler of the server.
 */
export function createPeerApi({ dependencies, reception, tiles }: PeerApiOptions): PeerApi {
  const router = express.Router({ caseSensitive: true, strict: true });
  const locks = new TransferLocks();
  const load = new PeerLoad();
  const identify = createPeerIdentification(dependencies);
  const transfers = { dependencies, reception, locks };

  const forPeer = (handler: Handler) => async (request: Request, response: Response) => {
    const peer = await identify(request);
    response.locals.peer = peer;
    await load.run(peer, () => handler({ request, response, peer })).catch(asTransient);
  };
  const resource = (path: string, methods: Partial<Record<'get' | 'head' | 'post' | 'patch' | 'options', Handler>>) => {
    const route = router.route(path);
    for (const [method, handler] of Object.entries(methods)) route[method as keyof typeof methods](forPeer(handler));
    const allow = Object.keys(methods).join(', ').toUpperCase();
    route.all(
      forPeer(() => {
        throw methodNotAllowed(allow);
      }),
    );
  };

  resource('/messages', {
    get: (context) => getMessagesFeed(dependencies, context),
    post: (context) => postMessage(dependencies, reception, context),
  });
  resource('/transfers', {
    options: (context) => describeTransfers(transfers, context),
    post: (context) => postTransfer(transfers, context),
  });
  resource('/transfers/:sealedDigest', {
    options: (context) => describeTransfers(transfers, context),
    head: (context) => headTransfer(transfers, context),
    patch: (context) => patchTransfer(transfers, context),
  });
  resource('/transfers/:sealedDigest/commit', { post: (context) => commitPostedTransfer(transfers, context) });
  resource('/evidence', {
    get: (context) => getEvidenceFeed(dependencies, context),
    post: (context) => postEvidence(dependencies, context),
  });
  resource('/evidence/:identifier/proof', { get: (context) => getProof(dependencies, context) });
  resource('/recovery/evidence', { get: (context) => getIssuedEvidence(dependencies, context) });
  resource('/recovery/messages/:messageId', { get: (context) => getRecoverableMessage(dependencies, context) });
  resource('/recovery/messages/:messageId/delivery', { post: (context) => postDeliveryRequest(dependencies, context) });
  resource('/log/successions', { get: (context) => getSuccessions(dependencies, context) });
  resource('/log/checkpoint', { get: (context) => getCheckpoint(tiles, context) });
  resource('/witness/add-checkpoint', { post: (context) => postCheckpoint(dependencies, context) });
  resource('/witness/:origin/checkpoint', { get: (context) => getWitnessedCheckpoint(dependencies, context) });
  resource('/log/tile/*path', { get: (context) => getTile(tiles, context) });
  return { router, stop: () => locks.stop() };
}

/** A full disk of ours is nothing that the peer could mend: 503 as for every fault that passes (design section 3, receive). */
function asTransient(error: unknown): never {
  if (codeOf(error) !== 'storage-full' && codeOf(error) !== 'disk-full') throw error;
  throw new RequestError(503, 'no room', { code: 'storage-full', headers: { 'Retry-After': FULL_DISK_SECONDS }, cause: error });
}
