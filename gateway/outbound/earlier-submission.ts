import type { Row } from '../../store/contracts/ledger.ts';
import { type IdempotencyRecord, messageKey } from '../../store/contracts/records.ts';
import type { LegalFinding } from '../../treaty/finding.ts';
import type { LetterReport } from '../contracts/letters.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { GatewayError } from '../error.ts';
import type { OutboundLegal } from '../legal/typed-submission.ts';
import { discardBlobs } from '../package/discard-blobs.ts';
import { submittedParticulars } from '../package/letter-report.ts';
import { commit } from '../unit-of-work.ts';
import type { Intake } from './intake.ts';
import type { RequestDigests } from './request-digest.ts';
import { recoveredSubmissionKey, submissionNonce } from './submission-nonce.ts';

export interface SubmissionAnswer {
  status: 202;
  messageId: string;
  /** On the signatures of the letter, as it was submitted. Absent when there is no record of it any more. */
  letter?: LetterReport;
  /** Number of the case in our register, for a typed message. */
  registerNumber?: string;
  /** What legal rules advise about a typed message. */
  findings?: readonly LegalFinding[];
  /** True when this is the stored answer of an earlier call. */
  replayed: boolean;
}

type Remembered = Pick<IdempotencyRecord, 'requestDigest' | 'exactDigest'>;

/** What is remembered of a submission, to know it again. */
export function digestMembers({ content, exact, namesUploads }: RequestDigests): Remembered {
  return { requestDigest: content ?? exact, ...(namesUploads ? { exactDigest: exact } : {}) };
}

/** The stored answer. GatewayError `idempotency-key-reused` when the key was used for other content. */
export async function replay(
  dependencies: GatewayDependencies,
  earlier: Remembered & Pick<IdempotencyRecord, 'response'>,
  digests: RequestDigests,
): Promise<SubmissionAnswer> {
  if (!isSame(earlier, digests)) {
    throw new GatewayError('idempotency-key-reused', 'this Idempotency-Key was used for another submission');
  }
  const { messageId } = JSON.parse(earlier.response) as { messageId: string };
  // Names of signers and findings are kept where the other particulars are, and nowhere else.
  const particulars = await submittedParticulars(dependencies, messageKey('outbound', dependencies.authority, messageId));
  const { letter, registerNumber, legal } = particulars ?? {};
  return { status: 202, messageId, ...answered(letter?.submitted, registerNumber, legal), replayed: true };
}

/** What is told of a submission besides its message. */
export function answered(
  letter: LetterReport | undefined,
  registerNumber: string | undefined,
  legal: OutboundLegal | undefined,
): Pick<SubmissionAnswer, 'letter' | 'registerNumber' | 'findings'> {
  return {
    ...(letter === undefined ? {} : { letter }),
    ...(registerNumber === undefined ? {} : { registerNumber }),
    ...(legal === undefined ? {} : { findings: legal.findings }),
  };
}

/** Where uploads have been taken over, the octets of the request tell; rows of earlier versions know nothing else. */
function isSame({ requestDigest, exactDigest }: Remembered, { content, exact }: RequestDigests): boolean {
  if (content !== undefined) return content === requestDigest || exact === requestDigest;
  return exact === exactDigest;
}

/** The message of this submission that the recipient gave back after a restore; earlier versions named submissions by their octets. */
export async function findRecovered(
  dependencies: GatewayDependencies,
  idempotency: string,
  { exact }: RequestDigests,
  nonce: string,
): Promise<Row<'idempotency'> | undefined> {
  const recovered = await dependencies.ledger.get('idempotency', recoveredSubmissionKey(nonce));
  if (recovered !== undefined) return recovered;
  return dependencies.ledger.get('idempotency', recoveredSubmissionKey(await submissionNonce(dependencies, idempotency, exact)));
}

/** A submission that a restore made us forget, and whose message the recipient gave back: it is answered with that message. */
export async function resume(
  dependencies: GatewayDependencies,
  given: { idempotency: string; digests: RequestDigests; intake: Intake; recovered: Row<'idempotency'> },
): Promise<SubmissionAnswer> {
  const { idempotency, digests, intake, recovered } = given;
  const value = { ...recovered.value, ...digestMembers(digests) };
  await commit(dependencies, {
    rows: [
      { table: 'idempotency', key: idempotency, expect: 0, value },
      { table: 'idempotency', key: recovered.key, expect: recovered.version, value: null },
    ],
  });
  await discardBlobs(dependencies, intake.receipts);
  return replay(dependencies, value, digests);
}
