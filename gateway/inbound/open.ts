import type { ReasonName } from '../../evidence/reason.ts';
import type { BlobReceipt } from '../../store/contracts/blobs.ts';
import type { Row } from '../../store/contracts/ledger.ts';
import type { ClaimedJob } from '../../store/contracts/outbox.ts';
import type { MessageRecord } from '../../store/contracts/records.ts';
import { completeJob, completion } from '../complete-job.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { codeOf, dispositionOf, GatewayError } from '../error.ts';
import { requireTrustedClock } from '../outbound/recipient-certificate.ts';
import { discardBlobs } from '../package/discard-blobs.ts';
import { storeParticulars } from '../package/particulars.ts';
import { issueEvidence } from '../receipts/issue-evidence.ts';
import { statementBase } from '../receipts/statement-base.ts';
import type { Step } from '../step.ts';
import { commit } from '../unit-of-work.ts';
import { decryptionKeyFor } from './admit.ts';
import { decryptPackage } from './decrypt-package.ts';
import { type ExaminedPackage, examinePackage } from './examine-package.ts';

/**
 * Opens a received message (design section 3, open): decrypts it into the encrypted store, examines the package, and states D.1 or,
 * with the reason, D.2. The inbox row is the notification: nothing is announced before the content is there.
 */
export const open: Step = async (dependencies, { job }) => {
  const row = await dependencies.ledger.get('messages', job.subject);
  if (row === undefined || row.value.step !== 'received') return completeJob(dependencies, job);
  requireTrustedClock(dependencies);
  const scope = { wrappedKey: row.value.wrappedKey, messageKey: row.key, now: dependencies.clock.now() };
  const receipts: BlobReceipt[] = [];
  let committed = false;
  try {
    const packageReceipt = await decryptPackage(dependencies, scope, sealedOf(row.value), decryptionKey(dependencies, row.value));
    receipts.push(packageReceipt);
    const examined = await examine(dependencies, row, packageReceipt);
    const particulars = await storeParticulars(dependencies.blobs, scope, { kind: 'inbound', ...examined });
    receipts.push(particulars);
    await consign(dependencies, job, row, { packageReceipt, particulars, examined });
    committed = true;
  } catch (error) {
    const reason = failureReason(error);
    if (reason === undefined) throw error;
    await refuseConsignment(dependencies, job, row, reason);
  } finally {
    if (!committed) await discardBlobs(dependencies, receipts);
  }
};

function sealedOf(message: MessageRecord): { blobId: string; length: number; packageCommitment: string } {
  return {
    blobId: message.sealedBlob ?? '',
    length: message.sealedLength ?? 0,
    packageCommitment: message.packageCommitment ?? '',
  };
}

function decryptionKey(dependencies: GatewayDependencies, message: MessageRecord) {
  const key = decryptionKeyFor(dependencies, message.recipientKey ?? '');
  // B.1 was given only because the key was here: its absence now is ours to mend, and no reason to refuse the message.
  if (key === undefined) throw new GatewayError('own-certificate-missing', 'the decryption key is gone', { disposition: 'operator' });
  return key;
}

/** The examined package is read from its blob, whose row is not committed yet: the receipt itself opens it. */
async function examine(dependencies: GatewayDependencies, row: Row<'messages'>, receipt: BlobReceipt): Promise<ExaminedPackage> {
  const reader = await dependencies.blobs.openReceipt({ wrappedKey: row.value.wrappedKey, receipt });
  try {
    return await examinePackage(dependencies, row.value, reader);
  } finally {
    await reader.close();
  }
}

async function consign(
  dependencies: GatewayDependencies,
  job: ClaimedJob,
  row: Row<'messages'>,
  opened: { packageReceipt: BlobReceipt; particulars: BlobReceipt; examined: ExaminedPackage },
): Promise<void> {
  const { packageReceipt, particulars, examined } = opened;
  const reasons: ReasonName[] = [
    ...(examined.seal.verdict === 'INDETERMINATE' ? (['consigned-revocation-unknown'] as const) : []),
    ...(row.value.unstamped === true ? (['consigned-unstamped'] as const) : []),
  ];
  const issued = await issueEvidence(dependencies, {
    ...(await statementBase(dependencies, row)),
    event: 'ContentConsignment',
    ...(reasons.length === 0 ? {} : { reasons }),
    patch: {
      step: 'opened',
      conversation: examined.request.conversation,
      packageBlob: packageReceipt.blobId,
      packageLength: packageReceipt.size,
      particularsBlob: particulars.blobId,
    },
  });
  await commit(dependencies, {
    ...issued.change,
    rows: [...issued.change.rows, packageReceipt.row, particulars.row],
    jobs: [...issued.change.jobs, completion(job)],
  });
  dependencies.observe({ name: 'consigned', messageId: row.value.messageId, peer: row.value.sender, octets: packageReceipt.size });
}

async function refuseConsignment(
  dependencies: GatewayDependencies,
  job: ClaimedJob,
  row: Row<'messages'>,
  reason: ReasonName,
): Promise<void> {
  const issued = await issueEvidence(dependencies, {
    ...(await statementBase(dependencies, row)),
    event: 'ContentConsignmentFailure',
    reasons: [reason],
    // What could not be decrypted, or is another package than announced, is not known to us.
    withoutPackage: reason === 'decryption-failed' || reason === 'package-commitment-mismatch',
    patch: { step: 'ended', lastProblem: reason },
  });
  await commit(dependencies, { ...issued.change, jobs: [...issued.change.jobs, completion(job)] });
  dependencies.observe({ name: 'not-consigned', messageId: row.value.messageId, peer: row.value.sender, code: reason });
}

const REASONS_BY_CODE: Readonly<Record<string, ReasonName>> = {
  'package-commitment-mismatch': 'package-commitment-mismatch',
  'package-header-mismatch': 'package-header-disagree',
  'package-seal-invalid': 'package-signature-invalid',
  'package-signer-not-authorised': 'package-certificate-invalid',
  'signer-revoked': 'package-certificate-revoked',
  'package-timestamp-missing': 'package-timestamp-invalid',
};

/** The reason for D.2 where the content itself is at fault; undefined where trying again may help, or an operator. */
function failureReason(error: unknown): ReasonName | undefined {
  if (dispositionOf(error) !== 'refuse') return undefined;
  const code = codeOf(error);
  if (code.startsWith('timestamp-')) return 'package-timestamp-invalid';
  const isSealFault = code === 'decryption-failed' || code.startsWith('sealed-');
  return REASONS_BY_CODE[code] ?? (isSealFault ? 'decryption-failed' : 'package-malformed');
}
