import { Argument, type Command } from 'commander';
import { exitCode } from '../../compose/command-outcome.ts';
import { defineCommand } from '../command-line.ts';
import { modelOf } from '../completion/command-model.ts';
import { completionScript, SHELLS, type Shell } from '../completion/scripts.ts';

/** `valija completion bash|zsh|fish`: what the shell needs to complete commands, options and files. */
export function completionCommand(program: () => Command): Command {
  return defineCommand(
    'completion',
    'print a script with which a shell completes commands and options',
    async (terminal, _options, shell) => {
      const script = completionScript(shell as Shell, modelOf(program()));
      terminal.result({ shell, script }, script.trimEnd().split('\n'));
      return exitCode('ok');
    },
  ).addArgument(new Argument('<shell>', 'the shell').choices(SHELLS));
}
