import { CryptoError } from '../../crypto/error.ts';
import { EvidenceError } from '../../evidence/error.ts';
import { AuditError } from '../error.ts';
import type { CheckName } from './checks.ts';
import { CHECKS } from './checks.ts';

/** As in EN 319 102-1: INDETERMINATE means that more information could still change the answer. */
export type Verdict = 'PASSED' | 'INDETERMINATE' | 'FAILED';

export interface Finding {
  check: CheckName;
  verdict: Verdict;
  /** Why; `holds` when the check passed. Stable, for programs. */
  code: string;
  /** Which file, object or log. */
  subject: string;
  /** Key of the words, for texts in other languages: check and verdict. */
  key: string;
  /** The same in plain English. */
  words: string;
  /** Where the rule stands. */
  clause: string;
  /** True when the finding is a warning that does not change the overall verdict. */
  advisory?: true;
}

/** Collects findings; the overall verdict is the worst of those that are not advisory. */
export class Findings {
  readonly all: Finding[] = [];

  get verdict(): Verdict {
    const counted = this.all.filter((finding) => finding.advisory !== true).map((finding) => finding.verdict);
    if (counted.includes('FAILED')) {
      return 'FAILED';
    }
    // Nothing checked is nothing proven.
    return counted.includes('INDETERMINATE') || counted.length === 0 ? 'INDETERMINATE' : 'PASSED';
  }

  add(check: CheckName, subject: string, outcome: { verdict: Verdict; code?: string; advisory?: boolean }): void {
    const { verdict } = outcome;
    const row = CHECKS[check];
    const code = verdict === 'PASSED' ? 'holds' : (outcome.code ?? 'not-known');
    // One damaged file can be met more than once.
    if (this.all.some((known) => known.check === check && known.subject === subject && known.code === code)) {
      return;
    }
    this.all.push({
      check,
      verdict,
      code,
      subject,
      key: `${check}.${verdict.toLowerCase()}`,
      words: row[verdict],
      clause: row.clause,
      ...(outcome.advisory === true && verdict !== 'PASSED' ? { advisory: true as const } : {}),
    });
  }

  passed(check: CheckName, subject: string): void {
    this.add(check, subject, { verdict: 'PASSED' });
  }

  failed(check: CheckName, subject: string, code: string): void {
    this.add(check, subject, { verdict: 'FAILED', code });
  }

  open(check: CheckName, subject: string, code: string): void {
    this.add(check, subject, { verdict: 'INDETERMINATE', code });
  }

  warn(check: CheckName, subject: string, code: string): void {
    this.add(check, subject, { verdict: 'INDETERMINATE', code, advisory: true });
  }

  /** Runs a check that throws its refusals; the result, or undefined after recording the refusal. */
  attempt<Result>(check: CheckName, subject: string, run: () => Result): Result | undefined {
    try {
      const result = run();
      this.passed(check, subject);
      return result;
    } catch (error) {
      this.failed(check, subject, refusalCode(error));
      return undefined;
    }
  }

  /** As attempt(), for checks that take time. */
  async attemptAsync<Result>(check: CheckName, subject: string, run: () => Promise<Result>): Promise<Result | undefined> {
    try {
      const result = await run();
      this.passed(check, subject);
      return result;
    } catch (error) {
      this.failed(check, subject, refusalCode(error));
      return undefined;
    }
  }
}

/** The code of a typed refusal; anything else is a fault of the program or the disk and goes on up. */
export function refusalCode(error: unknown): string {
  if (error instanceof CryptoError || error instanceof EvidenceError || error instanceof AuditError) {
    return error.code;
  }
  throw error;
}
