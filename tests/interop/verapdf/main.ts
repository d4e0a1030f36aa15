import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSigningFixture } from '../../unit/pades/support.ts';
import { conformingLetters, type JudgedLetter, signedLetters } from './letters.ts';
import { spoiltLetters } from './spoilt-letters.ts';

const FLAVOURS = ['2a', 'ua1'] as const;

const [folder = ''] = process.argv.slice(2);
const fixture = await createSigningFixture();
const conforming = [...conformingLetters(), ...(await signedLetters(fixture))];
fixture.pki.remove();
const [first] = conforming;
const letters = [...conforming, ...spoiltLetters(first?.pdf ?? Buffer.alloc(0))];
const verdicts = judged(letters);
const wrong = letters.flatMap((letter) => FLAVOURS.flatMap((flavour) => objection(letter, flavour) ?? []));
for (const line of wrong) process.stdout.write(`${line}\n`);
process.stdout.write(`veraPDF: ${verdicts.size} verdicts on ${letters.length} letters, ${wrong.length} not as expected\n`);
process.exitCode = wrong.length === 0 && verdicts.size === letters.length * FLAVOURS.length ? 0 : 1;

/** What veraPDF says of each file, by name and flavour. */
function judged(files: readonly JudgedLetter[]): Map<string, string> {
  const at = join(folder, 'letters');
  mkdirSync(at, { recursive: true });
  const paths = files.map(({ name, pdf }) => {
    const path = join(at, `${name}.pdf`);
    writeFileSync(path, pdf);
    return path;
  });
  const classes = `${join(folder, 'libraries')}/*:${join(folder, 'classes')}`;
  const { stdout, stderr, status } = spawnSync('java', ['-cp', classes, 'Judge', ...paths], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`veraPDF did not run: ${stderr.slice(-2_000)}`);
  return new Map(
    stdout
      .trim()
      .split('\n')
      .map((line) => line.split('\t'))
      .map(([path = '', flavour = '', verdict = '']) => [`${path.slice(at.length + 1, -'.pdf'.length)} ${flavour}`, verdict]),
  );
}

/** What is not as expected: a good letter that breaks a clause, or a spoilt one that does not break the one it should. */
function objection({ name, breaks }: JudgedLetter, flavour: (typeof FLAVOURS)[number]): string | undefined {
  const verdict = verdicts.get(`${name} ${flavour}`) ?? 'no verdict';
  if (breaks === undefined) return verdict === 'conforms' ? undefined : `${name} ${flavour}: ${verdict}`;
  if (breaks.flavour !== flavour) return undefined;
  const isFound = verdict.split(' ').some((clause) => clause.startsWith(breaks.clause));
  return isFound ? undefined : `${name} ${flavour}: expected clause ${breaks.clause}, got ${verdict}`;
}
