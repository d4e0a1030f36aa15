import type { LetterLanguage } from './letter-document.ts';

/** An authority as a letter shows it: what the directory publishes of it, in the language of the letter. */
export interface LetterAuthority {
  /** Its own name first, then what it belongs to. */
  names: readonly string[];
  /** Lines of address, telephone, mail. */
  contact: readonly string[];
}

/** A file of the package. */
export interface LetterFile {
  name: string;
  /** Lower-case hexadecimal. */
  sha256: string;
}

/** What a letter says beside what the typed message says: all of it known before the message is sealed. */
export interface LetterContext {
  language: LetterLanguage;
  sender: LetterAuthority;
  recipient: LetterAuthority;
  /** Number in the register of the sender; the references of the message come after it. */
  registerNumber?: string;
  /** References of the other side for the same case. */
  theirReferences?: readonly string[];
  /** Identifier of the message that the letter travels in. */
  messageId?: string;
  /** Instant of the letter; `timeZone` (IANA) is that of the sender. */
  writtenAt: string;
  timeZone: string;
  /** Time zone of the authority addressed, in which days of deadlines are counted. */
  recipientTimeZone?: string;
  /** Names of instruments by their identifiers, in the language of the letter. */
  instrumentNames: Readonly<Record<string, string>>;
  /** The instruments that govern, whose articles are quoted; without them those that the message cites. */
  governing?: readonly string[];
  files: readonly LetterFile[];
  /** Who signs, by name and functions; without it the authority alone. */
  signatory?: { name: string; functions: string };
  /** Of a training system: said across every page. */
  training?: boolean;
}
