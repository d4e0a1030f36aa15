import { CryptoError } from '../../crypto/error.ts';
import type { ReasonName } from '../../evidence/reason.ts';
import type { EvidenceSummary } from '../../evidence/summary.ts';
import type { BlobReceipt } from '../../store/contracts/blobs.ts';
import type { Row } from '../../store/contracts/ledger.ts';
import type { ClaimedJob, JobChange } from '../../store/contracts/outbox.ts';
import type { MessageRecord } from '../../store/contracts/records.ts';
import { completeJob, completion } from '../complete-job.ts';
import type { DecryptionKey } from '../contracts/key-store.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { codeOf, dispositionOf, GatewayError } from '../error.ts';
import { jobIdentifier } from '../identifiers.ts';
import { requireTrustedClock } from '../outbound/recipient-certificate.ts';
import { discardBlobs } from '../package/discard-blobs.ts';
import { storeParticulars } from '../package/particulars.ts';
import type { StoreScope } from '../package/seal-package.ts';
import { evidenceReason } from '../problems/table.ts';
import { ownStatements, readEvidenceSet } from '../receipts/evidence-set.ts';
import { changesFeed } from '../receipts/feeds.ts';
import { issueEvidence } from '../receipts/issue-evidence.ts';
import { statementBase } from '../receipts/statement-base.ts';
import { requireRecovered } from '../recovery/recovery.ts';
import type { Step } from '../step.ts';
import { commit } from '../unit-of-work.ts';
import { decryptionKeysFor } from './admit.ts';
import { decryptPackage } from './decrypt-package.ts';
import { examineLetter } from './examine-letter.ts';
import { type ExaminedPackage, examinePackage } from './examine-package.ts';

/**
 * Opens a received message (design section 3, open): decrypts it into the encrypted store, examines the package, and states D.1 or,
 * with the reason, D.2. The inbox row is the notification: nothing is announced before the content is there.
 */
export const open: Step = async (dependencies, { job }) => {
  const row = await dependencies.ledger.get('messages', job.subject);
  if (row === undefined || row.value.step !== 'received') return completeJob(dependencies, job);
  requireTrustedClock(dependencies);
  requireRecovered(dependencies, row.value.sender);
  const given = await givenOutcome(dependencies, row);
  if (given?.event === 'ContentConsignmentFailure') return endAsRefused(dependencies, job, row);
  const scope = { wrappedKey: row.value.wrappedKey, messageKey: row.key, now: dependencies.clock.now() };
  const receipts: BlobReceipt[] = [];
  try {
    const judged = await judge(dependencies, row, scope, receipts);
    if ('reason' in judged) {
      // What was consigned before a restore stays consigned: an operator has to find out why it looks otherwise now.
      if (given !== undefined) throw new GatewayError('package-not-intact', judged.reason, { disposition: 'operator' });
      await discardBlobs(dependencies, receipts);
      return await refuseConsignment(dependencies, job, row, { reason: judged.reason, packageKnown: receipts.length > 0 });
    }
    const particulars = await storeParticulars(dependencies.blobs, scope, { kind: 'inbound', ...judged.examined });
    receipts.push(particulars);
    const opened = { ...judged, particulars };
    await (given === undefined ? consign(dependencies, job, row, opened) : takeUpAgain(dependencies, job, row, { ...opened, given }));
  } catch (error) {
    await discardBlobs(dependencies, receipts);
    throw error;
  }
};

/** Decrypts and examines. Only what fails here is the content's fault: what fails afterwards, in storing or signing, is ours. */
async function judge(
  dependencies: GatewayDependencies,
  row: Row<'messages'>,
  scope: StoreScope,
  receipts: BlobReceipt[],
): Promise<{ packageReceipt: BlobReceipt; examined: ExaminedPackage } | { reason: ReasonName }> {
  const keys = decryptionKeys(dependencies, row.value);
  try {
    const packageReceipt = await decryptWithAny(dependencies, scope, sealedOf(row.value), keys);
    receipts.push(packageReceipt);
    return { packageReceipt, examined: await examine(dependencies, row, packageReceipt) };
  } catch (error) {
    const reason = failureReason(error);
    if (reason === undefined) throw error;
    return { reason };
  }
}

/** Content names the certificate it is sealed to; after a renewal there are several for one key. */
async function decryptWithAny(
  dependencies: GatewayDependencies,
  scope: StoreScope,
  sealed: ReturnType<typeof sealedOf>,
  [key, ...others]: [DecryptionKey, ...DecryptionKey[]],
): Promise<BlobReceipt> {
  try {
    return await decryptPackage(dependencies, scope, sealed, key);
  } catch (error) {
    const [next, ...rest] = others;
    if (next === undefined || codeOf(error) !== 'sealed-other-recipient') throw error;
    return decryptWithAny(dependencies, scope, sealed, [next, ...rest]);
  }
}

function sealedOf(message: MessageRecord): { blobId: string; length: number; packageCommitment: string } {
  return {
    blobId: message.sealedBlob ?? '',
    length: message.sealedLength ?? 0,
    packageCommitment: message.packageCommitment ?? '',
  };
}

function decryptionKeys(dependencies: GatewayDependencies, message: MessageRecord): [DecryptionKey, ...DecryptionKey[]] {
  const [key, ...others] = decryptionKeysFor(dependencies, message.recipientKey ?? '');
  // B.1 was given only because the key was here: its absence now is ours to mend, and no reason to refuse the message.
  if (key === undefined) throw new GatewayError('own-certificate-missing', 'the decryption key is gone', { disposition: 'operator' });
  return [key, ...others];
}

/** The examined package is read from its blob, whose row is not committed yet: the receipt itself opens it. */
async function examine(dependencies: GatewayDependencies, row: Row<'messages'>, receipt: BlobReceipt): Promise<ExaminedPackage> {
  const reader = await dependencies.blobs.openReceipt({ wrappedKey: row.value.wrappedKey, receipt });
  try {
    const examined = await examinePackage(dependencies, row.value, reader);
    const letter = await examineLetter(dependencies, row.value.sender, examined.files, reader);
    return { ...examined, ...(letter === undefined ? {} : { letter }) };
  } finally {
    await reader.close();
  }
}

async function consign(dependencies: GatewayDependencies, job: ClaimedJob, row: Row<'messages'>, opened: Opened): Promise<void> {
  const { packageReceipt, particulars, examined } = opened;
  const reasons: ReasonName[] = [
    ...(examined.seal.verdict === 'INDETERMINATE' ? (['consigned-revocation-unknown'] as const) : []),
    ...(row.value.unstamped === true ? (['consigned-unstamped'] as const) : []),
  ];
  const issued = await issueEvidence(dependencies, {
    ...(await statementBase(dependencies, row)),
    event: 'ContentConsignment',
    ...(reasons.length === 0 ? {} : { reasons }),
    patch: openedFields(opened),
  });
  await commit(dependencies, {
    ...issued.change,
    rows: [...issued.change.rows, packageReceipt.row, particulars.row],
    jobs: [...issued.change.jobs, completion(job), ...registerJob(dependencies, row, examined)],
  });
  dependencies.observe({ name: 'consigned', messageId: row.value.messageId, peer: row.value.sender, octets: packageReceipt.size });
}

interface Opened {
  packageReceipt: BlobReceipt;
  particulars: BlobReceipt;
  examined: ExaminedPackage;
}

function openedFields({ packageReceipt, particulars, examined }: Opened): Partial<MessageRecord> {
  return {
    step: 'opened',
    conversation: examined.request.conversation,
    packageBlob: packageReceipt.blobId,
    packageLength: packageReceipt.size,
    particularsBlob: particulars.blobId,
  };
}

/** A typed message gets its place in the register after it was consigned: no number holds up a receipt. */
function registerJob({ clock }: GatewayDependencies, row: Row<'messages'>, { legal }: ExaminedPackage): JobChange[] {
  if (legal?.message === undefined) return [];
  const job = {
    id: jobIdentifier('register', row.key),
    kind: 'register' as const,
    lane: row.value.lane,
    subject: row.key,
    dueAt: clock.now().getTime(),
  };
  return [{ operation: 'ensure', job }];
}

/** What was stated about the content before a restore: it is never stated a second time. */
async function givenOutcome(dependencies: GatewayDependencies, row: Row<'messages'>): Promise<EvidenceSummary | undefined> {
  const set = await readEvidenceSet(dependencies, row.key);
  const statements = ownStatements(dependencies, set, 'ContentHandover', 'ContentConsignment', 'ContentConsignmentFailure');
  return (statements.find(({ summary }) => summary.event === 'ContentHandover') ?? statements[0])?.summary;
}

/** The content is here again; D.1, and E.1 where it was given, are those of then. */
async function takeUpAgain(
  dependencies: GatewayDependencies,
  job: ClaimedJob,
  row: Row<'messages'>,
  opened: Opened & { given: EvidenceSummary },
): Promise<void> {
  const step = opened.given.event === 'ContentHandover' ? ('handed-over' as const) : ('opened' as const);
  const value: MessageRecord = { ...row.value, ...openedFields(opened), step, changedAt: dependencies.clock.now().toISOString() };
  const cancel = { operation: 'cancel' as const, id: jobIdentifier('handover-deadline', row.key) };
  await commit(dependencies, {
    rows: [{ table: 'messages', key: row.key, expect: row.version, value }, opened.packageReceipt.row, opened.particulars.row],
    jobs: [completion(job), ...(step === 'handed-over' ? [cancel] : []), ...registerJob(dependencies, row, opened.examined)],
    feeds: [changesFeed(row.key, value.state)],
  });
  dependencies.observe({ name: 'content-recovered', messageId: row.value.messageId, peer: row.value.sender });
}

async function endAsRefused(dependencies: GatewayDependencies, job: ClaimedJob, row: Row<'messages'>): Promise<void> {
  const value: MessageRecord = { ...row.value, step: 'ended', changedAt: dependencies.clock.now().toISOString() };
  const cancel = { operation: 'cancel' as const, id: jobIdentifier('handover-deadline', row.key) };
  await commit(dependencies, {
    rows: [{ table: 'messages', key: row.key, expect: row.version, value }],
    jobs: [completion(job), cancel],
  });
}

async function refuseConsignment(
  dependencies: GatewayDependencies,
  job: ClaimedJob,
  row: Row<'messages'>,
  { reason, packageKnown }: { reason: ReasonName; packageKnown: boolean },
): Promise<void> {
  const issued = await issueEvidence(dependencies, {
    ...(await statementBase(dependencies, row)),
    event: 'ContentConsignmentFailure',
    reasons: [reason],
    // What could not be decrypted, or is another package than announced, is not known to us.
    withoutPackage: !packageKnown,
    patch: { step: 'ended', lastProblem: reason },
  });
  const cancel = { operation: 'cancel' as const, id: jobIdentifier('handover-deadline', row.key) };
  await commit(dependencies, { ...issued.change, jobs: [...issued.change.jobs, completion(job), cancel] });
  dependencies.observe({ name: 'not-consigned', messageId: row.value.messageId, peer: row.value.sender, code: reason });
}

/** The reason for D.2 where the content itself is at fault; undefined where trying again may help, or an operator. */
function failureReason(error: unknown): ReasonName | undefined {
  // A store that cannot hold a change refuses as well: that is our fault and no statement about the content.
  const isAboutContent = error instanceof CryptoError || error instanceof GatewayError;
  if (!isAboutContent || dispositionOf(error) !== 'refuse') return undefined;
  return evidenceReason(codeOf(error), 'ContentConsignmentFailure') ?? 'package-malformed';
}
