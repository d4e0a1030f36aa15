import * as z from 'zod';
import { codeOf, type Disposition, dispositionOf, GatewayError } from '../error.ts';
import { EXIT_CODES, type ExitCode, type ExitName } from './exit-code.ts';
import type { ProblemRow } from './problem-row.ts';
import type { RowName } from './rows.ts';
import { problemRow, rowNameOf } from './table.ts';

/** An error as the table sees it. Nothing here comes from the error's message. */
export interface Outcome {
  /** The error's own code; `internal` for what is no error of ours. */
  code: string;
  name: RowName;
  row: ProblemRow;
  status: number;
  exit: ExitName;
  /** Undefined for what is no error of ours: nobody can say whether trying again helps. */
  disposition: Disposition | undefined;
}

const UNKNOWN: Outcome = {
  code: 'internal',
  name: 'internal',
  row: problemRow('internal'),
  status: problemRow('internal').status,
  exit: problemRow('internal').exit,
  disposition: undefined,
};

/** Looks an error up in the table. Never throws, whatever is thrown at it. */
export function outcomeOf(error: unknown): Outcome {
  try {
    return lookUp(error);
  } catch {
    // A foreign error may have accessors of its own.
    return UNKNOWN;
  }
}

/** The exit code for a command that ends with this error. Never throws. */
export function exitCodeOf(error: unknown): ExitCode {
  return EXIT_CODES[outcomeOf(error).exit];
}

function lookUp(error: unknown): Outcome {
  // Whatever follows no schema of ours came from outside.
  if (error instanceof z.core.$ZodError) return lookUp(new GatewayError('submission-invalid', 'schema'));
  const code = codeOf(error);
  const known = rowNameOf(code);
  if (known === undefined || (code === 'internal' && !(error instanceof GatewayError))) return UNKNOWN;
  const disposition = dispositionOf(error);
  const name = isOurFault(error, disposition, known) ? 'internal' : known;
  const row = problemRow(name);
  return { code, name, row, status: statusOf(row, disposition), exit: exitOf(row, disposition), disposition };
}

/**
 * A fault that a library folder leaves to an operator is one of this gateway, even where the same code in somebody's input would be
 * theirs: a signature of ours that does not verify. The gateway's own errors are thrown with the caller in view.
 */
function isOurFault(error: unknown, disposition: Disposition, name: RowName): boolean {
  return disposition === 'operator' && !(error instanceof GatewayError) && problemRow(name).status < 500;
}

/** Those that say already that the same request may succeed later: the last is that of tus 1.0 for octets that came altered. */
const PASSING: ReadonlySet<number> = new Set([409, 429, 460]);

/** 503 where the same request may succeed later: another 4xx would tell the caller to change it. */
function statusOf(row: ProblemRow, disposition: Disposition): number {
  const passes = disposition === 'retry' || disposition === 'wait';
  return passes && row.status < 500 && !PASSING.has(row.status) ? 503 : row.status;
}

function exitOf(row: ProblemRow, disposition: Disposition): ExitName {
  if (disposition === 'operator') return 'operator';
  return disposition === 'refuse' ? row.exit : 'later';
}
