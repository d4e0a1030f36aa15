import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Root of the clone. */
export const projectFolder = dirname(import.meta.dirname);

/** One of the processes that are measured. */
export interface MeasuredProcess {
  readonly name: string;
  readonly child: ChildProcess;
  /** Highest resident memory since its start (VmHWM of proc(5)), in MiB. */
  peakResidentMiB(): number;
  /** Processor time it has used so far, all threads, in seconds. */
  processorSeconds(): number;
  stop(): Promise<void>;
}

/** Clock ticks per second of /proc/PID/stat; 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;
const STOP_MILLISECONDS = 20_000;

export interface StartOptions {
  name: string;
  args: readonly string[];
  /** Where its log goes. */
  folder: string;
  nodeOptions?: readonly string[];
  /** Standard output is read by us instead of going to the log. */
  piped?: boolean;
}

/** Starts a file of the project on this Node. */
export function startProcess({ name, args, folder, nodeOptions = [], piped = false }: StartOptions): MeasuredProcess {
  const log = openSync(join(folder, `${name}.log`), 'a', 0o600);
  const stdio: StdioOptions = ['ignore', piped ? 'pipe' : log, log];
  const child = spawn(process.execPath, [...nodeOptions, ...args], { cwd: projectFolder, stdio });
  closeSync(log);
  const pid = child.pid ?? 0;
  return {
    name,
    child,
    peakResidentMiB: () => peakResidentMiB(pid),
    processorSeconds: () => processorSeconds(pid),
    stop: () => stop(child),
  };
}

/** VmHWM of a process in MiB. */
export function peakResidentMiB(pid: number | 'self'): number {
  const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kibibytes ?? 0) / 1024;
}

function processorSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name in parentheses may hold anything; the fields are counted behind it (proc(5): utime is the 14th, stime the 15th).
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const cut = setTimeout(() => child.kill('SIGKILL'), STOP_MILLISECONDS);
  await exited;
  clearTimeout(cut);
}
