import type { ReasonName } from '../../evidence/reason.ts';
import type { ExitName } from './exit-code.ts';
import type { Texts } from './language.ts';

/** What is told about one kind of problem, wherever it occurs. */
export interface ProblemRow {
  /** HTTP status (RFC 9110 section 15), where the error itself says nothing else: see `problemOf`. */
  readonly status: number;
  readonly exit: ExitName;
  /** Reasons that evidence states about it, at most one for each event. None: it never becomes evidence. */
  readonly reasons?: readonly ReasonName[];
  /** What is the case: one short sentence that a clerk understands. */
  readonly title: Texts;
  /** What to do next. */
  readonly advice: Texts;
}
