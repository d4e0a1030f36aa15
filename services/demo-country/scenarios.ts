import type { RequestMessage } from '../../treaty/requests/request-message.ts';
import { isFormalRequest } from '../../treaty/requests/request-types.ts';
import type { StepName } from './steps.ts';

/** System of the reference with which a request asks for a scenario; its number is the name. */
export const SCENARIO_SYSTEM = 'scenario';

/** What the country does with a request, step by step. A step that does not apply to a request is passed over. */
export const SCENARIOS = {
  /** Everything goes well; what the report on completeness lacks is asked for once. */
  ordinary: ['acknowledge', 'ask-supplement', 'reply-partly', 'reply'],
  /** Refused for want of dual criminality, after a consultation. */
  refusal: ['acknowledge', 'consult-before-refusal', 'refuse'],
  /** Postponed for proceedings of its own, after a consultation; then taken up again and answered. */
  postponement: ['acknowledge', 'consult-before-postponement', 'postpone', 'resume', 'reply'],
  'defective-translation': ['acknowledge', 'complain-of-translation', 'reply-partly', 'reply'],
  /** Assistance under conditions. Where they are declined, it is refused, after a consultation. */
  conditions: ['acknowledge', 'offer-conditions', 'consult-on-declined-conditions', 'refuse-for-declined-conditions', 'reply'],
  'cannot-keep-confidential': ['acknowledge', 'tell-of-disclosure', 'reply'],
  costs: ['acknowledge', 'consult-on-costs', 'reply'],
  delay: ['acknowledge', 'tell-of-delay', 'reply'],
  /** Passed on to another authority of the country, which answers in the same conversation. */
  transfer: ['acknowledge', 'pass-on', 'acknowledge-anew', 'reply'],
  /** Taken over, and then nothing: no acknowledgement, no answer to enquiries. */
  silence: [],
  /** Not even taken over: the hand-over deadline passes, and E.2 comes. */
  'not-collected': [],
} as const satisfies Readonly<Record<string, readonly StepName[]>>;
export type Scenario = keyof typeof SCENARIOS;

/** What nobody is bound to do anything about is acknowledged and answered. */
const INFORMAL_COURSE: readonly StepName[] = ['acknowledge', 'reply'];

/** The scenario that a request asks for; `ordinary` where it asks for none, or for one that is not known. */
export function scenarioOf({ references }: Pick<RequestMessage, 'references'>): Scenario {
  const asked = references.find(({ system }) => system.toLowerCase() === SCENARIO_SYSTEM)?.number;
  return asked !== undefined && Object.hasOwn(SCENARIOS, asked) ? (asked as Scenario) : 'ordinary';
}

export function courseOf(request: RequestMessage): readonly StepName[] {
  const scenario = scenarioOf(request);
  return scenario === 'ordinary' && !isFormalRequest(request.requestType) ? INFORMAL_COURSE : SCENARIOS[scenario];
}

/** Whether messages of the request are taken over at all. */
export function isCollected(scenario: Scenario): boolean {
  return scenario !== 'not-collected';
}

/** Whether what the other side asks in between is answered. */
export function isTalkative(scenario: Scenario): boolean {
  return scenario !== 'not-collected' && scenario !== 'silence';
}
