import { createHash } from 'node:crypto';
import type { BlobReceipt } from '../../store/contracts/blobs.ts';
import type { Change, RowChange } from '../../store/contracts/ledger.ts';
import type { LogLeaf } from '../../store/contracts/log-rows.ts';
import type { MessageRecord } from '../../store/contracts/records.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { jobIdentifier } from '../identifiers.ts';
import { type OutboundLegal, recordOverride, storeTypedDocuments } from '../legal/typed-submission.ts';
import { logLeaf } from '../log-leaf.ts';
import type { Actor } from '../operations/actor.ts';
import { discardBlobs } from '../package/discard-blobs.ts';
import { type OutboundParticulars, type SubmittedFile, storeParticulars } from '../package/particulars.ts';
import { assuranceOf } from '../receipts/assurance.ts';
import { changesFeed } from '../receipts/feeds.ts';
import { enterCase } from '../register/enter-case.ts';
import { fingerprintsOf } from '../register/fingerprints.ts';
import { storeFacts } from '../register/typed-message-row.ts';
import { commit } from '../unit-of-work.ts';
import { digestMembers } from './earlier-submission.ts';
import type { Intake } from './intake.ts';
import type { RequestDigests } from './request-digest.ts';
import type { SubmissionDocument } from './submission-document.ts';
import { takenUploadRows } from './take-uploads.ts';

/** The message that a submission becomes, before anybody knows of it. */
export interface SubmissionIdentity {
  messageId: string;
  messageKey: string;
  wrappedKey: string;
  now: Date;
}

/** A submission in which nothing was found wrong, and its files in the store. */
export interface Acceptance {
  actor: Actor;
  identity: SubmissionIdentity;
  idempotency: string;
  digests: RequestDigests;
  /** Ties the message to its submission. */
  nonce: string;
  intake: Intake;
  document: SubmissionDocument;
  deadlines: MessageRecord['deadlines'];
  /** The typed message, where there is one. */
  legal?: OutboundLegal;
}

/**
 * Commits message, files, particulars, log leaf and jobs; a typed message with its place in the register. Answers with the number of its case.
 * Throws what the ledger throws, `version-conflict` also when another request with the same Idempotency-Key was faster; of what it stored itself
 * nothing is left then.
 */
export async function acceptSubmission(dependencies: GatewayDependencies, acceptance: Acceptance): Promise<string | undefined> {
  const made: BlobReceipt[] = [];
  try {
    if (acceptance.legal !== undefined) return await acceptTyped(dependencies, acceptance, acceptance.legal, made);
    await commitSubmission(dependencies, acceptance, { rows: [] }, made);
    return undefined;
  } catch (error) {
    await discardBlobs(dependencies, made);
    throw error;
  }
}

/** What a typed message adds to the commit. */
interface RegisterEntry {
  registerNumber?: string;
  documents?: readonly SubmittedFile[];
  rows: readonly RowChange[];
}

/** A typed message gets its number in the register by the same commit. Answers with the number. */
async function acceptTyped(
  dependencies: GatewayDependencies,
  acceptance: Acceptance,
  legal: OutboundLegal,
  made: BlobReceipt[],
): Promise<string> {
  const { identity, intake, document } = acceptance;
  const documents = await storeTypedDocuments(dependencies, identity, legal);
  made.push(...documents.receipts);
  const letter = intake.files.find(({ role }) => role === 'letter');
  const fingerprints = await fingerprintsOf(dependencies, legal.message, letter?.sha256);
  const facts = await storeFacts(dependencies, { messageKey: identity.messageKey, at: identity.now, message: legal.message });
  made.push(facts.receipt);
  const entered = {
    direction: 'outbound' as const,
    peer: document.recipient,
    conversation: document.conversation ?? identity.messageId,
    at: identity.now,
    fingerprints,
  };
  return enterCase(dependencies, entered, async ({ rows, caseKey, registerNumber }) => {
    const entry = {
      registerNumber,
      documents: documents.files,
      rows: [...rows, ...facts.rows(caseKey), ...documents.receipts.map(({ row }) => row)],
    };
    await commitSubmission(dependencies, acceptance, entry, made);
    return registerNumber;
  });
}

/** Everything about the submission in one unit of work. */
async function commitSubmission(
  dependencies: GatewayDependencies,
  acceptance: Acceptance,
  entry: RegisterEntry,
  made: BlobReceipt[],
): Promise<void> {
  const { identity, legal, actor } = acceptance;
  const particulars = await storeParticulars(dependencies.blobs, identity, particularsOf(acceptance, entry));
  made.push(particulars);
  const override = legal?.override === undefined ? undefined : recordOverride(dependencies, actor, identity.messageKey, legal.override);
  await commit(
    dependencies,
    changeOf(dependencies, acceptance, {
      particularsBlob: particulars.blobId,
      rows: [...entry.rows, particulars.row, ...(override === undefined ? [] : [override.row])],
      leaves: override === undefined ? [] : [override.leaf],
    }),
  );
}

function particularsOf(
  { actor, intake, document, identity, nonce, legal }: Acceptance,
  { registerNumber, documents = [] }: RegisterEntry,
): OutboundParticulars {
  const languages = new Map((document.files ?? []).map((file) => [file.name, file.language]));
  return {
    kind: 'outbound',
    conversation: document.conversation ?? identity.messageId,
    ...(document.requestGroup === undefined ? {} : { requestGroup: document.requestGroup }),
    ...(document.subject === undefined ? {} : { subject: document.subject }),
    actor: actor.id,
    nonce,
    signLetter: document.signLetter || document.renderLetter !== undefined,
    ...(document.renderLetter === undefined ? {} : { renderLetter: document.renderLetter }),
    ...(intake.letter === undefined ? {} : { letter: { submitted: intake.letter } }),
    ...(legal === undefined ? {} : { legal }),
    ...(registerNumber === undefined ? {} : { registerNumber }),
    files: [...intake.files, ...documents].map((file) => {
      const language = languages.get(file.name);
      return language === undefined ? file : { ...file, language };
    }),
  };
}

function changeOf(
  dependencies: GatewayDependencies,
  acceptance: Acceptance,
  { particularsBlob, rows, leaves }: { particularsBlob: string; rows: readonly RowChange[]; leaves: readonly LogLeaf[] },
): Change {
  const { identity, document, idempotency, intake } = acceptance;
  const known = digestMembers(acceptance.digests);
  const submitted = identity.now.toISOString();
  const message: MessageRecord = {
    direction: 'outbound',
    messageId: identity.messageId,
    sender: dependencies.authority,
    recipient: document.recipient,
    lane: document.lane,
    conversation: document.conversation ?? identity.messageId,
    actor: acceptance.actor.id,
    state: 'submitted',
    terminal: false,
    step: 'submitted',
    createdAt: submitted,
    changedAt: submitted,
    submissionTime: submitted,
    senderAssurance: assuranceOf(acceptance.actor, identity.now),
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
      { table: 'idempotency', key: idempotency, expect: 0, value: { ...known, status: 202, response, createdAt: submitted } },
      ...intake.receipts.map((receipt) => receipt.row),
      ...takenUploadRows(intake.uploads, identity),
      ...rows,
    ],
    leaves: [
      ...leaves,
      logLeaf('submission', createHash('sha256').update(`${identity.messageId}\n${known.requestDigest}`).digest(), dependencies),
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
