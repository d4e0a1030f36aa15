import { createInterface } from 'node:readline';
import type { Language } from '../compose/command-outcome.ts';
import { type Answers, firstOf, PLACEHOLDERS, QUESTION_NAMES, QUESTIONS, type QuestionName } from '../compose/installation/questions.ts';
import { QUESTION_TEXTS } from '../compose/installation/texts/questions.ts';
import { wrapped } from '../compose/wording/wrap.ts';
import { UsageError } from './command-line.ts';

const WIDTH = 80;

const LATER: Readonly<Record<Language, string>> = { es: 'más tarde', pt: 'mais tarde', fr: 'plus tard', en: 'later' };

/**
 * Asks on the terminal what was not given, each question with its reason and the form of an answer, until there is one. Questions go to
 * standard error: standard output is for the result.
 */
export async function askQuestions(given: Answers, language: Language): Promise<Answers> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  // Lines wait in it, so that answers may be pasted all at once.
  const lines = terminal[Symbol.asyncIterator]();
  const ask = async (prompt: string): Promise<string> => {
    terminal.setPrompt(prompt);
    terminal.prompt();
    const { value, done } = await lines.next();
    if (done === true) throw new UsageError('the questions were broken off; nothing was made');
    return String(value).trim();
  };
  const answers: Partial<Record<QuestionName, readonly string[]>> = {};
  try {
    for (const name of QUESTION_NAMES) {
      if (!QUESTIONS[name].when(firstOf(answers))) continue;
      answers[name] = given[name] ?? (await askOne(ask, name, answers, language));
    }
    return answers;
  } finally {
    terminal.close();
  }
}

async function askOne(
  ask: (prompt: string) => Promise<string>,
  name: QuestionName,
  before: Answers,
  language: Language,
): Promise<readonly string[]> {
  const { otherwise, many, optional, accepts } = QUESTIONS[name];
  const { question, why, form } = QUESTION_TEXTS[name];
  const fallback = otherwise(firstOf(before));
  const tell = (text: string) => process.stderr.write(`${wrapped(text, WIDTH, { first: '  ', later: '  ' }).join('\n')}\n`);
  process.stderr.write('\n');
  tell(why[language]);
  tell(form[language]);
  const isLater = optional || (name in PLACEHOLDERS && fallback === PLACEHOLDERS[name as keyof typeof PLACEHOLDERS]);
  const shown = isLater ? LATER[language] : fallback;
  for (;;) {
    const text = await ask(`${question[language]}${shown === undefined ? '' : ` [${shown}]`}: `);
    if (text === '' && optional) return [];
    const texts = text === '' ? [fallback ?? ''] : many ? text.split(',').map((part) => part.trim()) : [text];
    if (texts.every((part) => accepts(part))) return texts;
    tell(form[language]);
  }
}
