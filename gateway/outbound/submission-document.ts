import * as z from 'zod';
import { parseStrictJson } from '../../crypto/json/parse-strict-json.ts';
import { instant } from '../../evidence/schema.ts';
import type { Deadlines, Lane } from '../../store/contracts/records.ts';
import { LETTER_LANGUAGES } from '../../treaty/letter/letter-document.ts';
import { type LegalMessage, MESSAGE_KINDS, parseLegalMessage } from '../../treaty/message.ts';
import { LEGAL_FORMAT } from '../../treaty/requests/request-envelope.ts';
import { authorityIdentifier } from '../contracts/directory.ts';
import type { Fault } from '../error.ts';
import { conversationIdentifier, fileName, lane, languageTag, mediaType, submittedFileRole } from '../package/request-document.ts';
import type { GatewaySettings } from '../settings.ts';

/** A file among the parts, of which more is said here; or, with `upload`, one that was uploaded before. */
const submittedFile = z.strictObject({
  name: fileName,
  language: languageTag.optional(),
  upload: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .optional()
    .describe('Identifier of a finished upload, whose octets this file has; then `role` is given as well.'),
  role: submittedFileRole.optional(),
  mediaType: mediaType.optional().describe('Of an uploaded file; `application/octet-stream` when left out.'),
});

/** The JSON part of a submission. Files follow as parts of their own, their field name being their role. */
export const submissionDocument = z.strictObject({
  recipient: authorityIdentifier.describe('The authority that is asked, as the directory names it.'),
  conversation: conversationIdentifier
    .optional()
    .describe('The conversation it belongs to; a new one with the identifier of the message when left out.'),
  requestGroup: conversationIdentifier.optional().describe('The same for all messages in which one request goes to several addressees.'),
  subject: z.string().max(300).optional().describe('Sealed with the rest.'),
  lane: lane.default('ordinary').describe('Priority.'),
  signLetter: z.boolean().default(false).describe('Whether our seal is put on the letter itself (PAdES), beside any signature it has.'),
  deadlines: z
    .strictObject({ relay: instant.optional(), consignment: instant.optional(), handover: instant.optional() })
    .optional()
    .describe('Those left out are set by the priority.'),
  legal: z
    .looseObject({ format: z.literal(LEGAL_FORMAT), kind: z.enum(MESSAGE_KINDS) })
    .optional()
    .describe(
      'A typed message: a request of the treaty, or anything said about one. The schema of each kind is published (`/api/v1/schemas`).',
    ),
  renderLetter: z
    .strictObject({ language: z.enum(LETTER_LANGUAGES) })
    .optional()
    .describe('The gateway writes the letter of the typed message in this language and seals it; then no `letter` is submitted.'),
  override: z
    .strictObject({
      rules: z
        .array(z.string().regex(/^R\d{2}$/))
        .min(1)
        .max(50),
      reason: z.string().min(1).max(2_000).regex(/\S/),
    })
    .optional()
    .describe('Sends what legal rules stop: their numbers, and why. Only for supervisors; the reason is recorded and is not sent.'),
  files: z
    .array(submittedFile)
    .max(1_000)
    .optional()
    .describe('Languages of the files among the parts, by their names; and files that were uploaded before.'),
});
/** The submission as parsed; of `legal` the whole schema was followed. */
export type SubmissionDocument = Omit<z.infer<typeof submissionDocument>, 'legal'> & { legal?: LegalMessage };

/** Parses the JSON part; every fault is reported with its pointer. */
export function parseSubmissionDocument(bytes: Buffer, maximumLength: number): { document?: SubmissionDocument; faults: Fault[] } {
  let value: unknown;
  try {
    value = parseStrictJson(bytes, { maximumBytes: maximumLength });
  } catch {
    return { faults: [{ code: 'submission-invalid', pointer: '', detail: 'not strict JSON (RFC 8259, UTF-8, no repeated names)' }] };
  }
  const parsed = submissionDocument.safeParse(value);
  if (parsed.success) return withTypedMessage(parsed.data);
  return { faults: parsed.error.issues.map((issue) => schemaFault(issue)) };
}

/** The typed message is parsed by the schema of its kind, and every fault told with its place. */
function withTypedMessage({ legal, ...rest }: z.infer<typeof submissionDocument>): { document?: SubmissionDocument; faults: Fault[] } {
  if (legal === undefined) return { document: rest, faults: [] };
  const { message, faults } = parseLegalMessage(legal);
  if (message !== undefined) return { document: { ...rest, legal: message }, faults: [] };
  return {
    document: rest,
    faults: faults.map(({ pointer, issue }) => ({ code: 'legal-message-invalid', pointer: `/legal${pointer}`, detail: issue })),
  };
}

/** The three deadlines, completed with the lane's defaults and checked for order and range. */
export function resolveDeadlines(
  document: SubmissionDocument,
  now: Date,
  settings: GatewaySettings,
): { deadlines: Deadlines; faults: Fault[] } {
  const defaults = settings.defaultDeadlines[document.lane as Lane];
  const given = document.deadlines ?? {};
  const after = (milliseconds: number, floor: string | undefined) => {
    const instantAfter = now.getTime() + milliseconds;
    return new Date(Math.max(instantAfter, floor === undefined ? 0 : Date.parse(floor))).toISOString();
  };
  const relay = given.relay ?? after(defaults.relay, undefined);
  const consignment = given.consignment ?? after(defaults.consignment, relay);
  const handover = given.handover ?? after(defaults.handover, consignment);
  return { deadlines: { relay, consignment, handover }, faults: deadlineFaults({ relay, consignment, handover }, now, settings) };
}

function deadlineFaults(deadlines: Deadlines, now: Date, settings: GatewaySettings): Fault[] {
  const relay = Date.parse(deadlines.relay);
  const consignment = Date.parse(deadlines.consignment);
  const handover = Date.parse(deadlines.handover);
  const faults: Fault[] = [];
  if (relay <= now.getTime()) faults.push({ code: 'deadline-passed', pointer: '/deadlines/relay' });
  if (consignment < relay) faults.push({ code: 'deadline-order', pointer: '/deadlines/consignment' });
  if (handover < consignment) faults.push({ code: 'deadline-order', pointer: '/deadlines/handover' });
  if (handover > now.getTime() + settings.maximumExpiry) {
    const days = Math.floor(settings.maximumExpiry / 86_400_000);
    faults.push({ code: 'deadline-out-of-range', pointer: '/deadlines/handover', detail: `at most ${days} days ahead` });
  }
  return faults;
}

function schemaFault(issue: z.core.$ZodIssue): Fault {
  const pointer = issue.path.map((segment) => `/${String(segment).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
  return { code: 'submission-invalid', pointer, detail: issue.code };
}
