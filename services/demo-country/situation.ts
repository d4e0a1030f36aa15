import type { OwnReference } from '../../treaty/common/reference.ts';
import { assessCompleteness } from '../../treaty/completeness/assess-completeness.ts';
import type { CompletenessReport } from '../../treaty/completeness/completeness-report.ts';
import type { LegalEntry } from '../../treaty/conversation/state/legal-entry.ts';
import { type LegalState, legalState } from '../../treaty/conversation/state/legal-state.ts';
import type { RequestMessage } from '../../treaty/requests/request-message.ts';
import type { ShownCase, ShownMessage } from './country-gateway.ts';

/** A request to the country, with everything that has been said about it. */
export interface Situation {
  requestId: string;
  request: RequestMessage;
  lane: ShownMessage['lane'];
  /** The message that asks, and its conversation with the other authority. */
  peer: string;
  /** Number under which the country keeps it. */
  register: OwnReference;
  report: CompletenessReport;
  state: LegalState;
  /** What the country itself has said about it, the oldest first. */
  said: readonly LegalEntry[];
  /** When somebody last moved the request on, RFC 3339; enquiries and their answers move nothing. */
  movedAt: string;
}

const ASIDE: ReadonlySet<string> = new Set(['status-enquiry', 'status-answer']);

/**
 * The requests of a case that are addressed to the country and say that they are exercises. Anything else is left alone: nobody must ever
 * take an invented answer for a real one.
 */
export function situationsOf({ registerNumber, messages }: ShownCase, authority: string, office: string): Situation[] {
  const entries = messages.flatMap(entryOf);
  return messages.flatMap((shown): Situation[] => {
    const { message } = shown;
    if (message?.kind !== 'request' || message.training !== true || shown.sender === authority) return [];
    const state = legalState(entries, shown.messageId);
    const thread = new Set(state.timeline.map(({ messageId }) => messageId));
    const own = entries.filter(({ messageId }) => thread.has(messageId));
    return [
      {
        requestId: shown.messageId,
        request: message,
        lane: shown.lane,
        peer: shown.sender,
        register: { system: 'Valija', number: registerNumber, authority: office, authoritative: true },
        report: shown.report ?? ownReport(message),
        state,
        said: own.filter(({ sender }) => sender === authority),
        movedAt: latest(own.filter((entry) => !ASIDE.has(entry.message.kind)).map(({ issuedAt }) => issuedAt)) ?? shown.submissionTime,
      },
    ];
  });
}

function entryOf({ messageId, sender, recipient, submissionTime, message }: ShownMessage): LegalEntry[] {
  return message === undefined ? [] : [{ messageId, sender, recipient, issuedAt: submissionTime, message }];
}

/** Where the sender has sealed no report, the country reads the request itself. */
function ownReport(request: RequestMessage): CompletenessReport {
  return assessCompleteness({ request, instruments: request.instruments.map(({ instrument }) => instrument) });
}

function latest(instants: readonly string[]): string | undefined {
  return [...instants].sort((one, other) => Date.parse(one) - Date.parse(other)).at(-1);
}
