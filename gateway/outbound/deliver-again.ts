import { completeJob } from '../complete-job.ts';
import { GatewayError } from '../error.ts';
import type { Step } from '../step.ts';
import { requireTrustedClock } from './recipient-certificate.ts';
import { conclude, deliveryOf, nextHopOf } from './transmit.ts';

/**
 * Delivers a message once more that its recipient had acknowledged and lost (design section 4): under the very header that it
 * acknowledged, so that its answer is the one it gave then.
 */
export const deliverAgain: Step = async (dependencies, { job, signal }) => {
  const row = await dependencies.ledger.get('messages', job.subject);
  if (row === undefined || row.value.sealedBlob === undefined) return completeJob(dependencies, job);
  if (job.expiresAt !== undefined && dependencies.clock.now().getTime() > job.expiresAt) {
    throw new GatewayError('deadline-passed', 'the peer asked for this again and never took it', { disposition: 'operator' });
  }
  requireTrustedClock(dependencies);
  const peer = nextHopOf(dependencies, row.value);
  const delivery = await deliveryOf(dependencies, row, job.detail);
  await conclude(dependencies, job, row, peer, await dependencies.transport.deliver(peer, delivery, { signal }));
};
