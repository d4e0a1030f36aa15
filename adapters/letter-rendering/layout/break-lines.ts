import type { LetterFonts } from '../fonts/letter-fonts.ts';
import type { Cut } from '../fonts/typeface.ts';

/** Text in one cut and size; `owner` tells runs apart that belong to different elements of the structure. */
export interface TextRun<Owner> {
  text: string;
  cut: Cut;
  size: number;
  /** Shade of grey, 0 is black. */
  grey: number;
  owner: Owner;
}

export interface TextLine<Owner> {
  pieces: (TextRun<Owner> & { width: number })[];
  width: number;
}

/** A piece of a run that cannot be broken but for want of room, and what follows it. */
interface Atom<Owner> {
  run: TextRun<Owner>;
  text: string;
  /** `joined`: the next atom belongs to the same word; `hyphen`: a line may end here, with nothing to be added. */
  after: 'joined' | 'space' | 'hyphen' | 'line-feed';
}

/** Between letters or digits, a line may end behind these. */
const ATOM = /\n| +|[^\n ]+?(?:(?<=[\p{L}\p{N}])[-\u2010\u2013\u2014/@](?=[\p{L}\p{N}])|(?=[\n ]|$))/gu;

/**
 * Breaks runs into lines of at most that width in points: between words, behind hyphens and slashes, and anywhere in a word that is longer
 * than a line. A line that ends between words ends with the space, so that copied and spoken text keeps its words apart.
 */
export function breakLines<Owner>(runs: readonly TextRun<Owner>[], width: number, fonts: LetterFonts): TextLine<Owner>[] {
  const lines = new LineBuilder<Owner>(width, fonts);
  let word: Atom<Owner>[] = [];
  for (const atom of atomsOf(runs)) {
    word.push(atom);
    if (atom.after === 'joined') continue;
    lines.add(word);
    word = [];
  }
  if (word.length > 0) lines.add(word);
  return lines.finish();
}

function* atomsOf<Owner>(runs: readonly TextRun<Owner>[]): Generator<Atom<Owner>> {
  for (const run of runs) {
    const found = run.text.match(ATOM) ?? [];
    for (const [index, text] of found.entries()) {
      if (text === '\n') yield { run, text: '', after: 'line-feed' };
      else if (text.startsWith(' ')) yield { run, text: '', after: 'space' };
      else yield { run, text, after: isBrokenAfter(text, found[index + 1]) ? 'hyphen' : 'joined' };
    }
  }
}

/** Within a run two atoms meet without a space between them only behind a hyphen. */
function isBrokenAfter(text: string, next: string | undefined): boolean {
  return next !== undefined && next !== '\n' && !next.startsWith(' ') && text !== '';
}

class LineBuilder<Owner> {
  readonly #width: number;
  readonly #fonts: LetterFonts;
  readonly #lines: TextLine<Owner>[] = [];
  #line: TextLine<Owner> = { pieces: [], width: 0 };
  /** The space between the last word and the next, which shows only when both stand in the line. */
  #space: TextRun<Owner> | undefined;

  constructor(width: number, fonts: LetterFonts) {
    this.#width = width;
    this.#fonts = fonts;
  }

  add(word: readonly Atom<Owner>[]): void {
    const last = word.at(-1);
    const shown = word.filter(({ text }) => text !== '');
    if (shown.length > 0) this.#addWord(shown);
    if (last?.after === 'space') this.#space = last.run;
    if (last?.after === 'line-feed') this.#endLine();
  }

  finish(): TextLine<Owner>[] {
    this.#space = undefined;
    if (this.#line.pieces.length > 0 || this.#lines.length === 0) this.#endLine();
    return this.#lines;
  }

  #addWord(word: readonly Atom<Owner>[]): void {
    const width = word.reduce((sum, { run, text }) => sum + this.#fonts.widthOf(text, run.cut, run.size), 0);
    const gap = this.#space === undefined ? 0 : this.#fonts.widthOf(' ', this.#space.cut, this.#space.size);
    if (this.#line.pieces.length > 0 && this.#line.width + gap + width > this.#width) this.#endLine();
    else if (this.#space !== undefined && this.#line.pieces.length > 0) this.#append(this.#space, ' ');
    this.#space = undefined;
    for (const { run, text } of word) {
      if (width <= this.#width) this.#append(run, text);
      else this.#appendBroken(run, text);
    }
  }

  /** A word longer than a line: as many characters in each as fit, a mark above a letter with its letter. */
  #appendBroken(run: TextRun<Owner>, text: string): void {
    for (const character of text.match(/\P{M}\p{M}*|\p{M}+/gu) ?? []) {
      const width = this.#fonts.widthOf(character, run.cut, run.size);
      if (this.#line.pieces.length > 0 && this.#line.width + width > this.#width) this.#endLine();
      this.#append(run, character);
    }
  }

  #append(run: TextRun<Owner>, text: string): void {
    const width = this.#fonts.widthOf(text, run.cut, run.size);
    const last = this.#line.pieces.at(-1);
    this.#line.width += width;
    if (last !== undefined && last.owner === run.owner && last.cut === run.cut && last.size === run.size && last.grey === run.grey) {
      last.text += text;
      last.width += width;
    } else this.#line.pieces.push({ ...run, text, width });
  }

  #endLine(): void {
    if (this.#space !== undefined && this.#line.pieces.length > 0) {
      const width = this.#line.width;
      this.#append(this.#space, ' ');
      this.#line.width = width;
    }
    this.#space = undefined;
    this.#lines.push(this.#line);
    this.#line = { pieces: [], width: 0 };
  }
}
