import type { TrueTypeFont } from './true-type-font.ts';

/** Flags of a component of a composite glyph (OpenType specification, "glyf"). */
const ARGUMENTS_ARE_WORDS = 0x0001;
const HAS_SCALE = 0x0008;
const MORE_COMPONENTS = 0x0020;
const HAS_TWO_SCALES = 0x0040;
const HAS_MATRIX = 0x0080;
const HAS_INSTRUCTIONS = 0x0100;

/**
 * The part of a font that a document uses, with glyphs numbered in the order in which they were first used. Instructions for low
 * resolutions are left out: they are a third of it, and readers of today smooth outlines instead.
 */
export class FontSubset {
  readonly font: TrueTypeFont;
  /** Glyphs of the font, by their number in the subset; the first is what stands for a missing character. */
  readonly #glyphs: number[] = [0];
  /** Each character has a number of its own, also where two share a glyph: copied text must say which of them it was. */
  readonly #characters = new Map<string, number>();
  readonly #components = new Map<number, number>();

  constructor(font: TrueTypeFont) {
    this.font = font;
  }

  /** The number of the character in the subset; undefined where the font lacks it. */
  use(character: string): number | undefined {
    const known = this.#characters.get(character);
    if (known !== undefined) return known;
    const glyph = this.font.glyphOf(character.codePointAt(0) ?? 0);
    if (glyph === undefined || glyph === 0) return undefined;
    const number = this.#glyphs.push(glyph) - 1;
    this.#characters.set(character, number);
    return number;
  }

  /** Numbers in the subset with the character that each stands for and its advance in font units, in order. */
  characters(): { number: number; text: string; advance: number }[] {
    return [...this.#characters].map(([text, number]) => ({ number, text, advance: this.font.advanceOf(this.#glyphs[number] ?? 0) }));
  }

  /** The font program: a TrueType font without a character map, as PDF embeds it (ISO 32000-1 section 9.9, FontFile2). */
  program(): Buffer {
    const outlines: Buffer[] = [];
    // Grows while it runs: the parts of a composite glyph become glyphs of the subset as well.
    for (let number = 0; number < this.#glyphs.length; number += 1) {
      outlines.push(this.#outline(this.#glyphs[number] ?? 0));
    }
    const { font } = this;
    const count = outlines.length;
    const tables: [string, Buffer][] = [
      ['glyf', Buffer.concat(outlines)],
      ['head', withNumber(font.table('head'), { 8: [4, 0], 50: [2, 1] })],
      ['hhea', withNumber(font.table('hhea'), { 34: [2, count] })],
      ['hmtx', this.#metrics()],
      ['loca', locations(outlines)],
      ['maxp', withNumber(font.table('maxp'), { 4: [2, count] })],
    ];
    return assemble(tables);
  }

  #componentOf(glyph: number): number {
    const known = this.#components.get(glyph);
    if (known !== undefined) return known;
    const number = this.#glyphs.push(glyph) - 1;
    this.#components.set(glyph, number);
    return number;
  }

  #outline(glyph: number): Buffer {
    const outline = this.font.outlineOf(glyph);
    if (outline.length === 0) return outline;
    const isComposite = outline.readInt16BE(0) < 0;
    return padded(isComposite ? this.#composite(outline) : withoutInstructions(outline));
  }

  #composite(outline: Buffer): Buffer {
    const copy = Buffer.from(outline);
    let at = 10;
    for (let flags = MORE_COMPONENTS; (flags & MORE_COMPONENTS) !== 0; ) {
      flags = copy.readUInt16BE(at);
      copy.writeUInt16BE(flags & ~HAS_INSTRUCTIONS, at);
      copy.writeUInt16BE(this.#componentOf(copy.readUInt16BE(at + 2)), at + 2);
      at += 4 + ((flags & ARGUMENTS_ARE_WORDS) !== 0 ? 4 : 2);
      if ((flags & HAS_SCALE) !== 0) at += 2;
      else if ((flags & HAS_TWO_SCALES) !== 0) at += 4;
      else if ((flags & HAS_MATRIX) !== 0) at += 8;
    }
    return copy.subarray(0, at);
  }

  #metrics(): Buffer {
    const metrics = Buffer.alloc(this.#glyphs.length * 4);
    for (const [number, glyph] of this.#glyphs.entries()) {
      metrics.writeUInt16BE(this.font.advanceOf(glyph), number * 4);
      metrics.writeInt16BE(this.font.leftSideBearingOf(glyph), number * 4 + 2);
    }
    return metrics;
  }
}

function withoutInstructions(outline: Buffer): Buffer {
  const lengthAt = 10 + outline.readInt16BE(0) * 2;
  const length = outline.readUInt16BE(lengthAt);
  return Buffer.concat([outline.subarray(0, lengthAt), Buffer.alloc(2), outline.subarray(lengthAt + 2 + length)]);
}

function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc(-bytes.length & 3)]);
}

/** A copy with numbers of two or four octets put at offsets. */
function withNumber(table: Buffer, numbers: Readonly<Record<number, readonly [2 | 4, number]>>): Buffer {
  const copy = Buffer.from(table);
  for (const [at, [width, value]] of Object.entries(numbers)) copy.writeUIntBE(value, Number(at), width);
  return copy;
}

function locations(outlines: readonly Buffer[]): Buffer {
  const loca = Buffer.alloc((outlines.length + 1) * 4);
  let offset = 0;
  for (const [number, outline] of outlines.entries()) {
    offset += outline.length;
    loca.writeUInt32BE(offset, (number + 1) * 4);
  }
  return loca;
}

/** Puts the tables, in alphabetical order, behind their directory, with the checksums that the specification asks for. */
function assemble(tables: readonly (readonly [string, Buffer])[]): Buffer {
  const power = 2 ** Math.floor(Math.log2(tables.length));
  const directory = Buffer.alloc(12 + tables.length * 16);
  directory.writeUInt32BE(0x00010000, 0);
  directory.writeUInt16BE(tables.length, 4);
  directory.writeUInt16BE(power * 16, 6);
  directory.writeUInt16BE(Math.log2(power), 8);
  directory.writeUInt16BE(tables.length * 16 - power * 16, 10);
  let offset = directory.length;
  for (const [index, [tag, table]] of tables.entries()) {
    const at = 12 + index * 16;
    directory.write(tag, at, 'latin1');
    directory.writeUInt32BE(checksum(table), at + 4);
    directory.writeUInt32BE(offset, at + 8);
    directory.writeUInt32BE(table.length, at + 12);
    offset += padded(table).length;
  }
  const font = Buffer.concat([directory, ...tables.map(([, table]) => padded(table))]);
  const headAt = directory.readUInt32BE(12 + tables.findIndex(([tag]) => tag === 'head') * 16 + 8);
  font.writeUInt32BE((0xb1b0afba - checksum(font)) >>> 0, headAt + 8);
  return font;
}

function checksum(bytes: Buffer): number {
  const whole = padded(bytes);
  let sum = 0;
  for (let at = 0; at < whole.length; at += 4) sum = (sum + whole.readUInt32BE(at)) >>> 0;
  return sum;
}
