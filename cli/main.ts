import { Command, CommanderError } from 'commander';
import { exitCodeHelp, USAGE_EXIT_CODE } from './command-line.ts';
import { deadLetterCommands } from './commands/dead-letters.ts';
import { developmentPkiCommand } from './commands/dev-pki.ts';
import { downloadCommands } from './commands/downloads.ts';
import { messageCommands } from './commands/messages.ts';
import { serverCommands } from './commands/servers.ts';
import { verifyCommand } from './commands/verify.ts';

const program = new Command('valija')
  .description('Sealed requests between central authorities, with a receipt for every step')
  .addHelpText('after', exitCodeHelp())
  .exitOverride();
const commands = [
  ...serverCommands(),
  ...messageCommands(),
  ...downloadCommands(),
  deadLetterCommands(),
  verifyCommand(),
  developmentPkiCommand(),
];
for (const command of commands) program.addCommand(command);

// Whoever reads our output may stop reading: that is no failure of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  throw error;
});

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  // Help and version end with 0; everything else that commander throws is a command line it cannot understand.
  process.exitCode = error.exitCode === 0 ? 0 : USAGE_EXIT_CODE;
}
