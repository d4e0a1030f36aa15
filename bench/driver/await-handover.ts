import { createCertificateCache } from '../../crypto/jades/certificate-cache.ts';
import { verifyEvidence } from '../../evidence/verify.ts';
import type { ApiClient } from './api-client.ts';
import { watchChanges } from './changes.ts';

/** Calls `onVerified` for each message whose E.1 the sender's gateway shows and whose signature was verified here. */
export async function awaitHandOvers(
  client: ApiClient,
  options: { signal: AbortSignal; onVerified: (messageId: string) => void; onFailure: (error: unknown) => void },
): Promise<void> {
  const readCertificate = createCertificateCache(16);
  const verify = async (messageId: string): Promise<void> => {
    const query = 'direction=outbound&event=ContentHandover';
    const shown = (await client.get(`/messages/${messageId}/evidence?${query}`)) as { evidence: { evidence: string }[] };
    const [handOver] = shown.evidence;
    if (handOver === undefined) throw new Error('a message handed over without E.1');
    const { summary } = verifyEvidence(Buffer.from(handOver.evidence, 'utf8'), { readCertificate });
    if (summary.messageId !== messageId || summary.event !== 'ContentHandover') throw new Error('E.1 is about something else');
    options.onVerified(messageId);
  };
  for await (const changes of watchChanges(client, options.signal)) {
    for (const { direction, messageId, state } of changes) {
      if (direction === 'outbound' && state === 'handed-over') verify(messageId).catch(options.onFailure);
    }
  }
}
