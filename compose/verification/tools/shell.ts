/** Folder into which the commands of other programs write, below the folder in which valija ran. */
export const WORK_FOLDER = 'valija-check';

/** One word of a POSIX shell, whatever is in it. */
export function quoted(word: string): string {
  return /^[A-Za-z0-9_.,:/=@%+-]+$/.test(word) && !word.startsWith('-') ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** A path as an operand: one that begins with a hyphen would be taken for an option. */
export function operand(path: string): string {
  return quoted(path.startsWith('-') ? `./${path}` : path);
}

/** Seconds since 1970, as `-attime` of openssl wants them. */
export function epochSeconds(moment: Date): string {
  return String(Math.floor(moment.getTime() / 1000));
}
