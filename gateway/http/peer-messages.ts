import type { GatewayDependencies } from '../dependencies.ts';
import { type Reception, type ReceptionAnswer, receiveMessage } from '../inbound/reception.ts';
import { readDeliveryParts } from './delivery-parts.ts';
import type { PeerRequest } from './peer-request.ts';
import { type Answer, jsonAnswer, sendAnswer } from './send-answer.ts';

/** `POST /peer/v1/messages`: header, A.1 and content in one request, answered by the stored B.1 or B.2. */
export async function postMessage(
  dependencies: GatewayDependencies,
  reception: Reception,
  { request, response, peer }: PeerRequest,
): Promise<void> {
  const parts = await readDeliveryParts(request, dependencies.settings.inlineContentLength);
  try {
    const { envelope, submissionAcceptance, content } = parts;
    const answer = await receiveMessage(dependencies, reception, { from: peer, envelope, submissionAcceptance }, content);
    await sendAnswer(request, response, receptionAnswer(answer));
  } finally {
    await parts.abandon();
  }
}

/** The evidence, in the same octets every time; or 202 while another request takes the same message in. */
export function receptionAnswer(answer: ReceptionAnswer): Answer {
  if (answer.kind === 'in-progress') {
    return { status: 202, headers: { 'Retry-After': String(Math.ceil(answer.retryAfterMilliseconds / 1_000)) } };
  }
  const { evidence, salt } = answer.evidence;
  return jsonAnswer({ evidence, salt });
}
