import type { Command } from 'commander';
import { exitCode } from '../../compose/command-outcome.ts';
import { defineCommand } from '../command-line.ts';
import { numberOption } from '../common-options.ts';

/** `valija doctor`: what is wrong with a gateway, and what to do about it. */
export function doctorCommand(): Command {
  return defineCommand('doctor', 'find out what is wrong with a gateway and what to do about it', async (terminal, options) => {
    const timeout = numberOption(options.timeout, '--timeout', 1, 600) * 1_000;
    const { examine } = await import('../../compose/diagnosis/doctor.ts');
    const { diagnosisLines } = await import('../../compose/diagnosis/report-lines.ts');
    const report = await examine({
      configuration: String(options.config),
      running: options.stopped !== true,
      peers: options.peers !== false,
      timeout,
    });
    terminal.result(report, diagnosisLines(report, terminal.language));
    return exitCode(report.healthy ? 'ok' : 'checkFailed');
  })
    .requiredOption('--config <file>', 'gateway.json of the gateway')
    .option('--stopped', 'the gateway is not meant to run now')
    .option('--no-peers', 'do not go to the gateways of the other authorities')
    .option('--timeout <seconds>', 'longest wait for each step to a peer', '10');
}
