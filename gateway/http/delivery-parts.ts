import type { IncomingMessage } from 'node:http';
import * as z from 'zod';
import { MAXIMUM_JWS_LENGTH } from '../../crypto/jades/flattened-jws.ts';
import { parseStrictJson } from '../../crypto/json/parse-strict-json.ts';
import type { TravellingEvidence } from '../contracts/peer-transport.ts';
import { GatewayError } from '../error.ts';
import { type MultipartPart, readMixed, readWhole } from './multipart.ts';
import { unsupportedMediaType } from './request-error.ts';

/** A JWS as a JSON string has some escaped quotation marks more; the salt and the names come on top. */
const MAXIMUM_EVIDENCE_LENGTH = MAXIMUM_JWS_LENGTH + 1024;

/** Boundaries, part headers and white space of three parts. */
const FRAMING_LENGTH = 4 * 1024;

/** `{evidence, salt}`, as evidence travels. */
export const travellingEvidence = z.strictObject({
  evidence: z.string().min(1).max(MAXIMUM_JWS_LENGTH),
  salt: z.string().regex(/^[0-9a-f]{64}$/),
});

/** The parts of a delivery in their order; `content` is read only when somebody asks for it. */
export interface DeliveryParts {
  envelope: Buffer;
  submissionAcceptance: TravellingEvidence;
  /** The third part, which must be the last. */
  content: AsyncIterable<Buffer>;
  /** Throws unless the second part was the last one. */
  requireNoContent(): Promise<void>;
  /** Leaves the rest of the request unread. */
  abandon(): Promise<void>;
}

/**
 * Reads header and A.1 of `POST /peer/v1/messages` or of a commit. GatewayError `message-form-invalid`, `submission-too-large`,
 * CryptoError of the strict JSON reader, or a schema error.
 */
export async function readDeliveryParts(request: IncomingMessage, maximumContentLength: number): Promise<DeliveryParts> {
  if (!/^multipart\/mixed\s*;/i.test(request.headers['content-type'] ?? '')) throw unsupportedMediaType('multipart/mixed');
  const maximumLength = MAXIMUM_JWS_LENGTH + MAXIMUM_EVIDENCE_LENGTH + maximumContentLength + FRAMING_LENGTH;
  const parts = readMixed(request, { maximumParts: 3, maximumLength });
  const abandon = async (): Promise<void> => {
    await parts.return?.();
  };
  try {
    const envelope = await readWhole((await nextPart(parts, 'application/jose+json')).content, MAXIMUM_JWS_LENGTH);
    const acceptance = await readWhole((await nextPart(parts, 'application/json')).content, MAXIMUM_EVIDENCE_LENGTH);
    return {
      envelope,
      submissionAcceptance: parseTravellingEvidence(acceptance),
      content: contentPart(parts, maximumContentLength),
      requireNoContent: () => requireEnd(parts),
      abandon,
    };
  } catch (error) {
    await abandon();
    throw error;
  }
}

function parseTravellingEvidence(bytes: Buffer): TravellingEvidence {
  return travellingEvidence.parse(parseStrictJson(bytes, { maximumBytes: MAXIMUM_EVIDENCE_LENGTH, maximumDepth: 2 }));
}

async function nextPart(parts: AsyncIterator<MultipartPart>, mediaType: string): Promise<MultipartPart> {
  const next = await parts.next();
  if (next.done === true) throw new GatewayError('message-form-invalid', `a part of ${mediaType} is missing`);
  if (next.value.mediaType !== mediaType) throw new GatewayError('message-form-invalid', `a part of ${mediaType} was expected here`);
  return next.value;
}

async function* contentPart(parts: AsyncIterator<MultipartPart>, maximumLength: number): AsyncGenerator<Buffer> {
  const part = await nextPart(parts, 'application/cms');
  let length = 0;
  for await (const chunk of part.content) {
    length += chunk.length;
    if (length > maximumLength) {
      throw new GatewayError('submission-too-large', `more than ${maximumLength} octets: send them as a transfer`);
    }
    yield chunk;
  }
  // Whoever takes the content must not believe it whole before the closing boundary was there.
  await requireEnd(parts);
}

async function requireEnd(parts: AsyncIterator<MultipartPart>): Promise<void> {
  const next = await parts.next();
  if (next.done !== true) throw new GatewayError('message-form-invalid', 'a part more than expected');
}
