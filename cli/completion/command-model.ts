import type { Argument, Command, Option } from 'commander';

/** What may stand at a place of the command line. */
export type Value = { kind: 'file' } | { kind: 'folder' } | { kind: 'word'; choices: readonly string[] };

export interface OptionModel {
  /** Long form, `--lane`. */
  flag: string;
  description: string;
  /** Undefined for an option without a value. */
  value?: Value;
}

/** A command as a shell needs to know it. */
export interface CommandModel {
  /** Words after `valija`: `log verify`; empty for the program itself. */
  path: string;
  description: string;
  options: readonly OptionModel[];
  operand?: Value;
  subcommands: readonly { name: string; description: string }[];
}

/** The whole program, one entry for each command and group, the program itself first. */
export function modelOf(program: Command): CommandModel[] {
  return describe(program, '');
}

function describe(command: Command, path: string): CommandModel[] {
  const [argument] = command.registeredArguments;
  const model: CommandModel = {
    path,
    description: command.description(),
    options: [...command.options.flatMap(optionOf), { flag: '--help', description: 'display help for command' }],
    ...(argument === undefined ? {} : { operand: valueAt(argument.name(), argument) }),
    subcommands: command.commands.map((sub) => ({ name: sub.name(), description: sub.description() })),
  };
  return [model, ...command.commands.flatMap((sub) => describe(sub, path === '' ? sub.name() : `${path} ${sub.name()}`))];
}

function optionOf(option: Option): OptionModel[] {
  if (typeof option.long !== 'string') return [];
  const [, placeholder] = /[<[]([\w-]+)/.exec(option.flags) ?? [];
  const { long: flag, description } = option;
  return [{ flag, description, ...(placeholder === undefined ? {} : { value: valueAt(placeholder, option) }) }];
}

/** What is asked for is told by the name of the placeholder: `<file>`, `<folder>`, or words. */
function valueAt(placeholder: string, { argChoices }: Option | Argument): Value {
  if (argChoices !== undefined) return { kind: 'word', choices: argChoices };
  if (placeholder === 'folder') return { kind: 'folder' };
  return FILES.has(placeholder) ? { kind: 'file' } : { kind: 'word', choices: [] };
}

/** Placeholders of what is, or may be, a file. */
const FILES: ReadonlySet<string> = new Set(['file', 'key', 'log', 'one', 'other']);
