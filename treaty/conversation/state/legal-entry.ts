import type { LegalMessage } from '../../message.ts';

/** One typed message of a conversation, with what the sealed request document beside it says: who sent it to whom, and when it was issued. */
export interface LegalEntry {
  readonly messageId: string;
  /** Identifiers of authorities. */
  readonly sender: string;
  readonly recipient: string;
  /** RFC 3339 in UTC, as the sender declares it inside the seal; never when it arrived. */
  readonly issuedAt: string;
  readonly message: LegalMessage;
}

/** By declared instant, then sender, then identifier: the order of messages that do not depend on one another, the same everywhere. */
export function compareEntries(one: LegalEntry, other: LegalEntry): number {
  return (
    Date.parse(one.issuedAt) - Date.parse(other.issuedAt) ||
    compareText(one.sender, other.sender) ||
    compareText(one.messageId, other.messageId)
  );
}

/** By code units: the order must not depend on the language of the machine. */
export function compareText(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/** The message that this one names, where it names one. */
export function aboutOf({ message }: LegalEntry): string | undefined {
  return 'about' in message ? message.about : undefined;
}
