import type { Command } from 'commander';
import { exitCode } from '../../compose/command-outcome.ts';
import { defineCommand } from '../command-line.ts';
import { numberOption } from '../common-options.ts';

/** `valija connect-test PEER`: the whole way to a peer, step by step, with each fault in words. */
export function connectTestCommand(): Command {
  return defineCommand(
    'connect-test',
    'try the way to the gateway of another authority, step by step',
    async (terminal, options, peer = '') => {
      const timeout = numberOption(options.timeout, '--timeout', 1, 600) * 1_000;
      const { testConnection } = await import('../../compose/diagnosis/connect-test.ts');
      const { diagnosisLines } = await import('../../compose/diagnosis/report-lines.ts');
      const report = await testConnection({ configuration: String(options.config), peer, timeout });
      terminal.result(report, diagnosisLines(report, terminal.language));
      return exitCode(report.healthy ? 'ok' : 'checkFailed');
    },
  )
    .argument('<peer>', 'identifier of the other authority, or a part of it that no other has')
    .requiredOption('--config <file>', 'gateway.json of the gateway whose keys and roots are used; it may be running')
    .option('--timeout <seconds>', 'longest wait for each step', '10');
}
