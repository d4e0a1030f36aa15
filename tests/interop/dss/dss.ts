import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import type { Development } from '../support/development.ts';
import type { RevocationData } from '../support/own-samples.ts';

export interface DssQuestion {
  readonly file: string;
  readonly revocationData: RevocationData;
  /** The signed file of a detached signature. */
  readonly detached?: string;
}

export interface DssToken {
  readonly indication: string;
  readonly subIndication: string | null;
}

export interface DssSignature extends DssToken {
  readonly level: string;
  /** Keys of the messages of DSS. */
  readonly errors: readonly string[];
  readonly timestamps: readonly DssToken[];
}

export interface DssAnswer {
  readonly file: string;
  readonly signatures?: readonly DssSignature[];
  /** Why DSS did not get as far as a verdict. */
  readonly error?: string;
}

const execute = promisify(execFile);
/** Longest run of one of the Java programs, in milliseconds: it takes seconds, and must not hold up anybody for ever. */
const TIMEOUT = 180_000;

/** The two Java programs beside this file, compiled into `folder` by `run`. */
export class Dss {
  readonly #classpath: string;
  readonly #development: Development;

  constructor(folder: string, development: Development) {
    this.#classpath = `${join(folder, 'classes')}:${join(folder, 'libraries', '*')}`;
    this.#development = development;
  }

  /** What DSS says about each file, in the order of the questions. */
  async validate(questions: readonly DssQuestion[]): Promise<DssAnswer[]> {
    const args = ['-cp', this.#classpath, 'Validate', this.#development.trustFolder];
    const child = spawn('java', args, { stdio: ['pipe', 'pipe', 'pipe'], timeout: TIMEOUT });
    const lines = questions.map(({ file, revocationData, detached }) => [
      file,
      revocationData,
      ...(detached === undefined ? [] : [detached]),
    ]);
    child.stdin.end(lines.map((line) => `${line.join('\t')}\n`).join(''));
    const [output, errors, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
    if (code !== 0) throw new Error(`DSS ended with ${String(code)}: ${errors}`);
    return output
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as DssAnswer);
  }

  /** Has DSS sign `letter` in every format and at every level, into `out`. */
  async sign(letter: string, out: string): Promise<void> {
    const { trustFolder, timestampUrl } = this.#development;
    await execute('java', ['-cp', this.#classpath, 'Sign', trustFolder, timestampUrl, letter, out], { timeout: TIMEOUT });
  }
}

/** `TOTAL_PASSED at CAdES-BASELINE-T, stamps: PASSED`, or whatever DSS said. */
export function wordsOf({ signatures, error }: DssAnswer): string {
  if (error !== undefined) return `no verdict: ${error}`;
  if (signatures === undefined || signatures.length === 0) return 'no signature found';
  return signatures
    .map(({ level, timestamps, ...signature }) => {
      const stamps = timestamps.length === 0 ? '' : `, stamps: ${timestamps.map(indicationOf).join(' ')}`;
      return `${indicationOf(signature)} at ${level}${stamps}`;
    })
    .join('; ');
}

function indicationOf({ indication, subIndication }: DssToken): string {
  return subIndication === null ? indication : `${indication}/${subIndication}`;
}
