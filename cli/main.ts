import { CommanderError } from 'commander';
import { USAGE_EXIT_CODE } from './command-line.ts';
import { createProgram } from './program.ts';

// Whoever reads our output may stop reading: that is no failure of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  throw error;
});

try {
  await createProgram().parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  // Help and version end with 0; everything else that commander throws is a command line it cannot understand.
  process.exitCode = error.exitCode === 0 ? 0 : USAGE_EXIT_CODE;
}
