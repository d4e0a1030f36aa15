import * as z from 'zod';
import { EVENTS, type EventName } from '../../../evidence/event.ts';
import { hexadecimalDigest, instant } from '../../../evidence/schema.ts';
import { TRANSPORT_STATES } from '../../../evidence/transport-state.ts';
import { authorityIdentifier } from '../../contracts/directory.ts';
import { deadlines, fileRole, lane, messageIdentifier, registerNumber } from '../../package/request-document.ts';
import { legalFinding, typedMessage } from './answers-legal.ts';
import { letterReport } from './answers-letter.ts';
import { direction } from './parameters.ts';

/**
 * The answers of the client API. Handlers give values of these types, the OpenAPI document is made from these schemas, and tests hold the
 * answers of running gateways against both. A later version may add members; a client reads over those it does not know.
 */

/** Codes of the error table. */
const code = z.string().regex(/^[a-z0-9-]{1,64}$/);
const jobKind = z.string().describe('Kind of work: `prepare`, `transmit`, `open`, `return-evidence` and others.');
const jobState = z
  .enum(['ready', 'leased', 'dead'])
  .describe('`ready` is tried again, `leased` is being done, `dead` waits for an operator.');

export const messageSummary = z
  .strictObject({
    messageId: messageIdentifier,
    direction,
    sender: authorityIdentifier,
    recipient: authorityIdentifier,
    lane,
    conversation: z.string().exactOptional(),
    state: z.enum(TRANSPORT_STATES).describe('What signed receipts prove about the transport, as a word for programs.'),
    stateText: z.string().describe('The same as a sentence for people, in the language of the answer.'),
    terminal: z.boolean().describe('Whether the message has come to its end.'),
    createdAt: instant.describe('When it appeared at this gateway.'),
    changedAt: instant,
    submissionTime: instant.describe('When it was submitted to the sending gateway.'),
    deadlines,
    packageDigest: hexadecimalDigest.exactOptional().describe('SHA-256 of the package; what a hand-over names.'),
    packageLength: z.int().min(0).exactOptional(),
    sealedDigest: hexadecimalDigest.exactOptional().describe('SHA-256 of the sealed content that travels.'),
    unstamped: z.boolean().exactOptional().describe('`true`: the package went without a time-stamp.'),
    purgedAt: instant.exactOptional().describe('When the content was destroyed at the end of its retention; receipts and digests stay.'),
    lastProblem: code.exactOptional().describe('Why the last step has not succeeded yet; a code of docs/errors.md.'),
    lastProblemText: z.string().exactOptional().describe('The same as a sentence, in the language of the answer.'),
  })
  .describe('A message as lists show it: identifiers, states, digests and times.');

export const evidence = z
  .strictObject({
    event: z.enum(Object.keys(EVENTS) as [EventName, ...EventName[]]).describe('What the receipt states (EN 319 522).'),
    text: z.string().describe('The same as a sentence for people, in the language of the answer.'),
    issuer: authorityIdentifier,
    role: z.enum(['sender', 'recipient', 'relay']).describe('Which part the issuer plays in this message.'),
    eventTime: instant,
    evidenceIdentifier: z.string(),
    evidenceDigest: hexadecimalDigest.describe('Names this receipt in the graph.'),
    issuerSequence: z.int().min(1).describe('Counts the receipts of this issuer about this message, from 1.'),
    previous: z
      .array(z.strictObject({ evidenceDigest: hexadecimalDigest, issuer: authorityIdentifier }))
      .describe('Edges of the graph: the receipts that the issuer knew when it signed.'),
    reasons: z.array(z.string()).describe('URIs of the reasons stated.'),
    reasonTexts: z.array(z.string()).describe('The reasons as sentences, in the language of the answer.'),
    evidence: z.string().describe('The signed object itself: flattened JWS (JAdES) as text.'),
    salt: hexadecimalDigest.describe('Salt of its entry in the log of its issuer.'),
  })
  .describe('A signed receipt.');

export const evidenceList = z.strictObject({ evidence: z.array(evidence) }).describe('Receipts in the order in which they were stored.');

const file = z.strictObject({
  name: z.string(),
  role: fileRole,
  mediaType: z.string(),
  language: z.string().exactOptional(),
  size: z.int().min(0).describe('Octets.'),
  sha256: hexadecimalDigest,
});

const seal = z
  .strictObject({ verdict: z.string(), code: code.exactOptional(), signedBy: z.string(), stampedAt: instant.exactOptional() })
  .describe('How far the seal of the package could be checked when it was opened.');

const pendingWork = z.strictObject({
  kind: jobKind,
  state: jobState,
  attempts: z.int().min(0),
  nextAttemptAt: instant,
  lastError: code.exactOptional(),
  lastErrorText: z.string().exactOptional(),
  progress: z
    .strictObject({ done: z.int().min(0), total: z.int().min(0) })
    .exactOptional()
    .describe('Octets of content, while they are being sealed, sent or opened.'),
});

const digests = z.array(hexadecimalDigest);

export const messageDetail = messageSummary
  .extend({
    training: z.literal(true).exactOptional().describe('An exercise: nothing of it is real.'),
    subject: z.string().exactOptional(),
    files: z.array(file),
    seal: seal.exactOptional(),
    ...letterReport,
    legal: typedMessage.exactOptional(),
    evidence: z.array(evidence).describe('Every receipt, in the order of the graph.'),
    pending: z.array(pendingWork).describe('Work about the message that has not been done yet.'),
    provisional: z.boolean().describe('An end that holds until the other side answers after all.'),
    lateHandover: z.boolean().describe('Taken over after the deadline.'),
    conflicts: z.array(z.strictObject({ kind: z.string(), evidence: digests })).describe('Receipts that contradict one another.'),
    orphans: z
      .array(z.strictObject({ evidenceDigest: hexadecimalDigest, missing: digests }))
      .describe('Receipts that name others which are not here.'),
    gaps: z
      .array(z.strictObject({ issuer: authorityIdentifier, from: z.int(), to: z.int() }))
      .describe('Receipts of an issuer that are not here.'),
  })
  .describe('Everything about one message.');

export const messagePage = z
  .strictObject({
    messages: z.array(messageSummary),
    next: z
      .string()
      .exactOptional()
      .describe('Cursor of the next page; absent on the last one. A page may be short, even empty, and yet have a next one.'),
  })
  .describe('Messages, the newest first.');

export const submissionAnswer = z
  .strictObject({
    messageId: messageIdentifier,
    registerNumber: registerNumber.exactOptional().describe('Number of the case in our register, for a typed message.'),
    findings: z.array(legalFinding).exactOptional().describe('What legal rules advise about a typed message.'),
    ...letterReport,
  })
  .describe('The message is on disk and will be sent. What the signatures of the letter are worth is reported and refuses nothing.');

export const handoverAnswer = z
  .strictObject({ evidence: z.string().describe('E.1 as a flattened JWS.'), salt: hexadecimalDigest })
  .describe('The receipt that states the hand-over; the same one for ever.');

export const stateChange = z
  .strictObject({
    position: z.int().min(1).describe('Grows with every change; positions may be left out.'),
    direction,
    sender: authorityIdentifier,
    messageId: messageIdentifier,
    state: z.enum(TRANSPORT_STATES),
  })
  .describe('A message came into this state.');

export const changeFeed = z
  .strictObject({
    epoch: z.string().describe('Positions count within an epoch; another epoch than before means: begin again (after a restore).'),
    changes: z.array(stateChange),
  })
  .describe('Changes of state in the order in which they were committed.');

const deadLetter = z.strictObject({
  id: z.string(),
  kind: jobKind,
  lane,
  subject: z.string(),
  detail: z.string().exactOptional(),
  peer: authorityIdentifier.exactOptional(),
  dueAt: z.int().describe('Milliseconds since 1970.'),
  expiresAt: z.int().exactOptional().describe('Milliseconds since 1970 after which trying makes no sense.'),
  state: jobState,
  attempts: z.int().min(0),
  lastError: code.exactOptional(),
  lease: z.int().exactOptional(),
  leaseUntil: z.int().exactOptional(),
});

export const deadLetterPage = z.strictObject({ deadLetters: z.array(deadLetter) }).describe('Work that gave up and waits for a person.');

const contradiction = z.strictObject({
  id: hexadecimalDigest,
  origin: z.string().describe('Name of the log.'),
  authority: authorityIdentifier.describe('Whose log it is.'),
  kind: z
    .enum(['proven', 'unproven', 'rolled-back'])
    .describe('`proven`: anybody can check it with the key of the log. Otherwise the log has not shown how the two go together.'),
  foundAt: instant,
  shownBy: authorityIdentifier.exactOptional().describe('Who showed the second one, when it was not the gateway of the log.'),
  proof: z.string().describe('The document `valija-fork/1` of docs/formats.md, verbatim.'),
});

export const contradictionPage = z
  .strictObject({ contradictions: z.array(contradiction), next: z.string().exactOptional().describe('Where the next page begins.') })
  .describe('Signed states of logs that do not go together.');

const backupMembers = {
  identifier: z.uuid(),
  folder: z.string(),
  startedAt: instant,
  finishedAt: instant.exactOptional(),
  code: code.exactOptional().describe('Why it failed; a code of docs/errors.md.'),
  generation: z.string().exactOptional().describe('Name of the generation in the folder.'),
  files: z.int().exactOptional().describe('Files of the whole backup.'),
  octets: z.int().exactOptional(),
  copiedFiles: z.int().exactOptional().describe('What had to be copied now: the rest was there from before.'),
  copiedOctets: z.int().exactOptional(),
  statementDigest: hexadecimalDigest.exactOptional().describe('SHA-256 of the signed statement.'),
};

export const backup = z
  .strictObject({ ...backupMembers, state: z.enum(['running', 'done', 'failed']) })
  .describe('A backup that was begun since the process started.');

export const legalHold = z
  .strictObject({
    messageId: messageIdentifier,
    direction,
    sender: authorityIdentifier,
    placedAt: instant,
    placedBy: z.string().describe('Identifier of the officer.'),
    reason: z.string(),
  })
  .describe('The content of a message that is kept whatever its retention says.');

export const legalHoldPage = z
  .strictObject({ holds: z.array(legalHold), next: z.string().exactOptional().describe('Where the next page begins.') })
  .describe('Legal holds.');

export const problem = z
  .strictObject({
    type: z
      .string()
      .regex(/^urn:valija:problem:[a-z0-9-]+$/)
      .describe('Stable; names the row of docs/errors.md.'),
    title: z.string().describe('What is the case, in the language of the answer.'),
    status: z.int(),
    detail: z.string().describe('What to do next, in the language of the answer.'),
    code: code.describe('The exact error.'),
    faults: z
      .array(
        z.strictObject({
          code,
          title: z.string(),
          pointer: z
            .string()
            .exactOptional()
            .describe('JSON pointer into the body, name of a parameter after "/", or `part:` and the role of a file.'),
          detail: z.string().exactOptional(),
          rule: z.string().exactOptional().describe('Number of the legal rule that found it; `title` is its sentence.'),
        }),
      )
      .exactOptional()
      .describe('Every fault of the request at once.'),
  })
  .describe('RFC 9457. Never any content, file name or case id.');
