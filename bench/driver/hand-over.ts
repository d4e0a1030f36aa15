import type { ApiClient } from './api-client.ts';
import { watchChanges } from './changes.ts';

interface InboxPage {
  messages: { messageId: string; state: string; packageDigest?: string }[];
  next?: string;
}

const PAGE_LENGTH = 200;

/** Takes over every message of the recipient's inbox as soon as the change feed says that it is consigned. */
export async function handOverWhatArrives(
  client: ApiClient,
  options: { signal: AbortSignal; onFailure: (error: unknown) => void },
): Promise<void> {
  for await (const changes of watchChanges(client, options.signal)) {
    const consigned = changes.filter(({ direction, state }) => direction === 'inbound' && state === 'consigned');
    if (consigned.length === 0) continue;
    const wanted = new Set(consigned.map(({ messageId }) => messageId));
    // The requests run on while the next changes are waited for.
    takeOver(client, wanted).catch(options.onFailure);
  }
}

/** One page of the inbox has the digests of a whole batch; whoever is not on it is on an older one. */
async function takeOver(client: ApiClient, wanted: Set<string>): Promise<void> {
  const running: Promise<unknown>[] = [];
  for (let after: string | undefined; wanted.size > 0; ) {
    const limit = Math.min(PAGE_LENGTH, Math.max(10, 2 * wanted.size));
    const query = `direction=inbound&limit=${limit}${after === undefined ? '' : `&after=${encodeURIComponent(after)}`}`;
    const page = (await client.get(`/messages?${query}`)) as InboxPage;
    for (const { messageId, packageDigest } of page.messages) {
      if (packageDigest === undefined || !wanted.delete(messageId)) continue;
      const body = Buffer.from(JSON.stringify({ packageDigest }), 'utf8');
      running.push(client.post(`/messages/${messageId}/handover`, { type: 'application/json', body }));
    }
    if (page.next === undefined && wanted.size > 0) throw new Error('a consigned message is not in the inbox');
    after = page.next;
  }
  await Promise.all(running);
}
