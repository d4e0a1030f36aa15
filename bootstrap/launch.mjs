import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { projectFolder, runtime } from './paths.mjs';

/**
 * The young part of the heap grows to 8 MiB and no further: what V8 would give it on a large machine is 50 MiB of a gateway's memory, and
 * no faster. Inherited by every process that is started from this one.
 */
const nodeOptions = '--max-semi-space-size=8';

/**
 * Compiled modules are kept beside the libraries, where only who installed them can write: a command starts in half the time and needs
 * 20 MiB less. A folder that cannot be written to is no fault; it is only slower.
 */
const compiledModules = join(projectFolder, 'node_modules', '.cache', 'valija');

const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR2'];

/**
 * Runs a program on the project's own Node with this process's terminal, hands every signal on, and
 * resolves to the exit code (128 + number when a signal ended it, as a shell reports it).
 */
export function launch(args, { cwd = projectFolder } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(runtime, args, {
      cwd,
      env: {
        ...process.env,
        PATH: `${dirname(runtime)}${delimiter}${process.env.PATH ?? ''}`,
        NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? compiledModules,
        // Last comes what the caller wants otherwise.
        NODE_OPTIONS: `${nodeOptions} ${process.env.NODE_OPTIONS ?? ''}`.trim(),
      },
      stdio: 'inherit',
    });
    const handlers = forwarded.map((signal) => [signal, () => handOn(child, signal)]);
    for (const [signal, handler] of handlers) process.on(signal, handler);
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      for (const [name, handler] of handlers) process.off(name, handler);
      resolve(signal === null ? (code ?? 1) : 128 + constants.signals[signal]);
    });
  });
}

/** A terminal sends Ctrl-C to the child as well; handing it on would count as the second, impatient one. */
function handOn(child, signal) {
  const sentByTerminal = (signal === 'SIGINT' || signal === 'SIGQUIT') && process.stdin.isTTY === true;
  if (!sentByTerminal) child.kill(signal);
}

/** The frame of every script in this folder: run the steps, print one line about what went wrong, set the exit code. */
export async function main(steps) {
  try {
    process.exitCode = await steps(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`valija: ${error.message}\n`);
    process.exitCode = 1;
  }
}
