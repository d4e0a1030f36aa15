import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectFiles, projectFolder } from './project.ts';

interface Manifest {
  scripts: Record<string, string>;
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
  optionalDependencies: Record<string, string>;
}

const files = projectFiles();
const sources = files.filter((path) => path.endsWith('.ts'));
const manifest = JSON.parse(read('package.json')) as Manifest;

describe('the repository', () => {
  it('is seen whole by these tests', () => {
    expect(files).toEqual(expect.arrayContaining(['package.json', 'biome.json', 'tests/unit/architecture/repository.test.ts', '.ci/run']));
    expect(files.filter((path) => path.startsWith('node_modules/') || path.startsWith('.git/'))).toEqual([]);
  });

  it('names no path of the machine on which it was written', () => {
    // Folders that exist on a developer's machine alone; /etc, /var, /usr and /tmp are everybody's.
    const machinePath = /(^|[^A-Za-z0-9.])\/(work|farm|root|home)\/[A-Za-z.]/m;
    expect(files.filter((path) => path !== 'package-lock.json' && machinePath.test(read(path)))).toEqual([]);
  });

  it('locks libraries by digest, with no address of a registry', () => {
    const lock = JSON.parse(read('package-lock.json')) as { packages: Record<string, { resolved?: string; integrity?: string }> };
    const entries = Object.entries(lock.packages).filter(([path]) => path !== '');
    expect(entries.length).toBeGreaterThan(50);
    expect(entries.filter(([, { resolved }]) => resolved !== undefined).map(([path]) => path)).toEqual([]);
    expect(entries.filter(([, { integrity }]) => integrity === undefined).map(([path]) => path)).toEqual([]);
  });

  it('asks for every library by an exact version', () => {
    const ranges = Object.entries(allDependencies()).filter(([, version]) => !/^(npm:[^ ]+@)?\d+\.\d+\.\d+$/.test(version));
    expect(ranges).toEqual([]);
  });

  it('explains every library in docs/dependencies.md, and none that is gone', () => {
    const explained = [...read('docs/dependencies.md').matchAll(/^\| `([^`]+)` \|/gm)].map(([, name]) => name);
    expect(explained.sort()).toEqual(Object.keys(allDependencies()).sort());
  });

  it('uses in the product no library that only developers install, or that another library brought', () => {
    const product = sources.filter((path) => path.includes('/') && !/^(tests|bench)\//.test(path));
    const foreign = product.flatMap((path) => foreignImports(read(path)).map((name) => ({ path, name })));
    expect(foreign.map(({ name }) => name)).toContain('node:crypto');
    const known = (name: string): boolean => name.startsWith('node:') || manifest.dependencies[packageOf(name)] !== undefined;
    expect(foreign.filter(({ name }) => !known(name))).toEqual([]);
  });

  it('starts every script with exec, or the shell that npm puts between would swallow the signals meant for it', () => {
    expect(Object.entries(manifest.scripts).filter(([, command]) => !command.startsWith('exec node '))).toEqual([]);
  });

  it('explains only scripts that exist', () => {
    for (const page of ['README.md', 'CONTRIBUTING.md']) {
      const named = [...read(page).matchAll(/`npm run ([a-z:]+)/g)].map(([, name]) => name);
      expect(
        named.filter((name) => name === undefined || manifest.scripts[name] === undefined),
        page,
      ).toEqual([]);
    }
  });

  it('has no type written as import("..."), which the import rule does not see', () => {
    expect(sources.filter((path) => /\bimport\((['"])[^'"]*\1\)\s*\./.test(read(path)))).toEqual([]);
  });

  it('lets the console take types alone from the operations: at run time it uses the API', () => {
    const values = /^(import|export) (?!type\b)[^;]*from '[^']*\/gateway\/|\bimport\('[^']*\/gateway\//m;
    expect(values.test("import { submit } from '../gateway/operations/submit.ts';")).toBe(true);
    expect(values.test("import type { Submit } from '../gateway/operations/submit.ts';")).toBe(false);
    expect(sources.filter((path) => path.startsWith('console/') && values.test(read(path)))).toEqual([]);
  });

  it('has no test that is skipped, or that runs alone', () => {
    const silenced = /\b(it|test|describe)\.(skip|only|todo)\b/;
    const itself = 'tests/unit/architecture/repository.test.ts';
    expect(sources.filter((path) => path !== itself && silenced.test(read(path)))).toEqual([]);
  });
});

function allDependencies(): Record<string, string> {
  return { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies };
}

/** What a file imports that is not a file: `import ... from 'x'` on one line or more, `import 'x'` and `import('x')`. */
function foreignImports(text: string): string[] {
  const statement = /^(?:import|export|\})(?:[^'\n]* from)? '([^'.][^']*)'|\bimport\('([^'.][^']*)'\)/gm;
  return [...text.matchAll(statement)].map(([, fixed, dynamic]) => fixed ?? dynamic ?? '');
}

function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function read(path: string): string {
  return readFileSync(join(projectFolder, path), 'utf8');
}
