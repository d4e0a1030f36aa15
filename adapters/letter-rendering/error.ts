/**
 * Why a letter cannot be rendered: characters for which the typeface has no form, or which show nothing and could hide something; the
 * thread of the letters died or hung; more text, rows or pages than a letter may have; the typeface that is installed is not the one
 * expected.
 */
export type LetterRenderingErrorCode = 'letter-character-missing' | 'letter-not-rendered' | 'letter-too-long' | 'letter-typeface-unusable';

const DISPOSITIONS = {
  'letter-character-missing': 'refuse',
  'letter-not-rendered': 'retry',
  'letter-too-long': 'refuse',
  'letter-typeface-unusable': 'operator',
} as const satisfies Record<LetterRenderingErrorCode, string>;

export class LetterRenderingError extends Error {
  readonly code: LetterRenderingErrorCode;
  readonly disposition: 'refuse' | 'retry' | 'operator';
  /** For `letter-character-missing`: the characters, each once, at most twenty of them. */
  readonly characters: readonly string[];

  constructor(code: LetterRenderingErrorCode, message: string, options: { cause?: unknown; characters?: readonly string[] } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'LetterRenderingError';
    this.code = code;
    this.disposition = DISPOSITIONS[code];
    this.characters = options.characters ?? [];
  }
}
