import { messageKey } from '../../store/contracts/records.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { type Fault, GatewayError } from '../error.ts';
import { newMessageIdentifier } from '../identifiers.ts';
import { RENDERED_LETTER_NAME } from '../legal/letter-of-message.ts';
import { examineTypedSubmission, type OutboundLegal } from '../legal/typed-submission.ts';
import { type Actor, requireActor } from '../operations/actor.ts';
import { discardBlobs } from '../package/discard-blobs.ts';
import { requireRecovered } from '../recovery/recovery.ts';
import { readableCertificate, recordsInForce } from '../trust/authorised-certificate.ts';
import { isVersionConflict } from '../unit-of-work.ts';
import { type Acceptance, acceptSubmission, type SubmissionIdentity } from './accept-submission.ts';
import { answered, digestMembers, findRecovered, replay, resume, type SubmissionAnswer } from './earlier-submission.ts';
import { type Intake, type SubmissionPart, takeFiles } from './intake.ts';
import { requestDigests } from './request-digest.ts';
import { parseSubmissionDocument, resolveDeadlines, type SubmissionDocument } from './submission-document.ts';
import { submissionNonce } from './submission-nonce.ts';
import { takeUploads } from './take-uploads.ts';
import { requireLetterCanBeWritten } from './write-letter.ts';

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
    const given = { identity, actor: submission.actor, intake };
    const checked = await checkSubmission(dependencies, given, document, [...faults, ...intake.faults]);
    const nonce = await submissionNonce(dependencies, idempotency, digestMembers(digests).requestDigest);
    const recovered = await findRecovered(dependencies, idempotency, digests, nonce);
    if (recovered !== undefined) return await resume(dependencies, { idempotency, digests, intake, recovered });
    return await accept(dependencies, { ...given, idempotency, digests, nonce, ...checked });
  } catch (error) {
    await discardBlobs(dependencies, intake.receipts);
    throw error;
  }
}

function newIdentity(dependencies: GatewayDependencies): SubmissionIdentity {
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

async function checkSubmission(
  dependencies: GatewayDependencies,
  { identity, actor, intake }: Pick<Acceptance, 'identity' | 'actor' | 'intake'>,
  document: SubmissionDocument | undefined,
  faults: Fault[],
): Promise<Pick<Acceptance, 'document' | 'deadlines' | 'legal'>> {
  const { now, messageId } = identity;
  const { letters } = intake;
  const rendered = document?.renderLetter === undefined ? 0 : 1;
  if (letters + rendered > 1 || (letters + rendered === 0 && intake.complete))
    faults.push({ code: 'letter-missing', pointer: 'part:letter', detail: 'exactly one' });
  if (document === undefined) throw refusal(faults);
  const { deadlines, faults: deadlineFaults } = resolveDeadlines(document, now, dependencies.settings);
  faults.push(...deadlineFaults, ...recipientFaults(dependencies, document.recipient, now), ...describedFileFaults(document, intake));
  faults.push(...renderingFaults(document, intake));
  const typed = await examineTyped(dependencies, { document, actor, messageId, now }, intake);
  faults.push(...typed.faults);
  if (faults.length > 0) throw refusal(faults);
  await requireLetterCanBeWritten(dependencies, { document, messageId, now, files: intake.files });
  return { document, deadlines, ...(typed.legal === undefined ? {} : { legal: typed.legal }) };
}

async function examineTyped(
  dependencies: GatewayDependencies,
  { document, ...who }: { document: SubmissionDocument; actor: Actor; messageId: string; now: Date },
  intake: Intake,
): Promise<{ faults: Fault[]; legal?: OutboundLegal }> {
  const { legal } = document;
  if (legal === undefined) return { faults: [] };
  return examineTypedSubmission(dependencies, {
    document: { ...document, legal },
    digests: new Map(intake.files.map(({ name, sha256 }) => [name, sha256])),
    ...(document.renderLetter === undefined ? {} : { writtenLetter: RENDERED_LETTER_NAME }),
    ...(intake.letter === undefined ? {} : { letter: intake.letter }),
    ...who,
  });
}

/** A letter can be written of a typed message alone, and is a file like the others. */
function renderingFaults({ renderLetter, legal }: SubmissionDocument, { files }: Intake): Fault[] {
  if (renderLetter === undefined) return [];
  if (legal === undefined) return [{ code: 'submission-invalid', pointer: '/renderLetter', detail: 'only with a typed message' }];
  const isTaken = files.some(({ name }) => name.toLowerCase() === RENDERED_LETTER_NAME);
  return isTaken ? [{ code: 'file-name-repeated', pointer: '/renderLetter' }] : [];
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
  const environment = authority.profile?.environment ?? dependencies.settings.environment;
  if (environment !== dependencies.settings.environment) faults.push({ code: 'recipient-other-environment', pointer });
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

async function accept(dependencies: GatewayDependencies, acceptance: Acceptance): Promise<SubmissionAnswer> {
  const { identity, legal, intake } = acceptance;
  let registerNumber: string | undefined;
  try {
    registerNumber = await acceptSubmission(dependencies, acceptance);
  } catch (error) {
    // Another request with the same key was faster: its answer is the answer.
    const winner = isVersionConflict(error) ? await dependencies.ledger.get('idempotency', acceptance.idempotency) : undefined;
    if (winner === undefined) throw error;
    await discardBlobs(dependencies, intake.receipts);
    return replay(dependencies, winner.value, acceptance.digests);
  }
  dependencies.observe({ name: 'submitted', messageId: identity.messageId, lane: acceptance.document.lane });
  return { status: 202, messageId: identity.messageId, ...answered(intake.letter, registerNumber, legal), replayed: false };
}
