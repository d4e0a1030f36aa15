import type { LegalMessage } from '../../message.ts';
import { isFormalRequest } from '../../requests/request-types.ts';
import { distinctEntries } from './distinct-entries.ts';
import { aboutOf, compareEntries, compareText, type LegalEntry } from './legal-entry.ts';

/** The messages of one request, taken out of a conversation. */
export interface Thread {
  /** The request; none while there is only what came before it. */
  readonly request: LegalEntry | undefined;
  /** Every message after the one it is about; otherwise by declared instant. */
  readonly ordered: readonly LegalEntry[];
  /** Messages about one that is not there (or, in bad faith, about one another): they wait. */
  readonly waiting: readonly { messageId: string; about: string }[];
  /** Messages that belong to another request of the conversation, sorted. */
  readonly elsewhere: readonly string[];
  readonly reusedIdentifiers: readonly string[];
}

/**
 * Takes the messages of one request out of a conversation. Without `requestId` it is that of the first formal request by declared instant, or,
 * where there is none, of the first request of any type. What came before any request belongs to all of them; an oral request to the one
 * that confirms it.
 */
export function threadOf(all: Iterable<LegalEntry>, requestId?: string): Thread {
  const { entries, reused } = distinctEntries(all);
  const request = requestId === undefined ? firstRequest(entries) : requests(entries).find(({ messageId }) => messageId === requestId);
  const roots = rootsOf(entries);
  const own = new Set(entries.filter((entry) => belongs(roots.get(entry), request)));
  return {
    request,
    ordered: inCausalOrder([...own]),
    waiting: entries.flatMap((entry) => {
      const about = aboutOf(entry);
      return roots.get(entry) === undefined && about !== undefined ? [{ messageId: entry.messageId, about }] : [];
    }),
    elsewhere: entries
      .filter((entry) => roots.get(entry) !== undefined && !own.has(entry))
      .map(({ messageId }) => messageId)
      .sort(compareText),
    reusedIdentifiers: reused,
  };
}

function requests(entries: readonly LegalEntry[]): LegalEntry[] {
  return entries.filter(({ message }) => message.kind === 'request');
}

function firstRequest(entries: readonly LegalEntry[]): LegalEntry | undefined {
  const made = requests(entries);
  return made.find(({ message }) => message.kind === 'request' && isFormalRequest(message.requestType)) ?? made[0];
}

/** Of every message the one from which it descends; undefined while a link is missing, or the links run in a circle. */
function rootsOf(entries: readonly LegalEntry[]): Map<LegalEntry, LegalEntry | undefined> {
  const byId = new Map(entries.map((entry) => [entry.messageId, entry]));
  const confirmedBy = confirmingRequests(entries, byId);
  const roots = new Map<LegalEntry, LegalEntry | undefined>();
  for (const entry of entries) {
    const path: LegalEntry[] = [];
    const seen = new Set<LegalEntry>();
    let root: LegalEntry | undefined;
    for (let current: LegalEntry | undefined = entry; current !== undefined && !seen.has(current); ) {
      if (roots.has(current)) {
        root = roots.get(current);
        break;
      }
      seen.add(current);
      path.push(current);
      const about = aboutOf(current);
      const next: LegalEntry | undefined = confirmedBy.get(current) ?? (about === undefined ? undefined : byId.get(about));
      if (current.message.kind === 'request' || (next === undefined && about === undefined)) {
        root = current;
        break;
      }
      current = next;
    }
    for (const passed of path) roots.set(passed, root);
  }
  return roots;
}

/** Which request confirms which oral one: as the request itself says, or a confirmation of its own. Only whoever spoke can confirm it. */
function confirmingRequests(entries: readonly LegalEntry[], byId: ReadonlyMap<string, LegalEntry>): Map<LegalEntry, LegalEntry> {
  const confirmedBy = new Map<LegalEntry, LegalEntry>();
  for (const { messageId, sender, message } of entries) {
    const [oralId, requestId] = confirmationIn(messageId, message);
    const oral = byId.get(oralId ?? '');
    const request = byId.get(requestId ?? '');
    if (oral?.message.kind !== 'oral-request' || request?.message.kind !== 'request') continue;
    if (oral.sender !== sender || request.sender !== sender || confirmedBy.has(oral)) continue;
    confirmedBy.set(oral, request);
  }
  return confirmedBy;
}

function confirmationIn(messageId: string, message: LegalMessage): [oral?: string, request?: string] {
  if (message.kind === 'request' && message.oralRequest?.record !== undefined) return [message.oralRequest.record, messageId];
  if (message.kind === 'oral-confirmation' && message.text.by === 'request') return [message.about, message.text.message];
  return [];
}

function belongs(root: LegalEntry | undefined, request: LegalEntry | undefined): boolean {
  if (root === undefined) return false;
  if (root.message.kind === 'request') return root === request;
  if (request === undefined || root.message.kind !== 'oral-request') return true;
  // What was asked orally in the other direction is another matter.
  return root.sender === request.sender && root.recipient === request.recipient;
}

/** Each message after those it depends on; what that leaves open is ordered by `compareEntries`. */
function inCausalOrder(entries: readonly LegalEntry[]): LegalEntry[] {
  const sorted = [...entries].sort(compareEntries);
  const rankOf = new Map(sorted.map((entry, rank) => [entry.messageId, rank]));
  const followers: number[][] = sorted.map(() => []);
  const open = sorted.map((entry, rank) => {
    const causes = new Set(causesOf(entry).flatMap((cause) => rankOf.get(cause) ?? []));
    for (const cause of causes) followers[cause]?.push(rank);
    return causes.size;
  });
  const ready = new Ranks(open.flatMap((count, rank) => (count === 0 ? [rank] : [])));
  const ordered: LegalEntry[] = [];
  for (let next = ready.takeFirst(); next !== undefined; next = ready.takeFirst()) {
    ordered.push(...sorted.slice(next, next + 1));
    for (const follower of followers[next] ?? []) {
      const left = (open[follower] ?? 0) - 1;
      open[follower] = left;
      if (left === 0) ready.add(follower);
    }
  }
  // A request and an oral request that each claim to follow the other, in bad faith.
  const placed = new Set(ordered);
  return [...ordered, ...sorted.filter((entry) => !placed.has(entry))];
}

/** Numbers from which the lowest is taken; a list in falling order, because a hostile conversation can be long. */
class Ranks {
  readonly #falling: number[];

  constructor(rising: readonly number[]) {
    this.#falling = rising.toReversed();
  }

  add(rank: number): void {
    let from = 0;
    let to = this.#falling.length;
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((this.#falling[middle] ?? 0) > rank) from = middle + 1;
      else to = middle;
    }
    this.#falling.splice(from, 0, rank);
  }

  takeFirst(): number | undefined {
    return this.#falling.pop();
  }
}

/** What a message is about, and the oral request that a request says it confirms. */
function causesOf(entry: LegalEntry): string[] {
  const { message } = entry;
  const recorded = message.kind === 'request' ? message.oralRequest?.record : undefined;
  return [aboutOf(entry), recorded].filter((cause) => cause !== undefined);
}
