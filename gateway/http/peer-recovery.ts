import * as z from 'zod';
import { authorityIdentifier } from '../contracts/directory.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { GatewayError } from '../error.ts';
import { messageIdentifier } from '../package/request-document.ts';
import { deliverAgain, giveBackEvidence, giveBackMessage } from '../recovery/give-back.ts';
import type { PeerRequest } from './peer-request.ts';
import { jsonAnswer, sendAnswer } from './send-answer.ts';

const evidenceQuery = z.strictObject({
  since: z.iso.datetime({ offset: false }).transform((text) => new Date(text)),
  after: z.string().min(1).max(1_024).exactOptional(),
});
const messageQuery = z.strictObject({ sender: authorityIdentifier });

/** `GET /peer/v1/recovery/evidence?since=&after=`: what that peer issued itself, after it was restored. */
export async function getIssuedEvidence(dependencies: GatewayDependencies, { request, response, peer }: PeerRequest): Promise<void> {
  const { since, after } = evidenceQuery.parse(request.query);
  const page = await giveBackEvidence(dependencies, { peer, since, ...(after === undefined ? {} : { after }) });
  await sendAnswer(request, response, jsonAnswer(page));
}

/** `GET /peer/v1/recovery/messages/{messageId}?sender=`: header and A.1 of a message between that peer and us. */
export async function getRecoverableMessage(dependencies: GatewayDependencies, { request, response, peer }: PeerRequest): Promise<void> {
  const { sender } = messageQuery.parse(request.query);
  await sendAnswer(request, response, jsonAnswer(await giveBackMessage(dependencies, { peer, sender, messageId: messageIdOf(request) })));
}

/** `POST /peer/v1/recovery/messages/{messageId}/delivery`: 202 when it will be delivered again, 410 when its content is gone. */
export async function postDeliveryRequest(dependencies: GatewayDependencies, { request, response, peer }: PeerRequest): Promise<void> {
  const comes = await deliverAgain(dependencies, { peer, messageId: messageIdOf(request) });
  if (!comes) throw new GatewayError('content-purged', 'the content is not here any more');
  await sendAnswer(request, response, { status: 202 });
}

function messageIdOf({ params }: PeerRequest['request']): string {
  const parsed = messageIdentifier.safeParse(params.messageId);
  if (!parsed.success) throw new GatewayError('not-found', 'no message has such an identifier');
  return parsed.data;
}
