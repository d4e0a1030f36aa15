import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
const START_LIMIT_MILLISECONDS = 60_000;
const STOP_LIMIT_MILLISECONDS = 60_000;

/** A line of a process's log; only what is looked at here. */
export interface LoggedEvent {
  event?: string;
  level?: string;
  code?: string;
  [key: string]: unknown;
}

/** How often something ended a process that the run did not end itself. */
export interface UnexpectedEnd {
  process: string;
  code: number | null;
  signal: string | null;
  lastLines: readonly string[];
}

export interface ProcessOptions {
  name: string;
  /** Arguments of `node`, the program first. */
  arguments: readonly string[];
  /** Everything it says, appended over all of its lives. */
  logFile: string;
  environment: Readonly<Record<string, string>>;
  onUnexpectedEnd: (end: UnexpectedEnd) => void;
}

/**
 * One program that is started, killed, stopped and started again, always as the same one to the rest of the run. Its `started` line
 * tells where it listens; between lives it listens nowhere.
 */
export class ManagedProcess {
  readonly #options: ProcessOptions;
  readonly #log: WriteStream;
  readonly #everStarted: number[] = [];
  readonly #events = new Map<string, number>();
  readonly #tail: string[] = [];
  #child: ChildProcess | undefined;
  #started: LoggedEvent | undefined;
  #ready: PromiseWithResolvers<LoggedEvent> = Promise.withResolvers();
  #ended: Promise<void> = Promise.resolve();
  #isExpectedToEnd = false;

  constructor(options: ProcessOptions) {
    this.#options = options;
    this.#log = createWriteStream(options.logFile, { flags: 'a' });
  }

  /** Ids of all its lives. */
  get identifiers(): readonly number[] {
    return this.#everStarted;
  }

  /** The `started` line of the present life, once there is one. */
  get startedLine(): LoggedEvent | undefined {
    return this.#started;
  }

  /** How often each event was logged, as `level event code`. */
  get events(): ReadonlyMap<string, number> {
    return this.#events;
  }

  get isRunning(): boolean {
    return this.#child !== undefined;
  }

  /** Begins a life; does not wait for it to be ready. */
  spawn(): void {
    const { arguments: programArguments, environment } = this.#options;
    const child = spawn(process.execPath, [...programArguments], {
      cwd: PROJECT,
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.#child = child;
    this.#started = undefined;
    this.#isExpectedToEnd = false;
    this.#ready = Promise.withResolvers();
    this.#ready.promise.catch(() => undefined);
    if (child.pid !== undefined) this.#everStarted.push(child.pid);
    createInterface({ input: child.stderr }).on('line', (line) => this.#take(child, line));
    this.#ended = this.#watchEnd(child);
  }

  /** Resolves when the present life has said that it is ready. */
  async ready(): Promise<LoggedEvent> {
    return within(this.#ready.promise, START_LIMIT_MILLISECONDS, () => `${this.#options.name} did not start: ${this.#tail.join(' | ')}`);
  }

  /** Ends the present life at whatever instruction it is, and waits until it is gone. */
  async kill(): Promise<void> {
    this.#isExpectedToEnd = true;
    this.#child?.kill('SIGKILL');
    await this.#ended;
  }

  /** The same without waiting, for when there is no time left to wait. */
  killNow(): void {
    this.#child?.kill('SIGKILL');
  }

  /** Asks it to stop in order. Resolves to its exit code. */
  async stop(): Promise<number | null> {
    const child = this.#child;
    if (child === undefined) return null;
    this.#isExpectedToEnd = true;
    child.kill('SIGTERM');
    await within(this.#ended, STOP_LIMIT_MILLISECONDS, () => `${this.#options.name} did not stop: ${this.#tail.join(' | ')}`);
    return child.exitCode;
  }

  suspend(): void {
    this.#child?.kill('SIGSTOP');
  }

  resume(): void {
    this.#child?.kill('SIGCONT');
  }

  async closeLog(): Promise<void> {
    this.#log.end();
    await once(this.#log, 'close');
  }

  #take(child: ChildProcess, line: string): void {
    this.#log.write(`${line}\n`);
    this.#tail.push(line.slice(0, 500));
    if (this.#tail.length > 8) this.#tail.shift();
    const record = parseLine(line);
    if (record === undefined) return;
    const label = [record.level, record.event, record.code].filter((part) => typeof part === 'string').join(' ');
    this.#events.set(label, (this.#events.get(label) ?? 0) + 1);
    if (record.event === 'started' && child === this.#child) {
      this.#started = record;
      this.#ready.resolve(record);
    }
  }

  async #watchEnd(child: ChildProcess): Promise<void> {
    await once(child, 'exit');
    if (this.#child !== child) return;
    this.#child = undefined;
    this.#started = undefined;
    if (this.#isExpectedToEnd) return;
    const end = { process: this.#options.name, code: child.exitCode, signal: child.signalCode, lastLines: [...this.#tail] };
    this.#ready.reject(new Error(`${end.process} ended by itself with ${end.code ?? end.signal}: ${end.lastLines.join(' | ')}`));
    this.#options.onUnexpectedEnd(end);
  }
}

/** Ids of processes that are still there. */
export function stillAlive(identifiers: readonly number[]): number[] {
  return identifiers.filter((identifier) => {
    try {
      process.kill(identifier, 0);
      return true;
    } catch {
      return false;
    }
  });
}

function parseLine(line: string): LoggedEvent | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line) as LoggedEvent;
  } catch {
    return undefined;
  }
}

async function within<Result>(work: Promise<Result>, milliseconds: number, describe: () => string): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(describe())), milliseconds);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
