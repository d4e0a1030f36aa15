import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const COMMAND_LINE = fileURLToPath(new URL('../../cli/main.ts', import.meta.url));
const STOP_MILLISECONDS = 20_000;

/** A process of the demonstration that could not be started, or ended by itself. */
export class DemonstrationError extends Error {
  override readonly name = 'DemonstrationError';
}

/** The processes of the demonstration; every one of them is stopped by its id. */
export class ChildProcesses {
  readonly #children: { name: string; process: ChildProcess }[] = [];

  /** Starts a `valija` command that runs until it is stopped; what it logs goes to a file. */
  start(name: string, args: readonly string[], logFile: string): void {
    const log = openSync(logFile, 'a', 0o600);
    try {
      // In a process group of its own, so that Ctrl-C reaches us alone and we stop it in order. Its input is a pipe of ours: when we
      // are killed, the pipe ends and so does the process.
      const process_ = spawn(process.execPath, [COMMAND_LINE, ...args, '--stop-with-input'], { stdio: ['pipe', log, log], detached: true });
      process_.stdin?.on('error', () => {});
      this.#children.push({ name, process: process_ });
    } finally {
      closeSync(log);
    }
  }

  /** Name of a process that has ended although nobody stopped it. */
  ended(): string | undefined {
    return this.#children.find(({ process }) => process.exitCode !== null || process.signalCode !== null)?.name;
  }

  get ids(): number[] {
    return this.#children.flatMap(({ process }) => process.pid ?? []);
  }

  /** Stops every process, the last started first, and waits for its end; kills what does not end in time. */
  async stop(): Promise<void> {
    await Promise.all(this.#children.reverse().map(({ process }) => stopChild(process)));
    this.#children.length = 0;
  }
}

/** Runs a `valija` command to its end; its standard output and exit code. */
export async function runCommand(args: readonly string[]): Promise<{ code: number; output: string }> {
  const child = spawn(process.execPath, [COMMAND_LINE, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code: code ?? 1, output: Buffer.concat(chunks).toString('utf8') };
}

/** Waits until a gateway says that it is ready. DemonstrationError when it does not in time, or when a process has ended. */
export async function waitUntilReady(management: string, children: ChildProcesses, limitMilliseconds = 30_000): Promise<void> {
  const end = performance.now() + limitMilliseconds;
  for (;;) {
    const ended = children.ended();
    if (ended !== undefined) throw new DemonstrationError(`${ended} ended by itself; its log says why`);
    if (await isReady(management)) return;
    if (performance.now() > end) throw new DemonstrationError(`${management} does not become ready`);
    await sleep(50);
  }
}

async function isReady(management: string): Promise<boolean> {
  try {
    const answer = await fetch(`${management}/health/ready`);
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    return false;
  }
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MILLISECONDS);
  await ended;
  clearTimeout(timer);
}
