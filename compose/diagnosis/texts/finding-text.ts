import type { Texts } from '../../../gateway/problems/language.ts';

/** What is the case, and what to do. */
export interface FindingText {
  readonly title: Texts;
  readonly advice: Texts;
}
