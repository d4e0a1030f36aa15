import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../cli/main.ts', import.meta.url));

export interface Transcript {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** `valija ...` as a process of its own, in a locale without words unless given. */
export async function valija(
  args: readonly string[],
  options: { environment?: Record<string, string>; cwd?: string } = {},
): Promise<Transcript> {
  const { child, output } = startValija(args, options);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...output };
}

/** The same, to be stopped by the caller; `output` grows while it runs. */
export function startValija(
  args: readonly string[],
  options: { environment?: Record<string, string>; cwd?: string } = {},
): { child: ChildProcess; output: { stdout: string; stderr: string } } {
  const environment: Record<string, string | undefined> = { ...process.env, LC_ALL: 'C', ...options.environment };
  delete environment.VALIJA_CLIENT;
  if (options.environment?.VALIJA_CLIENT !== undefined) environment.VALIJA_CLIENT = options.environment.VALIJA_CLIENT;
  const child = spawn(process.execPath, [MAIN, ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: environment,
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
  });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].on('data', (chunk: Buffer) => {
      output[name] += chunk.toString('utf8');
    });
  }
  return { child, output };
}
