import { Command, Option } from 'commander';
import { chooseLanguage, commandProblem, exitCode, exitCodeMeanings, LANGUAGES, type Language } from '../compose/command-outcome.ts';
import { printable } from '../compose/wording/printable.ts';
import { createProgress, type Progress } from './progress.ts';

/** What a command's action gets: where to write, in which form and language. */
export interface Terminal {
  language: Language;
  json: boolean;
  /** The result. One JSON document with `--json`, otherwise the lines for people. */
  result(document: unknown, lines: readonly string[]): void;
  /** One of several results that come one after the other: with `--json` one line of JSON each. */
  next(document: unknown, line: string): void;
  /** Progress and remarks, never part of the result. */
  note(line: string): void;
  /** Tells what is in the way, as commands tell what they end with; for a command that goes on all the same. Returns the exit code. */
  problem(error: unknown): number;
  /** A bar over itself while content goes by, where somebody looks; `total` in octets. */
  progress(label: string, total: number | undefined): Progress;
}

export type Options = Readonly<Record<string, unknown>>;
export type Action = (terminal: Terminal, options: Options, ...operands: string[]) => Promise<number>;

/** A command with the options every command has; `action` returns the exit code. */
export function defineCommand(name: string, description: string, action: Action): Command {
  const command = new Command(name)
    .description(description)
    .option('--json', 'write the result as JSON')
    .addOption(languageOption())
    .allowExcessArguments(false)
    .exitOverride();
  return command.action(async () => {
    const options = command.opts() as Options;
    const terminal = createTerminal(options);
    try {
      process.exitCode = await action(terminal, options, ...command.processedArgs.flat().filter((operand) => typeof operand === 'string'));
    } catch (error) {
      process.exitCode = terminal.problem(error);
    }
  });
}

/** `pt-BR` is `pt`, so the choices are for help and shells alone. */
function languageOption(): Option {
  return new Option('--language <tag>', 'language of the output (default: that of the environment)')
    .choices(LANGUAGES)
    .argParser((tag: string) => tag);
}

/** The text under `--help` that says what the exit codes mean. */
export function exitCodeHelp(): string {
  return ['', 'Exit codes:', ...exitCodeMeanings().map(({ code, meaning }) => `  ${code}  ${meaning}`), ''].join('\n');
}

/** Exit code for a command line that cannot be understood. */
export const USAGE_EXIT_CODE = exitCode('usage');

function createTerminal(options: Options): Terminal {
  const json = options.json === true;
  const write = (text: string) => process.stdout.write(`${text}\n`);
  const terminal: Terminal = {
    json,
    language: chooseLanguage(typeof options.language === 'string' ? options.language : undefined, process.env),
    result: (document, lines) => {
      if (json || lines.length > 0) write(json ? JSON.stringify(document) : lines.join('\n'));
    },
    next: (document, line) => write(json ? JSON.stringify(document) : line),
    note: (line) => process.stderr.write(`${line}\n`),
    problem: (error) => tellProblem(error, terminal),
    progress: (label, total) =>
      createProgress({
        label: printable(label),
        total,
        output: json ? { write: () => {} } : process.stderr,
        now: () => performance.now(),
      }),
  };
  return terminal;
}

function tellProblem(error: unknown, terminal: Terminal): number {
  if (error instanceof UsageError) {
    terminal.note(terminal.json ? JSON.stringify({ problem: { code: 'usage', title: error.message } }) : `valija: ${error.message}`);
    return USAGE_EXIT_CODE;
  }
  const { exitCode: code, ...problem } = commandProblem(error, terminal.language);
  if (terminal.json) terminal.note(JSON.stringify({ problem }));
  else {
    terminal.note(`valija: ${problem.title} [${problem.code}]`);
    for (const detail of problem.details) terminal.note(`  ${detail}`);
    if (problem.advice !== undefined) terminal.note(problem.advice);
  }
  return code;
}

/** A usage fault that commander cannot see, told as commander tells its own. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
