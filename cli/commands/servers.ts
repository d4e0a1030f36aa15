import type { Command } from 'commander';
import { defineCommand } from '../command-line.ts';

type Run = (configurationPath: string, options: { stopWithInput: boolean }) => Promise<number>;

/** Only the process that runs loads what it is made of: the other commands stay quick. */
const runGateway: Run = async (...args) => (await import('../../compose/run-gateway.ts')).runGateway(...args);
const runTsa: Run = async (...args) => (await import('../../compose/run-tsa.ts')).runTsa(...args);
const runOcsp: Run = async (...args) => (await import('../../compose/run-ocsp.ts')).runOcsp(...args);
const runDemoCountry: Run = async (...args) => (await import('../../compose/run-demo-country.ts')).runDemoCountry(...args);

/** `valija gateway`, `valija tsa`, `valija ocsp` and `valija demo-country`: the long-running processes. They log to standard error, one JSON line per event. */
export function serverCommands(): Command[] {
  return [
    serverCommand('gateway', 'run a gateway until it is told to stop', 'gateway.json', runGateway),
    serverCommand('tsa', 'run a time-stamp authority until it is told to stop', 'tsa.json', runTsa),
    serverCommand('ocsp', 'run the OCSP responder of a development PKI until it is told to stop', 'ocsp.json', runOcsp),
    serverCommand(
      'demo-country',
      'play another State for training: answer exercises until told to stop',
      'demo-country.json',
      runDemoCountry,
    ),
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
