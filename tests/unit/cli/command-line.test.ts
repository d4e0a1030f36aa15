import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { modelOf } from '../../../cli/completion/command-model.ts';
import { EXAMPLES } from '../../../cli/examples.ts';
import { createProgram } from '../../../cli/program.ts';
import { chooseLanguage, exitCodeMeanings } from '../../../compose/command-outcome.ts';
import { verifyFile } from '../../../compose/verification/verify-file.ts';
import { eventSentence, reasonSentences } from '../../../compose/wording/events.ts';
import { REASONS } from '../../../evidence/reason.ts';
import { valija } from '../../support/command-line.ts';
import { projectFolder } from '../architecture/project.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'valija-cli-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('the command line', () => {
  it('has help, JSON and languages on every command, and docs/cli.md names every command and option', async () => {
    const documentation = await readFile(join(projectFolder, 'docs', 'cli.md'), 'utf8');
    const commands = createProgram().commands.flatMap((command) => (command.commands.length > 0 ? command.commands : [command]));
    expect(commands.length).toBeGreaterThanOrEqual(19);
    for (const command of commands) {
      const parent = command.parent?.name() === 'valija' ? '' : `${command.parent?.name()} `;
      expect(documentation).toContain(`valija ${parent}${command.name()}`);
      const options = [...command.helpInformation().matchAll(/^ {2}(--[a-z-]+)/gm)].map(([, option = '']) => option);
      expect(options).toEqual(expect.arrayContaining(['--json', '--language']));
      for (const option of options)
        expect([command.name(), option, documentation.includes(option)]).toEqual([command.name(), option, true]);
    }
  });

  it('has examples on every command, and each of them is a command line', async () => {
    const place = await mkdtemp(join(folder, 'examples-'));
    await mkdir(join(place, '.config/fish/completions'), { recursive: true });
    const paths = modelOf(createProgram()).flatMap(({ path, subcommands }) => (subcommands.length > 0 ? [] : [path]));
    expect(Object.keys(EXAMPLES).sort()).toEqual(paths.sort());
    for (const [path, examples] of Object.entries(EXAMPLES)) {
      for (const example of examples) expect([example, parsedAs(wordsOf(example, place))]).toEqual([example, path]);
    }
    const { stdout } = await valija(['log', 'fsck', '--help']);
    expect(stdout).toContain(`Examples:\n  ${EXAMPLES['log fsck']?.[0]}\n\nExit codes: valija --help\n`);
  });

  it('tells its version', async () => {
    const { version } = JSON.parse(await readFile(join(projectFolder, 'package.json'), 'utf8')) as { version: string };
    expect(await valija(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  it('explains its exit codes in the help and in docs/cli.md', async () => {
    const documentation = await readFile(join(projectFolder, 'docs', 'cli.md'), 'utf8');
    const { code: helpCode, stdout, stderr } = await valija(['--help']);
    expect([helpCode, stderr]).toEqual([0, '']);
    for (const { code, meaning } of exitCodeMeanings()) {
      expect(stdout).toContain(`  ${code}  ${meaning}`);
      expect(documentation).toContain(`| ${code} | ${meaning} |`);
    }
  });

  it.each([
    [[]],
    [['bogus']],
    [['verify']],
    [['verify', 'a', '--bogus']],
    [['dead-letters', 'bogus']],
    [['fetch', 'x', '--what', 'everything', '--api', 'http://x', '--key', 'a', '--cert', 'b', '--ca', 'c']],
  ])('ends with 2 and no result when it cannot be understood: %j', async (args) => {
    const { code, stdout, stderr } = await valija(args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).not.toBe('');
    expect(stderr).not.toMatch(/ at .*\.ts:\d/);
  });

  it('chooses the language by the option, then by the environment', () => {
    expect(chooseLanguage('pt', { LANG: 'fr_FR.UTF-8' })).toBe('pt');
    expect(chooseLanguage('pt-BR', {})).toBe('pt');
    expect(chooseLanguage(undefined, { LC_ALL: '', LANG: 'fr_FR.UTF-8' })).toBe('fr');
    expect(chooseLanguage(undefined, { LC_ALL: 'C' })).toBe('en');
    expect(chooseLanguage(undefined, { LANG: 'de_DE.UTF-8' })).toBe('es');
    expect(chooseLanguage(undefined, {})).toBe('es');
  });

  it('shows what it does not know by its name', () => {
    expect(eventSentence('constructor', 'es')).toBe('constructor');
    expect(reasonSentences([REASONS['message-relayed'].uri, 'of-a-later-version'], 'en')).toEqual([
      'The message arrived complete.',
      'of-a-later-version',
    ]);
  });
});

describe('valija verify', () => {
  it.each([
    ['nothing', '', 'unknown', 'FAILED'],
    ['text', 'hello', 'unknown', 'FAILED'],
    ['a PDF that is none', '%PDF-1.7\n', 'pdf', 'FAILED'],
    ['DER of something else', '\x30\x03\x02\x01\x01', 'unknown', 'FAILED'],
    ['JSON that is no receipt', '{}', 'evidence', 'FAILED'],
    ['JSON with a header that is none', '{"protected":"bnVsbA"}', 'evidence', 'FAILED'],
    ['a ZIP that is none', 'PK\x03\x04', 'unknown', 'FAILED'],
    ['a cut ZIP', `PK\x03\x04${'\0'.repeat(60)}`, 'package', 'FAILED'],
  ])('does not accept %s', async (what, content, kind, verdict) => {
    const file = join(folder, what.replaceAll(' ', '-'));
    await writeFile(file, content, 'latin1');
    expect(await verifyFile({ file, at: new Date() })).toMatchObject({ format: 'valija-verification/3', kind, verdict });
  });

  it('ends with 1 for what it does not accept', async () => {
    const path = join(folder, 'text-file');
    await writeFile(path, 'hello');
    const { code, stdout, stderr } = await valija(['verify', path, '--language', 'fr']);
    expect([code, stderr]).toEqual([1, '']);
    expect(stdout).toMatch(/^NON VALIDE : au moins une vérification a échoué\.\n\nFichier +text-file \(Fichier inconnu ou endommagé\)\n/);
  });

  it('ends with 2 for files that cannot be read, and times that are none', async () => {
    const path = join(folder, 'file');
    await writeFile(path, '{}');
    expect(await valija(['verify', join(folder, 'nowhere')])).toMatchObject({ code: 2, stderr: expect.stringContaining('ENOENT') });
    expect((await valija(['verify', folder])).code).toBe(2);
    expect((await valija(['verify', path, '--at', 'yesterday'])).code).toBe(2);
    const trust = await valija(['verify', path, '--trust', path, '--json']);
    expect([trust.code === 0, trust.stdout, JSON.parse(trust.stderr)]).toMatchObject([false, '', { problem: { code: 'trust-malformed' } }]);
  });
});

describe('valija dev-pki', () => {
  it('makes an installation whose configurations are valid, and never over another one', async () => {
    const path = join(folder, 'installation');
    const made = await valija(['dev-pki', path, '--first-port', '21000', '--json']);
    expect([made.code, made.stderr]).toEqual([0, '']);
    expect(JSON.parse(made.stdout)).toMatchObject({ timestampAuthority: join(path, 'tsa.json'), trust: join(path, 'trust.json') });
    expect((await readdir(path)).sort()).toEqual([
      'borelia',
      'directory.json',
      'directory.json.p7s',
      'ocsp.json',
      'officer',
      'pki',
      'trust.json',
      'tsa.json',
      'xandria',
    ]);
    const again = await valija(['dev-pki', path]);
    expect(again.code).not.toBe(0);
    expect(again.stdout).toBe('');
    expect((await valija(['dev-pki', join(folder, 'other'), '--first-port', 'x'])).code).toBe(2);
  });
});

/** The words after `valija`, as bash reads the example. */
function wordsOf(example: string, place: string): string[] {
  const program = `valija() { printf '%s\\0' "$@" > "$HOME/words"; }; ${example}; wait $!`;
  const { status, stderr } = spawnSync('bash', ['--norc', '-c', program], {
    env: { ...process.env, HOME: place },
    cwd: place,
    encoding: 'utf8',
  });
  expect([example, status, stderr]).toEqual([example, 0, '']);
  return readFileSync(join(place, 'words'), 'utf8').split('\0').slice(0, -1);
}

/** The command that a line of words calls, with options that it has; nothing is done. */
function parsedAs(words: readonly string[]): string {
  const program = createProgram();
  let called = '';
  const listen = (command: Command, path: string) => {
    for (const sub of command.commands) listen(sub, `${path} ${sub.name()}`.trim());
    if (command.commands.length > 0) return;
    command.action(() => {
      called = path;
    });
  };
  listen(program, '');
  program.parse([...words], { from: 'user' });
  return called;
}
