import type { LogProof } from '../../audit/log-reader.ts';
import { sizeOrder } from '../../store/contracts/records.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { newest } from './stamp-checkpoint.ts';

/** A proof that an object is in our log, and the time-stamp of its checkpoint where there is one. */
export interface StampedProof extends LogProof {
  token?: Buffer;
}

/**
 * The proof that says most: against the earliest time-stamped checkpoint that covers the entry, because it shows the earliest time; else
 * against the newest that a witness cosigned; else against the one published last. AuditError `not-logged`, `not-yet-published`.
 */
export async function bestProof(dependencies: Pick<GatewayDependencies, 'ledger' | 'log'>, digest: Buffer): Promise<StampedProof> {
  const { ledger, log } = dependencies;
  const found = await log.reader.prove(digest);
  // Sizes above the index: rows whose order is the index itself do not cover the entry.
  const [stamped] = await ledger.list('checkpoints', { index: 'stamped', equals: 'stamped', after: sizeOrder(found.index), limit: 1 });
  if (stamped?.bytes !== undefined && stamped.value.size <= found.checkpoint.size) {
    return { ...(await log.reader.prove(digest, stamped.value.note)), token: stamped.bytes };
  }
  const cosigned = (await newest(dependencies, 'cosigned'))?.value;
  if (cosigned === undefined || cosigned.size <= found.index || cosigned.size > found.checkpoint.size) return found;
  return log.reader.prove(digest, cosigned.note);
}
