import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DemonstrationResult } from '../../compose/demo/results.ts';

const MAIN = fileURLToPath(new URL('../../compose/demo/main.ts', import.meta.url));

/** The demonstration as a process of its own, to its end. */
export async function runDemonstration(args: readonly string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const { child, output } = startDemonstration(args);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...output };
}

/** The same, to be ended by the caller; `output` grows while it runs. */
export function startDemonstration(args: readonly string[]): { child: ChildProcess; output: { stdout: string; stderr: string } } {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].on('data', (chunk: Buffer) => {
      output[name] += chunk.toString('utf8');
    });
  }
  return { child, output };
}

export function resultOf(stdout: string): DemonstrationResult {
  return JSON.parse(stdout) as DemonstrationResult;
}

/** Command lines of the processes that name something below the folder; empty when nothing of a demonstration is left. */
export async function processesNaming(folder: string): Promise<string[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(ids.map((id) => readFile(join('/proc', id, 'cmdline'), 'utf8').catch(() => '')));
  return lines.map((line) => line.replaceAll('\0', ' ')).filter((line) => line.includes(folder) && line.includes('cli/main.ts'));
}
