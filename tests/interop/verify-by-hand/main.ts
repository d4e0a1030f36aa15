/**
 * Writes a proof bundle of the demonstration, runs the shell blocks of docs/verify-by-hand.md on it, and has the page's own Go program check
 * the logs; then the same with one proof, one receipt and one checkpoint altered, which must be refused. Argument: a folder to work in.
 */
import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { resultOf, runDemonstration } from '../../support/demonstration.ts';
import { blocksOf, prepare, runPage } from './page.ts';

const [folder = ''] = process.argv.slice(2);
const program = join(folder, 'program');
const work = join(folder, 'work');
const byHand = join(work, 'by-hand');

function goProgram(unpacked: string): SpawnSyncReturns<string> {
  return spawnSync('go', ['run', '.', unpacked], { cwd: program, encoding: 'utf8' });
}

function require(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}

const demonstration = await runDemonstration(['--once', '--out', join(folder, 'out'), '--json']);
require(demonstration.code === 0, demonstration.stderr);
const { bundle } = resultOf(demonstration.stdout);
await prepare(work, { bundle: join(folder, 'out', bundle), trust: join(folder, 'out', 'installation', 'trust.json') });
const page = runPage(work);
require(page.code === 0, page.output + page.errors);

mkdirSync(program);
writeFileSync(join(program, 'main.go'), blocksOf('go').join('\n'));
for (const name of ['go.mod', 'go.sum']) cpSync(new URL(`../log/${name}`, import.meta.url), join(program, name));
const sound = goProgram(byHand);
require(sound.status === 0, sound.stderr);
require((sound.stdout.match(/^step 11 holds/gm) ?? []).length === 2, sound.stdout);
require((sound.stdout.match(/^step 13 holds/gm) ?? []).length === 2, sound.stdout);
require((sound.stdout.match(/^step 14 holds/gm) ?? []).length === 2, sound.stdout);

const lineOf = (path: string, number: number) => readFileSync(join(byHand, path), 'utf8').split('\n')[number] ?? '';
const [first = ''] = readFileSync(join(byHand, 'entries.tsv'), 'utf8').split('\n');
const fields = first.split('\t');
const otherCharacter = (text: string, at: number) => `${text.slice(0, at)}${text[at] === '0' ? '1' : '0'}${text.slice(at + 1)}`;
const alterations: readonly [string, string, (text: string) => string][] = [
  ['the digest of an object', 'entries.tsv', (text) => text.replace(fields[3] ?? '', otherCharacter(fields[3] ?? '', 5))],
  ['the salt of an entry', 'entries.tsv', (text) => text.replace(fields[2] ?? '', otherCharacter(fields[2] ?? '', 5))],
  ['the type of an entry', 'entries.tsv', (text) => text.replace('\tevidence\t', '\tpurge\t')],
  ['an entry of a log', 'logs/1/tile/entries/000.p', (text) => `${text.slice(0, -1)}~`],
  ['a hash of a proof', fields[4] ?? '', (text) => text.replace(lineOf(fields[4] ?? '', 2), otherCharacter(lineOf(fields[4] ?? '', 2), 5))],
];
const unfinished = readdirSync(join(byHand, 'logs/1/tile/entries/000.p'))[0] ?? '';
for (const [what, place, edit] of alterations) {
  const path = place.endsWith('.p') ? join(place, unfinished) : place;
  const copy = join(folder, 'altered');
  cpSync(byHand, copy, { recursive: true });
  const before = readFileSync(join(copy, path), 'latin1');
  require(edit(before) !== before, `${what}: nothing was altered`);
  writeFileSync(join(copy, path), edit(before), 'latin1');
  require(goProgram(copy).status !== 0, `${what}: the program accepts what was altered`);
  rmSync(copy, { recursive: true });
}
process.stdout.write(`the page's Go program accepts the logs of the bundle, and none of ${alterations.length} alterations\n`);
