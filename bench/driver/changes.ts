import type { ApiClient } from './api-client.ts';

export interface StateChange {
  position: number;
  direction: 'outbound' | 'inbound';
  messageId: string;
  state: string;
}

const WAIT_SECONDS = 5;

/** State changes of a gateway as they are committed, by long polls, until the signal. */
export async function* watchChanges(client: ApiClient, signal: AbortSignal): AsyncGenerator<StateChange[]> {
  let after = 0;
  while (!signal.aborted) {
    const { changes } = (await client.get(`/changes?after=${after}&limit=1000&wait=${WAIT_SECONDS}`)) as { changes: StateChange[] };
    after = changes.at(-1)?.position ?? after;
    if (changes.length > 0) yield changes;
  }
}
