/** The languages in which letters are laid out. */
export const LETTER_LANGUAGES = ['es', 'pt', 'fr', 'en'] as const;
export type LetterLanguage = (typeof LETTER_LANGUAGES)[number];

/** A piece of text that is set apart, or is in another language than the letter (BCP 47), which a reader that speaks must know. */
export interface LetterSpan {
  text: string;
  weight?: 'strong' | 'quiet';
  language?: string;
}

/** Plain text; a line feed begins a new line. */
export type LetterText = string | readonly LetterSpan[];

/** A label and what stands beside it. */
export interface LetterFact {
  label: string;
  value: LetterText;
}

export interface LetterTable {
  kind: 'table';
  /** Said before the table by a reader that speaks, and written above it. */
  caption: string;
  /** `share`: of the width, as a proportion among the columns. */
  columns: readonly { heading: string; share: number }[];
  /** As many cells as columns; the first of a row says what the row is about. */
  rows: readonly (readonly LetterText[])[];
}

/** One thing that a law asks a letter to say, with the article that asks for it. */
export interface LetterParticular {
  /** As it is printed before the label: `1.`, `2.` ... */
  number: string;
  label: string;
  article?: string;
  blocks: readonly LetterBlock[];
}

/**
 * A place that is kept for a signature. It becomes an empty signature field under its name, which any program that signs PDFs can fill.
 */
export interface LetterSignaturePlace {
  kind: 'signature-place';
  /** ASCII letters and digits. */
  field: string;
  /** Above the place: in whose name, and who signs. */
  lines: readonly string[];
  /** In the place while nobody has signed. */
  emptyText: string;
  /** For a reader that speaks. */
  description: string;
}

export type LetterBlock =
  | { kind: 'heading'; level: 1 | 2 | 3; text: string }
  | { kind: 'paragraph'; text: LetterText }
  /** Above the things that belong to one item of a list, in bold; no heading of the letter. */
  | { kind: 'subtitle'; text: LetterText }
  /** Set apart from what stands around it: urgency, confidentiality. */
  | { kind: 'notice'; title: string; texts: readonly LetterText[] }
  | { kind: 'list'; items: readonly LetterText[] }
  | { kind: 'facts'; caption: string; facts: readonly LetterFact[] }
  | { kind: 'particulars'; items: readonly LetterParticular[] }
  | LetterTable
  | LetterSignaturePlace;

/** What a letter says and in which order; how it looks is for who renders it. */
export interface LetterDocument {
  /** Language of everything that names no other. */
  language: LetterLanguage;
  /** Title of the file, shown by readers in place of its name. */
  title: string;
  /** On top of the first page: the names of the authority and of what it belongs to, then how to reach it. No arms, no emblem. */
  letterhead: { names: readonly string[]; contact: readonly string[] };
  /** On top of every further page. */
  runningHead: string;
  /** At the foot of each page; `{page}` and `{pages}` are replaced. */
  pageLabel: string;
  /** At the foot of each page beside the number: reference, and what else must never be lost with a page. */
  footer: string;
  /** In large letters across each page, behind the text: a letter of a training system must never pass for a real one. */
  watermark?: string;
  blocks: readonly LetterBlock[];
}
