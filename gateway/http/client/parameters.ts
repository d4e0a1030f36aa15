import * as z from 'zod';
import { EVENTS, type EventName } from '../../../evidence/event.ts';
import { hexadecimalDigest, instant } from '../../../evidence/schema.ts';
import { TRANSPORT_STATES } from '../../../evidence/transport-state.ts';
import { authorityIdentifier } from '../../contracts/directory.ts';
import { conversationIdentifier, lane, messageIdentifier } from '../../package/request-document.ts';

/**
 * What a client may send besides a body. The same schemas parse requests and describe them in the OpenAPI document; every object is
 * strict, so that a misspelt filter is a fault and not an answer to another question.
 */

/** Longest wait of a long poll, in seconds: below what proxies usually cut. */
export const MAXIMUM_WAIT_SECONDS = 25;

/** Digits alone: what JavaScript also takes for a number (`1e3`, `0x10`, an empty string) is a fault. */
export const wholeNumber = (minimum: number, maximum: number) =>
  z.preprocess((value) => (isDigits(value, /^\d{1,16}$/) ? Number(value) : value), z.int().min(minimum).max(maximum));

const decimal = (minimum: number, maximum: number) =>
  z.preprocess((value) => (isDigits(value, /^\d{1,6}(\.\d{1,3})?$/) ? Number(value) : value), z.number().min(minimum).max(maximum));

export const truth = z.preprocess((value) => (value === 'true' ? true : value === 'false' ? false : value), z.boolean());

const commaSeparated = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => (typeof value === 'string' ? value.split(',') : value), schema);

export const direction = z.enum(['outbound', 'inbound']).describe('`outbound`: this gateway sent it; `inbound`: it received it.');

export const messagePath = z.strictObject({ messageId: messageIdentifier.describe('Identifier of the message, a UUID in lower case.') });

export const filePath = messagePath.extend({
  index: wholeNumber(0, 10_000).describe('Position in the list `files` of the message, from 0.'),
});

/** Which message is meant, where several have the identifier. */
export const referenceQuery = z.strictObject({
  direction: direction.exactOptional().describe('The one that was sent (`outbound`), or the one that was received (`inbound`).'),
  sender: authorityIdentifier
    .exactOptional()
    .describe('The sending authority: only needed when two senders used the same identifier (problem `conflict`).'),
});

const bundleContent = truth
  .exactOptional()
  .describe('`false`: without the package, its long-term copy and every file name; what is left verifies on the digest of the package.');

/** RFC 9110 sections 13.1.5 and 14.2; read by what sends content. */
export const rangeHeaders = z.object({
  range: z.string().exactOptional().describe('`bytes=1000-`: from the octet 1000 on, to go on with a download. One range at a time.'),
  'if-range': z.string().exactOptional().describe('The `ETag` of what came before: with other content now, all of it is sent.'),
});

const bundleEntries = truth
  .exactOptional()
  .describe(
    '`true`: with every entry of both logs, at most 262 144 each, so that the bundle itself shows that nothing is missing from them.',
  );

export const bundleQuery = referenceQuery.extend({ content: bundleContent, entries: bundleEntries });

export const conversationPath = z.strictObject({
  conversation: conversationIdentifier.describe('Identifier of the conversation, as messages and `request.json` have it.'),
});

export const conversationBundleQuery = z.strictObject({ content: bundleContent, entries: bundleEntries });

export const evidenceQuery = referenceQuery.extend({
  event: z
    .enum(Object.keys(EVENTS) as [EventName, ...EventName[]])
    .exactOptional()
    .describe('Only receipts that state this event.'),
});

export const listQuery = z.strictObject({
  direction: direction.exactOptional().describe('Only sent (`outbound`) or only received (`inbound`) messages.'),
  state: commaSeparated(z.array(z.enum(TRANSPORT_STATES)).min(1).max(TRANSPORT_STATES.length))
    .exactOptional()
    .describe('Only messages in one of these states, separated by commas.'),
  unfinished: truth.exactOptional().describe('`true`: only messages that have not ended; `false`: only those that have.'),
  peer: authorityIdentifier.exactOptional().describe('Only messages exchanged with this authority.'),
  conversation: conversationIdentifier
    .exactOptional()
    .describe('Only messages of this conversation; a received message belongs to one once it has been opened.'),
  lane: lane.exactOptional().describe('Only messages of this priority.'),
  since: instant.exactOptional().describe('Only messages that appeared here at this instant or later (RFC 3339, UTC).'),
  until: instant.exactOptional().describe('Only messages that appeared here before this instant (RFC 3339, UTC).'),
  packageDigest: hexadecimalDigest.exactOptional().describe('Only the message with this package: SHA-256 of its octets, hexadecimal.'),
  after: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,800}$/)
    .exactOptional()
    .describe('Where the page begins: `next` of the page before, as it is. Filters must be the same from page to page.'),
  limit: wholeNumber(1, 500).default(50).describe('Most messages on a page.'),
});

export const feedEpoch = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);

export const changesQuery = z.strictObject({
  after: wholeNumber(0, Number.MAX_SAFE_INTEGER)
    .default(0)
    .describe('Only changes with a greater `position`. 0 begins with the first change ever.'),
  epoch: feedEpoch
    .exactOptional()
    .describe(
      'The `epoch` in which that position was read. When the gateway has another one by now, it begins again with the first change.',
    ),
  limit: wholeNumber(1, 1_000).default(200).describe('Most changes in one answer; without meaning for an event stream.'),
  wait: decimal(0, MAXIMUM_WAIT_SECONDS)
    .default(0)
    .describe('Seconds to wait for the first change (long poll); without meaning for an event stream.'),
});

export const changesHeaders = z.object({
  'last-event-id': z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}\.\d{1,16}$/)
    .exactOptional()
    .describe(
      'Event stream: `id` of the last event that arrived; goes before `epoch` and `after`. Browsers and SSE libraries send it by themselves.',
    ),
});

/** Checked by the operation itself, which has a problem of its own for a key that is missing. */
export const submissionHeaders = z.object({
  'idempotency-key': z
    .string()
    .describe(
      '1 to 128 visible ASCII characters, chosen by the client for this submission. The same key with the same content gets the same answer, however often; with other content it is refused.',
    ),
});

export const deadLettersQuery = z.strictObject({
  after: z.string().min(1).max(200).exactOptional().describe('`id` of the last one of the page before.'),
  limit: wholeNumber(1, 500).default(50).describe('Most of them on a page.'),
});

export const contradictionsQuery = z.strictObject({
  after: z.string().min(1).max(300).exactOptional().describe('`next` of the page before.'),
  limit: wholeNumber(1, 100).default(50).describe('Most of them on a page.'),
});

export const handoverBody = z.strictObject({
  packageDigest: hexadecimalDigest.describe('SHA-256 of the package that is taken over, hexadecimal: compute it from the octets fetched.'),
});

export const releaseBody = z.strictObject({ id: z.string().min(1).max(200).describe('`id` of the dead letter.') });

export const backupBody = z.strictObject({
  folder: z.string().min(1).max(4_096).describe('Absolute path on the machine of the gateway.'),
  keep: z.int().min(1).max(1_000).default(14).describe('Generations that stay, this one included.'),
});

export const holdBody = z.strictObject({
  reason: z.string().min(1).max(2_000).describe('Why: kept encrypted, and committed to by an entry of the log.'),
});

/** A cursor of ours, as clients get it. */
export const pageCursor = z.string().regex(/^[A-Za-z0-9_-]{1,800}$/);

export const holdsQuery = z.strictObject({
  after: pageCursor.exactOptional().describe('`next` of the page before.'),
  limit: wholeNumber(1, 500).default(50).describe('Most of them on a page.'),
});

export const backupPath = z.strictObject({ identifier: z.uuid().describe('Identifier of the backup.') });

function isDigits(value: unknown, form: RegExp): boolean {
  return typeof value === 'string' && form.test(value);
}
