import type { GatewayDependencies } from '../dependencies.ts';
import { GatewayError } from '../error.ts';
import { addCheckpoint, witnessedCheckpoint } from '../log/add-checkpoint.ts';
import type { PeerRequest } from './peer-request.ts';
import { readBody } from './request-body.ts';
import { sendAnswer } from './send-answer.ts';

/** C2SP tlog-witness asks for no more than a checkpoint and 63 hashes. */
const MAXIMUM_REQUEST_LENGTH = 64 * 1024;

/** `POST /peer/v1/witness/add-checkpoint`: C2SP tlog-witness v1.0 with `/peer/v1/witness` as the prefix. */
export async function postCheckpoint(dependencies: GatewayDependencies, { request, response, peer }: PeerRequest): Promise<void> {
  const body = await readCapped(request);
  const { status, mediaType, body: answer } = await addCheckpoint(dependencies, { from: peer, body });
  await sendAnswer(request, response, { status, headers: { 'Content-Type': mediaType }, body: Buffer.from(answer, 'utf8') });
}

/** `GET /peer/v1/witness/<hex sha256(origin)>/checkpoint`: the last checkpoint of that log which we cosigned. */
export async function getWitnessedCheckpoint(dependencies: GatewayDependencies, { request, response }: PeerRequest): Promise<void> {
  const { origin } = request.params;
  const note = typeof origin === 'string' ? await witnessedCheckpoint(dependencies, origin) : undefined;
  if (note === undefined) throw new GatewayError('not-found', 'no checkpoint of such a log was cosigned here');
  await sendAnswer(request, response, {
    status: 200,
    headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-cache' },
    body: Buffer.from(note, 'utf8'),
  });
}

/** One octet more than allowed is kept, so that the reader of the form refuses it as too long. */
async function readCapped(request: PeerRequest['request']): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of readBody(request)) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > MAXIMUM_REQUEST_LENGTH) break;
  }
  return Buffer.concat(chunks);
}
