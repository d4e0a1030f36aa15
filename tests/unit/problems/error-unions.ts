import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const project = join(import.meta.dirname, '..', '..', '..');

/** Folders whose errors never reach a client, a peer or a command: development certificates, services of their own, tests. */
const APART = new Set(['certs-dev', 'services', 'tests', 'bench', 'node_modules']);

/** The codes of one `error.ts`. */
export interface ErrorUnion {
  path: string;
  codes: string[];
}

/** The members of every union of codes in the `error.ts` files of the project, read from the sources. */
export function errorUnions(): ErrorUnion[] {
  return readdirSync(project, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && !APART.has(entry.name))
    .flatMap((entry) => sourcesBelow(entry.name))
    .filter((path) => path.endsWith('/error.ts'))
    .sort()
    .map((path) => {
      const codes = codesIn(read(path));
      return { path, codes: codes.length > 0 ? codes : thrownCodes(path) };
    });
}

/** For an error that also carries codes of others and so has no union: those that its own folder throws. */
function thrownCodes(path: string): string[] {
  const [, name = ''] = /^export class (\w+) extends Error/m.exec(read(path)) ?? [];
  const thrown = new RegExp(`new ${name}\\(\\s*'([^']*)'`, 'g');
  const sources = sourcesBelow(dirname(path)).map((source) => read(source));
  return [...new Set(sources.flatMap((source) => [...source.matchAll(thrown)].map(([, code]) => code ?? '')))];
}

function sourcesBelow(folder: string): string[] {
  return readdirSync(join(project, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => join(folder, path));
}

function read(path: string): string {
  return readFileSync(join(project, path), 'utf8');
}

/** String literals of the exported type aliases of a source, those of dispositions left out. */
export function codesIn(source: string): string[] {
  return [...source.matchAll(/^export type (\w+) =([^;]*);/gm)]
    .filter(([, name]) => !name?.endsWith('Disposition'))
    .flatMap(([, , union]) => [...(union ?? '').matchAll(/'([^']*)'/g)].map(([, code]) => code ?? ''));
}

/** Codes that a source gives to an alarm, whose row shows them to an operator. */
export function alarmCodes(): string[] {
  const sources = sourcesBelow('gateway')
    .map((path) => read(path))
    .filter((source) => /\b(alarmRow|provenAlarm)\(/.test(source));
  return sources.flatMap((source) =>
    [...source.matchAll(/\bcode(?: =|:) ?[^,;{}]*?'([a-z-]+)'(?: : '([a-z-]+)')?/g)].flatMap(([, first, second]) =>
      [first, second].filter((code) => code !== undefined),
    ),
  );
}
