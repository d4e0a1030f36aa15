import { createHash } from 'node:crypto';
import type { Change } from '../../store/contracts/ledger.ts';
import { type MessageRecord, messageKey } from '../../store/contracts/records.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { type Fault, GatewayError } from '../error.ts';
import { jobIdentifier, newMessageIdentifier } from '../identifiers.ts';
import { logLeaf } from '../log-leaf.ts';
import { type Actor, requireActor } from '../operations/actor.ts';
import { discardBlobs } from '../package/discard-blobs.ts';
import { type OutboundParticulars, storeParticulars } from '../package/particulars.ts';
import { assuranceOf } from '../receipts/assurance.ts';
import { changesFeed } from '../receipts/feeds.ts';
import { requireRecovered } from '../recovery/recovery.ts';
import { readableCertificate, recordsInForce } from '../trust/authorised-certificate.ts';
import { commit, isVersionConflict } from '../unit-of-work.ts';
import { digestMembers, findRecovered, replay, resume, type SubmissionAnswer } from './earlier-submission.ts';
import { type Intake, type SubmissionPart, takeFiles } from './intake.ts';
import { type RequestDigests, requestDigests } from './request-digest.ts';
import { parseSubmissionDocument, resolveDeadlines, type SubmissionDocument } from './submission-document.ts';
import { submissionNonce } from './submission-nonce.ts';
import { takenUploadRows, takeUploads } from './take-uploads.ts';

/** A submission as an interface hands it over. */
export interface Submission {
  actor: Actor;
  /** Idempotency-Key: same key and same content give the same answer, same key and other content are refused. */
  idempotencyKey: string | undefined;
  /** The JSON part. */
  request: Buffer;
  /** The file parts, read once, in order. */
  parts: AsyncIterable<SubmissionPart>;
  /** Octets of all files together, where the client may send less than the gateway takes. */
  maximumLength?: number;
}

interface Identity {
  messageId: string;
  messageKey: string;
  wrappedKey: string;
  now: Date;
}

/**
 * Accepts a message for sending (design section 3, submit): caps, encrypts the files into the store, checks everything that can be
 * decided without the network, and answers only after message, files, log leaf and the job `prepare` are committed.
 * Throws GatewayError `submission-invalid` with every fault found, or `idempotency-key-missing`, `idempotency-key-reused`.
 */
export async function submitMessage(dependencies: GatewayDependencies, submission: Submission): Promise<SubmissionAnswer> {
  requireActor(submission.actor, ['system', 'officer']);
  const idempotency = idempotencyRowKey(submission);
  const earlier = await dependencies.ledger.get('idempotency', idempotency);
  const identity = newIdentity(dependencies);
  const { document, faults } = parseSubmissionDocument(submission.request, dependencies.settings.maximumRequestLength);
  // While the recipient has not told what it holds of us, this could be a message that it has.
  if (document !== undefined && earlier === undefined) requireRecovered(dependencies, document.recipient);
  const { maximumPackageLength } = dependencies.settings;
  const signLetter = document?.signLetter === true;
  const maximumLength = Math.min(submission.maximumLength ?? maximumPackageLength, maximumPackageLength);
  const store = earlier === undefined && faults.length === 0;
  const intake = await takeFiles(dependencies, identity, submission.parts, { store, signLetter, maximumLength });
  try {
    const uploads =
      document === undefined
        ? []
        : await takeUploads(dependencies, identity, { actor: submission.actor, document, intake }, { signLetter, maximumLength });
    const digests = requestDigests(submission.request, { parts: intake.fingerprints, uploads });
    // A request that was faster may have taken the uploads over, and this be its repetition.
    const known = earlier ?? (uploads === undefined ? await dependencies.ledger.get('idempotency', idempotency) : undefined);
    if (known !== undefined) return await replay(dependencies, known.value, digests);
    const checked = checkSubmission(dependencies, identity.now, document, [...faults, ...intake.faults], intake);
    const nonce = await submissionNonce(dependencies, idempotency, digestMembers(digests).requestDigest);
    const recovered = await findRecovered(dependencies, idempotency, digests, nonce);
    if (recovered !== undefined) return await resume(dependencies, { idempotency, digests, intake, recovered });
    return await accept(dependencies, { submission, identity, idempotency, digests, nonce, intake, ...checked });
  } catch (error) {
    await discardBlobs(dependencies, intake.receipts);
    throw error;
  }
}

function newIdentity(dependencies: GatewayDependencies): Identity {
  const now = dependencies.clock.now();
  const messageId = newMessageIdentifier(now, dependencies.randomBytes);
  return {
    messageId,
    messageKey: messageKey('outbound', dependencies.authority, messageId),
    wrappedKey: dependencies.blobs.newWrappedKey(),
    now,
  };
}

function idempotencyRowKey(submission: Submission): string {
  const key = submission.idempotencyKey;
  if (key === undefined || !/^[\x21-\x7e]{1,128}$/.test(key)) {
    throw new GatewayError('idempotency-key-missing', 'an Idempotency-Key of 1 to 128 visible ASCII characters is required');
  }
  // Escaped, so that no actor's identifier and key together spell another's.
  return `${encodeURIComponent(submission.actor.id)}/${key}`;
}

function checkSubmission(
  dependencies: GatewayDependencies,
  now: Date,
  document: SubmissionDocument | undefined,
  faults: Fault[],
  intake: Intake,
): { document: SubmissionDocument; deadlines: MessageRecord['deadlines'] } {
  const { letters } = intake;
  if (letters > 1 || (letters === 0 && intake.complete))
    faults.push({ code: 'letter-missing', pointer: 'part:letter', detail: 'exactly one' });
  if (document === undefined) throw refusal(faults);
  const { deadlines, faults: deadlineFaults } = resolveDeadlines(document, now, dependencies.settings);
  faults.push(...deadlineFaults, ...recipientFaults(dependencies, document.recipient, now), ...describedFileFaults(document, intake));
  if (faults.length > 0) throw refusal(faults);
  return { document, deadlines };
}

function refusal(faults: readonly Fault[]): GatewayError {
  const [first] = faults;
  const code = faults.length === 1 && first !== undefined ? first.code : 'submission-invalid';
  return new GatewayError(code, `the submission has ${faults.length} fault(s)`, { faults });
}

function recipientFaults(dependencies: GatewayDependencies, recipient: string, now: Date): Fault[] {
  const pointer = '/recipient';
  if (recipient === dependencies.authority) return [{ code: 'recipient-is-self', pointer }];
  const authority = dependencies.directory.authority(recipient);
  if (authority === undefined) return [{ code: 'recipient-unknown', pointer }];
  const faults: Fault[] = [];
  if (authority.endpoints.length === 0) faults.push({ code: 'recipient-without-endpoint', pointer });
  const certificates = recordsInForce(authority, 'encryption', now);
  const usable = certificates.some((record) => (readableCertificate(dependencies, record.certificate)?.notAfter ?? 0) > now);
  if (!usable) faults.push({ code: 'recipient-without-certificate', pointer });
  return faults;
}

function describedFileFaults(document: SubmissionDocument, intake: Intake): Fault[] {
  const names = new Set(intake.files.map((file) => file.name));
  if (intake.faults.length > 0) return [];
  return (document.files ?? []).flatMap((file, index): Fault[] =>
    names.has(file.name) ? [] : [{ code: 'submission-invalid', pointer: `/files/${index}/name`, detail: 'no part has this file name' }],
  );
}

interface Acceptance {
  submission: Submission;
  identity: Identity;
  idempotency: string;
  digests: RequestDigests;
  /** Ties the message to its submission. */
  nonce: string;
  intake: Intake;
  document: SubmissionDocument;
  deadlines: MessageRecord['deadlines'];
}

async function accept(dependencies: GatewayDependencies, acceptance: Acceptance): Promise<SubmissionAnswer> {
  const { identity } = acceptance;
  const particulars = await storeParticulars(dependencies.blobs, identity, particularsOf(acceptance));
  acceptance.intake.receipts.push(particulars);
  try {
    await commit(dependencies, changeOf(dependencies, acceptance, particulars.blobId));
  } catch (error) {
    // Another request with the same key was faster: its answer is the answer.
    const winner = isVersionConflict(error) ? await dependencies.ledger.get('idempotency', acceptance.idempotency) : undefined;
    if (winner === undefined) throw error;
    await discardBlobs(dependencies, acceptance.intake.receipts);
    return replay(dependencies, winner.value, acceptance.digests);
  }
  dependencies.observe({ name: 'submitted', messageId: identity.messageId, lane: acceptance.document.lane });
  const { letter } = acceptance.intake;
  return { status: 202, messageId: identity.messageId, ...(letter === undefined ? {} : { letter }), replayed: false };
}

function particularsOf({ submission, intake, document, identity, nonce }: Acceptance): OutboundParticulars {
  const languages = new Map((document.files ?? []).map((file) => [file.name, file.language]));
  return {
    kind: 'outbound',
    conversation: document.conversation ?? identity.messageId,
    ...(document.requestGroup === undefined ? {} : { requestGroup: document.requestGroup }),
    ...(document.subject === undefined ? {} : { subject: document.subject }),
    actor: submission.actor.id,
    nonce,
    signLetter: document.signLetter,
    ...(intake.letter === undefined ? {} : { letter: { submitted: intake.letter } }),
    files: intake.files.map((file) => {
      const language = languages.get(file.name);
      return language === undefined ? file : { ...file, language };
    }),
  };
}

function changeOf(dependencies: GatewayDependencies, acceptance: Acceptance, particularsBlob: string): Change {
  const { identity, document, idempotency, digests, intake } = acceptance;
  const submitted = identity.now.toISOString();
  const message: MessageRecord = {
    direction: 'outbound',
    messageId: identity.messageId,
    sender: dependencies.authority,
    recipient: document.recipient,
    lane: document.lane,
    conversation: document.conversation ?? identity.messageId,
    actor: acceptance.submission.actor.id,
    state: 'submitted',
    terminal: false,
    step: 'submitted',
    createdAt: submitted,
    changedAt: submitted,
    submissionTime: submitted,
    senderAssurance: assuranceOf(acceptance.submission.actor, identity.now),
    deadlines: acceptance.deadlines,
    sealGeneration: 0,
    headerGeneration: 0,
    wrappedKey: identity.wrappedKey,
    particularsBlob,
    nextIssuerSequence: 1,
  };
  const response = JSON.stringify({ messageId: identity.messageId });
  return {
    rows: [
      { table: 'messages', key: identity.messageKey, expect: 0, value: message },
      {
        table: 'idempotency',
        key: idempotency,
        expect: 0,
        value: { ...digestMembers(digests), status: 202, response, createdAt: submitted },
      },
      ...intake.receipts.map((receipt) => receipt.row),
      ...takenUploadRows(intake.uploads, identity),
    ],
    leaves: [
      logLeaf(
        'submission',
        createHash('sha256')
          .update(`${identity.messageId}\n${digestMembers(digests).requestDigest}`)
          .digest(),
        dependencies,
      ),
    ],
    jobs: [
      {
        operation: 'add',
        job: {
          id: jobIdentifier('prepare', identity.messageKey),
          kind: 'prepare',
          lane: document.lane,
          subject: identity.messageKey,
          dueAt: identity.now.getTime(),
          expiresAt: Date.parse(acceptance.deadlines.relay),
        },
      },
      // From the first moment, so that a message ends in evidence even when its other jobs have become dead letters.
      {
        operation: 'add',
        job: {
          id: jobIdentifier('relay-deadline', identity.messageKey),
          kind: 'relay-deadline',
          lane: document.lane,
          subject: identity.messageKey,
          dueAt: Date.parse(acceptance.deadlines.relay) + dependencies.settings.deadlineSkew,
        },
      },
    ],
    feeds: [changesFeed(identity.messageKey, 'submitted')],
  };
}
