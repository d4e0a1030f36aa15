import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const projectFolder = join(import.meta.dirname, '..', '..', '..');

/** One finding of Biome, with the path as given to it and the line counted from 1. */
export interface Finding {
  rule: string;
  path: string;
  line: number;
  message: string;
}

interface BiomeReport {
  diagnostics: { category: string; message: string; location: { path: string; start: { line: number } } }[];
}

/** Runs the project's own Biome in a folder and returns everything it says, of every severity. */
export function lint(folder: string, ...args: string[]): Finding[] {
  const program = join(projectFolder, 'node_modules/@biomejs/biome/bin/biome');
  const outcome = spawnSync(process.execPath, [program, 'lint', '--reporter=json', '--max-diagnostics=none', ...args, '.'], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  const report = JSON.parse(outcome.stdout) as BiomeReport;
  return report.diagnostics.map(({ category, message, location }) => ({
    rule: category.replace(/^lint\//, ''),
    path: location.path,
    line: location.start.line,
    message,
  }));
}

/** Every file of the project by its relative path, without what git ignores, git itself and what a test planted a moment ago. */
export function projectFiles(): string[] {
  const ignored = readFileSync(join(projectFolder, '.gitignore'), 'utf8')
    .split('\n')
    .map((line) => line.replaceAll('/', ''))
    .filter((line) => line !== '' && !line.startsWith('#') && !line.includes('*'));
  const skipped = new Set(['.git', ...ignored]);
  return readdirSync(projectFolder, { withFileTypes: true })
    .filter((entry) => !skipped.has(entry.name) && !entry.name.endsWith('.log'))
    .flatMap((entry) => (entry.isDirectory() ? filesBelow(entry.name) : [entry.name]));
}

function filesBelow(folder: string): string[] {
  return readdirSync(join(projectFolder, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(projectFolder.length + 1))
    .filter((path) => !path.split('/').some((name) => name === 'node_modules' || name.startsWith('.planted-')));
}
