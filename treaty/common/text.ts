import * as z from 'zod';

/*
 * Texts are plain: no markup, no control characters, nothing that turns the direction of writing around or hides a part (U+202A to U+202E,
 * U+2066 to U+2069, the byte order mark), no private-use characters, no lone surrogates.
 */
const LINE = /^[^\p{Cc}\p{Cs}\p{Co}\u2028-\u202E\u2066-\u2069\uFEFF]+$/u;
const LINES = /^(?:[^\p{Cc}\p{Cs}\p{Co}\u202A-\u202E\u2066-\u2069\uFEFF]|[\t\n])+$/u;

/** A name or a phrase: one line, at most 300 characters. */
export const lineText = z.string().min(1).max(300).regex(LINE);

/** A few sentences: at most 4 000 characters, with line feeds. */
export const paragraphText = z.string().min(1).max(4_000).regex(LINES);

/** Facts, grounds, the wording of a law: at most 40 000 characters, with line feeds. What is longer is a file. */
export const longText = z.string().min(1).max(40_000).regex(LINES);

/** Telephone number in international form, spaces and hyphens allowed. */
export const telephone = z.string().regex(/^\+[0-9][0-9 ()-]{3,30}(;ext=[0-9]{1,8})?$/);

/** Address of electronic mail. */
export const emailAddress = z.email().max(254);

/** Name of a file as it stands in the package: one folder level at most, nothing that could be taken for a path. */
export const fileName = z
  .string()
  .min(1)
  .max(160)
  .regex(/^(?!.*\.\.)(?![. /])[^\p{C}\\:*?"<>|/]+(\/[^\p{C}\\:*?"<>|/]+)?$/u);
