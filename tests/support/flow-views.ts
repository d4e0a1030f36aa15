import type { EvidenceSummary } from '../../evidence/summary.ts';
import { readEvidenceSet } from '../../gateway/receipts/evidence-set.ts';
import type { JobRow } from '../../store/contracts/outbox.ts';
import type { MessageRecord } from '../../store/contracts/records.ts';
import type { TestGateway } from './two-gateways.ts';

/** The row of a message that must be there. */
export async function messageAt(gateway: TestGateway, key: string): Promise<MessageRecord> {
  const row = await gateway.dependencies.ledger.get('messages', key);
  if (row === undefined) throw new Error(`no message ${key}`);
  return row.value;
}

export async function evidenceAt(gateway: TestGateway, key: string): Promise<readonly EvidenceSummary[]> {
  return (await readEvidenceSet(gateway.dependencies, key)).summaries;
}

/** Names of the events known about a message, in the order in which they were stored. */
export async function eventsAt(gateway: TestGateway, key: string): Promise<string[]> {
  return (await evidenceAt(gateway, key)).map(({ event }) => event);
}

/** Short names of the reasons that the evidence of an event states. */
export async function reasonsAt(gateway: TestGateway, key: string, event: string): Promise<string[]> {
  const found = (await evidenceAt(gateway, key)).filter((summary) => summary.event === event);
  return found.flatMap(({ reasons }) => reasons.map((uri) => uri.split(/[:/]/).at(-1) ?? uri));
}

/** Everything in the outbox, whenever it is due. */
export async function jobsAt(gateway: TestGateway): Promise<JobRow[]> {
  const { outbox } = gateway.dependencies.ledger;
  return [...(await outbox.due({ now: Number.MAX_SAFE_INTEGER, limit: 1_000 })), ...(await outbox.dead({ limit: 1_000 }))];
}

export async function jobKindsAt(gateway: TestGateway): Promise<string[]> {
  return (await jobsAt(gateway)).map(({ kind }) => kind).sort();
}

/** Codes of the alarms that nobody has acknowledged. */
export async function alarmsAt(gateway: TestGateway): Promise<string[]> {
  const rows = await gateway.dependencies.ledger.list('alarms', { index: 'open', equals: 'open', limit: 1_000 });
  return rows.map(({ value }) => value.code).sort();
}

/** What is kept as proof beside the open alarms of a code, as whoever takes it out reads it. */
export async function proofsAt(gateway: TestGateway, code: string): Promise<{ octets: Buffer; broughtBy?: string; objects: string[] }[]> {
  const rows = await gateway.dependencies.ledger.list('alarms', { index: 'open', equals: 'open', limit: 1_000 });
  return rows.flatMap(({ value, bytes }) => {
    if (value.code !== code || bytes === undefined) return [];
    const { broughtBy, objects } = JSON.parse(bytes.toString('utf8')) as { broughtBy: string; objects: string[] };
    return [{ octets: bytes, broughtBy, objects }];
  });
}
