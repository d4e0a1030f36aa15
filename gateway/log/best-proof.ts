import type { LogProof } from '../../audit/log-reader.ts';
import { sizeOrder } from '../../store/contracts/records.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { newest } from './stamp-checkpoint.ts';

/** A proof that an object is in our log, and the time-stamp of its checkpoint where there is one. */
export interface StampedProof extends LogProof {
  token?: Buffer;
  /** The last stamped checkpoint that does not reach the entry: what shows that it was not logged before. */
  before?: { checkpoint: string; token: Buffer };
}

/**
 * The proof that says most: against the earliest time-stamped checkpoint that covers the entry, because it shows the earliest time; else
 * against the newest that a witness cosigned; else against the one published last. AuditError `not-logged`, `not-yet-published`.
 */
export async function bestProof(dependencies: Pick<GatewayDependencies, 'ledger' | 'log'>, digest: Buffer): Promise<StampedProof> {
  const found = await dependencies.log.reader.prove(digest);
  const before = await lastWithout(dependencies, found.index);
  return { ...(await strongest(dependencies, digest, found)), ...(before === undefined ? {} : { before }) };
}

async function strongest(
  { ledger, log }: Pick<GatewayDependencies, 'ledger' | 'log'>,
  digest: Buffer,
  found: LogProof,
): Promise<Omit<StampedProof, 'before'>> {
  // Sizes above the index: rows whose order is the index itself do not cover the entry.
  const [stamped] = await ledger.list('checkpoints', { index: 'stamped', equals: 'stamped', after: sizeOrder(found.index), limit: 1 });
  if (stamped?.bytes !== undefined && stamped.value.size <= found.checkpoint.size) {
    return { ...(await log.reader.prove(digest, stamped.value.note)), token: stamped.bytes };
  }
  const cosigned = (await newest({ ledger }, 'cosigned'))?.value;
  if (cosigned === undefined || cosigned.size <= found.index || cosigned.size > found.checkpoint.size) return found;
  return log.reader.prove(digest, cosigned.note);
}

async function lastWithout({ ledger }: Pick<GatewayDependencies, 'ledger'>, index: number): Promise<StampedProof['before']> {
  const query = { index: 'stamped', equals: 'stamped', after: sizeOrder(index + 1), limit: 1, descending: true } as const;
  const [row] = await ledger.list('checkpoints', query);
  return row?.bytes === undefined ? undefined : { checkpoint: row.value.note, token: row.bytes };
}
