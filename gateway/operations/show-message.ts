import { transportState } from '../../evidence/transport-state.ts';
import type { Row } from '../../store/contracts/ledger.ts';
import type { JobKind } from '../../store/contracts/outbox.ts';
import type { MessageRecord } from '../../store/contracts/records.ts';
import { conversationFindings } from '../../treaty/conversation/rules.ts';
import { inOrder } from '../../treaty/rules/check-sending.ts';
import type { StepProgress } from '../content-progress.ts';
import type { LetterSignature } from '../contracts/letters.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { jobIdentifier } from '../identifiers.ts';
import { entriesOfCase, peerOf } from '../legal/legal-entries.ts';
import { type LegalView, receivedLegalView, sentLegalView } from '../legal/legal-view.ts';
import { currentReport, describeLetter } from '../package/letter-report.ts';
import { readParticulars } from '../package/particulars.ts';
import type { FileRole } from '../package/request-document.ts';
import { readEvidenceSet } from '../receipts/evidence-set.ts';
import { statementBase } from '../receipts/statement-base.ts';
import { type Actor, requireActor } from './actor.ts';
import { findMessage, type MessageReference, type MessageSummary, summarize } from './messages.ts';
import { type ShownEvidence, shownEvidence } from './show-evidence.ts';

/** A message with what its parties may see: names of files and subject, every receipt, and how the receipts fit together. */
export interface MessageDetail extends MessageSummary {
  /** An exercise, as it is sealed into the package: nothing of it is real. */
  training?: true;
  subject?: string;
  files: { name: string; role: FileRole; mediaType: string; language?: string; size: number; sha256: string }[];
  /** How far the seal could be checked when the message was opened (inbound). */
  seal?: { verdict: string; code?: string; signedBy: string; stampedAt?: string };
  /** Who has signed the letter itself, and how far that holds: as it was sent, or as it was when the message was opened. */
  letterSignatures: LetterSignature[];
  /** Why the signatures of the letter could not be examined. */
  letterProblem?: string;
  /** What it says as a typed message. */
  legal?: LegalView;
  evidence: ShownEvidence[];
  /** Work about this message that has not been done yet, with the code of what went wrong at the last attempt. */
  pending: PendingWork[];
  provisional: boolean;
  lateHandover: boolean;
  conflicts: readonly { kind: string; evidence: readonly string[] }[];
  orphans: readonly { evidenceDigest: string; missing: readonly string[] }[];
  gaps: readonly { issuer: string; from: number; to: number }[];
}

/** Why a message waits: `dead` needs an operator, `ready` is tried again at `nextAttemptAt`. */
export interface PendingWork {
  kind: JobKind;
  state: 'ready' | 'leased' | 'dead';
  attempts: number;
  nextAttemptAt: string;
  lastError?: string;
  /** Octets of content, while they are being sealed, sent or opened. */
  progress?: StepProgress;
}

/** The work a reader of a message cares about; deadlines wait by nature and evidence on its way is shown by the peer's receipts. */
const SHOWN_WORK = ['prepare', 'transmit', 'open'] as const satisfies readonly JobKind[];

/** Everything about one message. GatewayError `not-found`. */
export async function showMessage(dependencies: GatewayDependencies, query: MessageReference & { actor: Actor }): Promise<MessageDetail> {
  requireActor(query.actor, ['system', 'officer']);
  const row = await findMessage(dependencies, query);
  const evidence = await readEvidenceSet(dependencies, row.key);
  const base = await statementBase(dependencies, row, evidence);
  const report = transportState(base.known, base.envelopes);
  const byDigest = new Map(evidence.rows.map(({ value }) => [value.evidenceDigest, value]));
  return {
    ...summarize(row.value),
    ...(await inItsConversation(dependencies, row, await describeContent(dependencies, row.value))),
    evidence: report.timeline.flatMap((summary) => {
      const record = byDigest.get(summary.evidenceDigest);
      return record === undefined ? [] : [shownEvidence(summary, record)];
    }),
    pending: await pendingWork(dependencies, row.key),
    provisional: report.provisional,
    lateHandover: report.lateHandover,
    conflicts: report.conflicts,
    orphans: report.orphans,
    gaps: report.gaps,
  };
}

/** What the rules of the conversation find in a typed message changes with every message that comes: it is computed when somebody looks. */
async function inItsConversation<Described extends { legal?: LegalView }>(
  dependencies: GatewayDependencies,
  { value }: Row<'messages'>,
  described: Described,
): Promise<Described> {
  const { legal } = described;
  const { conversation, messageId } = value;
  if (legal?.message === undefined || conversation === undefined) return described;
  const entries = await entriesOfCase(dependencies, { peer: peerOf(value), conversation });
  const known = new Set(legal.findings.map(({ rule, pointer }) => `${rule} ${pointer}`));
  const found = conversationFindings(entries, messageId).filter(({ rule, pointer }) => !known.has(`${rule} ${pointer}`));
  return { ...described, legal: { ...legal, findings: inOrder([...legal.findings, ...found]) } };
}

async function pendingWork(dependencies: GatewayDependencies, key: string): Promise<PendingWork[]> {
  const jobs = await Promise.all(
    SHOWN_WORK.map(async (kind) => ({ kind, job: await dependencies.ledger.outbox.get(jobIdentifier(kind, key)) })),
  );
  return jobs.flatMap(({ kind, job }) => {
    if (job === undefined) return [];
    const { state, attempts, dueAt, lastError } = job;
    const progress = dependencies.progress.of(kind, key);
    const nextAttemptAt = new Date(dueAt).toISOString();
    return [
      {
        kind,
        state,
        attempts,
        nextAttemptAt,
        ...(lastError === undefined ? {} : { lastError }),
        ...(progress === undefined ? {} : { progress }),
      },
    ];
  });
}

async function describeContent(
  dependencies: GatewayDependencies,
  message: MessageRecord,
): Promise<Pick<MessageDetail, 'training' | 'subject' | 'files' | 'seal' | 'letterSignatures' | 'letterProblem' | 'legal'>> {
  if (message.particularsBlob === undefined) return { files: [], letterSignatures: [] };
  const scope = { wrappedKey: message.wrappedKey, blobId: message.particularsBlob };
  if (message.direction === 'outbound') {
    const particulars = await readParticulars(dependencies.blobs, scope, 'outbound');
    const { subject, files } = particulars;
    return {
      ...(dependencies.settings.environment === 'training' ? { training: true } : {}),
      ...(subject === undefined ? {} : { subject }),
      files: files.map(describeFile),
      ...describeLetter(currentReport(particulars)),
      ...sentLegalView(particulars),
    };
  }
  const particulars = await readParticulars(dependencies.blobs, scope, 'inbound');
  const { request, files, seal, letter } = particulars;
  const subject = request.subject === undefined ? {} : { subject: request.subject };
  const training = request.training === undefined ? {} : { training: request.training };
  return { ...training, ...subject, files: files.map(describeFile), seal, ...describeLetter(letter), ...receivedLegalView(particulars) };
}

function describeFile(file: MessageDetail['files'][number]): MessageDetail['files'][number] {
  const { name, role, mediaType, language, size, sha256 } = file;
  return { name, role, mediaType, ...(language === undefined ? {} : { language }), size, sha256 };
}
