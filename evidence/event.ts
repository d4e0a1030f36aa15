/** Events of ETSI EN 319 522 that this project signs, and two of its own (design section 3). */
export type EventName =
  | 'SubmissionAcceptance'
  | 'SubmissionRejection'
  | 'RelayAcceptance'
  | 'RelayRejection'
  | 'RelayFailure'
  | 'ContentConsignment'
  | 'ContentConsignmentFailure'
  | 'ConsignmentNotification'
  | 'ConsignmentNotificationFailure'
  | 'ContentHandover'
  | 'ContentHandoverFailure'
  | 'DeliveryUnconfirmed'
  | 'HandoverUnconfirmed';

/** In which capacity somebody signs evidence about a message. */
export type IssuerRole = 'sender' | 'recipient' | 'relay';

export interface EventRow {
  readonly name: EventName;
  readonly uri: string;
  /** Letter and number in EN 319 522; none for our own events. */
  readonly code?: string;
  /** Whose gateway states it about the whole way of the message; relays state some events about their own hop. */
  readonly issuer: 'sender' | 'recipient';
  readonly relayMayIssue: boolean;
  /** Negative and unconfirmed events must give a reason. */
  readonly outcome: 'positive' | 'negative' | 'unconfirmed';
  /** Whether it ends the message. */
  readonly terminal: boolean;
  /** Which way it travels along the route: never leaves its issuer, towards the recipient, or back towards the sender. */
  readonly travels: 'nowhere' | 'forward' | 'return';
  /** Whether one issuer may state it more than once about one message: there can be several notifications. */
  readonly repeatable: boolean;
}

const ETSI_EVENT = 'http://uri.etsi.org/19522/Event/';
const OWN_EVENT = 'urn:valija:event:';

type Row = Omit<EventRow, 'name' | 'uri' | 'relayMayIssue' | 'repeatable'> & Partial<Pick<EventRow, 'relayMayIssue' | 'repeatable'>>;

const etsi = (name: EventName, row: Row & { code: string }): EventRow => ({
  name,
  uri: `${ETSI_EVENT}${name}`,
  relayMayIssue: false,
  repeatable: false,
  ...row,
});

const own = (name: EventName, row: Row): EventRow => ({
  name,
  uri: `${OWN_EVENT}${name}`,
  relayMayIssue: false,
  repeatable: false,
  ...row,
});

/** The table. Code elsewhere asks for a row and never lists events itself. */
export const EVENTS: Readonly<Record<EventName, EventRow>> = {
  SubmissionAcceptance: etsi('SubmissionAcceptance', {
    code: 'A.1',
    issuer: 'sender',
    outcome: 'positive',
    terminal: false,
    travels: 'forward',
  }),
  SubmissionRejection: etsi('SubmissionRejection', {
    code: 'A.2',
    issuer: 'sender',
    outcome: 'negative',
    terminal: true,
    travels: 'nowhere',
  }),
  RelayAcceptance: etsi('RelayAcceptance', {
    code: 'B.1',
    issuer: 'recipient',
    relayMayIssue: true,
    outcome: 'positive',
    terminal: false,
    travels: 'return',
  }),
  RelayRejection: etsi('RelayRejection', {
    code: 'B.2',
    issuer: 'recipient',
    relayMayIssue: true,
    outcome: 'negative',
    terminal: true,
    travels: 'return',
  }),
  // Pushed to the recipient as well, so that both sides show the conflict when their answer comes late.
  RelayFailure: etsi('RelayFailure', {
    code: 'B.3',
    issuer: 'sender',
    relayMayIssue: true,
    outcome: 'negative',
    terminal: true,
    travels: 'forward',
  }),
  ContentConsignment: etsi('ContentConsignment', {
    code: 'D.1',
    issuer: 'recipient',
    outcome: 'positive',
    terminal: false,
    travels: 'return',
  }),
  ContentConsignmentFailure: etsi('ContentConsignmentFailure', {
    code: 'D.2',
    issuer: 'recipient',
    outcome: 'negative',
    terminal: true,
    travels: 'return',
  }),
  ConsignmentNotification: etsi('ConsignmentNotification', {
    code: 'D.3',
    issuer: 'recipient',
    outcome: 'positive',
    terminal: false,
    travels: 'return',
    repeatable: true,
  }),
  ConsignmentNotificationFailure: etsi('ConsignmentNotificationFailure', {
    code: 'D.4',
    issuer: 'recipient',
    outcome: 'negative',
    terminal: false,
    travels: 'return',
    repeatable: true,
  }),
  ContentHandover: etsi('ContentHandover', {
    code: 'E.1',
    issuer: 'recipient',
    outcome: 'positive',
    terminal: true,
    travels: 'return',
  }),
  ContentHandoverFailure: etsi('ContentHandoverFailure', {
    code: 'E.2',
    issuer: 'recipient',
    outcome: 'negative',
    terminal: true,
    travels: 'return',
  }),
  // Statements of the sender about the other side's silence: they go to the other side too, which may still answer.
  DeliveryUnconfirmed: own('DeliveryUnconfirmed', { issuer: 'sender', outcome: 'unconfirmed', terminal: false, travels: 'forward' }),
  HandoverUnconfirmed: own('HandoverUnconfirmed', { issuer: 'sender', outcome: 'unconfirmed', terminal: false, travels: 'forward' }),
};

const BY_URI: ReadonlyMap<string, EventRow> = new Map(Object.values(EVENTS).map((row) => [row.uri, row]));

/** The event with that URI, where it is one we know. */
export function eventByUri(uri: string): EventRow | undefined {
  return BY_URI.get(uri);
}
