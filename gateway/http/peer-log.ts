import type { TileReader } from '../../audit/contracts.ts';
import { parseTilePath, TILE_WIDTH } from '../../audit/log/tile-path.ts';
import type { EvidenceSummary } from '../../evidence/summary.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { codeOf, GatewayError } from '../error.ts';
import { bestProof } from '../log/best-proof.ts';
import { readSuccessions } from '../log/successions.ts';
import type { PeerRequest } from './peer-request.ts';
import { jsonAnswer, sendAnswer } from './send-answer.ts';

/** `GET /peer/v1/evidence/{identifier}/proof`, for evidence about a message between us and that peer alone: a C2SP tlog-proof. */
export async function getProof(
  dependencies: Pick<GatewayDependencies, 'ledger' | 'log'>,
  { request, response, peer }: PeerRequest,
): Promise<void> {
  const identifier = request.params.identifier;
  const row = typeof identifier === 'string' ? await dependencies.ledger.get('evidence', identifier) : undefined;
  if (row === undefined || !concerns(JSON.parse(row.value.summary) as EvidenceSummary, peer)) throw notFound();
  const { proof } = await bestProof(dependencies, Buffer.from(row.value.evidenceDigest, 'hex'));
  await sendAnswer(request, response, {
    status: 200,
    headers: { 'Content-Type': 'text/plain; charset=utf-8' },
    body: Buffer.from(proof, 'utf8'),
  });
}

/** `GET /peer/v1/log/checkpoint` */
export async function getCheckpoint(tiles: TileReader, { request, response }: PeerRequest): Promise<void> {
  const checkpoint = await tiles.readCheckpoint();
  if (checkpoint === undefined) throw notFound();
  await sendAnswer(request, response, {
    status: 200,
    headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-cache' },
    body: Buffer.from(checkpoint, 'utf8'),
  });
}

/** `GET /peer/v1/log/successions`: the signed notes that lead from our first log to the one in force, a JSON array. */
export async function getSuccessions({ ledger }: Pick<GatewayDependencies, 'ledger'>, { request, response }: PeerRequest): Promise<void> {
  await sendAnswer(request, response, jsonAnswer(await readSuccessions(ledger)));
}

/** `GET /peer/v1/log/tile/...`: a path that is not that of a tile names nothing, wherever it would lead. */
export async function getTile(tiles: TileReader, { request, response }: PeerRequest): Promise<void> {
  const steps = request.params.path;
  const path = `tile/${Array.isArray(steps) ? steps.join('/') : ''}`;
  const isFull = widthOf(path) === TILE_WIDTH;
  const content = await tiles.read(path);
  if (content === undefined) throw notFound();
  await sendAnswer(request, response, {
    status: 200,
    // A tile never changes; a partial one is replaced by the full one, which has another path.
    headers: { 'Content-Type': 'application/octet-stream', 'Cache-Control': isFull ? 'private, max-age=31536000, immutable' : 'no-cache' },
    body: content,
  });
}

function widthOf(path: string): number {
  try {
    return parseTilePath(path).width;
  } catch (error) {
    if (codeOf(error) === 'tile-malformed') throw notFound();
    throw error;
  }
}

function concerns({ sender, recipient }: EvidenceSummary, peer: string): boolean {
  return sender === peer || recipient === peer;
}

function notFound(): GatewayError {
  return new GatewayError('not-found', 'no such resource');
}
