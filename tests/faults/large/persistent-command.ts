import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const PROJECT = fileURLToPath(new URL('../../../', import.meta.url));
const TRY_AGAIN = 4;

/** A command that is given again whenever it was killed, or says that it may succeed later. */
export interface PersistentCommand {
  readonly starts: number;
  /** Ends the present one at whatever instruction it is; false when there is none. */
  kill(): boolean;
  /** What it printed in the end, parsed as JSON. Rejects when it ended in any other way. */
  ended: Promise<Record<string, unknown>>;
}

export function startPersistentCommand(options: {
  arguments: readonly string[];
  environment: Readonly<Record<string, string>>;
  onStart: (pid: number) => void;
}): PersistentCommand {
  let child: ChildProcess | undefined;
  let starts = 0;
  const once_ = async (): Promise<{ code: number | null; stdout: string; stderr: string }> => {
    const running = spawn(process.execPath, ['cli/main.ts', ...options.arguments, '--json'], {
      cwd: PROJECT,
      env: { ...process.env, LC_ALL: 'C', ...options.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child = running;
    starts += 1;
    if (running.pid !== undefined) options.onStart(running.pid);
    const output = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) running[name].on('data', (chunk: Buffer) => (output[name] += chunk.toString('utf8')));
    const [code] = (await once(running, 'close')) as [number | null];
    child = undefined;
    return { code, ...output };
  };
  const untilDone = async (): Promise<Record<string, unknown>> => {
    for (;;) {
      const { code, stdout, stderr } = await once_();
      if (code === 0) return JSON.parse(stdout) as Record<string, unknown>;
      if (code !== null && code !== TRY_AGAIN) throw new Error(`the command ended with ${code}: ${stderr}`);
    }
  };
  const ended = untilDone();
  ended.catch(() => undefined);
  return {
    get starts() {
      return starts;
    },
    kill: () => child?.kill('SIGKILL') ?? false,
    ended,
  };
}
