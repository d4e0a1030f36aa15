import type { Reporter, SerializedError, TestModule } from 'vitest/node';

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/**
 * Ends a run with `N passed, N failed` alone on a line (`, N skipped` follows when there are any), so that whoever
 * reads the output needs to know nothing about vitest. A run in which nothing was tested fails.
 */
export default class ClosingLineReporter implements Reporter {
  readonly #print: (line: string) => void;
  #line = '0 passed, 0 failed';

  constructor(options: { print?: (line: string) => void } = {}) {
    this.#print = options.print ?? ((line) => void process.stdout.write(`${line}\n`));
  }

  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): void {
    const counts = countOutcomes(modules, unhandledErrors);
    if (counts.passed + counts.failed === 0) process.exitCode = 1;
    this.#line = closingLine(counts);
    // The default reporter prints its summary in the same event, after this one; the line has to come after it.
    process.once('exit', () => this.#print(this.#line));
  }
}

/** A file that could not be loaded, and an error outside every test, each count as one failure. */
export function countOutcomes(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): Counts {
  const counts: Counts = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
  for (const module of modules) {
    if (module.errors().length > 0) counts.failed += 1;
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      if (state === 'passed') counts.passed += 1;
      else if (state === 'failed') counts.failed += 1;
      else counts.skipped += 1;
    }
  }
  return counts;
}

export function closingLine({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
