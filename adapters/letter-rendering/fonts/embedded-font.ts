import { createHash } from 'node:crypto';
import { deflatedStream, type ObjectPart } from '../pdf/pdf-object.ts';
import type { FontSubset } from './font-subset.ts';
import type { TrueTypeFont } from './true-type-font.ts';

/** Flags of a font descriptor (ISO 32000-1 section 9.8.2). */
const SERIF = 2;
const SYMBOLIC = 4;
const ITALIC = 64;

/** Weight of vertical stems in thousandths, which readers use only when they have to replace the font. */
const STEM = { plain: 80, bold: 140 } as const;

/** Characters in one block of a character map (Adobe Technical Note 5411). */
const CHARACTERS_PER_BLOCK = 100;

/**
 * The objects of an embedded font as the parts of their PDF syntax, the first being the font itself (ISO 32000-1 section 9.7, composite
 * fonts); a number stands for the reference to that object among them, counted from 0. Text is written with two octets for each glyph.
 */
export function embeddedFont(subset: FontSubset): ObjectPart[][] {
  const { font } = subset;
  const program = subset.program();
  const name = `${tagOf(program)}+${font.postScriptName}`;
  return [
    [`<</Type/Font/Subtype/Type0/BaseFont/${name}/Encoding/Identity-H/DescendantFonts[`, 1, ']/ToUnicode ', 4, '>>'],
    [
      `<</Type/Font/Subtype/CIDFontType2/BaseFont/${name}/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>`,
      `/CIDToGIDMap/Identity/DW ${scaled(font, font.advanceOf(0))}/W[${widths(subset)}]/FontDescriptor `,
      2,
      '>>',
    ],
    [descriptor(font, name), 3, '>>'],
    deflatedStream(`/Length1 ${program.length}`, program),
    deflatedStream('', Buffer.from(unicodeMap(subset), 'latin1')),
  ];
}

/** Six letters before the name, so that two subsets of a font are never taken for one (section 9.6.4). */
function tagOf(program: Buffer): string {
  const digest = createHash('sha256').update(program).digest();
  return [...digest.subarray(0, 6)].map((octet) => String.fromCharCode(65 + (octet % 26))).join('');
}

function scaled({ unitsPerEm }: TrueTypeFont, value: number): number {
  return Math.round((value * 1000) / unitsPerEm);
}

function widths(subset: FontSubset): string {
  return subset
    .characters()
    .map(({ number, advance }) => `${number}[${scaled(subset.font, advance)}]`)
    .join('');
}

function descriptor(font: TrueTypeFont, name: string): string {
  const flags = SERIF | SYMBOLIC | (font.italicAngle === 0 ? 0 : ITALIC);
  const box = font.boundingBox.map((value) => scaled(font, value)).join(' ');
  return (
    `<</Type/FontDescriptor/FontName/${name}/Flags ${flags}/FontBBox[${box}]/ItalicAngle ${font.italicAngle}` +
    `/Ascent ${scaled(font, font.ascent)}/Descent ${scaled(font, font.descent)}/CapHeight ${scaled(font, font.capHeight)}` +
    `/StemV ${font.isBold ? STEM.bold : STEM.plain}/FontFile2 `
  );
}

/** Which character each glyph stands for, so that text can be searched, copied and spoken (section 9.10.3). */
function unicodeMap(subset: FontSubset): string {
  const rows = subset.characters().map(({ number, text }) => `<${hexadecimal(number)}> <${unicode(text)}>`);
  const blocks: string[] = [];
  for (let from = 0; from < rows.length; from += CHARACTERS_PER_BLOCK) {
    const block = rows.slice(from, from + CHARACTERS_PER_BLOCK);
    blocks.push(`${block.length} beginbfchar\n${block.join('\n')}\nendbfchar`);
  }
  return `/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
${blocks.join('\n')}
endcmap
CMapName currentdict /CMap defineresource pop
end
end
`;
}

export function hexadecimal(number: number): string {
  return number.toString(16).toUpperCase().padStart(4, '0');
}

function unicode(text: string): string {
  return Buffer.from(text, 'utf16le').swap16().toString('hex').toUpperCase();
}
