/** Exit codes of the `valija` commands. Few, so that a script can tell what to do next; the problem itself is in the output. */
export const EXIT_CODES = {
  ok: 0,
  checkFailed: 1,
  usage: 2,
  refused: 3,
  later: 4,
  operator: 5,
} as const;

export type ExitName = keyof typeof EXIT_CODES;
export type ExitCode = (typeof EXIT_CODES)[ExitName];

/** What each exit code means, for `--help` and for docs/errors.md. */
export const EXIT_CODE_MEANINGS: Readonly<Record<ExitName, string>> = {
  ok: 'Done; everything that was checked holds.',
  checkFailed: 'A check failed, or could not be decided: the output lists every finding.',
  usage: 'The command or its input cannot be understood; nothing was done.',
  refused: 'Refused for good: the same request again gets the same answer.',
  later: 'Not possible now: the same command may succeed later.',
  operator: 'A person who runs this gateway has to look first.',
};
