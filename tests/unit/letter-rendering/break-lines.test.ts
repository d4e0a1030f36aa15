import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LetterFonts, printable } from '../../../adapters/letter-rendering/fonts/letter-fonts.ts';
import { breakLines, type TextRun } from '../../../adapters/letter-rendering/layout/break-lines.ts';
import { TYPEFACE } from './support.ts';

const fonts = new LetterFonts(TYPEFACE);
const run = (text: string, owner = 'one', cut: 'plain' | 'bold' = 'plain'): TextRun<string> => ({ text, cut, size: 10, grey: 0, owner });
const linesOf = (runs: TextRun<string>[], width = 100) =>
  breakLines(runs, width, fonts).map((line) => line.pieces.map(({ text }) => text).join(''));

describe('#breakLines', () => {
  it('breaks between words and keeps the space at the end of the line', () => {
    expect(linesOf([run('asistencia jurídica mutua entre Estados')])).toEqual(['asistencia jurídica ', 'mutua entre Estados']);
  });

  it('breaks behind hyphens and slashes inside words, and nowhere else inside a word that fits', () => {
    expect(linesOf([run('XA-DEMO/2026/000042-ampliación-segunda')])).toEqual(['XA-DEMO/2026/', '000042-ampliación-', 'segunda']);
    expect(linesOf([run('- un guion suelto no se corta')])[0]).toMatch(/^- un guion/);
  });

  it('breaks anywhere in a word longer than a line', () => {
    const lines = linesOf([run('a3f5'.repeat(16))]);
    expect(lines.length).toBeGreaterThan(2);
    expect(lines.join('')).toBe('a3f5'.repeat(16));
  });

  it('keeps a mark above a letter with its letter', () => {
    for (const line of linesOf([run('q\u0308'.repeat(60))])) expect(line).toMatch(/^(q\u0308)+$/);
  });

  it('does not part a word whose pieces belong to different elements', () => {
    expect(linesOf([run('según el artículo '), run('18(15)', 'two', 'bold'), run(', letra a)')])).toEqual([
      'según el artículo ',
      '18(15), letra a)',
    ]);
  });

  it('begins a new line at a line feed, also an empty one', () => {
    expect(linesOf([run('uno\ndos\n\ntres')])).toEqual(['uno', 'dos', '', 'tres']);
    expect(linesOf([run('')])).toEqual(['']);
  });

  it('loses nothing, and lets no line grow wider than the column', () => {
    const letters = fc.string({ unit: fc.constantFrom(...'abcñé -/\n.MW'), maxLength: 200 });
    fc.assert(
      fc.property(fc.array(letters, { minLength: 1, maxLength: 4 }), fc.integer({ min: 12, max: 300 }), (texts, width) => {
        const runs = texts.map((text, index) => run(text, String(index)));
        const lines = breakLines(runs, width, fonts);
        const squeezed = (text: string) => text.replace(/[ \n]/g, '');
        expect(squeezed(lines.flatMap((line) => line.pieces.map(({ text }) => text)).join(''))).toBe(squeezed(texts.join('')));
        for (const line of lines) expect(line.width).toBeLessThanOrEqual(width + 0.001);
      }),
      { numRuns: 300 },
    );
  });
});

describe('#printable', () => {
  it('composes letters and leaves out what shows nothing', () => {
    expect(printable('e\u0301\u00ADx\u200B\t\r\ny')).toBe('éx \ny');
  });
});
