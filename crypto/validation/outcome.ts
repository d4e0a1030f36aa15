import { CryptoError } from '../error.ts';
import type { SubIndication } from './report.ts';
import { type ValidationCode, VERDICTS, type Verdict } from './verdict-table.ts';

/** What one building block says (EN 319 102-1 clause 5.1.3). */
export type Outcome =
  | { readonly indication: 'PASSED' }
  | {
      readonly indication: Verdict['indication'];
      readonly subIndication: SubIndication;
      readonly code: ValidationCode;
      readonly detail?: string;
    };

export const PASSED: Outcome = { indication: 'PASSED' };

/** The outcome that the table gives to a code, or another sub-indication where the block knows more than the code says. */
export function outcomeOf(code: ValidationCode, detail?: string, verdict: Verdict = VERDICTS[code]): Outcome {
  return { ...verdict, code, ...(detail === undefined ? {} : { detail }) };
}

/** The outcome of an error of ours; anything else is not about the signature and goes on up. */
export function outcomeFrom(error: unknown): Outcome {
  if (!(error instanceof CryptoError)) throw error;
  return outcomeOf(error.code, error.message);
}
