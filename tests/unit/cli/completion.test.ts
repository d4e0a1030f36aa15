import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { modelOf } from '../../../cli/completion/command-model.ts';
import { completionScript, SHELLS } from '../../../cli/completion/scripts.ts';
import { createProgram } from '../../../cli/program.ts';
import { valija } from '../../support/command-line.ts';

const commands = modelOf(createProgram());
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'valija-completion-'));
  await writeFile(join(folder, 'valija.bash'), completionScript('bash', commands));
  await writeFile(join(folder, 'carta firmada.pdf'), '');
  await mkdir(join(folder, 'carpeta'));
});
afterAll(() => rm(folder, { recursive: true }));

/** What bash offers for the last word. */
function offered(...words: string[]): string[] {
  const program = `source ./valija.bash; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _valija; ((\${#COMPREPLY[@]} == 0)) || printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { status, stdout, stderr } = spawnSync('bash', ['--norc', '-c', program, 'bash', 'valija', ...words], {
    cwd: folder,
    encoding: 'utf8',
  });
  expect([status, stderr]).toEqual([0, '']);
  return stdout.split('\n').filter((line) => line !== '');
}

describe('completion for bash, in bash', () => {
  it('is taken without complaint, and bound to the command', () => {
    const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', 'set -eu; source ./valija.bash; complete -p valija'], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect([stdout, stderr]).toEqual(['complete -F _valija valija\n', '']);
  });

  it('offers the commands, those of a group, and those that begin so', () => {
    expect(offered('')).toEqual(names(''));
    expect(offered('ver')).toEqual(names('').filter((name) => name.startsWith('ver')));
    expect(offered('log', '')).toEqual(names('log'));
    expect(names('log')).toEqual(expect.arrayContaining(['verify', 'fsck']));
    expect(offered('dead-letters', 'r')).toEqual(['release']);
    expect(offered('nothing-of-ours', '')).toEqual(offered(''));
  });

  it('offers the options of the command that stands there, options and values before it passed over', () => {
    expect(offered('send', '--l')).toEqual(
      ['--letter', '--lane', '--language', '--legal'].sort((one, other) => order('send', one) - order('send', other)),
    );
    expect(offered('log', 'fsck', '--fo')).toEqual(['--foreign']);
    expect(offered('inbox', '--language', 'es', '--s')).toEqual(['--sent']);
    expect(offered('log', '--')).toEqual(['--help']);
  });

  it('offers the values of an option', () => {
    expect(offered('send', '--lane', '')).toEqual(['urgent', 'ordinary', 'bulk']);
    expect(offered('fetch', 'x', '--what', 'a')).toEqual(['archive', 'all']);
    expect(offered('show', '--language', '')).toEqual(['es', 'pt', 'fr', 'en']);
    expect(offered('completion', 'z')).toEqual(['zsh']);
    expect(offered('send', '--to', '')).toEqual([]);
  });

  it('offers files and folders where those are meant, names with spaces too', () => {
    expect(offered('verify', 'car').sort()).toEqual(['carpeta', 'carta firmada.pdf']);
    expect(offered('send', '--letter', 'cart')).toEqual(['carta firmada.pdf']);
    expect(offered('fetch', 'x', '--out', 'car')).toEqual(['carpeta']);
    expect(offered('send', '--annex', 'valija.bash', 'cart')).toEqual(['carta firmada.pdf']);
  });
});

/** The commands of a group, or of the program. */
function names(path: string): string[] {
  return (commands.find((command) => command.path === path)?.subcommands ?? []).map(({ name }) => name);
}

function order(path: string, flag: string): number {
  return commands.find((command) => command.path === path)?.options.findIndex((option) => option.flag === flag) ?? -1;
}

describe('completion scripts', () => {
  it.each(SHELLS)('know every command and option: %s', (shell) => {
    const script = completionScript(shell, commands);
    for (const { path, options } of commands) {
      expect(script).toContain(path);
      for (const { flag } of options) expect(script).toContain(shell === 'fish' ? `-l ${flag.slice(2)} ` : flag);
    }
  });

  it('are printed as they are, or refused for other shells', async () => {
    const printed = await valija(['completion', 'bash']);
    expect(printed).toEqual({ code: 0, stderr: '', stdout: completionScript('bash', commands) });
    expect(await valija(['completion', 'tcsh'])).toMatchObject({ code: 2, stdout: '' });
  });
});
