import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type * as z from 'zod';
import type { GatewayDependencies } from '../../dependencies.ts';
import { GatewayError } from '../../error.ts';
import { handOver } from '../../inbound/hand-over.ts';
import { fetchArchive } from '../../operations/archive.ts';
import { auditEntries, auditMessages } from '../../operations/audit-period.ts';
import { type Backups, showBackup, startBackup } from '../../operations/backup.ts';
import { type BundleStream, writeMessageBundle } from '../../operations/bundle.ts';
import { fetchFile, fetchPackage, fetchSealed } from '../../operations/content.ts';
import { listContradictions } from '../../operations/contradictions.ts';
import { writeConversationBundle } from '../../operations/conversation-bundle.ts';
import { listDeadLetters, releaseDeadLetter } from '../../operations/dead-letters.ts';
import { detailInWords, evidenceInWords, findingInWords, summaryInWords } from '../../operations/in-words.ts';
import { listHolds, placeHold, releaseHold } from '../../operations/legal-hold.ts';
import { listMessages } from '../../operations/list-messages.ts';
import { listOperations, proveOperation } from '../../operations/list-operations.ts';
import { showEvidence } from '../../operations/show-evidence.ts';
import { showMessage } from '../../operations/show-message.ts';
import { submitMessage } from '../../outbound/submit.ts';
import { describeLetter } from '../../package/letter-report.ts';
import { requireRoom } from '../../resumable/room.ts';
import type { ClientQuota } from '../../uploads/quota.ts';
import { submissionParts } from '../submission-parts.ts';
import { alarmHandlers } from './alarm-handlers.ts';
import type {
  backup,
  changeFeed,
  contradictionPage,
  deadLetterPage,
  evidenceList,
  handoverAnswer,
  legalHold,
  legalHoldPage,
  messageDetail,
  messagePage,
  submissionAnswer,
} from './answers.ts';
import type { auditedEntryPage, auditedMessagePage, operationPage } from './answers-audit.ts';
import type { Call, Handlers, ValueOf } from './call.ts';
import { caseHandlers } from './case-handlers.ts';
import type { ChangeFeed } from './feed.ts';
import type { ClientOperations, OperationId } from './operations/table.ts';
import { sendContent } from './send-content.ts';
import { sendJson } from './send-json.ts';
import { type UploadRoutes, uploadHandlers } from './upload-handlers.ts';

/** More than boundaries and headers of the parts of a form ever take. */
const MAXIMUM_FRAMING = 1024 ** 2;

type AnyCall = Pick<Call, 'request' | 'response' | 'language'>;
type MessageOperation =
  | 'showMessage'
  | 'listEvidence'
  | 'handOverMessage'
  | 'placeHold'
  | 'releaseHold'
  | 'fetchPackage'
  | 'fetchFile'
  | 'fetchSealed'
  | 'fetchArchive'
  | 'fetchBundle';

type AdministrationOperation = 'listContradictions' | 'listDeadLetters' | 'releaseDeadLetter' | 'startBackup' | 'showBackup';

/** Answers with a value of the schema that the operation describes. */
function answer<Schema extends z.ZodType>({ request, response, language }: AnyCall, value: ValueOf<Schema>): void {
  sendJson(request, response, value, language);
}

/** What each operation of the table does: calls one typed operation of the gateway and writes its answer. */
export function clientHandlers(
  dependencies: GatewayDependencies,
  { feed, backups, uploads }: { feed: ChangeFeed; backups: Backups; uploads: UploadRoutes },
): Handlers<Exclude<OperationId, 'showOpenApi' | 'showDocumentation'>> {
  return {
    submitMessage: (call) => submit(dependencies, call, uploads.quotaOf(call.actor.id)),
    ...uploadHandlers(dependencies, uploads),
    listMessages: async (call) => {
      const { messages, next } = await listMessages(dependencies, { actor: call.actor, ...call.query });
      const shown = messages.map((message) => summaryInWords(message, call.language));
      answer<typeof messagePage>(call, { messages: shown, ...(next === undefined ? {} : { next }) });
    },
    ...messageHandlers(dependencies),
    ...contentHandlers(dependencies),
    listChanges: async (call) => {
      // The better of the two forms by the client's own weights; JSON where it has no preference.
      if (call.request.accepts(['application/json', 'text/event-stream']) === 'text/event-stream') await feed.stream(call);
      else call.response.set('Cache-Control', 'no-store').json((await feed.poll(call)) satisfies ValueOf<typeof changeFeed>);
    },
    ...administrationHandlers(dependencies, backups),
    ...alarmHandlers(dependencies),
    ...caseHandlers(dependencies),
    ...retentionHandlers(dependencies),
    ...auditHandlers(dependencies),
  };
}

function administrationHandlers(dependencies: GatewayDependencies, backups: Backups): Handlers<AdministrationOperation> {
  return {
    listDeadLetters: async (call) => {
      const deadLetters = await listDeadLetters(dependencies, { actor: call.actor, ...call.query });
      answer<typeof deadLetterPage>(call, { deadLetters });
    },
    listContradictions: async (call) => {
      answer<typeof contradictionPage>(call, await listContradictions(dependencies, { actor: call.actor, ...call.query }));
    },
    releaseDeadLetter: async ({ actor, body, response }) => {
      await releaseDeadLetter(dependencies, { actor, ...body });
      response.status(204).end();
    },
    startBackup: async ({ actor, body, response }) => {
      const status = await startBackup(dependencies, backups, { actor, ...body });
      response
        .status(202)
        .location(`/api/v1/backups/${status.identifier}`)
        .json(status satisfies ValueOf<typeof backup>);
    },
    showBackup: async (call) => {
      answer<typeof backup>(call, showBackup(backups, { actor: call.actor, identifier: call.path.identifier }));
    },
  };
}

function auditHandlers(
  dependencies: GatewayDependencies,
): Handlers<'listOperations' | 'proveOperation' | 'auditMessages' | 'auditEntries'> {
  return {
    listOperations: async (call) => {
      const page = await listOperations(dependencies, { actor: call.actor, ...call.query });
      // Only names of the table are ever recorded.
      answer<typeof operationPage>(call, page as ValueOf<typeof operationPage>);
    },
    auditMessages: async (call) => {
      answer<typeof auditedMessagePage>(call, await auditMessages(dependencies, { actor: call.actor, ...call.query }));
    },
    auditEntries: async (call) => {
      answer<typeof auditedEntryPage>(call, await auditEntries(dependencies, { actor: call.actor, ...call.query }));
    },
    proveOperation: async ({ actor, path, response }) => {
      response.type('text/plain; charset=utf-8').set({ 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' });
      response.send(await proveOperation(dependencies, { actor, ...path }));
    },
  };
}

function retentionHandlers(dependencies: GatewayDependencies): Handlers<'placeHold' | 'releaseHold' | 'listHolds'> {
  return {
    placeHold: async (call) => {
      answer<typeof legalHold>(call, await placeHold(dependencies, { ...referenceOf(call), ...call.body }));
    },
    releaseHold: async (call) => {
      await releaseHold(dependencies, { ...referenceOf(call), ...call.body });
      call.response.status(204).end();
    },
    listHolds: async (call) => {
      answer<typeof legalHoldPage>(call, await listHolds(dependencies, { actor: call.actor, ...call.query }));
    },
  };
}

function messageHandlers(dependencies: GatewayDependencies): Handlers<'showMessage' | 'listEvidence' | 'handOverMessage'> {
  return {
    showMessage: async (call) => {
      answer<typeof messageDetail>(call, detailInWords(await showMessage(dependencies, referenceOf(call)), call.language));
    },
    listEvidence: async (call) => {
      const evidence = await showEvidence(dependencies, referenceOf(call));
      answer<typeof evidenceList>(call, { evidence: evidence.map((receipt) => evidenceInWords(receipt, call.language)) });
    },
    handOverMessage: async (call) => {
      const receipt = await handOver(dependencies, { ...inboundOf(call), packageDigest: call.body.packageDigest });
      call.response.json(receipt satisfies ValueOf<typeof handoverAnswer>);
    },
  };
}

function contentHandlers(
  dependencies: GatewayDependencies,
): Handlers<'fetchPackage' | 'fetchFile' | 'fetchSealed' | 'fetchArchive' | 'fetchBundle' | 'fetchConversationBundle'> {
  const send = async ({ request, response }: AnyCall, content: Parameters<typeof sendContent>[2]) =>
    sendContent(request, response, content);
  return {
    fetchPackage: async (call) => send(call, await fetchPackage(dependencies, inboundOf(call))),
    fetchFile: async (call) => send(call, await fetchFile(dependencies, { ...inboundOf(call), index: call.path.index })),
    fetchSealed: async (call) => send(call, await fetchSealed(dependencies, referenceOf(call))),
    fetchArchive: async (call) => send(call, await fetchArchive(dependencies, referenceOf(call))),
    fetchBundle: async (call) => sendBundle(call, await writeMessageBundle(dependencies, referenceOf(call))),
    fetchConversationBundle: async (call) =>
      sendBundle(call, await writeConversationBundle(dependencies, { actor: call.actor, ...call.path, ...call.query })),
  };
}

async function sendBundle({ response }: AnyCall, { name, length, content }: BundleStream): Promise<void> {
  response
    .attachment(name)
    .type('application/zip')
    .set({ 'Cache-Control': 'no-store', 'Content-Length': String(length), 'X-Content-Type-Options': 'nosniff' });
  await pipeline(Readable.from(content, { objectMode: false }), response);
}

/** Which message, and whatever else the query says. */
function referenceOf<Id extends MessageOperation>({ actor, path, query }: Call<ClientOperations[Id]>) {
  return { actor, messageId: (path as { messageId: string }).messageId, ...query };
}

/** For what can only be done with received messages. GatewayError `message-not-inbound`. */
function inboundOf<Id extends MessageOperation>(call: Call<ClientOperations[Id]>) {
  const { direction, sender } = call.query as { direction?: 'outbound' | 'inbound'; sender?: string };
  if (direction === 'outbound') throw new GatewayError('message-not-inbound', 'the query names a message that was sent');
  const messageId = (call.path as { messageId: string }).messageId;
  return { actor: call.actor, messageId, ...(sender === undefined ? {} : { sender }) };
}

async function submit(dependencies: GatewayDependencies, call: Call<ClientOperations['submitMessage']>, quota: ClientQuota): Promise<void> {
  const { request, response, actor } = call;
  const maximumLength = Math.min(quota.messageLength, dependencies.settings.maximumPackageLength);
  const announced = Number(request.get('content-length') ?? 0);
  // The form has more octets than its files.
  if (announced > maximumLength + dependencies.settings.maximumRequestLength + MAXIMUM_FRAMING) {
    throw new GatewayError('submission-too-large', 'announced length over the limit');
  }
  await requireRoom(dependencies, announced);
  const { document, files } = await submissionParts(request, dependencies.settings);
  const { status, messageId, letter, registerNumber, findings, replayed } = await submitMessage(dependencies, {
    actor,
    idempotencyKey: request.get('idempotency-key'),
    request: document,
    parts: files,
    maximumLength,
  });
  response
    .status(status)
    .location(`/api/v1/messages/${messageId}`)
    .set(replayed ? { 'Idempotency-Replayed': 'true' } : {})
    .json({
      messageId,
      ...(registerNumber === undefined ? {} : { registerNumber }),
      ...(findings === undefined ? {} : { findings: findings.map((finding) => findingInWords(finding, call.language)) }),
      ...describeLetter(letter),
    } satisfies ValueOf<typeof submissionAnswer>);
}
