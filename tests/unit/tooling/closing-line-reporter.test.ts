import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closingLine } from '../../closing-line-reporter.ts';
import { projectFolder } from '../architecture/project.ts';

let folder: string;

// Below tests/, because the planted files import vitest as any test does.
beforeAll(() => {
  folder = mkdtempSync(join(projectFolder, 'tests', '.planted-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

describe('the closing line', () => {
  it('counts what passed and failed, and mentions skipped tests when there are any', () => {
    expect(closingLine({ passed: 3, failed: 0, skipped: 0 })).toBe('3 passed, 0 failed');
    expect(closingLine({ passed: 3, failed: 1, skipped: 2 })).toBe('3 passed, 1 failed, 2 skipped');
  });

  it('ends a run that passes', () => {
    expect(run("it('one', () => {}); it('two', () => {});")).toEqual({ line: '2 passed, 0 failed', succeeded: true });
  });

  it('ends a run with a failure, which fails', () => {
    expect(run("it('one', () => {}); it('two', () => { throw new Error('planted'); });")).toEqual({
      line: '1 passed, 1 failed',
      succeeded: false,
    });
  });

  it('counts a file that cannot be loaded as a failure', () => {
    expect(run("throw new Error('planted');")).toEqual({ line: '0 passed, 1 failed', succeeded: false });
  });

  it('counts an error outside every test as a failure', () => {
    const stray = "it('one', async () => { Promise.reject(new Error('planted')); await new Promise((done) => setTimeout(done, 50)); });";
    expect(run(stray)).toEqual({ line: '1 passed, 1 failed', succeeded: false });
  });

  it('fails a run in which no file was found', () => {
    expect(vitest('tests/no-such-folder/')).toEqual({ line: '0 passed, 0 failed', succeeded: false });
  });
});

function run(body: string): { line: string | undefined; succeeded: boolean } {
  writeFileSync(join(folder, 'planted.test.ts'), `import { it } from 'vitest';\n${body}\n`);
  return vitest(join(folder, 'planted.test.ts'));
}

/** A run of vitest with the project's own configuration, as `npm test` starts it. */
function vitest(filter: string): { line: string | undefined; succeeded: boolean } {
  const program = join(projectFolder, 'node_modules/vitest/vitest.mjs');
  const outcome = spawnSync(process.execPath, [program, 'run', filter], { cwd: projectFolder, encoding: 'utf8', env: cleanEnvironment() });
  return { line: outcome.stdout.trimEnd().split('\n').at(-1), succeeded: outcome.status === 0 };
}

/** Without what the outer run of vitest left for its workers. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(VITEST|VITE_|TEST$|NODE_ENV$|NODE_OPTIONS$)/.test(name)));
}
