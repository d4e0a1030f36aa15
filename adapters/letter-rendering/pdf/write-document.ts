import { embeddedFont } from '../fonts/embedded-font.ts';
import { CUTS, type LetterFonts } from '../fonts/letter-fonts.ts';
import { PAGE, type Page, type PlacedField, resourceName } from '../layout/page.ts';
import { standardColourProfile } from './colour-profile.ts';
import { type FileMetadata, metadataPacket, PRODUCER } from './metadata.ts';
import type { PdfFile } from './pdf-file.ts';
import { dateString, decimal, referenceTo, textString } from './pdf-syntax.ts';
import type { StructureElement, StructureTree } from './structure-tree.ts';

/** Bits of annotation flags (ISO 32000-1 section 12.5.3): printed, and not to be moved. */
const WIDGET_FLAGS = 132;

export interface DocumentParts {
  file: PdfFile;
  structure: StructureTree;
  fonts: LetterFonts;
  pages: readonly Page[];
  metadata: FileMetadata;
  /** Of the file, 32 hexadecimal digits. */
  identifier: string;
}

/** Writes all that makes pages a file: fonts, fields, structure, metadata, colours. */
export function writeDocument(parts: DocumentParts): Buffer {
  const { file, structure, pages, metadata, identifier } = parts;
  const resources = writeFonts(parts);
  const tree = file.reserve();
  const fields = pages.flatMap((page) => writePage(parts, page, { resources, tree }));
  file.set(tree, `<</Type/Pages/Count ${pages.length}/Kids[${pages.map(({ number }) => referenceTo(number)).join(' ')}]>>`);
  const form = fields.length === 0 ? '' : `/AcroForm<</Fields[${fields.map(referenceTo).join(' ')}]>>`;
  const catalog = file.add(
    `<</Type/Catalog/Pages ${referenceTo(tree)}/Lang${textString(metadata.language)}/MarkInfo<</Marked true>>` +
      `/StructTreeRoot ${referenceTo(structure.write())}/ViewerPreferences<</DisplayDocTitle true>>` +
      `/Metadata ${referenceTo(file.addStream('/Type/Metadata/Subtype/XML', metadataPacket(metadata), { plain: true }))}` +
      `/OutputIntents[${outputIntent(file)}]${form}>>`,
  );
  const date = dateString(metadata.createdAt);
  const author = metadata.author === undefined ? '' : `/Author${textString(metadata.author)}`;
  const information = file.add(
    `<</Title${textString(metadata.title)}${author}/Producer${textString(PRODUCER)}` +
      `/Creator${textString(PRODUCER)}/CreationDate${date}/ModDate${date}>>`,
  );
  return file.write({ catalog, information, identifier });
}

/** The cuts that are used; the number of the resources of every page. */
function writeFonts({ file, fonts }: DocumentParts): number {
  const used = CUTS.filter((cut) => fonts.subsets[cut].characters().length > 0);
  const entries = used.map((cut) => `/${resourceName(cut)} ${referenceTo(file.addGroup(embeddedFont(fonts.subsets[cut])))}`);
  return file.add(`<</Font<<${entries.join('')}>>>>`);
}

/** Writes a page with its fields; the numbers of these. */
function writePage(parts: DocumentParts, page: Page, { resources, tree }: { resources: number; tree: number }): number[] {
  const { file, structure } = parts;
  const content = file.addStream('', page.content());
  const fields = page.fields.map(({ element, place }) => writeField(parts, page, { element, place, resources }));
  const key = structure.keyOf(page.number);
  file.set(
    page.number,
    `<</Type/Page/Parent ${referenceTo(tree)}/MediaBox[0 0 ${PAGE.width} ${PAGE.height}]/Resources ${referenceTo(resources)}` +
      `/Contents ${referenceTo(content)}/Tabs/S${key === undefined ? '' : `/StructParents ${key}`}` +
      `${fields.length === 0 ? '' : `/Annots[${fields.map(referenceTo).join(' ')}]`}>>`,
  );
  return fields;
}

/** An empty signature field with its widget (sections 12.5.6.19 and 12.7.4.5); PDF/A wants every widget to look like something. */
function writeField(
  { file, structure }: DocumentParts,
  page: Page,
  { element, place, resources }: { element: StructureElement; place: PlacedField; resources: number },
): number {
  const number = file.reserve();
  const { x, y, width, height } = place.rectangle;
  const key = structure.annotation(element, page.number, number);
  const shown = file.addStream(
    `/Type/XObject/Subtype/Form/BBox[0 0 ${decimal(width)} ${decimal(height)}]/Resources ${referenceTo(resources)}`,
    Buffer.from(place.shown, 'latin1'),
  );
  const rectangle = [x, y, x + width, y + height].map(decimal).join(' ');
  file.set(
    number,
    `<</Type/Annot/Subtype/Widget/FT/Sig/T(${place.field})/TU${textString(place.description)}/Rect[${rectangle}]/F ${WIDGET_FLAGS}` +
      `/P ${referenceTo(page.number)}/AP<</N ${referenceTo(shown)}>>/StructParent ${key}>>`,
  );
  return number;
}

/** That colours are those of sRGB (ISO 19005-2 section 6.2.3). */
function outputIntent(file: PdfFile): string {
  const profile = file.addStream('/N 3/Alternate/DeviceRGB', standardColourProfile());
  return `<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)/Info(sRGB)/DestOutputProfile ${referenceTo(profile)}>>`;
}
