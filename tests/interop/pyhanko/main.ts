/** pyHanko judges the PDFs that we sign, and we judge those that it signs. node main.ts FOLDER; `run` has put `environment` into FOLDER. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startDevelopment } from '../support/development.ts';
import { variantsOf } from '../support/forgeries.ts';
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
  for (const sample of OWN_SAMPLES.filter(({ format }) => format === 'pades')) {
    const { name, level, revocationData } = sample;
    const signed = { ...sample, bytes: await sample.make(development) };
    for (const { position, bytes } of await variantsOf(signed, development)) {
      const file = join(out, `${questions.length}.pdf`);
      await writeFile(file, bytes);
      const expected = expectedWords(sample, position);
      questions.push({ subject: `pades ${level} ${name}, ${position}`, file, level, revocationData, expected });
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
