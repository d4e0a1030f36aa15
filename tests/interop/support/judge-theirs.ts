import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { BaselineLevel } from '../../../crypto/validation/report.ts';
import type { Development } from './development.ts';
import { variantsOf } from './forgeries.ts';
import { ourExpectedWords } from './our-expectations.ts';
import { ourWords } from './our-verdict.ts';
import type { Outcome } from './outcomes.ts';
import { ENDINGS, type Format, type OwnSample } from './own-samples.ts';

/** We judge what another program signed, as it is and with one byte changed. Its files are named after format and level: `cades-LTA.p7s`. */
export async function judgeTheirs(signer: string, folder: string, development: Development): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const name of (await readdir(folder)).sort()) {
    const [, format = '', level = ''] = /^(.+)-([A-Z]+)$/.exec(name.slice(0, -extname(name).length)) ?? [];
    if (!isFormat(format)) throw new Error(`${name} is in no format known here`);
    const signed: JudgedFile = {
      subject: `${format} B-${level} by ${signer}`,
      format,
      level: `B-${level}` as BaselineLevel,
      revocationData: level === 'LT' || level === 'LTA' ? 'embedded' : 'given',
      archives: level === 'LTA' ? 1 : 0,
      isForged: true,
      bytes: await readFile(join(folder, name)),
    };
    outcomes.push(...(await judgeOne(signed, development)));
  }
  return outcomes;
}

/** A signed file, and what is known of it. */
export interface JudgedFile extends Omit<OwnSample, 'name' | 'make'> {
  readonly subject: string;
  readonly bytes: Buffer;
}

/** We judge one file and everything forged from it. */
export async function judgeOne(file: JudgedFile, development: Development): Promise<Outcome[]> {
  const { format, revocationData, subject } = file;
  return Promise.all(
    (await variantsOf(file, development)).map(async (variant) => ({
      verifier: 'we',
      subject: `${subject}, ${variant.position}`,
      expected: ourExpectedWords(file, variant.position),
      found: await ourWords({ format, bytes: variant.bytes, detached: development.letter }, development, revocationData),
    })),
  );
}

function isFormat(name: string): name is Format {
  return name in ENDINGS;
}
