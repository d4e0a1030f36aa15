import type { MessageRecord } from '../../store/contracts/records.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { codeOf, dispositionOf } from '../error.ts';

/**
 * A token over the imprint, or undefined once the lane's patience is over (design section 4, time-stamps): what is signed then goes
 * without one, for ever. Throws what keeps the authority from answering, while waiting makes sense.
 */
export async function stampWithPatience(
  dependencies: GatewayDependencies,
  message: MessageRecord,
  imprint: Buffer,
): Promise<Buffer | undefined> {
  try {
    const stamp = await dependencies.timestamps.stamp(imprint);
    return stamp.token;
  } catch (error) {
    if (dispositionOf(error) !== 'wait' && dispositionOf(error) !== 'retry') throw error;
    const waited = dependencies.clock.now().getTime() - Date.parse(message.submissionTime);
    if (waited < dependencies.settings.timestampPatience[message.lane]) throw error;
    dependencies.observe({ name: 'unstamped', messageId: message.messageId, code: codeOf(error) });
    return undefined;
  }
}
