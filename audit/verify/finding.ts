import { CryptoError } from '../../crypto/error.ts';
import type { SubIndication } from '../../crypto/validation/report.ts';
import type { Certificate } from '../../crypto/x509/certificate.ts';
import { EvidenceError } from '../../evidence/error.ts';
import { AuditError } from '../error.ts';
import type { CheckName } from './checks.ts';
import { CHECKS } from './checks.ts';
import { type Validation, validationOf } from './sub-indication.ts';

/** As in EN 319 102-1: INDETERMINATE means that more information could still change the answer. */
export type Verdict = 'PASSED' | 'INDETERMINATE' | 'FAILED';

export interface Finding {
  check: CheckName;
  verdict: Verdict;
  /** Why; `holds` when the check passed. Stable, for programs. */
  code: string;
  /** Which file, object or log. */
  subject: string;
  /** Where the rule stands. */
  clause: string;
  /** What EN 319 102-1 calls the outcome, for the checks that it knows. */
  validation?: Validation;
  /** True when the finding is a warning that does not change the overall verdict. */
  advisory?: true;
  /** What a person needs to check the same with another program; never part of a report. */
  material?: Material;
}

/** Octets and facts behind a finding. */
export interface Material {
  /** A time-stamp token, and the digest that it must be over. */
  token?: Buffer;
  imprint?: Buffer;
  certificate?: Certificate;
  /** Certificates between it and the anchor. */
  intermediates?: readonly Certificate[];
  /** The moment for which the certificate was judged. */
  judgedAt?: Date;
  /** The certificate was revoked after that moment. */
  isRevokedLater?: boolean;
  /** Where the token stands in the file of the signature. */
  offset?: number;
  /** The file of the package that it is about, as the package names it; the subject begins with that name. */
  file?: string;
  /** Files of a container: the signature, and what it is over. */
  parts?: { signature: string; content: string };
}

export interface Outcome {
  verdict: Verdict;
  code?: string;
  advisory?: boolean;
  /** Where the one that follows from check and code is not the right one. */
  subIndication?: SubIndication | undefined;
  material?: Material | undefined;
}

/** Collects findings; the overall verdict is the worst of those that are not advisory. */
export class Findings {
  readonly all: Finding[] = [];

  get verdict(): Verdict {
    return verdictOf(this.all);
  }

  add(check: CheckName, subject: string, outcome: Outcome): void {
    const { verdict } = outcome;
    const code = verdict === 'PASSED' ? 'holds' : (outcome.code ?? 'not-known');
    // One damaged file can be met more than once.
    if (this.all.some((known) => known.check === check && known.subject === subject && known.code === code)) {
      return;
    }
    const validation = validationOf(check, verdict, code);
    const { subIndication } = outcome;
    this.all.push({
      check,
      verdict,
      code,
      subject,
      clause: CHECKS[check].clause,
      ...(validation === undefined ? {} : { validation: subIndication === undefined ? validation : { ...validation, subIndication } }),
      ...(outcome.advisory === true && verdict !== 'PASSED' ? { advisory: true as const } : {}),
      ...(outcome.material === undefined ? {} : { material: outcome.material }),
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

/** The worst of the findings that are not advisory. */
export function verdictOf(findings: readonly { verdict: Verdict; advisory?: true | undefined }[]): Verdict {
  const counted = findings.filter((finding) => finding.advisory !== true).map((finding) => finding.verdict);
  if (counted.includes('FAILED')) {
    return 'FAILED';
  }
  // Nothing checked is nothing proven.
  return counted.includes('INDETERMINATE') || counted.length === 0 ? 'INDETERMINATE' : 'PASSED';
}

/** The code of a typed refusal; anything else is a fault of the program or the disk and goes on up. */
export function refusalCode(error: unknown): string {
  if (error instanceof CryptoError || error instanceof EvidenceError || error instanceof AuditError) {
    return error.code;
  }
  throw error;
}
