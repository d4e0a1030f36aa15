import { archiveContainer } from '../../crypto/asic/archive-container.ts';
import { ARCHIVE_MANIFEST_NAME } from '../../crypto/asic/media-types.ts';
import { type Container, readContainer } from '../../crypto/asic/read-container.ts';
import { archiveStateOf } from '../../crypto/validation/archive-state.ts';
import { validationDataOf } from '../../crypto/validation/collect-validation-data.ts';
import { CRYPTOGRAPHIC_CONSTRAINTS } from '../../crypto/validation/cryptographic-constraints.ts';
import { RENEWAL_RULES, renewalDue } from '../../crypto/validation/renewal-due.ts';
import { type ContainerValidation, validateContainer } from '../../crypto/validation/validate-container.ts';
import type { BlobReceipt } from '../../store/contracts/blobs.ts';
import type { ClaimedJob, Job } from '../../store/contracts/outbox.ts';
import type { ArchiveSummary, MessageRecord } from '../../store/contracts/records.ts';
import { completeJob, completion } from '../complete-job.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { GatewayError } from '../error.ts';
import { jobIdentifier } from '../identifiers.ts';
import { requireTrustedClock } from '../outbound/recipient-certificate.ts';
import { discardBlobs } from '../package/discard-blobs.ts';
import type { Step } from '../step.ts';
import { rebuildUntilCommitted } from '../unit-of-work.ts';
import { type ArchiveFiles, containerOfArchive, filesOfCopy } from './archive-files.ts';
import { openPackageFiles } from './package-files.ts';

/**
 * Makes the long-term copy of a package (B-LTA: validation data, archive manifest, time-stamp), or renews the one there is, and asks to
 * be called again before its proof ends. The package itself stays as it was sent; of the copy only its small files are kept.
 */
export const archivePackage: Step = async (dependencies, { job, signal }) => {
  const row = await dependencies.ledger.get('messages', job.subject);
  if (row === undefined || row.value.purgedAt !== undefined) return completeJob(dependencies, job);
  requireTrustedClock(dependencies);
  const opened = await openPackageFiles(dependencies, row.value);
  if (opened === undefined) {
    // A message that ended without a package never gets one; any other is prepared or opened in time.
    if (row.value.step === 'ended') return completeJob(dependencies, job);
    throw new GatewayError('too-early', 'there is no package yet', { disposition: 'wait' });
  }
  try {
    const package_ = await readContainer(opened.reader, { maximumSize: dependencies.settings.maximumPackageLength });
    const container =
      row.value.archive === undefined ? package_ : await containerOfArchive(package_, await readArchive(dependencies, row.value));
    await keep(dependencies, job, await stampedCopy(dependencies, row.value, container, { job, signal }));
  } finally {
    await opened.close();
  }
};

type StampedCopy = { files: ArchiveFiles; summary: Omit<ArchiveSummary, 'blobId'> };

async function stampedCopy(
  dependencies: GatewayDependencies,
  message: MessageRecord,
  container: Container,
  { job, signal }: { job: ClaimedJob; signal: AbortSignal },
): Promise<StampedCopy> {
  const validation = await judge(dependencies, container);
  requirePatienceOver(dependencies, message, validation, job);
  let issued: { token: Buffer; imprint: Buffer } | undefined;
  const timestamp = async (imprint: Buffer) => {
    issued = { imprint, token: (await dependencies.timestamps.stamp(imprint, { signal })).token };
    return issued.token;
  };
  const copy = await archiveContainer({ container, validationData: validationDataOf(validation.signature), timestamp });
  if (issued === undefined) throw new TypeError(`${ARCHIVE_MANIFEST_NAME} was not stamped`);
  const state = await archiveStateOf(issued.token, issued.imprint, dependencies.timestampPaths);
  const due = renewalDue(state, { ...RENEWAL_RULES, constraints: CRYPTOGRAPHIC_CONSTRAINTS });
  const generation = (message.archive?.generation ?? 0) + 1;
  return {
    files: await filesOfCopy(copy),
    summary: { generation, stampedAt: state.stampedAt.toISOString(), renewalDueAt: due.at.toISOString() },
  };
}

/** What is known now; where a status is not, responders are asked once more. */
async function judge(dependencies: GatewayDependencies, container: Container): Promise<ContainerValidation> {
  const first = await judgeWithKnown(dependencies, container);
  if (first.subIndication !== 'TRY_LATER') return first;
  await dependencies.revocation.inquire([first.path, ...first.timestamps.map(({ path }) => path)].flatMap((path) => path?.chain ?? []));
  return judgeWithKnown(dependencies, container);
}

function judgeWithKnown({ paths, timestampPaths, clock, revocation }: GatewayDependencies, container: Container) {
  return validateContainer({
    container,
    signerPaths: paths,
    timestampPaths,
    at: clock.now(),
    data: {
      certificates: [],
      revocationLists: revocation.current().map(({ der }) => der),
      ocspResponses: revocation.responses().map(({ der }) => der),
    },
  });
}

/** Data that may still come is worth waiting for; after that, a copy that proves less is better than none. */
function requirePatienceOver(
  dependencies: GatewayDependencies,
  message: MessageRecord,
  { subIndication, timestamps }: ContainerValidation,
  job: ClaimedJob,
): void {
  const isIncomplete = subIndication === 'TRY_LATER' || timestamps.some((stamp) => stamp.subIndication === 'TRY_LATER');
  const waited = dependencies.clock.now().getTime() - Date.parse(job.detail ?? message.createdAt);
  if (isIncomplete && waited < dependencies.settings.revocationPatience[message.lane]) {
    throw new GatewayError('revocation-unknown', 'the archive would lack revocation data', { disposition: 'wait' });
  }
}

/** Commits the copy in place of the one before, and the job for its renewal. */
async function keep(dependencies: GatewayDependencies, job: ClaimedJob, { files, summary }: StampedCopy): Promise<void> {
  const receipts: BlobReceipt[] = [];
  try {
    await rebuildUntilCommitted(dependencies, async () => {
      const row = await dependencies.ledger.get('messages', job.subject);
      if (row === undefined || row.value.purgedAt !== undefined) return { change: { jobs: [completion(job)] }, result: undefined };
      const { wrappedKey, archive: former } = row.value;
      const scope = { wrappedKey, messageKey: row.key, now: dependencies.clock.now() };
      const [receipt = await dependencies.blobs.put(scope, Buffer.from(JSON.stringify(files), 'utf8'))] = receipts;
      receipts[0] = receipt;
      const value = { ...row.value, archive: { ...summary, blobId: receipt.blobId } };
      return {
        change: {
          rows: [
            receipt.row,
            { table: 'messages', key: row.key, expect: row.version, value },
            ...(former === undefined ? [] : [{ table: 'blobs' as const, key: former.blobId, expect: 1, value: null }]),
          ],
          jobs: [
            completion(job),
            { operation: 'ensure', job: archiveJob(row.key, summary.generation + 1, new Date(summary.renewalDueAt)) },
          ],
        },
        result: undefined,
      };
    });
  } catch (error) {
    await discardBlobs(dependencies, receipts);
    throw error;
  }
}

/** The job that makes that generation of the long-term copy of a message. It never holds up anything urgent. */
export function archiveJob(messageKey: string, generation: number, due: Date): Job {
  return {
    id: jobIdentifier('archive', messageKey, String(generation)),
    kind: 'archive',
    lane: 'bulk',
    subject: messageKey,
    detail: due.toISOString(),
    dueAt: due.getTime(),
  };
}

/** The files kept of the copy of a message that has one. */
export async function readArchive(
  { blobs }: Pick<GatewayDependencies, 'blobs'>,
  { wrappedKey, archive }: MessageRecord,
): Promise<ArchiveFiles> {
  const reader = await blobs.open({ wrappedKey, blobId: archive?.blobId ?? '' });
  try {
    return JSON.parse((await reader.read(0, reader.size)).toString('utf8')) as ArchiveFiles;
  } finally {
    await reader.close();
  }
}
