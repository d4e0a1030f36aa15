import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import type { BaselineLevel } from '../../../crypto/validation/report.ts';
import type { Development } from '../support/development.ts';
import type { RevocationData } from '../support/own-samples.ts';

export interface PyhankoQuestion {
  readonly file: string;
  readonly level: BaselineLevel;
  readonly revocationData: RevocationData;
}

export interface PyhankoAnswer {
  readonly file: string;
  readonly signatures?: readonly { readonly pyhanko: string; readonly ades: string }[];
  /** Document time-stamps. */
  readonly timestamps?: readonly string[];
  /** Why pyHanko did not get as far as a verdict. */
  readonly error?: string;
}

const execute = promisify(execFile);
const HERE = import.meta.dirname;
/** Longest run of one of the programs, in milliseconds: it takes seconds, and must not hold up anybody for ever. */
const TIMEOUT = 180_000;

/** The two Python programs beside this file, in the environment that `run` has made in `folder`. */
export class Pyhanko {
  readonly #python: string;
  readonly #development: Development;

  constructor(folder: string, development: Development) {
    this.#python = join(folder, 'environment', 'bin', 'python');
    this.#development = development;
  }

  /** What pyHanko says about each PDF, in the order of the questions. */
  async validate(questions: readonly PyhankoQuestion[]): Promise<PyhankoAnswer[]> {
    const args = ['-B', join(HERE, 'validate.py'), this.#development.trustFolder];
    const child = spawn(this.#python, args, { stdio: ['pipe', 'pipe', 'pipe'], timeout: TIMEOUT });
    child.stdin.end(questions.map(({ file, level, revocationData }) => `${file}\t${level}\t${revocationData}\n`).join(''));
    const [output, errors, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
    if (code !== 0) throw new Error(`pyHanko ended with ${String(code)}: ${errors}`);
    return output
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as PyhankoAnswer);
  }

  /** Has pyHanko sign `letter` at every level, into `out`. */
  async sign(letter: string, out: string): Promise<void> {
    const { trustFolder, timestampUrl } = this.#development;
    const args = ['-B', join(HERE, 'sign.py'), trustFolder, timestampUrl, letter, out];
    await execute(this.#python, args, { timeout: TIMEOUT });
  }
}

/** `VALID, AdES PASSED, document time-stamp VALID`, or whatever pyHanko said. */
export function wordsOf({ signatures = [], timestamps = [], error }: PyhankoAnswer): string {
  if (error !== undefined) return `no verdict: ${error}`;
  if (signatures.length === 0) return 'no signature found';
  const judged = signatures.map(({ pyhanko, ades }) => `${pyhanko}, AdES ${ades}`);
  return [...judged, ...timestamps.map((verdict) => `document time-stamp ${verdict}`)].join(', ');
}
