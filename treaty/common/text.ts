import * as z from 'zod';

/*
 * Texts are plain: no control characters, nothing that turns the direction of writing around or hides a part (U+2028 to U+202E, U+2066 to
 * U+2069, the byte order mark), no private-use characters, no lone surrogates. The ranges are written out, so that every implementation of JSON
 * Schema reads the published patterns the same way, also those that know neither Unicode properties nor `\u{...}`.
 */
const ABOVE_ASCII = '\\u00A0-\\u2027\\u202F-\\u2065\\u206A-\\uD7FF\\uF900-\\uFEFE\\uFF00-\\uFFFD\u{10000}-\u{10FFFF}';
const LINE = new RegExp(`^[ -~${ABOVE_ASCII}]+$`, 'u');
const LINES = new RegExp(`^[\\t\\n -~${ABOVE_ASCII}]+$`, 'u');
/** Without what a file system or a ZIP reader could take for a path: \ : * ? " < > | / */
const FILE_NAME_PART = `[ !#-)+-.0-9;=@A-Z\\[\\]^_\`a-z{}~${ABOVE_ASCII}]+`;

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

/**
 * Name of a file as it stands in the package: one folder level at most, nothing that could be taken for a path. The package is stricter still;
 * only a name that is there names a file.
 */
export const fileName = z
  .string()
  .min(1)
  .max(160)
  .regex(new RegExp(`^(?!.*\\.\\.)(?![. /])${FILE_NAME_PART}(/${FILE_NAME_PART})?$`, 'u'));
