import type { Request } from 'express';
import type { GatewayDependencies } from '../dependencies.ts';
import { GatewayError } from '../error.ts';
import { admitEnvelope } from '../inbound/admit.ts';
import type { Reception } from '../inbound/reception.ts';
import { appendToTransfer, commitTransfer, findTransfer, openTransfer } from '../inbound/transfers.ts';
import { readDeliveryParts } from './delivery-parts.ts';
import { receptionAnswer } from './peer-messages.ts';
import type { PeerRequest } from './peer-request.ts';
import { readBody } from './request-body.ts';
import { RequestError } from './request-error.ts';
import { sendAnswer } from './send-answer.ts';
import type { TransferLocks } from './transfer-locks.ts';
import { requireNoBody, requirePatchType, requireTus, TUS_HEADERS, tusAbilities, uploadNumber } from './tus.ts';

/**
 * The core of the tus resumable upload protocol 1.0 and its creation extension, as much as gateways need of it (ADR 0009): the
 * upload is named by the digest of its content, the signed header is its one item of metadata, and every offset counts octets that
 * are durable.
 */

/** Longest metadata taken: the limit of all header fields together leaves it little more. */
const MAXIMUM_METADATA_LENGTH = 28 * 1024;

export interface TransferRoutes {
  dependencies: GatewayDependencies;
  reception: Reception;
  locks: TransferLocks;
}

/** `OPTIONS /peer/v1/transfers`: what this server can do. */
export function describeTransfers({ dependencies }: TransferRoutes, { request, response }: PeerRequest): Promise<void> {
  const headers = tusAbilities(dependencies.settings.maximumPackageLength, ['creation']);
  return sendAnswer(request, response, { status: 204, headers });
}

/** `POST /peer/v1/transfers`: opens a transfer, or finds the one that is open; `Upload-Offset` says where it stands. */
export async function postTransfer({ dependencies, locks }: TransferRoutes, { request, response, peer }: PeerRequest): Promise<void> {
  requireProtocol(request);
  requireNoBody(request);
  const length = uploadNumber(request, 'upload-length');
  const envelope = envelopeOf(request);
  const { header } = await admitEnvelope(dependencies, { from: peer, envelope });
  const state = await locks.run(lockKey(peer, header.sealedContent.sha256), () =>
    openTransfer(dependencies, { from: peer, envelope, length }),
  );
  await sendAnswer(request, response, {
    status: 201,
    headers: { ...TUS_HEADERS, Location: `${request.baseUrl}/transfers/${state.sealedDigest}`, 'Upload-Offset': String(state.offset) },
  });
}

/** `HEAD /peer/v1/transfers/{digest}`: how much is durable. */
export async function headTransfer({ dependencies, locks }: TransferRoutes, { request, response, peer }: PeerRequest): Promise<void> {
  requireProtocol(request);
  const sealedDigest = digestOf(request);
  const state = await locks.run(lockKey(peer, sealedDigest), () => findTransfer(dependencies, peer, sealedDigest));
  const headers = { ...TUS_HEADERS, 'Upload-Offset': String(state.offset), 'Upload-Length': String(state.length) };
  await sendAnswer(request, response, { status: 200, headers });
}

/** `PATCH /peer/v1/transfers/{digest}`: takes octets from `Upload-Offset` on; the answer says up to where they are durable. */
export async function patchTransfer({ dependencies, locks }: TransferRoutes, { request, response, peer }: PeerRequest): Promise<void> {
  requireProtocol(request);
  const sealedDigest = digestOf(request);
  requirePatchType(request);
  const offset = uploadNumber(request, 'upload-offset');
  const state = await locks.run(lockKey(peer, sealedDigest), (signal) =>
    appendToTransfer(dependencies, { from: peer, sealedDigest, offset, content: readBody(request, signal) }),
  );
  await sendAnswer(request, response, { status: 204, headers: { ...TUS_HEADERS, 'Upload-Offset': String(state.offset) } });
}

/** `POST /peer/v1/transfers/{digest}/commit`: header and A.1 for the content that has come; the same answers as for a message. */
export async function commitPostedTransfer(
  { dependencies, reception }: TransferRoutes,
  { request, response, peer }: PeerRequest,
): Promise<void> {
  const sealedDigest = digestOf(request);
  const parts = await readDeliveryParts(request, 0);
  try {
    await parts.requireNoContent();
    const { envelope, submissionAcceptance } = parts;
    const { header } = await admitEnvelope(dependencies, { from: peer, envelope });
    if (header.sealedContent.sha256 !== sealedDigest) throw new GatewayError('message-form-invalid', 'the header is of another transfer');
    const answer = await commitTransfer(dependencies, reception, { from: peer, envelope, submissionAcceptance });
    await sendAnswer(request, response, receptionAnswer(answer));
  } finally {
    await parts.abandon();
  }
}

function requireProtocol(request: Request): void {
  requireTus(request);
  // The signed header has the digest of the whole.
  if (request.headers['upload-checksum'] !== undefined) throw new RequestError(400, 'no checksum extension');
}

/** `Upload-Metadata: envelope <base64 of the flattened JWS>`, that one item alone. */
function envelopeOf(request: Request): Buffer {
  const metadata = request.headers['upload-metadata'];
  const encoded =
    typeof metadata === 'string' && metadata.length <= MAXIMUM_METADATA_LENGTH
      ? /^envelope ([A-Za-z0-9+/]+={0,2})$/.exec(metadata)?.[1]
      : undefined;
  const envelope = Buffer.from(encoded ?? '', 'base64');
  if (envelope.length === 0 || envelope.toString('base64') !== encoded) throw new RequestError(400, 'the metadata is not one envelope');
  return envelope;
}

function digestOf(request: Request): string {
  const digest = request.params.sealedDigest;
  if (typeof digest !== 'string' || !/^[0-9a-f]{64}$/.test(digest)) throw new GatewayError('transfer-unknown', 'no such transfer');
  return digest;
}

function lockKey(peer: string, sealedDigest: string): string {
  return `${peer}/${sealedDigest}`;
}
