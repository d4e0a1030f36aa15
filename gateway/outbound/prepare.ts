import type { Certificate } from '../../crypto/x509/certificate.ts';
import type { BlobReceipt } from '../../store/contracts/blobs.ts';
import type { Change, Row, RowChange } from '../../store/contracts/ledger.ts';
import type { ClaimedJob, JobChange } from '../../store/contracts/outbox.ts';
import type { MessageRecord } from '../../store/contracts/records.ts';
import { completeJob, completion } from '../complete-job.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { GatewayError } from '../error.ts';
import { jobIdentifier } from '../identifiers.ts';
import { logLeaf } from '../log-leaf.ts';
import { discardBlobs } from '../package/discard-blobs.ts';
import { type OutboundParticulars, readParticulars, storeParticulars } from '../package/particulars.ts';
import { planPackage, type SealedPackage, sealPackage } from '../package/seal-package.ts';
import { issueEvidence } from '../receipts/issue-evidence.ts';
import { requireRecovered } from '../recovery/recovery.ts';
import type { Step } from '../step.ts';
import { requireOwnCertificate } from '../trust/own-certificate.ts';
import { commit } from '../unit-of-work.ts';
import { buildPackage } from './build-package.ts';
import { buildEnvelope, type SignedEnvelope } from './envelope.ts';
import { CURRENT_SUITE, requireTrustedClock, selectRecipientCertificate } from './recipient-certificate.ts';
import { isPastRelay, rejectionReason, rejectSubmission } from './reject-submission.ts';
import { signLetter } from './sign-letter.ts';

/**
 * Turns an accepted message into a sealed one (design section 3, prepare): signs the letter where asked, signs the package, seals it in one streaming pass, signs
 * the header, states A.1, and commits all of it with the job `transmit`. What can never be prepared ends in A.2 with its reason.
 * A crash before the commit leaves files that a sweep removes, and the step begins anew.
 */
export const prepare: Step = async (dependencies, { job }) => {
  const message = await dependencies.ledger.get('messages', job.subject);
  if (message === undefined || message.value.step !== 'submitted') return completeJob(dependencies, job);
  requireTrustedClock(dependencies);
  requireRecovered(dependencies, message.value.recipient);
  try {
    await prepareMessage(dependencies, job, message);
  } catch (error) {
    const reason = rejectionReason(dependencies, { message: message.value, job, error });
    if (reason === undefined) throw error;
    await rejectSubmission(dependencies, job, message, reason);
  }
};

async function prepareMessage(dependencies: GatewayDependencies, job: ClaimedJob, row: Row<'messages'>): Promise<void> {
  const message = row.value;
  if (isPastRelay(dependencies, message)) throw new GatewayError('relay-deadline-passed', 'prepared too late');
  const recipient = await selectRecipientCertificate(dependencies, message.recipient);
  await requireOwnCertificate(dependencies, 'seal');
  const scope = { wrappedKey: message.wrappedKey, messageKey: row.key, now: dependencies.clock.now() };
  const particulars = await readParticulars(
    dependencies.blobs,
    { wrappedKey: message.wrappedKey, blobId: message.particularsBlob ?? '' },
    'outbound',
  );
  const letter = await signLetter(dependencies, scope, message, particulars);
  const receipts: BlobReceipt[] = [...letter.receipts];
  try {
    const { prepared, unstamped } = await buildPackage(dependencies, message, letter.particulars);
    const sealed = await sealPackage(dependencies, scope, planPackage(letter.particulars, prepared, letter.receipts), recipient);
    receipts.push(sealed.receipt);
    const complete: OutboundParticulars = { ...letter.particulars, prepared };
    const stored = await storeParticulars(dependencies.blobs, scope, complete);
    receipts.push(stored);
    const patch = preparedFields(message, { sealed, recipient, unstamped, particularsBlob: stored.blobId });
    const envelope = await buildEnvelope(dependencies, { ...message, ...patch });
    await commit(dependencies, await preparedChange(dependencies, { job, row, patch, envelope, receipts, replaced: letter.replaced }));
    dependencies.observe({ name: 'prepared', messageId: message.messageId, octets: sealed.sealedLength });
  } catch (error) {
    await discardBlobs(dependencies, receipts);
    throw error;
  }
}

function preparedFields(
  message: MessageRecord,
  result: { sealed: SealedPackage; recipient: Certificate; unstamped: boolean; particularsBlob: string },
): Partial<MessageRecord> {
  const { sealed } = result;
  return {
    step: 'prepared',
    suite: CURRENT_SUITE,
    sealedBlob: sealed.receipt.blobId,
    sealedDigest: sealed.sealedDigest,
    firstSealedDigest: message.firstSealedDigest ?? sealed.sealedDigest,
    sealedLength: sealed.sealedLength,
    packageCommitment: sealed.packageCommitment,
    packageLength: sealed.packageLength,
    recipientKey: result.recipient.spkiSha256.toString('hex'),
    unstamped: result.unstamped,
    particularsBlob: result.particularsBlob,
  };
}

async function preparedChange(
  dependencies: GatewayDependencies,
  step: {
    job: ClaimedJob;
    row: Row<'messages'>;
    patch: Partial<MessageRecord>;
    envelope: SignedEnvelope;
    receipts: readonly BlobReceipt[];
    /** Rows that the new ones make useless. */
    replaced: readonly RowChange[];
  },
): Promise<Change> {
  const { row, envelope } = step;
  const issued = await issueEvidence(dependencies, {
    event: 'SubmissionAcceptance',
    message: row,
    known: [],
    envelopes: new Set([envelope.envelopeDigest]),
    patch: { ...step.patch, envelopeDigest: envelope.envelopeDigest },
  });
  return {
    rows: [
      ...issued.change.rows,
      { table: 'envelopes', key: envelope.envelopeDigest, expect: 0, value: envelope.record },
      ...step.receipts.map((receipt) => receipt.row),
      ...step.replaced,
      ...formerParticulars(row.value),
    ],
    leaves: [...issued.change.leaves, logLeaf('envelope', Buffer.from(envelope.envelopeDigest, 'hex'), dependencies)],
    feeds: issued.change.feeds,
    jobs: [
      ...issued.change.jobs,
      completion(step.job),
      transmitJob(dependencies, row),
      ...stampJob(dependencies, row, step.patch, issued.identifier),
    ],
  };
}

/** The particulars blob is replaced; version 1 is the only one a particulars row ever has. */
function formerParticulars(message: MessageRecord) {
  if (message.particularsBlob === undefined) return [];
  return [{ table: 'blobs' as const, key: message.particularsBlob, expect: 1, value: null }];
}

/** The job `relay-deadline` waits since the submission. */
function transmitJob(dependencies: GatewayDependencies, { key, value: message }: Row<'messages'>): JobChange {
  return {
    operation: 'add',
    job: {
      id: jobIdentifier('transmit', key),
      kind: 'transmit',
      lane: message.lane,
      subject: key,
      peer: message.recipient,
      dueAt: dependencies.clock.now().getTime(),
      expiresAt: Date.parse(message.deadlines.relay),
    },
  };
}

/** A package that went without time-stamp gets one for its A.1 as soon as the authority answers again. */
function stampJob(
  dependencies: GatewayDependencies,
  row: Row<'messages'>,
  patch: Partial<MessageRecord>,
  evidenceIdentifier: string,
): JobChange[] {
  if (patch.unstamped !== true) return [];
  const job = {
    id: jobIdentifier('stamp-evidence', row.key, evidenceIdentifier),
    kind: 'stamp-evidence' as const,
    lane: row.value.lane,
    subject: row.key,
    detail: evidenceIdentifier,
    dueAt: dependencies.clock.now().getTime(),
  };
  return [{ operation: 'add', job }];
}
