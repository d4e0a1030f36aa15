import { readFile, stat } from 'node:fs/promises';
import { parseStrictJson } from '../../crypto/json/parse-strict-json.ts';
import { type Answers, firstOf, QUESTION_NAMES, QUESTIONS, type QuestionName } from './questions.ts';

const MAXIMUM_LENGTH = 64 * 1024;
const MAXIMUM_ANSWERS = 64;

/** What is wrong with an answer: which question, and whether nothing was said or something that is no answer. */
export interface AnswerFault {
  name: string;
  problem: 'unknown' | 'missing' | 'form';
}

/**
 * Reads answers from a strict JSON file: one object, each value a text, a whole number or a list of texts. Faults are given, not thrown.
 */
export async function readAnswers(path: string): Promise<{ answers: Answers; faults: AnswerFault[] }> {
  if ((await stat(path)).size > MAXIMUM_LENGTH) return { answers: {}, faults: [{ name: path, problem: 'form' }] };
  return parseAnswers(await readFile(path), path);
}

/** The same for octets already read; `name` stands in the faults for the whole. */
export function parseAnswers(bytes: Buffer, name: string): { answers: Answers; faults: AnswerFault[] } {
  let content: unknown;
  try {
    content = parseStrictJson(bytes, { maximumBytes: MAXIMUM_LENGTH, maximumDepth: 3 });
  } catch {
    content = undefined;
  }
  if (typeof content !== 'object' || content === null || Array.isArray(content))
    return { answers: {}, faults: [{ name, problem: 'form' }] };
  const faults: AnswerFault[] = [];
  const answers: Record<string, string[]> = {};
  for (const [key, value] of Object.entries(content)) {
    const texts = textsOf(value);
    if (!Object.hasOwn(QUESTIONS, key)) faults.push({ name: key, problem: 'unknown' });
    else if (texts === undefined) faults.push({ name: key, problem: 'form' });
    else answers[key] = texts;
  }
  return { answers, faults };
}

function textsOf(value: unknown): string[] | undefined {
  const values: unknown[] = Array.isArray(value) ? value : [value];
  if (values.length > MAXIMUM_ANSWERS) return undefined;
  if (!values.every((entry) => typeof entry === 'string' || typeof entry === 'number')) return undefined;
  return values.map(String);
}

/**
 * Answers with what nobody said filled in, in the order of the questions. Questions that do not arise are left out; faults tell what is
 * missing still and what is no answer.
 */
export function completeAnswers(given: Answers): { answers: Answers; faults: AnswerFault[] } {
  const faults: AnswerFault[] = [];
  const answers: Partial<Record<QuestionName, readonly string[]>> = {};
  for (const name of QUESTION_NAMES) {
    const { when, many, optional, otherwise, accepts } = QUESTIONS[name];
    if (!when(firstOf(answers))) continue;
    const fallback = otherwise(firstOf(answers));
    const texts = given[name] ?? (fallback === undefined ? [] : [fallback]);
    if (texts.length === 0 && !optional) faults.push({ name, problem: 'missing' });
    else if ((!many && texts.length > 1) || !texts.every((text) => accepts(text))) faults.push({ name, problem: 'form' });
    else answers[name] = texts;
  }
  return { answers, faults };
}
