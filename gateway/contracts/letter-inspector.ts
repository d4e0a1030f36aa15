/** What submission must know of the letter of request before it accepts it. */
export type LetterFinding =
  | { acceptable: true; pages: number }
  | { acceptable: false; code: 'letter-not-pdf' | 'letter-encrypted' | 'letter-damaged' | 'letter-too-large' };

/** Opens a PDF away from the event loop. Annexes are never parsed, whatever their type. */
export interface LetterInspector {
  inspect(letter: Buffer): Promise<LetterFinding>;
  close(): Promise<void>;
}
