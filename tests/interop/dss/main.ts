/** EU DSS judges what we sign, and we judge what it signs. node main.ts FOLDER; `run` has put `libraries` and `classes` into FOLDER. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startDevelopment } from '../support/development.ts';
import { variantsOf } from '../support/forgeries.ts';
import { judgeOne, judgeTheirs } from '../support/judge-theirs.ts';
import { exitCodeOf, type Outcome, outcomeTable } from '../support/outcomes.ts';
import { ENDINGS, OWN_SAMPLES } from '../support/own-samples.ts';
import { Dss, type DssQuestion, wordsOf } from './dss.ts';
import { expectedWords } from './expectations.ts';
import { judgeRevoked } from './judge-revoked.ts';

const folder = process.argv[2] ?? '.';
const letter = join(folder, 'letter.pdf');
const development = await startDevelopment(folder);
try {
  await writeFile(letter, development.letter);
  const dss = new Dss(folder, development);
  const outcomes = [
    ...(await ours(dss)),
    ...(await theirs(dss)),
    ...(await judgeRevoked(dss, join(folder, 'revoked'), letter, development)),
  ];
  process.stdout.write(outcomeTable(outcomes));
  process.exitCode = exitCodeOf(outcomes);
} finally {
  await development.close();
}

/** Everything that we sign, as it is and with one byte changed: judged by DSS, and by ourselves. */
async function ours(dss: Dss): Promise<Outcome[]> {
  const questions: (DssQuestion & { subject: string; expected: string })[] = [];
  const outcomes: Outcome[] = [];
  const out = join(folder, 'ours');
  await mkdir(out);
  for (const sample of OWN_SAMPLES) {
    const { name, format, level, revocationData } = sample;
    const file = { ...sample, subject: `${format} ${level} ${name}`, bytes: await sample.make(development) };
    const detached = format === 'cades' ? { detached: letter } : {};
    for (const { position, bytes } of await variantsOf(file, development)) {
      const path = join(out, `${questions.length}.${ENDINGS[format]}`);
      await writeFile(path, bytes);
      const expected = expectedWords(sample, position);
      questions.push({ subject: `${file.subject}, ${position}`, file: path, revocationData, ...detached, expected });
    }
    outcomes.push(...(await judgeOne(file, development)));
  }
  const answers = await dss.validate(questions);
  const judged = questions.map(({ subject, expected }, index): Outcome => {
    const answer = answers[index];
    return { verifier: 'DSS', subject, expected, found: answer === undefined ? 'no answer' : wordsOf(answer) };
  });
  return [...judged, ...outcomes];
}

async function theirs(dss: Dss): Promise<Outcome[]> {
  const out = join(folder, 'theirs');
  await mkdir(out);
  await dss.sign(letter, out);
  return judgeTheirs('DSS', out, development);
}
