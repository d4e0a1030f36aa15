import * as z from 'zod';
import { parseStrictJson } from '../../crypto/json/parse-strict-json.ts';
import { MESSAGE_IDENTIFIER } from '../../evidence/identifier.ts';
import { instant } from '../../evidence/schema.ts';
import { authorityIdentifier } from '../contracts/directory.ts';
import { GatewayError } from '../error.ts';

/** Name of the document inside the package. */
export const REQUEST_DOCUMENT_NAME = 'request.json';

const MAXIMUM_LENGTH = 1024 * 1024;

/** Names inside a package: one folder level at most, no controls, no characters that a file system or a ZIP reader could take for a path. */
export const fileName = z
  .string()
  .min(1)
  .max(160)
  .regex(/^(?!.*\.\.)(?![. /])[^\p{C}\\:*?"<>|/]+(\/[^\p{C}\\:*?"<>|/]+)?$/u);

export const messageIdentifier = z.string().regex(MESSAGE_IDENTIFIER);
export const conversationIdentifier = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/);
export const languageTag = z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/);
export const mediaType = z.string().regex(/^[a-z]+\/[a-z0-9][a-z0-9.+-]{0,100}$/);
export const lane = z.enum(['urgent', 'ordinary', 'bulk']);
export const deadlines = z.strictObject({ relay: instant, consignment: instant, handover: instant });
/** What a client can submit a file as. */
export const submittedFileRole = z.enum(['letter', 'translation', 'annex']);
/** What a file in a package is; the gateway itself makes the documents of a typed message. */
export const fileRole = z.enum([...submittedFileRole.options, 'particulars', 'completeness']);
/** Prefix, year and number: `ES-DEMO/2026/000042`. */
export const registerNumber = z.string().regex(/^[A-Z0-9-]{1,84}\/\d{4}\/\d{6,12}$/);

const requestFile = z.strictObject({
  name: fileName,
  role: fileRole,
  mediaType,
  language: languageTag.optional(),
});

/** What the seal binds besides the files: who asks whom, in which message and conversation, until when (standards: surreptitious forwarding). */
export const requestDocument = z.strictObject({
  format: z.literal('valija-request/1'),
  messageId: messageIdentifier,
  conversation: conversationIdentifier,
  /** Set when the same request goes to several addressees, each in a message of its own. */
  requestGroup: conversationIdentifier.optional(),
  sender: authorityIdentifier,
  recipient: authorityIdentifier,
  /** Identifier of the system or officer that submitted, as the sending authority knows it. */
  actor: z.string().min(1).max(128),
  subject: z.string().max(300).optional(),
  /** An exercise: sealed, so that nothing of it can pass for real. */
  training: z.literal(true).optional(),
  /** Number of the case in the register of the sender. */
  registerNumber: registerNumber.optional(),
  lane,
  deadlines,
  suite: z.string().max(32),
  submissionTime: instant,
  /** 32 random octets, base64url. */
  nonce: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  files: z.array(requestFile).min(1).max(1_000),
});
export type RequestDocument = z.infer<typeof requestDocument>;
export type FileRole = z.infer<typeof fileRole>;

/** Serialises in the order of the schema; the bytes are sealed and never serialised again. */
export function serializeRequestDocument(document: RequestDocument): Buffer {
  return Buffer.from(`${JSON.stringify(requestDocument.parse(document), null, 1)}\n`, 'utf8');
}

/** Reads the document of a verified package. Throws GatewayError `package-request-invalid`. */
export function parseRequestDocument(bytes: Buffer): RequestDocument {
  try {
    return requestDocument.parse(parseStrictJson(bytes, { maximumBytes: MAXIMUM_LENGTH }));
  } catch (error) {
    throw new GatewayError('package-request-invalid', 'request.json does not follow valija-request/1', { cause: error });
  }
}
