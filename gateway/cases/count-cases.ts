import type { ListedRow } from '../../store/contracts/ledger.ts';
import { countRequests, type StatisticsRow } from '../../treaty/statistics/count-requests.ts';
import { type CountedMessage, countedRequest } from '../../treaty/statistics/counted-case.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { type Actor, requireActor } from '../operations/actor.ts';
import { readFacts } from '../register/typed-message-row.ts';

const BATCH = 500;

export interface StatisticsQuery {
  actor: Actor;
  /** Requests made at this instant or later, and before that one; RFC 3339 in UTC. */
  from: string;
  to: string;
}

export interface Statistics {
  from: string;
  to: string;
  /** When it was counted: how old open requests are. */
  countedAt: string;
  rows: StatisticsRow[];
}

/**
 * Counts the requests of a period with everything that has come of them since. Of content nothing is needed: only coded facts are read, which are
 * kept when content is destroyed. GatewayError `actor-not-allowed`.
 */
export async function countCases(dependencies: GatewayDependencies, { actor, from, to }: StatisticsQuery): Promise<Statistics> {
  requireActor(actor, ['system', 'officer', 'auditor', 'operator']);
  const now = dependencies.clock.now();
  const byCase = await messagesByCase(dependencies);
  const requests = [...byCase].flatMap(([caseKey, messages]) => {
    const request = countedRequest({ country: countryOf(dependencies, caseKey), messages });
    return request === undefined || request.requestedAt < from || request.requestedAt >= to ? [] : [request];
  });
  return { from, to, countedAt: now.toISOString(), rows: countRequests(requests, now) };
}

async function messagesByCase(dependencies: GatewayDependencies): Promise<Map<string, CountedMessage[]>> {
  const byCase = new Map<string, CountedMessage[]>();
  let after: string | undefined;
  for (;;) {
    const rows: ListedRow<'typedMessages'>[] = await dependencies.ledger.list('typedMessages', {
      index: 'all',
      equals: 'all',
      limit: BATCH,
      ...(after === undefined ? {} : { after }),
    });
    for (const { key, value } of rows) {
      const messages = byCase.get(value.caseKey) ?? [];
      messages.push(await countedMessage(dependencies, key, value));
      byCase.set(value.caseKey, messages);
    }
    after = rows.at(-1)?.order;
    if (rows.length < BATCH) return byCase;
  }
}

async function countedMessage(
  dependencies: GatewayDependencies,
  key: string,
  stored: ListedRow<'typedMessages'>['value'],
): Promise<CountedMessage> {
  const row = await dependencies.ledger.get('messages', key);
  const [direction, , messageId = ''] = key.split('/');
  return {
    messageId,
    at: row?.value.submissionTime ?? stored.at,
    byPeer: direction === 'inbound',
    facts: await readFacts(dependencies, stored),
  };
}

function countryOf({ directory }: GatewayDependencies, caseKey: string): string {
  return directory.authority(caseKey.slice(0, caseKey.indexOf('/')))?.country ?? 'unknown';
}
