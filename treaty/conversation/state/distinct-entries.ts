import { compareEntries, compareText, type LegalEntry } from './legal-entry.ts';

export interface DistinctEntries {
  /** Each identifier once, in the order of their instants. */
  entries: LegalEntry[];
  /** Identifiers under which there is more than one message, sorted. */
  reused: string[];
}

/**
 * Each message once. Copies are ignored. Of different messages under one identifier a request counts before anything else, so that nobody can
 * put something in its place; otherwise the first by declared instant, then by sender, then by its text. The identifier is reported: on one
 * side or the other somebody is at fault, and both sides see the same.
 */
export function distinctEntries(entries: Iterable<LegalEntry>): DistinctEntries {
  const groups = Map.groupBy(entries, ({ messageId }) => messageId);
  const reused: string[] = [];
  const kept: LegalEntry[] = [];
  for (const [messageId, group] of groups) {
    const [first, ...others] = group.length === 1 ? group : sortedByText(group);
    if (first === undefined) continue;
    kept.push(first);
    if (others.some((other) => stableText(other) !== stableText(first))) reused.push(messageId);
  }
  return { entries: kept.sort(compareEntries), reused: reused.sort(compareText) };
}

function sortedByText(group: readonly LegalEntry[]): LegalEntry[] {
  return [...group].sort(
    (one, other) =>
      Number(isRequest(other)) - Number(isRequest(one)) || compareEntries(one, other) || compareText(stableText(one), stableText(other)),
  );
}

function isRequest({ message }: LegalEntry): boolean {
  return message.kind === 'request';
}

/** The same text for the same value, whatever the order of its members. */
function stableText(value: unknown): string {
  return JSON.stringify(value, (_name, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([one], [other]) => compareText(one, other)))
      : member,
  );
}
