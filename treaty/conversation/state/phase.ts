/** How a request ended. `transferred`: it goes on with another authority, elsewhere. */
export const OUTCOMES = ['answered', 'refused', 'withdrawn', 'transferred'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Between what comes before any request and the outcome a request is open. */
export type Phase = 'preliminary' | 'open' | Outcome;

/** Where a request stands, in the order in which a lawyer would tell it. The states that say how it ended come last. */
export const LEGAL_STATES = [
  'preliminary',
  'announced',
  'requested',
  'acknowledged',
  'supplement-awaited',
  'in-consultation',
  'conditions-offered',
  'postponed',
  'partly-answered',
  'passed-on',
  'answered',
  'refused',
  'withdrawn',
  'transferred',
] as const;
export type LegalStateName = (typeof LEGAL_STATES)[number];

export function isOutcome(value: string): value is Outcome {
  return OUTCOMES.some((outcome) => outcome === value);
}
