import { parseLegalMessage } from '../../treaty/message.ts';
import type { Examined } from '../../treaty/rules/examine-message.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { GatewayError } from '../error.ts';
import { newMessageIdentifier } from '../identifiers.ts';
import { assessDraft } from '../legal/assess-sending.ts';
import { type Actor, requireActor } from '../operations/actor.ts';
import type { RequestDocument } from '../package/request-document.ts';

export interface AssessmentRequest {
  actor: Actor;
  recipient: string;
  conversation?: string;
  lane: RequestDocument['lane'];
  /** The typed message as JSON. */
  legal: unknown;
}

/**
 * What the treaty model would say of a message if it were sent now; nothing is kept. GatewayError `legal-message-invalid` with every fault of its
 * form, `recipient-unknown`, `actor-not-allowed`.
 */
export async function assessMessage(dependencies: GatewayDependencies, request: AssessmentRequest): Promise<Examined> {
  requireActor(request.actor, ['system', 'officer']);
  const { recipient, conversation, lane, legal } = request;
  const { message, faults } = parseLegalMessage(legal);
  if (message === undefined) {
    throw new GatewayError('legal-message-invalid', 'the typed message does not follow its schema', {
      faults: faults.map(({ pointer, issue }) => ({ code: 'legal-message-invalid', pointer: `/legal${pointer}`, detail: issue })),
    });
  }
  if (dependencies.directory.authority(recipient) === undefined) throw new GatewayError('recipient-unknown', 'not in the directory');
  const now = dependencies.clock.now();
  return assessDraft(dependencies, {
    message,
    // As long as it is not sent it has no identifier: one of its own keeps it apart from what there is.
    messageId: newMessageIdentifier(now, dependencies.randomBytes),
    recipient,
    lane,
    now,
    ...(conversation === undefined ? {} : { conversation }),
  });
}
