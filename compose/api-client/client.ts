import type * as z from 'zod';
import { ValijaClient } from '../../clients/typescript/client.ts';
import type {
  AssessmentRequest,
  AuditMessagesInput,
  ListCasesInput,
  ListEvidenceInput,
  ListOperationsInput,
  SubmissionRequest,
} from '../../clients/typescript/generated.ts';
import type { ReceivedContent } from '../../clients/typescript/transport.ts';
import { given, known, told } from './answer-checks.ts';
import {
  type AuditedMessageAnswer,
  auditedEntriesAnswer,
  auditedMessagesAnswer,
  type BackupAnswer,
  backupAnswer,
  type ChangesAnswer,
  type ContradictionAnswer,
  changesAnswer,
  contradictionsAnswer,
  type DeadLetterAnswer,
  deadLettersAnswer,
  type EvidenceAnswer,
  handoverAnswer,
  type LegalHoldAnswer,
  legalHoldAnswer,
  legalHoldsAnswer,
  type MessageAnswer,
  messageAnswer,
  type OperationAnswer,
  operationsAnswer,
  type PageAnswer,
  pageAnswer,
  receiptsAnswer,
  type SubmissionAnswer,
  submissionAnswer,
} from './answers.ts';
import { type AlarmAnswer, type AlarmSummaryAnswer, alarmAnswer, alarmsAnswer } from './answers-alarms.ts';
import {
  type AssessmentAnswer,
  assessmentAnswer,
  type CaseAnswer,
  type CasePageAnswer,
  caseAnswer,
  casePageAnswer,
  type RegisteredCaseAnswer,
  type StatisticsAnswer,
  statisticsAnswer,
} from './answers-cases.ts';
import { ApiError } from './error.ts';
import type { SavedFile } from './save.ts';
import { type Continuation, type Saving, saveResumably } from './save-resumably.ts';
import { type LargeSubmission, submitByUploads } from './submit-by-uploads.ts';
import type { SubmittedFile } from './submitted-file.ts';

export interface ApiClientOptions {
  /** `https://host:port`; paths are appended. */
  url: string;
  /** PEM of the client's key and certificate, and of the authorities under which the gateway's certificate stands. */
  key: string;
  certificate: string;
  anchors: string;
  /** Language of titles and advice. */
  language: string;
}

export type Direction = 'outbound' | 'inbound';

/** What can be downloaded of a message, as the last steps of its path. */
export type Content = 'package' | 'sealed' | 'archive' | 'bundle' | `files/${number}`;

/** Of what a proof bundle is asked for. */
export type BundleSubject = { messageId: string; direction?: Direction } | { conversation: string };

export interface Download {
  mediaType: string;
  /** In octets; undefined when it was not told beforehand. */
  length?: number;
  body: AsyncIterable<Buffer>;
}

/**
 * The client API of a gateway as our commands use it: over the client generated from its description, with what they read checked, since
 * the gateway may be of another version. Everything throws ApiError.
 */
export class ApiClient {
  readonly #gateway: ValijaClient;
  /** Of the gateway. */
  readonly url: string;

  constructor(options: ApiClientOptions) {
    this.url = options.url;
    this.#gateway = new ValijaClient(options);
  }

  /** Submits a message; the same key with the same content gives the same answer. */
  submit(submission: { document: unknown; files: readonly SubmittedFile[]; idempotencyKey: string }): Promise<SubmissionAnswer> {
    const { document, files, idempotencyKey } = submission;
    const sent = files.map((file) => ({ ...file, part: file.role }));
    // The gateway says what is wrong with a document, better than a type could.
    return known(submissionAnswer, this.#gateway.submitMessage({ idempotencyKey, request: document as SubmissionRequest, files: sent }));
  }

  /** The same for large files, which are brought piece by piece; goes on with what an earlier call has brought. */
  submitLarge(submission: LargeSubmission): Promise<SubmissionAnswer> {
    return known(submissionAnswer, submitByUploads(this.#gateway, submission));
  }

  list(query: { direction?: Direction; conversation?: string; peer?: string; limit: number; after?: string }): Promise<PageAnswer> {
    return known(pageAnswer, this.#gateway.listMessages(query));
  }

  show(messageId: string, direction?: Direction): Promise<MessageAnswer> {
    return known(messageAnswer, this.#gateway.showMessage({ messageId, ...given({ direction }) }));
  }

  /** Receipts alone: all of a message, or those of one event (`ContentHandover`). */
  async receipts(messageId: string, query: { event?: string; direction?: Direction } = {}): Promise<EvidenceAnswer[]> {
    const input = { messageId, ...query } as ListEvidenceInput;
    return (await known(receiptsAnswer, this.#gateway.listEvidence(input))).evidence;
  }

  /** One page of the register. */
  cases(query: ListCasesInput): Promise<CasePageAnswer> {
    return known(casePageAnswer, this.#gateway.listCases(query));
  }

  /** The case with a number of our register. ApiError `not-found`. */
  async registered(registerNumber: string): Promise<RegisteredCaseAnswer> {
    const { cases } = await this.cases({ registerNumber });
    const [found] = cases;
    if (found === undefined) throw new ApiError('not-found', `the register has no case ${registerNumber}`);
    return found;
  }

  case(conversation: string, peer?: string): Promise<CaseAnswer> {
    return known(caseAnswer, this.#gateway.showCase({ conversation, ...given({ peer }) }));
  }

  /** What the legal rules would say of a typed message; nothing is sent or kept. */
  assess(request: { recipient: string; conversation?: string; lane?: string; legal: unknown }): Promise<AssessmentAnswer> {
    // The gateway says what is wrong with it, better than a type could.
    return known(assessmentAnswer, this.#gateway.assessMessage({ body: request as AssessmentRequest }));
  }

  /** Counts of the requests made from an instant until before another. */
  statistics(period: { from: string; to: string }): Promise<StatisticsAnswer> {
    return known(statisticsAnswer, this.#gateway.countCases(period));
  }

  handOver(messageId: string, packageDigest: string): Promise<{ evidence: string; salt: string }> {
    return known(handoverAnswer, this.#gateway.handOverMessage({ messageId, body: { packageDigest } }));
  }

  /** State changes after a position; waits up to `wait` seconds for the first. */
  changes(query: { after: number; wait: number }): Promise<ChangesAnswer> {
    return known(changesAnswer, this.#gateway.listChanges(query));
  }

  async deadLetters(query: { limit: number; after?: string }): Promise<DeadLetterAnswer[]> {
    return (await known(deadLettersAnswer, this.#gateway.listDeadLetters(query))).deadLetters;
  }

  releaseDeadLetter(id: string): Promise<void> {
    return told(this.#gateway.releaseDeadLetter({ body: { id } }));
  }

  /** Open alarms, or all there ever were, every page of them. */
  async alarms(query: { all: boolean }): Promise<AlarmSummaryAnswer[]> {
    const all: AlarmSummaryAnswer[] = [];
    for (let after: string | undefined; ; ) {
      const page = await known(alarmsAnswer, this.#gateway.listAlarms({ ...query, limit: 500, ...given({ after }) }));
      all.push(...page.alarms);
      if (page.next === undefined) return all;
      after = page.next;
    }
  }

  /** One alarm with its proofs. */
  alarm(id: string): Promise<AlarmAnswer> {
    return known(alarmAnswer, this.#gateway.showAlarm({ id }));
  }

  acknowledgeAlarm(id: string, note: string): Promise<AlarmAnswer> {
    return known(alarmAnswer, this.#gateway.acknowledgeAlarm({ id, body: { note } }));
  }

  /** Signed states of logs that do not go together, all of them. */
  async contradictions(): Promise<ContradictionAnswer[]> {
    const all: ContradictionAnswer[] = [];
    for (let after: string | undefined; ; ) {
      const page = await known(contradictionsAnswer, this.#gateway.listContradictions({ limit: 100, ...given({ after }) }));
      all.push(...page.contradictions);
      if (page.next === undefined) return all;
      after = page.next;
    }
  }

  /** Has the gateway begin a backup of itself into a folder on its own machine. */
  startBackup(request: { folder: string; keep?: number }): Promise<BackupAnswer> {
    return known(backupAnswer, this.#gateway.startBackup({ body: request }));
  }

  backup(identifier: string): Promise<BackupAnswer> {
    return known(backupAnswer, this.#gateway.showBackup({ identifier }));
  }

  /** Keeps the content of a message, whatever its retention says. */
  placeHold(messageId: string, reason: string, direction?: Direction): Promise<LegalHoldAnswer> {
    return known(legalHoldAnswer, this.#gateway.placeHold({ messageId, ...given({ direction }), body: { reason } }));
  }

  releaseHold(messageId: string, reason: string, direction?: Direction): Promise<void> {
    return told(this.#gateway.releaseHold({ messageId, ...given({ direction }), body: { reason } }));
  }

  holds(query: { limit: number; after?: string }): Promise<{ holds: LegalHoldAnswer[]; next?: string | undefined }> {
    return known(legalHoldsAnswer, this.#gateway.listHolds(query));
  }

  /** One page of what was done; filters as the gateway takes them, which refuses those that it does not know. */
  operations(query: Readonly<Record<string, string | number>>): Promise<{ operations: OperationAnswer[]; next?: string | undefined }> {
    return known(operationsAnswer, this.#gateway.listOperations(query as ListOperationsInput));
  }

  /** One page of an audit of messages, and of entries of the log. */
  auditMessages(query: AuditMessagesInput): Promise<{ messages: AuditedMessageAnswer[]; next?: string | undefined }> {
    return known(auditedMessagesAnswer, this.#gateway.auditMessages(query));
  }

  auditEntries(query: { from: number; to: number }): Promise<z.output<typeof auditedEntriesAnswer>> {
    return known(auditedEntriesAnswer, this.#gateway.auditEntries(query));
  }

  /** C2SP tlog-proof about a record. */
  async operationProof(digest: string): Promise<Buffer> {
    const { body } = await told(this.#gateway.proveOperation({ digest }));
    const chunks: Buffer[] = [];
    for await (const chunk of body) chunks.push(chunk);
    return Buffer.concat(chunks);
  }

  /** Content as a stream; `mediaType` and `length` as the gateway tells them. */
  download(messageId: string, content: Content, direction?: Direction): Promise<Download> {
    return told(this.#fetch(messageId, content, given({ direction })));
  }

  /** The same into a file, through interruptions, going on with what an earlier call has left behind. */
  save(
    wanted: { messageId: string; content: Content; direction?: Direction | undefined },
    saving: Omit<Saving, 'fetch'>,
  ): Promise<SavedFile> {
    const { messageId, content, direction } = wanted;
    const reference = given({ direction });
    return told(saveResumably({ ...saving, fetch: (continuation) => this.#fetch(messageId, content, { ...reference, ...continuation }) }));
  }

  /** The proof bundle of a message, or of every message of a conversation; without content, and with all entries of the logs, where that is asked for. */
  downloadBundle(subject: BundleSubject, form: { content: boolean; entries?: boolean }): Promise<Download> {
    const asked = { ...(form.content ? {} : { content: false }), ...(form.entries === true ? { entries: true } : {}) };
    if ('conversation' in subject) return told(this.#gateway.fetchConversationBundle({ ...subject, ...asked }));
    return told(this.#gateway.fetchBundle({ ...subject, ...asked }));
  }

  async close(): Promise<void> {
    await this.#gateway.close();
  }

  #fetch(messageId: string, content: Content, reference: { direction?: Direction } & Partial<Continuation>): Promise<ReceivedContent> {
    const input = { messageId, ...reference };
    switch (content) {
      case 'package':
        return this.#gateway.fetchPackage(input);
      case 'sealed':
        return this.#gateway.fetchSealed(input);
      case 'archive':
        return this.#gateway.fetchArchive(input);
      case 'bundle':
        return this.#gateway.fetchBundle(input);
      default:
        return this.#gateway.fetchFile({ ...input, index: Number(content.slice('files/'.length)) });
    }
  }
}
