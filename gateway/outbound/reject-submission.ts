import { CryptoError } from '../../crypto/error.ts';
import type { ReasonName } from '../../evidence/reason.ts';
import type { Row } from '../../store/contracts/ledger.ts';
import type { ClaimedJob } from '../../store/contracts/outbox.ts';
import type { MessageRecord } from '../../store/contracts/records.ts';
import { completion } from '../complete-job.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { codeOf, dispositionOf, GatewayError } from '../error.ts';
import { jobIdentifier } from '../identifiers.ts';
import { issueEvidence } from '../receipts/issue-evidence.ts';
import { commit } from '../unit-of-work.ts';
import { CURRENT_SUITE } from './recipient-certificate.ts';

const REASONS_BY_CODE: Readonly<Record<string, ReasonName>> = {
  'recipient-unknown': 'recipient-not-in-directory',
  'recipient-without-certificate': 'recipient-certificate-unusable',
  'seal-recipient-unsuitable': 'recipient-certificate-unusable',
  'own-certificate-missing': 'own-certificate-unusable',
};

/**
 * Why a message that was not prepared in time ends: what the last attempt failed with, where that says something, or that it expired.
 */
export function lateReason(code: string | undefined): ReasonName {
  return REASONS_BY_CODE[code ?? ''] ?? 'message-expired';
}

/**
 * Whether a failure is final before the relay deadline. Nothing that time can mend is: a directory is corrected, a revocation list
 * arrives, a disk is emptied. Only input that can never become a package is refused at once.
 */
export function finalReason(error: unknown): ReasonName | undefined {
  const isAboutContent = error instanceof CryptoError || error instanceof GatewayError;
  return isAboutContent && dispositionOf(error) === 'refuse' ? 'package-not-built' : undefined;
}

export function isPastRelay(dependencies: Pick<GatewayDependencies, 'clock'>, message: MessageRecord): boolean {
  return dependencies.clock.now().getTime() > Date.parse(message.deadlines.relay);
}

/** Why preparing ends the message now; undefined where it is to be tried again, or an operator has to look first. */
export function rejectionReason(
  dependencies: GatewayDependencies,
  { message, job, error }: { message: MessageRecord; job: ClaimedJob; error: unknown },
): ReasonName | undefined {
  if (!isPastRelay(dependencies, message)) return finalReason(error);
  const code = codeOf(error);
  // An attempt after the deadline only finds that it is late: what kept the message until then was said by the one before.
  return lateReason(code === 'relay-deadline-passed' ? job.lastError : code);
}

/** Ends a message that never left with A.2, whichever job found that it must end. */
export async function rejectSubmission(
  dependencies: GatewayDependencies,
  job: ClaimedJob,
  row: Row<'messages'>,
  reason: ReasonName,
): Promise<void> {
  const issued = await issueEvidence(dependencies, {
    event: 'SubmissionRejection',
    reasons: [reason],
    message: row,
    known: [],
    envelopes: new Set(),
    patch: { step: 'ended', suite: CURRENT_SUITE },
  });
  const others = (['prepare', 'relay-deadline'] as const)
    .map((kind) => jobIdentifier(kind, row.key))
    .filter((id) => id !== job.id)
    .map((id) => ({ operation: 'cancel' as const, id }));
  await commit(dependencies, { ...issued.change, jobs: [...issued.change.jobs, completion(job), ...others] });
  dependencies.observe({ name: 'submission-rejected', messageId: row.value.messageId, code: reason });
}
