import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectFolder } from './project.ts';

const read = (path: string) => readFileSync(join(projectFolder, path), 'utf8');
const attacks = readdirSync(join(projectFolder, 'tests/attacks'));

/** What stands in the last column of the table of attacks. */
function shownBy(page: string): string[] {
  const section = page.slice(page.indexOf('## Attacks, one by one'), page.indexOf('## What is not covered yet'));
  return [...section.matchAll(/\| `([^`]+)` \|$/gm)].map(([, file = '']) => file);
}

/** Files and folders of the project that a page names, without lines or patterns. */
function pathsIn(page: string): string[] {
  const folders = /^(adapters|audit|bench|certs-dev|cli|compose|crypto|docs|evidence|gateway|queue|services|store|tests)\//;
  return [...page.matchAll(/`([^`\s]+)`/g)].map(([, path = '']) => path).filter((path) => folders.test(path) && !/[<>*{]/.test(path));
}

describe('docs/threat-model.md', () => {
  it('names every file of tests/attacks once, and no file that is not there', () => {
    const named = shownBy(read('docs/threat-model.md'));
    expect(named.filter((file) => !file.includes('/')).sort()).toEqual(attacks.sort());
    expect(named.filter((file) => file.includes('/') && !existsSync(join(projectFolder, file)))).toEqual([]);
  });
});

describe.each(['docs/threat-model.md', 'docs/divergences.md'])('%s', (page) => {
  it('names files of the project that exist', () => {
    const paths = pathsIn(read(page));
    expect(paths.length).toBeGreaterThan(10);
    expect(paths.filter((path) => !existsSync(join(projectFolder, path)))).toEqual([]);
  });
});
