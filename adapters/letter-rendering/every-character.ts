import { LetterRenderingError } from './error.ts';
import type { LetterFonts } from './fonts/letter-fonts.ts';

/** Characters named in an error at most. */
const MAXIMUM_NAMED = 20;

/** @throws LetterRenderingError `letter-character-missing` when something was written that the typeface has no form for */
export function requireEveryCharacter({ missing }: LetterFonts): void {
  if (missing.size === 0) return;
  const characters = [...missing].slice(0, MAXIMUM_NAMED);
  const named = characters.map((character) => `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`);
  throw new LetterRenderingError('letter-character-missing', `characters without a form: ${named.join(' ')}`, { characters });
}
