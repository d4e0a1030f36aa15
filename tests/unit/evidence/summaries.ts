import fc from 'fast-check';
import { EVENTS, type EventName } from '../../../evidence/event.ts';
import type { EvidenceSummary } from '../../../evidence/summary.ts';
import { ENVELOPE, MESSAGE_ID, RECIPIENT, RELAY, SENDER } from './support.ts';

/** A digest that is easy to recognise in a failing test. */
export const digest = (name: string) => Buffer.from(name).toString('hex').padEnd(64, '0');

let counter = 0;

/** A summary as `verifyEvidence` would give it; every call makes another piece. */
export function piece(event: EventName, changes: Partial<EvidenceSummary> = {}): EvidenceSummary {
  counter++;
  const role = changes.role ?? EVENTS[event].issuer;
  return {
    evidenceDigest: digest(`${event}-${counter}`),
    evidenceIdentifier: `urn:uuid:${counter}`,
    messageId: MESSAGE_ID,
    event,
    sender: SENDER,
    recipient: RECIPIENT,
    issuer: { sender: SENDER, recipient: RECIPIENT, relay: RELAY }[role],
    role,
    ...(role === 'relay' ? { hop: 1 } : {}),
    eventTime: '2026-11-20T07:00:00.000Z',
    submissionTime: '2026-11-20T07:00:00.000Z',
    issuerSequence: 1,
    previous: [],
    suite: '2026a',
    sealGeneration: 0,
    ...(EVENTS[event].code?.startsWith('A.') ? {} : { envelopeDigest: ENVELOPE }),
    reasons: [],
    ...changes,
  };
}

const events = Object.keys(EVENTS) as EventName[];
const RELAY_EVENTS = events.filter((event) => EVENTS[event].relayMayIssue);

/** Sets of evidence as hostile as verified evidence can be: contradictions, repetitions, holes, strangers' envelopes, relays. */
export const evidenceSets: fc.Arbitrary<EvidenceSummary[]> = fc
  .array(
    fc.record({
      event: fc.constantFrom(...events),
      byRelay: fc.boolean(),
      issuerSequence: fc.integer({ min: 1, max: 6 }),
      minute: fc.integer({ min: 0, max: 5 }),
      envelopeDigest: fc.constantFrom(ENVELOPE, ENVELOPE, ENVELOPE, 'f'.repeat(64)),
      previous: fc.array(fc.integer({ min: -2, max: 9 }), { maxLength: 3 }),
      identifier: fc.integer({ min: 0, max: 30 }),
    }),
    { maxLength: 10 },
  )
  .map((recipes) =>
    recipes.map((recipe, index) => {
      const relayed = recipe.byRelay && RELAY_EVENTS.includes(recipe.event);
      const beforeSending = EVENTS[recipe.event].code?.startsWith('A.') ?? false;
      return piece(recipe.event, {
        evidenceDigest: digest(`piece-${index}`),
        evidenceIdentifier: `urn:uuid:${recipe.identifier}`,
        role: relayed ? 'relay' : EVENTS[recipe.event].issuer,
        issuerSequence: recipe.issuerSequence,
        eventTime: `2026-11-20T07:0${recipe.minute}:00.000Z`,
        ...(beforeSending ? {} : { envelopeDigest: recipe.envelopeDigest }),
        previous: recipe.previous.map((target) => ({
          evidenceDigest: digest(`piece-${target}`),
          issuer: target % 2 === 0 ? SENDER : RECIPIENT,
        })),
      });
    }),
  );
