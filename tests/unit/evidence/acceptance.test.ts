import { describe, expect, test } from 'vitest';
import { requireArrival, requireIssuer } from '../../../evidence/acceptance.ts';
import { EVENTS, type EventName, type IssuerRole } from '../../../evidence/event.ts';
import { piece } from './summaries.ts';
import { RECIPIENT, RELAY, SENDER } from './support.ts';

const SECOND_RELAY = 'urn:valija:relay:xr-2';
const route = [SENDER, RELAY, SECOND_RELAY, RECIPIENT];
const direct = [SENDER, RECIPIENT];
const notAllowed = expect.objectContaining({ name: 'EvidenceError', code: 'evidence-arrival-not-allowed', disposition: 'refuse' });

describe('who states what', () => {
  const table: [event: EventName, sender: boolean, recipient: boolean, relay: boolean][] = [
    ['SubmissionAcceptance', true, false, false],
    ['SubmissionRejection', true, false, false],
    ['RelayAcceptance', false, true, true],
    ['RelayRejection', false, true, true],
    ['RelayFailure', true, false, true],
    ['ContentConsignment', false, true, false],
    ['ContentConsignmentFailure', false, true, false],
    ['ConsignmentNotification', false, true, false],
    ['ConsignmentNotificationFailure', false, true, false],
    ['ContentHandover', false, true, false],
    ['ContentHandoverFailure', false, true, false],
    ['DeliveryUnconfirmed', true, false, false],
    ['HandoverUnconfirmed', true, false, false],
  ];

  test('the table is complete', () => {
    expect(table.map(([event]) => event).sort()).toEqual(Object.keys(EVENTS).sort());
  });

  test.each(table)('%s', (event, sender, recipient, relay) => {
    const allowed: [IssuerRole, boolean][] = [
      ['sender', sender],
      ['recipient', recipient],
      ['relay', relay],
    ];
    for (const [role, expected] of allowed) {
      const statement = () => requireIssuer({ event, role, ...(role === 'relay' ? { hop: 1 } : {}) });
      if (expected) expect(statement).not.toThrow();
      else expect(statement).toThrow(expect.objectContaining({ code: 'evidence-issuer-not-allowed' }));
    }
  });
});

describe('over which hop it comes', () => {
  test("between neighbours the sender's goes forward and the recipient's returns", () => {
    for (const event of Object.keys(EVENTS) as EventName[]) {
      const { issuer, travels } = EVENTS[event];
      const forward = () => requireArrival(piece(event), { route: direct, receiver: RECIPIENT, from: SENDER });
      const back = () => requireArrival(piece(event), { route: direct, receiver: SENDER, from: RECIPIENT });
      if (issuer === 'sender' && travels === 'forward') expect(forward).not.toThrow();
      // At the recipient, its own evidence is one it once signed and lost.
      if (issuer === 'recipient') expect(forward).not.toThrow();
      if (issuer === 'recipient') expect(back).not.toThrow();
      if (travels === 'nowhere') expect(forward).toThrow(notAllowed);
    }
  });

  test('own evidence comes back from a neighbour after a restore', () => {
    expect(() => requireArrival(piece('RelayFailure'), { route: direct, receiver: SENDER, from: RECIPIENT })).not.toThrow();
    expect(() => requireArrival(piece('RelayAcceptance'), { route: direct, receiver: RECIPIENT, from: SENDER })).not.toThrow();
  });

  test('over relays, hop by hop', () => {
    const d1 = piece('ContentConsignment');
    for (const [receiver, from] of [
      [SECOND_RELAY, RECIPIENT],
      [RELAY, SECOND_RELAY],
      [SENDER, RELAY],
    ] as const) {
      expect(() => requireArrival(d1, { route, receiver, from })).not.toThrow();
    }
    expect(() => requireArrival(d1, { route, receiver: SENDER, from: RECIPIENT })).toThrow(notAllowed);
    expect(() => requireArrival(d1, { route, receiver: SECOND_RELAY, from: RELAY })).toThrow(notAllowed);
    const b3 = piece('RelayFailure');
    expect(() => requireArrival(b3, { route, receiver: RECIPIENT, from: SECOND_RELAY })).not.toThrow();
    expect(() => requireArrival(b3, { route, receiver: RELAY, from: SECOND_RELAY })).toThrow(notAllowed);
  });

  test("a relay's evidence returns from its own side", () => {
    const second = piece('RelayAcceptance', { role: 'relay', issuer: SECOND_RELAY, hop: 2 });
    expect(() => requireArrival(second, { route, receiver: SENDER, from: RELAY })).not.toThrow();
    expect(() => requireArrival(second, { route, receiver: RELAY, from: SECOND_RELAY })).not.toThrow();
    expect(() => requireArrival(second, { route, receiver: RECIPIENT, from: SECOND_RELAY })).toThrow(notAllowed);
    const first = piece('RelayAcceptance', { role: 'relay', hop: 1 });
    expect(() => requireArrival(first, { route, receiver: RELAY, from: SENDER })).not.toThrow();
    expect(() => requireArrival(first, { route, receiver: SECOND_RELAY, from: RECIPIENT })).toThrow(notAllowed);
  });

  const refused: [what: string, arrival: Parameters<typeof requireArrival>[1]][] = [
    ['from somebody off the route', { route: direct, receiver: SENDER, from: RELAY }],
    ['at somebody off the route', { route: direct, receiver: RELAY, from: RECIPIENT }],
    ['from oneself', { route: direct, receiver: SENDER, from: SENDER }],
    ['with the route of another message', { route: [SENDER, RELAY], receiver: SENDER, from: RELAY }],
    ['with no route', { route: [], receiver: SENDER, from: RECIPIENT }],
  ];
  test.each(refused)('refused: %s', (_what, arrival) => {
    expect(() => requireArrival(piece('RelayAcceptance'), arrival)).toThrow(notAllowed);
  });

  test('refused: a hop at which another relay stands', () => {
    const misplaced = piece('RelayAcceptance', { role: 'relay', hop: 2 });
    expect(() => requireArrival(misplaced, { route, receiver: SENDER, from: RELAY })).toThrow(notAllowed);
  });
});
