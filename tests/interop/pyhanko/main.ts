/** pyHanko judges the PDFs that we sign, and we judge those that it signs. node main.ts FOLDER; `run` has put `environment` into FOLDER. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startDevelopment } from '../support/development.ts';
import { forgeriesOf } from '../support/forgeries.ts';
import { judgeTheirs } from '../support/judge-theirs.ts';
import { exitCodeOf, type Outcome, outcomeTable } from '../support/outcomes.ts';
import { OWN_SAMPLES } from '../support/own-samples.ts';
import { expectedWords } from './expectations.ts';
import { Pyhanko, type PyhankoQuestion, wordsOf } from './pyhanko.ts';

const folder = process.argv[2] ?? '.';
const development = await startDevelopment(folder);
try {
  const pyhanko = new Pyhanko(folder, development);
  const outcomes = [...(await ours(pyhanko)), ...(await theirs(pyhanko))];
  process.stdout.write(outcomeTable(outcomes));
  process.exitCode = exitCodeOf(outcomes);
} finally {
  await development.close();
}

/** The PDFs that we sign, as they are and with one byte changed. */
async function ours(pyhanko: Pyhanko): Promise<Outcome[]> {
  const questions: (PyhankoQuestion & { subject: string; expected: string })[] = [];
  const out = join(folder, 'ours');
  await mkdir(out);
  for (const { name, level, revocationData, make } of OWN_SAMPLES.filter(({ format }) => format === 'pades')) {
    const bytes = await make(development);
    const forgeries = await forgeriesOf('pades', bytes, development.revocationLists);
    for (const variant of [{ position: 'untouched', bytes }, ...forgeries]) {
      const file = join(out, `${questions.length}.pdf`);
      await writeFile(file, variant.bytes);
      const subject = `pades ${level} ${name}, ${variant.position}`;
      questions.push({ subject, file, level, revocationData, expected: expectedWords(level, variant.position) });
    }
  }
  const answers = await pyhanko.validate(questions);
  return questions.map(({ subject, expected }, index) => {
    const answer = answers[index];
    return { verifier: 'pyHanko', subject, expected, found: answer === undefined ? 'no answer' : wordsOf(answer) };
  });
}

async function theirs(pyhanko: Pyhanko): Promise<Outcome[]> {
  const out = join(folder, 'theirs');
  const letter = join(folder, 'letter.pdf');
  await mkdir(out);
  await writeFile(letter, development.letter);
  await pyhanko.sign(letter, out);
  return judgeTheirs('pyHanko', out, development);
}
