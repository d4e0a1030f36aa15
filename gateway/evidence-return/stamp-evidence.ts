import { attachSignatureTimestamp } from '../../crypto/jades/attach-timestamp.ts';
import { serializeJws } from '../../crypto/jades/flattened-jws.ts';
import { signatureTimestampImprint } from '../../crypto/jades/signature-timestamp.ts';
import { completeJob, completion } from '../complete-job.ts';
import { jobIdentifier } from '../identifiers.ts';
import { storedJws } from '../receipts/envelopes.ts';
import type { Step } from '../step.ts';
import { commit } from '../unit-of-work.ts';
import { requireWorthwhile } from './push-evidence.ts';

/**
 * Adds a time-stamp to the A.1 of a package that had to go without one, and posts it again under the same identifier (design
 * section 4, time-stamps): its digest stays, the other side merges the stamp.
 */
export const stampEvidence: Step = async (dependencies, { job, signal }) => {
  const row = await dependencies.ledger.get('evidence', job.detail ?? '');
  if (row === undefined) return completeJob(dependencies, job);
  const jws = storedJws(row.value.jws);
  if (jws.header !== undefined) return completeJob(dependencies, job);
  requireWorthwhile(dependencies, row.value.storedAt);
  const stamp = await dependencies.timestamps.stamp(signatureTimestampImprint(jws), { signal });
  const stamped = serializeJws(attachSignatureTimestamp(jws, stamp.token)).toString('utf8');
  const message = await dependencies.ledger.get('messages', row.value.messageKey);
  const peer = message?.value.recipient;
  await commit(dependencies, {
    rows: [{ table: 'evidence', key: row.key, expect: row.version, value: { ...row.value, jws: stamped } }],
    jobs: [
      completion(job),
      {
        operation: 'ensure',
        job: {
          id: jobIdentifier('return-evidence', row.value.messageKey, row.key),
          kind: 'return-evidence',
          lane: job.lane,
          subject: row.value.messageKey,
          detail: row.key,
          ...(peer === undefined ? {} : { peer }),
          dueAt: dependencies.clock.now().getTime(),
        },
      },
    ],
  });
};
