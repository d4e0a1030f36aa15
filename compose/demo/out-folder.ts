import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { DemonstrationError } from './child-processes.ts';

/** Says which entries of the folder a demonstration made, so that the next one may replace them and nothing else. */
const MARKER = 'demonstration.json';
const ENTRIES = [
  'installation',
  'evidence',
  'package.asice',
  'sealed.p7m',
  'letter.pdf',
  'proof-bundle.zip',
  'conversation-bundle.zip',
  'README.txt',
  MARKER,
] as const;

/**
 * The folder for the results: the one given, or a new one in `demo-out/`. What an earlier demonstration left in it is replaced; files
 * of anybody else under the same names are not touched. DemonstrationError in that case.
 */
export async function prepareOutFolder(given: string | undefined, projectFolder: string, now: Date): Promise<string> {
  const stamp = now.toISOString().replaceAll(/[:.]/g, '-');
  const folder = given === undefined ? join(projectFolder, 'demo-out', stamp) : resolve(given);
  await mkdir(folder, { recursive: true });
  const names = await readdir(folder);
  if (names.includes(MARKER)) await removeFormer(folder);
  else {
    const foreign = names.find((name) => (ENTRIES as readonly string[]).includes(name));
    if (foreign !== undefined) throw new DemonstrationError(`${join(folder, foreign)} is there already, and no demonstration made it`);
  }
  await writeFile(join(folder, MARKER), `${JSON.stringify({ format: 'valija-demonstration/1', entries: ENTRIES })}\n`);
  return folder;
}

async function removeFormer(folder: string): Promise<void> {
  const { format } = JSON.parse(await readFile(join(folder, MARKER), 'utf8')) as { format?: unknown };
  if (format !== 'valija-demonstration/1') throw new DemonstrationError(`${join(folder, MARKER)} was written by another version`);
  for (const name of ENTRIES) await rm(join(folder, name), { recursive: true, force: true });
}
