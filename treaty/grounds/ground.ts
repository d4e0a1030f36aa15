/** For what a ground can be given: a refusal, a postponement, or a delay. */
export type GroundUse = 'refusal' | 'postponement' | 'delay';

/** Families of requests in which a ground has its place; `every` where it does not depend on what is asked. */
export const REQUEST_FAMILIES = ['assistance', 'service', 'extradition', 'confiscation', 'transfer', 'cooperation'] as const;
export type RequestFamily = (typeof REQUEST_FAMILIES)[number];

/** What is better than to refuse on this ground, where there is something. */
export type GroundCounsel =
  | 'ask-for-supplement'
  | 'transfer-to-competent-authority'
  | 'ask-for-translation'
  | 'consult-on-priority'
  | 'submit-to-own-prosecutors';

export interface GroundRow {
  readonly uses: readonly GroundUse[];
  readonly families: 'every' | readonly RequestFamily[];
  /**
   * Where conventions provide for the ground, as `UNTOC 18(9)`. Empty where only the law of the State, a bilateral treaty or practice has it:
   * then the message has to name its own article.
   */
  readonly articles: readonly string[];
  /** The convention says that assistance is not to be declined on it: articles as above. A message that gives it is marked, never stopped. */
  readonly excludedBy?: readonly string[];
  readonly counsel?: GroundCounsel;
}
