import { createHash } from 'node:crypto';
import { COMPLETENESS_FORMAT, type CompletenessStatement } from '../../treaty/completeness/completeness-report.ts';
import { conversationFindings } from '../../treaty/conversation/rules.ts';
import type { LegalFinding } from '../../treaty/finding.ts';
import type { LegalMessage } from '../../treaty/message.ts';
import type { Examined } from '../../treaty/rules/examine-message.ts';
import type { LetterReport } from '../contracts/letters.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import type { RequestDocument } from '../package/request-document.ts';
import { examineWithDirectory } from './examine-with-directory.ts';
import { entriesOfCase } from './legal-entries.ts';
import { serializeTypedDocument } from './typed-documents.ts';

/** A typed message that somebody wants to send. */
export interface Draft {
  message: LegalMessage;
  messageId: string;
  recipient: string;
  lane: RequestDocument['lane'];
  /** Absent where it begins a conversation. */
  conversation?: string;
  now: Date;
  digests?: ReadonlyMap<string, string>;
  letter?: LetterReport;
}

/** What the treaty model says of a draft, by itself and in its place in the conversation. */
export async function assessDraft(dependencies: GatewayDependencies, draft: Draft): Promise<Examined> {
  const { message, messageId, recipient, lane, now, digests, letter } = draft;
  const sender = dependencies.authority;
  const earlier =
    draft.conversation === undefined ? [] : await entriesOfCase(dependencies, { peer: recipient, conversation: draft.conversation });
  const entry = { messageId, sender, recipient, issuedAt: now.toISOString(), message };
  const conversation: LegalFinding[] = conversationFindings([...earlier, entry], messageId);
  return examineWithDirectory(dependencies, {
    direction: 'sending',
    message,
    sender,
    recipient,
    lane,
    now,
    conversation,
    ...(digests === undefined ? {} : { digests }),
    ...(letter === undefined ? {} : { letter }),
  });
}

/** The report on completeness as it is sealed beside the request it is about. */
export function completenessStatementOf(
  { authority }: Pick<GatewayDependencies, 'authority'>,
  { message, now }: Pick<Draft, 'message' | 'now'>,
  { completeness }: Examined,
): CompletenessStatement | undefined {
  if (completeness === undefined) return undefined;
  return {
    format: COMPLETENESS_FORMAT,
    particulars: createHash('sha256').update(serializeTypedDocument(message)).digest('hex'),
    assessedAt: now.toISOString(),
    assessedBy: authority,
    report: completeness,
    explanations: [],
  };
}
