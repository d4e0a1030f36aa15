import { LetterRenderingError } from '../error.ts';

/** The tables of a TrueType font that letters need (OpenType specification, "Font file"); numbers are in font units. */
export interface TrueTypeFont {
  readonly postScriptName: string;
  readonly unitsPerEm: number;
  readonly ascent: number;
  readonly descent: number;
  readonly capHeight: number;
  readonly italicAngle: number;
  readonly isBold: boolean;
  readonly boundingBox: readonly [number, number, number, number];
  readonly glyphCount: number;
  /** The glyph of a character; undefined where the font has none. */
  glyphOf(codePoint: number): number | undefined;
  advanceOf(glyph: number): number;
  leftSideBearingOf(glyph: number): number;
  /** The outline as it stands in the font; empty for a space. */
  outlineOf(glyph: number): Buffer;
  /** A table by its four letters. */
  table(tag: string): Buffer;
}

/**
 * Reads a TrueType font. The font is part of the installation and pinned by its digest in the lock, not input of anybody: what does not
 * fit is an installation that is broken.
 *
 * @throws LetterRenderingError `letter-typeface-unusable`
 */
export function readTrueTypeFont(bytes: Buffer): TrueTypeFont {
  try {
    return read(bytes);
  } catch (cause) {
    throw new LetterRenderingError('letter-typeface-unusable', 'a font of the typeface cannot be read', { cause });
  }
}

function read(bytes: Buffer): TrueTypeFont {
  if (bytes.readUInt32BE(0) !== 0x00010000) throw new TypeError('not a TrueType font');
  const table = tablesOf(bytes);
  const [head, hhea, maxp, os2, hmtx, glyf] = [table('head'), table('hhea'), table('maxp'), table('OS/2'), table('hmtx'), table('glyf')];
  // fsType 0: installable, with no restriction on embedding; OpenType specification, "OS/2".
  if (os2.readUInt16BE(8) !== 0) throw new TypeError('the licence bits of the font restrict its embedding');
  const glyphCount = maxp.readUInt16BE(4);
  const longMetrics = hhea.readUInt16BE(34);
  const offsets = glyphOffsets(table('loca'), glyphCount, head.readInt16BE(50) === 1);
  const glyphs = readCharacterMap(table('cmap'));
  const advanceOf = (glyph: number) => hmtx.readUInt16BE(Math.min(glyph, longMetrics - 1) * 4);
  return {
    postScriptName: readPostScriptName(table('name')),
    unitsPerEm: head.readUInt16BE(18),
    ascent: hhea.readInt16BE(4),
    descent: hhea.readInt16BE(6),
    capHeight: os2.readInt16BE(88),
    italicAngle: table('post').readInt32BE(4) / 65_536,
    isBold: (head.readUInt16BE(44) & 1) === 1,
    boundingBox: [head.readInt16BE(36), head.readInt16BE(38), head.readInt16BE(40), head.readInt16BE(42)],
    glyphCount,
    glyphOf: (codePoint) => glyphs.get(codePoint),
    advanceOf,
    leftSideBearingOf: (glyph) => hmtx.readInt16BE(glyph < longMetrics ? glyph * 4 + 2 : longMetrics * 4 + (glyph - longMetrics) * 2),
    outlineOf: (glyph) => glyf.subarray(offsets[glyph], offsets[glyph + 1]),
    table,
  };
}

function tablesOf(bytes: Buffer): (tag: string) => Buffer {
  const tables = new Map<string, Buffer>();
  for (let index = 0; index < bytes.readUInt16BE(4); index += 1) {
    const at = 12 + index * 16;
    const [offset, length] = [bytes.readUInt32BE(at + 8), bytes.readUInt32BE(at + 12)];
    tables.set(bytes.toString('latin1', at, at + 4), bytes.subarray(offset, offset + length));
  }
  return (tag) => {
    const found = tables.get(tag);
    if (found === undefined) throw new TypeError(`the font has no table ${tag}`);
    return found;
  };
}

function glyphOffsets(loca: Buffer, glyphCount: number, isLong: boolean): number[] {
  return Array.from({ length: glyphCount + 1 }, (_, index) => (isLong ? loca.readUInt32BE(index * 4) : loca.readUInt16BE(index * 2) * 2));
}

/** Unicode, platform 3 or 0, in format 12 where there is one, otherwise in format 4. */
function readCharacterMap(cmap: Buffer): Map<number, number> {
  let basic: Buffer | undefined;
  for (let index = 0; index < cmap.readUInt16BE(2); index += 1) {
    const at = 4 + index * 8;
    const subtable = cmap.subarray(cmap.readUInt32BE(at + 4));
    const isUnicode = cmap.readUInt16BE(at) === 0 || cmap.readUInt16BE(at) === 3;
    if (isUnicode && subtable.readUInt16BE(0) === 12) return segmentedCoverage(subtable);
    if (isUnicode && subtable.readUInt16BE(0) === 4) basic = subtable;
  }
  if (basic === undefined) throw new TypeError('no Unicode character map that is understood');
  return segmentsOfBasicPlane(basic);
}

/** OpenType specification, "cmap", format 12. */
function segmentedCoverage(subtable: Buffer): Map<number, number> {
  const glyphs = new Map<number, number>();
  for (let group = 0; group < subtable.readUInt32BE(12); group += 1) {
    const at = 16 + group * 12;
    const [first, last, glyph] = [subtable.readUInt32BE(at), subtable.readUInt32BE(at + 4), subtable.readUInt32BE(at + 8)];
    for (let codePoint = first; codePoint <= last; codePoint += 1) glyphs.set(codePoint, glyph + codePoint - first);
  }
  return glyphs;
}

/** OpenType specification, "cmap", format 4. */
function segmentsOfBasicPlane(subtable: Buffer): Map<number, number> {
  const glyphs = new Map<number, number>();
  const doubled = subtable.readUInt16BE(6);
  for (let segment = 0; segment < doubled; segment += 2) {
    const last = subtable.readUInt16BE(14 + segment);
    const first = subtable.readUInt16BE(16 + doubled + segment);
    const delta = subtable.readUInt16BE(16 + 2 * doubled + segment);
    const rangeAt = 16 + 3 * doubled + segment;
    const range = subtable.readUInt16BE(rangeAt);
    for (let codePoint = first; codePoint <= last && codePoint !== 0xffff; codePoint += 1) {
      const raw = range === 0 ? codePoint : subtable.readUInt16BE(rangeAt + range + (codePoint - first) * 2);
      const glyph = raw === 0 && range !== 0 ? 0 : (raw + delta) & 0xffff;
      if (glyph !== 0) glyphs.set(codePoint, glyph);
    }
  }
  return glyphs;
}

/** Name 6, the one by which a PDF calls the font, in the form of Windows (platform 3). */
function readPostScriptName(name: Buffer): string {
  const strings = name.readUInt16BE(4);
  for (let index = 0; index < name.readUInt16BE(2); index += 1) {
    const at = 6 + index * 12;
    if (name.readUInt16BE(at) !== 3 || name.readUInt16BE(at + 6) !== 6) continue;
    const [length, offset] = [name.readUInt16BE(at + 8), name.readUInt16BE(at + 10)];
    const found = Buffer.from(name.subarray(strings + offset, strings + offset + length))
      .swap16()
      .toString('utf16le');
    if (/^[A-Za-z0-9-]{1,63}$/.test(found)) return found;
  }
  throw new TypeError('the font has no PostScript name');
}
