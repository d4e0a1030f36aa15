import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { exitCode, type Language } from '../../compose/command-outcome.ts';
import { type AnswerFault, completeAnswers, readAnswers } from '../../compose/installation/answers.ts';
import { type Answers, QUESTION_NAMES, QUESTIONS, type QuestionName } from '../../compose/installation/questions.ts';
import { ANSWER_FAULTS, FOLDER_TAKEN, PENDING_TEXTS } from '../../compose/installation/texts/outcome.ts';
import { QUESTION_TEXTS } from '../../compose/installation/texts/questions.ts';
import { askQuestions } from '../ask-questions.ts';
import { defineCommand, type Options, type Terminal, UsageError } from '../command-line.ts';

/** `valija init FOLDER`: the folder of a gateway, with keys, configuration and what others have to be given. */
export function initCommand(): Command {
  const command = defineCommand(
    'init',
    'make the folder of a gateway: asks what it has to know, and explains why',
    async (terminal, options, folder = '') => (options.handOver === true ? handOver(terminal, folder) : make(terminal, options, folder)),
  )
    .argument('[folder]', 'new or empty; nothing is ever overwritten', 'valija')
    .option('--answers <file>', 'answers as a JSON object, with the names of the options below')
    .option('--yes', 'ask nothing: what is not given is taken as proposed')
    .option('--hand-over', 'only write the file for the directory anew, when certificates have come');
  for (const name of QUESTION_NAMES) command.addOption(questionOption(name));
  return command;
}

/** Placeholders tell a shell what to complete. */
const PLACEHOLDERS: Readonly<Partial<Record<QuestionName, string>>> = {
  import: 'folder',
  roots: 'file',
  'timestamp-roots': 'file',
  issuers: 'file',
  'directory-signer': 'file',
};

function questionOption(name: QuestionName): Option {
  const { many } = QUESTIONS[name];
  const { question, form } = QUESTION_TEXTS[name];
  const option = new Option(`--${name} <${PLACEHOLDERS[name] ?? 'text'}${many ? '...' : ''}>`, `${question.en}. ${form.en}`);
  return name === 'keys' ? option.choices(['p256', 'p384', 'rsa', 'import']) : option;
}

async function make(terminal: Terminal, options: Options, folder: string): Promise<number> {
  const { install, isFree } = await import('../../compose/installation/install.ts');
  const { outcomeLines } = await import('../../compose/installation/outcome-lines.ts');
  const { language } = terminal;
  if (!(await isFree(resolve(folder)))) throw new UsageError(`${folder}: ${FOLDER_TAKEN[language]}`);
  const given = await givenAnswers(options, language);
  const isAsking = options.yes !== true && process.stdin.isTTY === true && process.stderr.isTTY === true;
  const { answers, faults } = completeAnswers(isAsking ? await askQuestions(given, language) : given);
  refuse(faults, language);
  const made = await install({ folder, answers, language, now: new Date() });
  terminal.result(made, outcomeLines(made, language));
  return exitCode('ok');
}

/** Options before the file: what is typed is meant. */
async function givenAnswers(options: Options, language: Language): Promise<Answers> {
  const file = options.answers === undefined ? { answers: {}, faults: [] } : await readAnswers(String(options.answers));
  refuse(file.faults, language);
  const typed = QUESTION_NAMES.flatMap((name) => {
    const value = options[camelCase(name)];
    return value === undefined ? [] : [[name, Array.isArray(value) ? value.map(String) : [String(value)]] as const];
  });
  return { ...file.answers, ...Object.fromEntries(typed) };
}

function refuse(faults: readonly AnswerFault[], language: Language): void {
  if (faults.length === 0) return;
  const lines = faults.map(({ name, problem }) => {
    const form = Object.hasOwn(QUESTION_TEXTS, name) ? ` ${QUESTION_TEXTS[name as QuestionName].form[language]}` : '';
    return `${Object.hasOwn(QUESTIONS, name) ? `--${name}` : name}: ${ANSWER_FAULTS[problem][language]}.${form}`;
  });
  throw new UsageError(lines.join('\n        '));
}

/** As commander names the value of an option. */
function camelCase(name: string): string {
  return name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

async function handOver(terminal: Terminal, folder: string): Promise<number> {
  const { writeHandOver } = await import('../../compose/installation/install.ts');
  const written = await writeHandOver(resolve(folder), new Date());
  if (written.missing.length > 0) terminal.note(`${written.missing.join(', ')}: ${PENDING_TEXTS.certificates[terminal.language]}`);
  terminal.result(written, [written.path]);
  return exitCode('ok');
}
