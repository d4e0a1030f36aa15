import { parseStrictJson } from '../../crypto/json/parse-strict-json.ts';
import { type CompletenessStatement, completenessStatement } from '../../treaty/completeness/completeness-report.ts';
import { type LegalMessage, PARTICULARS_DOCUMENT_NAME, parseLegalMessage } from '../../treaty/message.ts';

/** Names of the files in a package that the gateway makes of a typed message; no submitted file can have them. */
export const TYPED_DOCUMENT_NAMES = { particulars: PARTICULARS_DOCUMENT_NAME, completeness: 'completeness.json' } as const;

/** Longer than any message that its schema lets through in practice, and short enough to be read at once. */
export const MAXIMUM_PARTICULARS_LENGTH = 4 * 1024 * 1024;

/** The octets that are sealed; they are written once and never made anew. */
export function serializeTypedDocument(document: object): Buffer {
  return Buffer.from(`${JSON.stringify(document, null, 1)}\n`, 'utf8');
}

/** What a package says as a typed message: the message, or why it cannot be read. */
export type ReadTypedMessage =
  | { message: LegalMessage; unreadable?: undefined }
  | { message?: undefined; unreadable: UnreadableParticulars };

export type UnreadableParticulars = 'not-json' | 'not-this-schema' | 'too-long';

/**
 * Reads the particulars of a verified package. What cannot be read, because a peer has a later version or made a mistake, refuses nothing
 * (design rule 4): the letter says what is asked, and an officer decides.
 */
export function readTypedMessage(bytes: Buffer): ReadTypedMessage {
  let value: unknown;
  try {
    value = parseStrictJson(bytes, { maximumBytes: MAXIMUM_PARTICULARS_LENGTH });
  } catch {
    return { unreadable: 'not-json' };
  }
  const { message } = parseLegalMessage(value);
  return message === undefined ? { unreadable: 'not-this-schema' } : { message };
}

/** The sender's report on completeness; undefined when it cannot be read, since it is advice. */
export function readCompleteness(bytes: Buffer): CompletenessStatement | undefined {
  try {
    return completenessStatement.parse(parseStrictJson(bytes, { maximumBytes: MAXIMUM_PARTICULARS_LENGTH }));
  } catch {
    return undefined;
  }
}
