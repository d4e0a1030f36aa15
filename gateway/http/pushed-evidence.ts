import * as z from 'zod';
import { parseStrictJson } from '../../crypto/json/parse-strict-json.ts';
import type { TravellingEvidence } from '../contracts/peer-transport.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { codeOf } from '../error.ts';
import { acceptEvidence } from '../evidence-return/accept-evidence.ts';
import { problemOf } from '../problems/problem-of.ts';
import { travellingEvidence } from './delivery-parts.ts';
import { readWhole } from './multipart.ts';
import type { PeerRequest } from './peer-request.ts';
import { readBody } from './request-body.ts';
import { unsupportedMediaType } from './request-error.ts';
import { jsonAnswer, sendAnswer } from './send-answer.ts';

/** Pieces of evidence in one request, and the octets of all of them together. */
export const MAXIMUM_EVIDENCE_PER_REQUEST = 32;
export const MAXIMUM_EVIDENCE_REQUEST_LENGTH = 1024 * 1024;

const severalPieces = z.strictObject({ items: z.array(travellingEvidence).min(1).max(MAXIMUM_EVIDENCE_PER_REQUEST) });

/** What became of one piece: the status and the problem it would have been answered with alone. */
export interface ItemAnswer {
  status: number;
  type?: string;
  code?: string;
  /** Seconds. */
  retryAfter?: number;
}

/**
 * `POST /peer/v1/evidence`: one piece, answered 204 whether it was stored now or known before; or several under `items`, answered 200
 * with what became of each, in their order. Each is taken in by itself: one that is refused says nothing about the others.
 */
export async function postEvidence(dependencies: GatewayDependencies, { request, response, peer }: PeerRequest): Promise<void> {
  if (request.headers['content-type']?.toLowerCase() !== 'application/json') throw unsupportedMediaType('application/json');
  const body = parsePushedEvidence(await readWhole(readBody(request), MAXIMUM_EVIDENCE_REQUEST_LENGTH));
  if (!('items' in body)) {
    await acceptEvidence(dependencies, { from: peer, evidence: body });
    return sendAnswer(request, response, { status: 204 });
  }
  const answers = await Promise.all(body.items.map((evidence) => answerOne(dependencies, peer, evidence)));
  return sendAnswer(request, response, jsonAnswer({ answers }));
}

/** One piece, or several. CryptoError of the strict JSON reader, or a schema error. */
export function parsePushedEvidence(bytes: Buffer): TravellingEvidence | { items: TravellingEvidence[] } {
  const body = parseStrictJson(bytes, { maximumBytes: MAXIMUM_EVIDENCE_REQUEST_LENGTH, maximumDepth: 4 });
  const hasItems = typeof body === 'object' && body !== null && Object.hasOwn(body, 'items');
  return hasItems ? severalPieces.parse(body) : travellingEvidence.parse(body);
}

async function answerOne(dependencies: GatewayDependencies, peer: string, evidence: TravellingEvidence): Promise<ItemAnswer> {
  try {
    await acceptEvidence(dependencies, { from: peer, evidence });
    return { status: 204 };
  } catch (error) {
    dependencies.observe({ name: 'pushed-evidence-refused', peer, code: codeOf(error) });
    const { status, headers, body } = problemOf(error, { language: 'en' });
    const { type, code } = body as { type: string; code?: string };
    const retryAfter = headers['Retry-After'];
    return {
      status,
      type,
      ...(code === undefined ? {} : { code }),
      ...(retryAfter === undefined ? {} : { retryAfter: Number(retryAfter) }),
    };
  }
}
