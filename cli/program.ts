import { Command } from 'commander';
import { programVersion } from '../compose/program-version.ts';
import { exitCodeHelp } from './command-line.ts';
import { alarmCommands } from './commands/alarms.ts';
import { assessCommand } from './commands/assess.ts';
import { auditCommands } from './commands/audit.ts';
import { backupCommand, restoreCommand } from './commands/backup.ts';
import { caseCommands } from './commands/cases.ts';
import { completionCommand } from './commands/completion.ts';
import { connectTestCommand } from './commands/connect-test.ts';
import { deadLetterCommands } from './commands/dead-letters.ts';
import { developmentPkiCommand } from './commands/dev-pki.ts';
import { directoryCommands } from './commands/directory.ts';
import { doctorCommand } from './commands/doctor.ts';
import { downloadCommands } from './commands/downloads.ts';
import { initCommand } from './commands/init.ts';
import { legalHoldCommands } from './commands/legal-hold.ts';
import { logCommands } from './commands/log.ts';
import { messageCommands } from './commands/messages.ts';
import { operationCommands } from './commands/operations.ts';
import { serverCommands } from './commands/servers.ts';
import { statisticsCommand } from './commands/statistics.ts';
import { typedMessageCommands } from './commands/typed-messages.ts';
import { verifyCommand } from './commands/verify.ts';
import { watchCommand } from './commands/watch.ts';
import { EXAMPLES } from './examples.ts';

/** The whole command line; nothing happens before it is given something to parse. */
export function createProgram(): Command {
  const program: Command = new Command('valija')
    .description('Sealed requests between central authorities, with a receipt for every step')
    .version(programVersion(), '--version', 'print the version')
    .addHelpText('after', exitCodeHelp())
    .exitOverride();
  const groups: Readonly<Record<string, readonly Command[]>> = {
    'Messages:': [...messageCommands(), ...downloadCommands(), watchCommand()],
    'Requests and cases:': [assessCommand(), ...typedMessageCommands(), ...caseCommands(), statisticsCommand()],
    'Proofs, without a gateway:': [verifyCommand(), logCommands()],
    'Setting up and running:': [initCommand(), ...serverCommands()],
    'Governing the directory:': [directoryCommands()],
    'Looking after a gateway:': [
      doctorCommand(),
      connectTestCommand(),
      ...alarmCommands(),
      deadLetterCommands(),
      operationCommands(),
      auditCommands(),
      legalHoldCommands(),
      backupCommand(),
      restoreCommand(),
    ],
    'Trying out, and comfort:': [developmentPkiCommand(), completionCommand(() => program)],
  };
  for (const [heading, commands] of Object.entries(groups))
    for (const command of commands) program.addCommand(withExamples(command.helpGroup(heading)));
  return program;
}

/** Adds examples to the help of a command, and to those of its group. */
function withExamples(command: Command, path: string = command.name()): Command {
  for (const sub of command.commands) withExamples(sub, `${path} ${sub.name()}`);
  const examples = EXAMPLES[path];
  if (examples !== undefined)
    command.addHelpText('after', ['', 'Examples:', ...examples.map((line) => `  ${line}`), '', EXIT_CODES].join('\n'));
  return command;
}

const EXIT_CODES = 'Exit codes: valija --help';
