import type { Texts } from '../../gateway/problems/language.ts';
import { outcomeOf } from '../../gateway/problems/outcome-of.ts';
import { problemRow, rowNameOf } from '../../gateway/problems/table.ts';
import { commandProblem } from '../command-outcome.ts';
import { CHECK_TEXTS, type CheckName } from './texts/checks.ts';
import { FINDING_TEXTS, type FindingName } from './texts/findings.ts';

/** `fault`: something does not work now. `warning`: it will not for long. */
export type Severity = 'fault' | 'warning';

/** Something that is wrong, with what to do about it. Nothing in it is a secret. */
export interface Finding {
  /** A name of `FINDING_TEXTS`, or a code of the one error table. */
  code: string;
  severity: Severity;
  /** What it is about: a peer, a role, a file, an address. */
  subject: string;
  /** What was measured, the same in every language: dates, codes, addresses. */
  details: readonly string[];
  title: Texts;
  advice: Texts;
}

/** Something that was looked at and is in order. */
export interface PassedCheck {
  check: CheckName;
  subject: string;
  detail?: string;
}

/** Collects what is found, in the order in which it was looked at. */
export class Findings {
  readonly found: Finding[] = [];
  readonly passed: PassedCheck[] = [];

  fault(name: FindingName, subject: string, ...details: string[]): void {
    this.#add('fault', name, subject, details);
  }

  warning(name: FindingName, subject: string, ...details: string[]): void {
    this.#add('warning', name, subject, details);
  }

  pass(check: CheckName, subject: string, detail?: string): void {
    this.passed.push({ check, subject, ...(detail === undefined ? {} : { detail }) });
  }

  /** An error of ours, by the one table; one that is not ours is only called internal. */
  error(error: unknown, subject: string): void {
    const { code, details } = commandProblem(error, 'en');
    const { title, advice } = code === 'file-not-usable' ? FINDING_TEXTS[code] : outcomeOf(error).row;
    this.found.push({ code, severity: 'fault', subject, details, title, advice });
  }

  /** A code that the gateway tells of itself: with words of ours, or those of the table; the code stands for itself where there are none. */
  told(code: string, subject: string, severity: Severity = 'fault', ...details: string[]): void {
    const texts = Object.hasOwn(FINDING_TEXTS, code) ? FINDING_TEXTS[code as FindingName] : problemRow(rowNameOf(code) ?? 'internal');
    this.found.push({ code, severity, subject, details, title: texts.title, advice: texts.advice });
  }

  /** What comes of it, or undefined when an error is what was found. */
  async attempt<Result>(subject: string, work: () => Promise<Result>): Promise<Result | undefined> {
    try {
      return await work();
    } catch (error) {
      this.error(error, subject);
      return undefined;
    }
  }

  #add(severity: Severity, name: FindingName, subject: string, details: readonly string[]): void {
    const { title, advice } = FINDING_TEXTS[name];
    this.found.push({ code: name, severity, subject, details, title, advice });
  }
}

/** What `valija doctor` and `valija connect-test` print with `--json`: the same in every language, with sentences in all four. */
export interface DiagnosisReport {
  format: 'valija-diagnosis/1';
  command: 'doctor' | 'connect-test';
  at: string;
  healthy: boolean;
  findings: readonly Finding[];
  passed: readonly (PassedCheck & { title: Texts })[];
}

export function diagnosisOf(command: DiagnosisReport['command'], findings: Findings, at: Date): DiagnosisReport {
  return {
    format: 'valija-diagnosis/1',
    command,
    at: at.toISOString(),
    healthy: findings.found.length === 0,
    // Faults first: whoever is called at night reads from the top.
    findings: [...findings.found].sort((one, other) => Number(one.severity === 'warning') - Number(other.severity === 'warning')),
    passed: findings.passed.map((passed) => ({ ...passed, title: CHECK_TEXTS[passed.check] })),
  };
}
