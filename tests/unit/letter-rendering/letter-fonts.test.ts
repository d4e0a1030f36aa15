import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LetterRenderingError } from '../../../adapters/letter-rendering/error.ts';
import { FontSubset } from '../../../adapters/letter-rendering/fonts/font-subset.ts';
import { readTrueTypeFont } from '../../../adapters/letter-rendering/fonts/true-type-font.ts';
import { inventedLetter } from '../../support/invented-letter.ts';
import { rendered, TYPEFACE, textOf } from './support.ts';

describe('the typeface', () => {
  it.each([
    ['Latin letters of all languages', 0x00c0, 0x024f],
    ['Latin letters of Vietnamese', 0x1e00, 0x1eff],
    ['Greek', 0x03b1, 0x03c9],
    ['Cyrillic', 0x0410, 0x044f],
  ])('has %s in every cut', (_, first, last) => {
    for (const font of Object.values(TYPEFACE)) {
      const missing = Array.from({ length: last - first + 1 }, (__, index) => first + index).filter(
        (point) => font.glyphOf(point) === undefined,
      );
      // U+0149, an n with an apostrophe before it, is deprecated: it is written as two characters.
      expect(missing.filter((point) => point !== 0x149)).toEqual([]);
    }
  });

  it('is refused when it is damaged', () => {
    for (const bytes of [Buffer.alloc(0), Buffer.from('OTTO0000'), Buffer.from([0, 1, 0, 0, 0, 0])]) {
      expect(() => readTrueTypeFont(bytes)).toThrow(expect.objectContaining({ code: 'letter-typeface-unusable', disposition: 'operator' }));
    }
  });
});

describe('a subset', () => {
  it('is a font in which each character has the outline and advance of the whole font', () => {
    const subset = new FontSubset(TYPEFACE.plain);
    const text = 'Ñandú ǘ ệ';
    const numbers = [...text].map((character) => subset.use(character) ?? 0);
    const program = subset.program();
    expect(program.length).toBeLessThan(30_000);
    const tables = new Map<string, { offset: number; length: number }>();
    for (let index = 0; index < program.readUInt16BE(4); index += 1) {
      const at = 12 + index * 16;
      tables.set(program.toString('latin1', at, at + 4), { offset: program.readUInt32BE(at + 8), length: program.readUInt32BE(at + 12) });
    }
    expect([...tables.keys()]).toEqual(['glyf', 'head', 'hhea', 'hmtx', 'loca', 'maxp']);
    const metrics = tables.get('hmtx')?.offset ?? 0;
    for (const [index, character] of [...text].entries()) {
      const glyph = TYPEFACE.plain.glyphOf(character.codePointAt(0) ?? 0) ?? 0;
      expect(program.readUInt16BE(metrics + (numbers[index] ?? 0) * 4)).toBe(TYPEFACE.plain.advanceOf(glyph));
    }
  });

  it('gives two characters that look the same two numbers, so that copied text stays what it was', () => {
    const subset = new FontSubset(TYPEFACE.plain);
    expect(subset.use(' ')).not.toBe(subset.use('\u00A0'));
    expect(subset.use('A')).toBe(subset.use('A'));
  });
});

describe('any text', () => {
  it('is shown whole, or refused by its characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }), (text) => {
        try {
          const shown = textOf(rendered(inventedLetter([{ kind: 'paragraph', text: `x${text}` }])));
          expect(shown).toContain('x');
        } catch (error) {
          expect(error).toBeInstanceOf(LetterRenderingError);
          expect((error as LetterRenderingError).code).toBe('letter-character-missing');
        }
      }),
      { numRuns: 100 },
    );
  });
});
