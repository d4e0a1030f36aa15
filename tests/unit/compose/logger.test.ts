import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const LOGGER = join(import.meta.dirname, '../../../compose/process/logger.ts');

/** What a process of its own writes to standard error: the real lines, not those of a stand-in. */
function lines(statements: string): Record<string, unknown>[] {
  const script = `import { createLogger } from ${JSON.stringify(LOGGER)}; const logger = createLogger({ level: 'info', process: 'test' }); ${statements}`;
  const { stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' });
  return stderr
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('a line of the log', () => {
  it('has no member of a forbidden name, at the top or one level down, and keeps the rest', () => {
    const [line] = lines(
      `logger.info({ event: 'invented', password: 'p', subject: 's', request: { method: 'GET', headers: { cookie: 'c' }, body: 'b' } });`,
    );
    expect(line).toMatchObject({ level: 'info', process: 'test', event: 'invented', request: { method: 'GET' } });
    expect(JSON.stringify(line)).not.toMatch(/password|subject|headers|cookie|body/);
  });

  it('tells an error by class and code alone', () => {
    const [line] = lines(`logger.error({ error: Object.assign(new TypeError('quotes a name'), { code: 'made-up', jws: 'x' }) });`);
    expect(line).toMatchObject({ error: { class: 'TypeError', code: 'made-up' } });
    expect(JSON.stringify(line)).not.toMatch(/quotes|jws/);
  });
});
