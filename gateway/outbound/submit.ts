import { createHash } from 'node:crypto';
import type { Change, Row } from '../../store/contracts/ledger.ts';
import { type MessageRecord, messageKey } from '../../store/contracts/records.ts';
import type { LetterReport } from '../contracts/letters.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { type Fault, GatewayError } from '../error.ts';
import { jobIdentifier, newMessageIdentifier } from '../identifiers.ts';
import { logLeaf } from '../log-leaf.ts';
import { type Actor, requireActor } from '../operations/actor.ts';
import { discardBlobs } from '../package/discard-blobs.ts';
import { submittedLetter } from '../package/letter-report.ts';
import { type OutboundParticulars, storeParticulars } from '../package/particulars.ts';
import { assuranceOf } from '../receipts/assurance.ts';
import { changesFeed } from '../receipts/feeds.ts';
import { requireRecovered } from '../recovery/recovery.ts';
import { readableCertificate, recordsInForce } from '../trust/authorised-certificate.ts';
import { commit, isVersionConflict } from '../unit-of-work.ts';
import { type Intake, type SubmissionPart, takeFiles } from './intake.ts';
import { parseSubmissionDocument, resolveDeadlines, type SubmissionDocument } from './submission-document.ts';
import { recoveredSubmissionKey, submissionNonce } from './submission-nonce.ts';

/** A submission as an interface hands it over. */
export interface Submission {
  actor: Actor;
  /** Idempotency-Key: same key and same content give the same answer, same key and other content are refused. */
  idempotencyKey: string | undefined;
  /** The JSON part. */
  request: Buffer;
  /** The file parts, read once, in order. */
  parts: AsyncIterable<SubmissionPart>;
}

export interface SubmissionAnswer {
  status: 202;
  messageId: string;
  /** On the signatures of the letter, as it was submitted. Absent when there is no record of it any more. */
  letter?: LetterReport;
  /** True when this is the stored answer of an earlier call. */
  replayed: boolean;
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
  const intake = await takeFiles(dependencies, identity, submission.parts, {
    store: earlier === undefined && faults.length === 0,
    signLetter: document?.signLetter === true,
  });
  try {
    const requestDigest = digestOf(submission.request, intake);
    if (earlier !== undefined) return await replay(dependencies, earlier.value, requestDigest);
    const checked = checkSubmission(dependencies, identity.now, document, [...faults, ...intake.faults], intake);
    const nonce = await submissionNonce(dependencies, idempotency, requestDigest);
    const recovered = await dependencies.ledger.get('idempotency', recoveredSubmissionKey(nonce));
    if (recovered !== undefined) return await resume(dependencies, { idempotency, requestDigest, intake, recovered });
    return await accept(dependencies, { submission, identity, idempotency, requestDigest, nonce, intake, ...checked });
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

function digestOf(request: Buffer, intake: Intake): string {
  const lines = [createHash('sha256').update(request).digest('hex'), ...intake.fingerprints];
  return createHash('sha256').update(lines.join('\n')).digest('hex');
}

async function replay(
  dependencies: GatewayDependencies,
  earlier: { requestDigest: string; response: string },
  requestDigest: string,
): Promise<SubmissionAnswer> {
  if (earlier.requestDigest !== requestDigest) {
    throw new GatewayError('idempotency-key-reused', 'this Idempotency-Key was used for another submission');
  }
  const { messageId } = JSON.parse(earlier.response) as { messageId: string };
  // The names of signers are kept where the other particulars are, and nowhere else.
  const letter = await submittedLetter(dependencies, messageKey('outbound', dependencies.authority, messageId));
  return { status: 202, messageId, ...(letter === undefined ? {} : { letter }), replayed: true };
}

/** A submission that a restore made us forget, and whose message the recipient gave back: it is answered with that message. */
async function resume(
  dependencies: GatewayDependencies,
  given: { idempotency: string; requestDigest: string; intake: Intake; recovered: Row<'idempotency'> },
): Promise<SubmissionAnswer> {
  const { idempotency, requestDigest, intake, recovered } = given;
  const value = { ...recovered.value, requestDigest };
  await commit(dependencies, {
    rows: [
      { table: 'idempotency', key: idempotency, expect: 0, value },
      { table: 'idempotency', key: recovered.key, expect: recovered.version, value: null },
    ],
  });
  await discardBlobs(dependencies, intake.receipts);
  return replay(dependencies, value, requestDigest);
}

function checkSubmission(
  dependencies: GatewayDependencies,
  now: Date,
  document: SubmissionDocument | undefined,
  faults: Fault[],
  intake: Intake,
): { document: SubmissionDocument; deadlines: MessageRecord['deadlines'] } {
  const letters = intake.fingerprints.filter((line) => line.startsWith('["letter",')).length;
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
  requestDigest: string;
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
    return replay(dependencies, winner.value, acceptance.requestDigest);
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
  const { identity, document, idempotency, requestDigest } = acceptance;
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
      { table: 'idempotency', key: idempotency, expect: 0, value: { requestDigest, status: 202, response, createdAt: submitted } },
      ...acceptance.intake.receipts.map((receipt) => receipt.row),
    ],
    leaves: [logLeaf('submission', createHash('sha256').update(`${identity.messageId}\n${requestDigest}`).digest(), dependencies)],
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
