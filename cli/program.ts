import { Command } from 'commander';
import { exitCodeHelp } from './command-line.ts';
import { backupCommand, restoreCommand } from './commands/backup.ts';
import { completionCommand } from './commands/completion.ts';
import { connectTestCommand } from './commands/connect-test.ts';
import { deadLetterCommands } from './commands/dead-letters.ts';
import { developmentPkiCommand } from './commands/dev-pki.ts';
import { doctorCommand } from './commands/doctor.ts';
import { downloadCommands } from './commands/downloads.ts';
import { initCommand } from './commands/init.ts';
import { legalHoldCommands } from './commands/legal-hold.ts';
import { logCommands } from './commands/log.ts';
import { messageCommands } from './commands/messages.ts';
import { serverCommands } from './commands/servers.ts';
import { verifyCommand } from './commands/verify.ts';
import { watchCommand } from './commands/watch.ts';

/** The whole command line; nothing happens before it is given something to parse. */
export function createProgram(): Command {
  const program: Command = new Command('valija')
    .description('Sealed requests between central authorities, with a receipt for every step')
    .addHelpText('after', exitCodeHelp())
    .exitOverride();
  const commands = [
    initCommand(),
    ...serverCommands(),
    ...messageCommands(),
    ...downloadCommands(),
    watchCommand(),
    deadLetterCommands(),
    backupCommand(),
    legalHoldCommands(),
    restoreCommand(),
    doctorCommand(),
    connectTestCommand(),
    verifyCommand(),
    logCommands(),
    developmentPkiCommand(),
    completionCommand(() => program),
  ];
  for (const command of commands) program.addCommand(command);
  return program;
}
