import { readSmallPart } from '../../crypto/asic/open-part.ts';
import type { Container } from '../../crypto/asic/read-container.ts';
import type { CompletenessStatement } from '../../treaty/completeness/completeness-report.ts';
import type { LegalFinding } from '../../treaty/finding.ts';
import type { LegalMessage } from '../../treaty/message.ts';
import type { ReceivedFile } from '../package/particulars.ts';
import {
  MAXIMUM_PARTICULARS_LENGTH,
  readCompleteness,
  readTypedMessage,
  TYPED_DOCUMENT_NAMES,
  type UnreadableParticulars,
} from './typed-documents.ts';

/** What a received package says as a typed message, and what the rules had to say of it when it was opened. */
export interface InboundLegal {
  message?: LegalMessage;
  /** Why there is no message although the package says that there is one. */
  unreadable?: UnreadableParticulars;
  findings: readonly LegalFinding[];
  /** The report on completeness that the sender sealed, where it can be read. */
  completeness?: CompletenessStatement;
  /** The rules could not be applied: they have said nothing, which is no praise. */
  unassessed?: true;
}

/** What was read, before any rule has looked at it. */
export type ReadLegal = Pick<InboundLegal, 'message' | 'unreadable' | 'completeness'>;

/** The typed message of a package whose signature holds; undefined when it has none. What is wrong with it is reported and refuses nothing. */
export async function readReceivedMessage(
  container: Pick<Container, 'reader' | 'entries'>,
  files: readonly ReceivedFile[],
): Promise<ReadLegal | undefined> {
  const particulars = await readDocument(container, files, 'particulars');
  if (particulars === undefined) return undefined;
  if (typeof particulars === 'string') return { unreadable: particulars };
  const { message, unreadable } = readTypedMessage(particulars);
  if (message === undefined) return { unreadable };
  const report = await readDocument(container, files, 'completeness');
  const completeness = Buffer.isBuffer(report) ? readCompleteness(report) : undefined;
  return { message, ...(completeness === undefined ? {} : { completeness }) };
}

/** The one document of that role, if the package has one under its name; a code when it cannot be read. */
async function readDocument(
  container: Pick<Container, 'reader' | 'entries'>,
  files: readonly ReceivedFile[],
  role: keyof typeof TYPED_DOCUMENT_NAMES,
): Promise<Buffer | UnreadableParticulars | undefined> {
  const [file, ...others] = files.filter((each) => each.role === role);
  if (file === undefined) return undefined;
  const entry = container.entries.find(({ name }) => name === file.name);
  if (others.length > 0 || entry === undefined || file.name !== TYPED_DOCUMENT_NAMES[role]) return 'not-this-schema';
  if (entry.size > MAXIMUM_PARTICULARS_LENGTH) return 'too-long';
  return readSmallPart(container, entry, MAXIMUM_PARTICULARS_LENGTH);
}
