import type { Announcement, Queue } from '../../queue/contract.ts';
import { createEmbeddedQueue } from '../../queue/embedded/create-embedded-queue.ts';
import type { GatewayConfiguration } from '../configuration/gateway-configuration.ts';
import { readPassword } from '../configuration/secrets.ts';
import type { Logger } from '../process/logger.ts';

/** The queue that the configuration chooses. Throws ConfigurationError, QueueError `invalid-options`. */
export async function openQueue(configuration: GatewayConfiguration['queue'], logger: Logger): Promise<Queue> {
  const onError = (error: unknown) => logger.warn({ event: 'queue-failed', error });
  if (configuration.kind === 'embedded') return createEmbeddedQueue({ onError });
  // Loaded only where it is wanted: with its libraries it takes 25 MiB of memory.
  const { createBullmqQueue } = await import('../../queue/bullmq/create-bullmq-queue.ts');
  const { url, passwordFile, prefix } = configuration;
  return createBullmqQueue({
    url,
    ...(passwordFile === undefined ? {} : { password: await readPassword(passwordFile) }),
    ...(prefix === undefined ? {} : { prefix }),
    onError,
  });
}

/** Announces without being waited for. An announcement that is lost comes again from the reconciler. Never throws. */
export function announcer(queue: Queue, logger: Logger): (announcements: readonly Announcement[]) => void {
  const lost = (error: unknown) => logger.warn({ event: 'announcement-lost', error });
  return (announcements) => {
    try {
      queue.announce(announcements).catch(lost);
    } catch (error) {
      lost(error);
    }
  };
}
