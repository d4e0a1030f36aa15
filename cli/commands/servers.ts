import type { Command } from 'commander';
import { runGateway } from '../../compose/run-gateway.ts';
import { runTsa } from '../../compose/run-tsa.ts';
import { defineCommand } from '../command-line.ts';

type Run = (configurationPath: string, options: { stopWithInput: boolean }) => Promise<number>;

/** `valija gateway` and `valija tsa`: the long-running processes. They log to standard error, one JSON line per event. */
export function serverCommands(): Command[] {
  return [
    serverCommand('gateway', 'run a gateway until it is told to stop', 'gateway.json', runGateway),
    serverCommand('tsa', 'run a time-stamp authority until it is told to stop', 'tsa.json', runTsa),
  ];
}

function serverCommand(name: string, description: string, file: string, run: Run): Command {
  return defineCommand(name, description, async (_terminal, { config, stopWithInput }) => {
    const code = await run(String(config), { stopWithInput: stopWithInput === true });
    // Everything is closed and on disk; an idle socket or pipe that is still being let go of must not hold the process.
    process.exit(code);
  })
    .requiredOption('--config <file>', `${file}; docs/configuration.md explains every key`)
    .option('--stop-with-input', 'stop as well when standard input ends, so that the process never outlives the one that started it');
}
