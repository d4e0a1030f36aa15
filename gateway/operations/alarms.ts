import { createHash } from 'node:crypto';
import type { Row } from '../../store/contracts/ledger.ts';
import type { AlarmRecord, Direction } from '../../store/contracts/records.ts';
import { alarmKey } from '../alarms.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { GatewayError } from '../error.ts';
import { GATEWAY_ITSELF, recordOperation } from '../operation-record/record-operation.ts';
import { rebuildUntilCommitted } from '../unit-of-work.ts';
import { type Actor, requireActor } from './actor.ts';

/** An alarm as lists show it. */
export interface AlarmSummary {
  id: string;
  /** Of the error table. */
  code: string;
  message?: { direction: Direction; sender: string; messageId: string };
  peer?: string;
  raisedAt: string;
  acknowledgedAt?: string;
  /** How many signed documents are kept that show it to anybody. */
  proofs: number;
  /** The alarm of the same code, message and peer that was acknowledged before this one was raised. */
  earlier?: string;
}

export interface AlarmDetail extends Omit<AlarmSummary, 'proofs'> {
  acknowledgement?: { by: string; note?: string };
  /** `valija-alarm-proof/1` or `valija-fork/1`, verbatim. */
  proofs: { sha256: string; document: string }[];
}

/** What the blob of an acknowledgement holds, encrypted. */
interface Acknowledgement {
  actor: string;
  note: string;
  /** With which the record of the operation commits to the note; hexadecimal. */
  salt: string;
}

const READERS = ['operator', 'auditor'] as const;

/** Alarms that nobody has acknowledged, or all there ever were, the oldest first; `next` is where the following page begins. */
export async function listAlarms(
  { ledger }: Pick<GatewayDependencies, 'ledger'>,
  query: { actor: Actor; all?: boolean; after?: string; limit: number },
): Promise<{ alarms: AlarmSummary[]; next?: string }> {
  requireActor(query.actor, READERS);
  const { all = false, after, limit } = query;
  const place = all ? ({ index: 'all', equals: 'all' } as const) : ({ index: 'open', equals: 'open' } as const);
  const from = after === undefined ? {} : { after: Buffer.from(after, 'base64url').toString('utf8') };
  const rows = await ledger.list('alarms', { ...place, limit, ...from });
  const alarms = rows.map(({ key, value, bytes }) => ({ ...factsOf(key, value), proofs: proofCount(value, bytes) }));
  const last = rows.at(-1);
  return rows.length === limit && last !== undefined ? { alarms, next: Buffer.from(last.order, 'utf8').toString('base64url') } : { alarms };
}

/** One alarm with what shows it to anybody, and who acknowledged it why. GatewayError `not-found`, `actor-not-allowed`. */
export async function showAlarm(
  dependencies: Pick<GatewayDependencies, 'ledger' | 'blobs'>,
  { actor, id }: { actor: Actor; id: string },
): Promise<AlarmDetail> {
  requireActor(actor, READERS);
  const row = await findAlarm(dependencies, id);
  return detailOf(dependencies, row, await acknowledgementOf(dependencies, row.value));
}

/**
 * Closes an alarm: somebody has looked at it, and says what came of that. It stays with its proof for ever, and the same event again is another
 * alarm. Who did it is recorded for auditors; the note is committed to, and kept encrypted. Acknowledging again leaves it as it was.
 * GatewayError `not-found`, `actor-not-allowed`.
 */
export async function acknowledgeAlarm(
  dependencies: GatewayDependencies,
  { actor, id, note }: { actor: Actor; id: string; note: string },
): Promise<AlarmDetail> {
  requireActor(actor, ['operator']);
  await rebuildUntilCommitted(dependencies, async () => {
    const { key, version, value, bytes } = await findAlarm(dependencies, id);
    if (value.acknowledgedAt !== undefined) return { result: undefined };
    const now = dependencies.clock.now();
    const salt = dependencies.randomBytes(32).toString('hex');
    const wrappedKey = dependencies.blobs.newWrappedKey();
    const content = Buffer.from(JSON.stringify({ actor: actor.id, note, salt } satisfies Acknowledgement), 'utf8');
    const receipt = await dependencies.blobs.put({ wrappedKey, messageKey: `alarm/${key}`, now }, content);
    const committed = createHash('sha256').update(salt, 'hex').update(note, 'utf8').digest('hex');
    const operation = recordOperation(dependencies, {
      action: 'alarm-acknowledged',
      actor,
      ...(value.messageKey === undefined ? {} : { messageKey: value.messageKey }),
      facts: { alarm: key, code: value.code, note: committed },
    });
    const changed: AlarmRecord = {
      ...value,
      acknowledgedAt: now.toISOString(),
      acknowledgement: { wrappedKey, blobId: receipt.blobId },
    };
    // A row is replaced whole: the proof goes along.
    const alarm = { table: 'alarms' as const, key, expect: version, value: changed, ...(bytes === undefined ? {} : { bytes }) };
    return { change: { rows: [alarm, receipt.row, operation.row], leaves: [operation.leaf] }, result: undefined };
  });
  return showAlarm(dependencies, { actor, id });
}

async function findAlarm({ ledger }: Pick<GatewayDependencies, 'ledger'>, id: string): Promise<Row<'alarms'>> {
  const row = await ledger.get('alarms', id);
  if (row === undefined) throw new GatewayError('not-found', 'there is no such alarm');
  return row;
}

function factsOf(id: string, alarm: AlarmRecord): Omit<AlarmSummary, 'proofs'> {
  const { code, messageKey, peer, raisedAt, acknowledgedAt, occurrence = 1 } = alarm;
  return {
    id,
    code,
    ...(messageKey === undefined ? {} : { message: messageOf(messageKey) }),
    ...(peer === undefined || peer === '' ? {} : { peer }),
    raisedAt,
    ...(acknowledgedAt === undefined ? {} : { acknowledgedAt }),
    ...(occurrence === 1 ? {} : { earlier: alarmKey(alarm, occurrence - 1) }),
  };
}

function messageOf(messageKey: string): NonNullable<AlarmSummary['message']> {
  const [direction, sender = '', messageId = ''] = messageKey.split('/');
  return { direction: direction === 'outbound' ? 'outbound' : 'inbound', sender, messageId };
}

function proofCount({ forks = [] }: AlarmRecord, bytes: Buffer | undefined): number {
  return forks.length + (bytes === undefined ? 0 : 1);
}

async function detailOf(
  { ledger }: Pick<GatewayDependencies, 'ledger'>,
  { key, value, bytes }: Row<'alarms'>,
  acknowledgement: AlarmDetail['acknowledgement'],
): Promise<AlarmDetail> {
  const forks = await Promise.all((value.forks ?? []).map(async (fork) => (await ledger.get('forks', fork))?.value.document));
  const documents = [bytes?.toString('utf8'), ...forks].filter((document) => document !== undefined);
  const proofs = documents.map((document) => ({ sha256: createHash('sha256').update(document, 'utf8').digest('hex'), document }));
  return { ...factsOf(key, value), ...(acknowledgement === undefined ? {} : { acknowledgement }), proofs };
}

async function acknowledgementOf(
  { blobs }: Pick<GatewayDependencies, 'blobs'>,
  { acknowledgedAt, acknowledgement }: AlarmRecord,
): Promise<AlarmDetail['acknowledgement']> {
  if (acknowledgedAt === undefined) return undefined;
  if (acknowledgement === undefined) return { by: GATEWAY_ITSELF.id };
  const reader = await blobs.open(acknowledgement);
  try {
    const { actor, note } = JSON.parse((await reader.read(0, reader.size)).toString('utf8')) as Acknowledgement;
    return { by: actor, note };
  } finally {
    await reader.close();
  }
}
