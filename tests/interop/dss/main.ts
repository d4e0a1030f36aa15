/** EU DSS judges what we sign, and we judge what it signs. node main.ts FOLDER; `run` has put `libraries` and `classes` into FOLDER. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Development, startDevelopment } from '../support/development.ts';
import { forgeriesOf } from '../support/forgeries.ts';
import { exitCodeOf, type Outcome, outcomeTable } from '../support/outcomes.ts';
import { ENDINGS, OWN_SAMPLES } from '../support/own-samples.ts';
import { Dss, type DssQuestion, wordsOf } from './dss.ts';
import { expectedWords } from './expectations.ts';

const folder = process.argv[2] ?? '.';
const development = await startDevelopment(folder);
try {
  const dss = new Dss(folder, development);
  const outcomes = await judgeOurs(dss, development);
  process.stdout.write(outcomeTable(outcomes));
  process.exitCode = exitCodeOf(outcomes);
} finally {
  await development.close();
}

/** Everything that we sign, as it is and with one byte changed. */
async function judgeOurs(dss: Dss, signing: Development): Promise<Outcome[]> {
  const questions: (DssQuestion & { subject: string; expected: string })[] = [];
  const ours = join(folder, 'ours');
  await mkdir(ours);
  const letter = join(folder, 'letter.pdf');
  await writeFile(letter, signing.letter);
  for (const sample of OWN_SAMPLES) {
    const { name, format, level, revocationData } = sample;
    const signed = await sample.make(signing);
    for (const { position, bytes } of [
      { position: 'untouched', bytes: signed },
      ...(await forgeriesOf(format, signed, signing.revocationLists)),
    ]) {
      const subject = `${format} ${level} ${name}, ${position}`;
      const file = join(ours, `${subject.replaceAll(/[^A-Za-z0-9]+/g, '-')}.${ENDINGS[format]}`);
      await writeFile(file, bytes);
      const detached = format === 'cades' ? { detached: letter } : {};
      questions.push({ subject, file, revocationData, ...detached, expected: expectedWords(format, level, position) });
    }
  }
  const answers = await dss.validate(questions);
  return questions.map(({ subject, expected }, index) => {
    const answer = answers[index];
    return { verifier: 'DSS', subject, expected, found: answer === undefined ? 'no answer' : wordsOf(answer) };
  });
}
