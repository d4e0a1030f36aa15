import { createHash } from 'node:crypto';
import { parseNote } from '../../audit/log/note.ts';
import type { ListedRow } from '../../store/contracts/ledger.ts';
import { sizeOrder } from '../../store/contracts/records.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { rebuildUntilCommitted } from '../unit-of-work.ts';
import { publishedCheckpoint } from './ask-witness.ts';

/**
 * Has a checkpoint time-stamped when there is something new and the last stamp is an interval old: so the first checkpoint after a quiet
 * period is stamped at once, and one token covers every entry before it. The newest one that a witness cosigned is taken where there is
 * one. False when nothing was due. TimestampError while the authority is out of reach.
 */
export async function stampCheckpoint(dependencies: GatewayDependencies, signal: AbortSignal): Promise<boolean> {
  const { ledger, clock, settings, timestamps } = dependencies;
  const last = await newest(dependencies, 'stamped');
  const isDue = last === undefined || clock.now().getTime() - Date.parse(last.value.stampedAt ?? '') >= settings.checkpointStampInterval;
  const candidate = isDue ? await candidateAbove(dependencies, last?.value.size ?? 0) : undefined;
  if (candidate === undefined) return false;
  const imprint = createHash('sha256').update(parseNote(candidate.note).text, 'utf8').digest();
  const { token, generationTime } = await timestamps.stamp(imprint, { signal });
  const key = sizeOrder(candidate.size);
  await rebuildUntilCommitted(dependencies, async () => {
    const row = await ledger.get('checkpoints', key);
    const before = row?.value ?? { size: candidate.size, note: candidate.note };
    const value = { ...before, stampedAt: generationTime.toISOString() };
    return { change: { rows: [{ table: 'checkpoints', key, expect: row?.version ?? 0, value, bytes: token }] }, result: undefined };
  });
  dependencies.observe({ name: 'checkpoint-stamped' });
  return true;
}

/** The largest checkpoint of that kind. */
export async function newest(
  { ledger }: Pick<GatewayDependencies, 'ledger'>,
  kind: 'cosigned' | 'stamped',
): Promise<ListedRow<'checkpoints'> | undefined> {
  const [row] = await ledger.list('checkpoints', { index: kind, equals: kind, limit: 1, descending: true });
  return row;
}

async function candidateAbove(dependencies: GatewayDependencies, size: number): Promise<{ size: number; note: string } | undefined> {
  const cosigned = await newest(dependencies, 'cosigned');
  if (cosigned !== undefined && cosigned.value.size > size) return cosigned.value;
  const published = await publishedCheckpoint(dependencies);
  return published !== undefined && published.size > size ? { size: published.size, note: published.signed } : undefined;
}
