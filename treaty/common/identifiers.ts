import * as z from 'zod';

/** Identifier of an authority: a URN in ASCII, for example `urn:valija:authority:xa-central`; the same form as in the directory. */
export const authorityIdentifier = z.string().regex(/^urn:[a-z0-9][a-z0-9-]{0,31}(?::[A-Za-z0-9._-]{1,64}){1,6}$/);

/** UUID in lower-case letters (RFC 9562 section 4). */
export const messageIdentifier = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);

/** Identifier of something inside one message (an item, a measure, a person), so that an answer can speak of it. */
export const itemIdentifier = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/);

/** ISO 3166-1 alpha-2; the user-assigned XA to XZ stand for invented States. */
export const country = z.string().regex(/^[A-Z]{2}$/);

/** A part of a State: ISO 3166-2, for example `ES-CT`, or its name where it has no code. */
export const territory = z
  .string()
  .max(100)
  .regex(/^[0-9A-Za-z\u00C0-\u1FFF\u2C00-\uD7FF\uF900-\uFDFF][0-9A-Za-z\u00C0-\u1FFF\u2C00-\uD7FF\uF900-\uFDFF .,'\u2019()-]*$/u);

/** BCP 47, for example `es`, `pt-BR`, `zh-Hans`. */
export const languageTag = z
  .string()
  .max(35)
  .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/);

/** RFC 3339 in UTC, ending in `Z`. */
export const instant = z.iso.datetime({ offset: false });

/** A day of the Gregorian calendar, `YYYY-MM-DD`, in nobody's time zone in particular. */
export const calendarDate = z.iso.date();

/** Date and time of day as a wall clock shows it, `YYYY-MM-DDTHH:MM`; a time zone stands beside it. */
export const localTime = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d$/);

/** Name of a time zone in the IANA database, for example `America/Bogota`. */
export const timeZone = z
  .string()
  .max(64)
  .regex(/^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+){0,2}$/);

/** SHA-256 in lower-case hexadecimal. */
export const sha256Hex = z.string().regex(/^[0-9a-f]{64}$/);

/** Identifier of an instrument (treaty, agreement, reciprocity): words in lower case joined by hyphens. */
export const instrumentIdentifier = z
  .string()
  .max(64)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);

/** The two conventions whose articles the lists of particulars quote. */
export const UNTOC = 'untoc';
export const UNCAC = 'uncac';

/** What kind of proceedings a request serves. */
export const MATTERS = ['criminal', 'civil', 'administrative'] as const;
export const matter = z.enum(MATTERS);
export type Matter = z.infer<typeof matter>;
