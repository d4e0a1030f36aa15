/** One question put to a verifier: what it had to say, and what it said. */
export interface Outcome {
  /** Who judges, such as `DSS`. */
  readonly verifier: string;
  /** What was judged. */
  readonly subject: string;
  readonly expected: string;
  readonly found: string;
}

const asExpected = ({ expected, found }: Outcome) => expected === found;

/** A table of all outcomes, and a last line with their number. */
export function outcomeTable(outcomes: readonly Outcome[]): string {
  const rows = outcomes.map((outcome) => {
    const remark = asExpected(outcome) ? 'ok' : `EXPECTED ${outcome.expected}`;
    return [outcome.verifier, outcome.subject, outcome.found, remark];
  });
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const good = outcomes.filter(asExpected).length;
  return `${[...lines, '', `${good} verdicts as expected, ${outcomes.length - good} otherwise`].join('\n')}\n`;
}

/** 0 when there were outcomes and every one was as expected. */
export function exitCodeOf(outcomes: readonly Outcome[]): number {
  return outcomes.length > 0 && outcomes.every(asExpected) ? 0 : 1;
}
