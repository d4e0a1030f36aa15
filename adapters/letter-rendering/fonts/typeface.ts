import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { LetterRenderingError } from '../error.ts';
import { readTrueTypeFont, type TrueTypeFont } from './true-type-font.ts';

/** Cuts of the one typeface of a letter. */
export type Cut = 'plain' | 'bold' | 'italic';

export type Typeface = Readonly<Record<Cut, TrueTypeFont>>;

/** Gentium Book Plus of SIL International under the Open Font License: made for the Latin, Greek and Cyrillic letters of all languages. */
const PACKAGE = '@expo-google-fonts/gentium-book-plus';
const FILES: Readonly<Record<Cut, string>> = {
  plain: '400Regular/GentiumBookPlus_400Regular.ttf',
  bold: '700Bold/GentiumBookPlus_700Bold.ttf',
  italic: '400Regular_Italic/GentiumBookPlus_400Regular_Italic.ttf',
};

/** Reads the typeface from the installation, some 2.5 MB. @throws LetterRenderingError `letter-typeface-unusable` */
export function readTypeface(): Typeface {
  const { resolve } = createRequire(import.meta.url);
  const read = (cut: Cut): TrueTypeFont => readTrueTypeFont(readFont(resolve, `${PACKAGE}/${FILES[cut]}`));
  return { plain: read('plain'), bold: read('bold'), italic: read('italic') };
}

function readFont(resolve: (name: string) => string, name: string): Buffer {
  try {
    return readFileSync(resolve(name));
  } catch (cause) {
    throw new LetterRenderingError('letter-typeface-unusable', `the font ${name} is not installed`, { cause });
  }
}
