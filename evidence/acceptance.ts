import { EvidenceError } from './error.ts';
import { EVENTS } from './event.ts';
import type { EvidenceSummary } from './summary.ts';

type Statement = Pick<EvidenceSummary, 'event' | 'role' | 'hop'>;

/**
 * Whether that event may be stated by an issuer in that role: the sender's and the recipient's gateway about the whole way, without
 * `hop`; a relay only about its own hop, with `hop`, and only the relay events.
 *
 * @throws EvidenceError `evidence-issuer-not-allowed`, `evidence-hop-not-allowed`
 */
export function requireIssuer(statement: Statement): void {
  const row = EVENTS[statement.event];
  if (statement.role === 'relay') {
    if (!row.relayMayIssue) throw new EvidenceError('evidence-issuer-not-allowed', `a relay does not state ${row.name}`);
    if (statement.hop === undefined)
      throw new EvidenceError('evidence-hop-not-allowed', 'evidence of a relay does not say which hop it is about');
    return;
  }
  if (statement.hop !== undefined) throw new EvidenceError('evidence-hop-not-allowed', `${statement.role} states evidence about a hop`);
  if (row.issuer !== statement.role) throw new EvidenceError('evidence-issuer-not-allowed', `${statement.role} does not state ${row.name}`);
}

export interface Arrival {
  /** The route of the envelope that the evidence is about: identifiers from the sender to the recipient, both included. */
  readonly route: readonly string[];
  /** Who received it: us. */
  readonly receiver: string;
  /** The neighbour whose TLS connection brought it. */
  readonly from: string;
}

/**
 * Whether that evidence may arrive over that connection. Neighbours on the route only; what the sender states travels forward, what
 * the recipient and the relays state returns; A.2 does not travel. One's own evidence may come back from any neighbour, for a
 * gateway that has been restored takes its own statements up again.
 *
 * @throws EvidenceError `evidence-arrival-not-allowed`, and the codes of `requireIssuer`
 */
export function requireArrival(summary: EvidenceSummary, arrival: Arrival): void {
  requireIssuer(summary);
  const { route } = arrival;
  const here = route.indexOf(arrival.receiver);
  const there = route.indexOf(arrival.from);
  if (route[0] !== summary.sender || route.at(-1) !== summary.recipient) throw notAllowed('the route is of another message');
  if (here === -1 || there === -1 || Math.abs(here - there) !== 1) throw notAllowed('it does not come from a neighbour on the route');
  if (summary.hop !== undefined && route[summary.hop] !== summary.issuer) throw notAllowed('the issuer is not the relay at that hop');
  if (summary.issuer === arrival.receiver) return;
  const direction = there < here ? 'forward' : 'return';
  const expected = summary.role === 'relay' ? 'return' : EVENTS[summary.event].travels;
  if (direction !== expected) throw notAllowed(`${summary.event} does not travel in this direction`);
  // A relay's statement comes from the relay itself or from one nearer to us, never from one it has not passed.
  if (summary.hop !== undefined && summary.hop < there) throw notAllowed('the relay stands on the other side of the neighbour');
}

function notAllowed(message: string): EvidenceError {
  return new EvidenceError('evidence-arrival-not-allowed', message);
}
