import type { PdfFile } from './pdf-file.ts';
import { referenceTo, textString } from './pdf-syntax.ts';

/** Standard structure types (ISO 32000-1 section 14.8.4) that a letter needs. */
export type StructureType =
  | 'Document'
  | 'Sect'
  | 'H1'
  | 'H2'
  | 'H3'
  | 'P'
  | 'L'
  | 'LI'
  | 'Lbl'
  | 'LBody'
  | 'Table'
  | 'Caption'
  | 'TR'
  | 'TH'
  | 'TD'
  | 'Span'
  | 'Form';

export interface StructureOptions {
  /** BCP 47, where it is not that of what is around. */
  language?: string;
  /** What a reader that speaks says in place of it. */
  alternative?: string;
  /** PDF syntax of its attributes (section 14.8.5). */
  attributes?: string;
}

type Kid = { element: StructureElement } | { page: number; content: number } | { page: number; annotation: number };

export interface StructureElement {
  readonly number: number;
  readonly type: StructureType;
}

interface ElementRecord extends StructureElement, StructureOptions {
  readonly parent: number;
  readonly kids: Kid[];
}

/** The logical structure of a file (ISO 32000-1 section 14.7): what is a heading, a paragraph, a table, and in which order it is read. */
export class StructureTree {
  readonly root: StructureElement;
  readonly #file: PdfFile;
  readonly #number: number;
  readonly #elements = new Map<number, ElementRecord>();
  /** For each page the element of each piece of its content; `key` is what the page is called in the tree. */
  readonly #pages = new Map<number, { key: number; owners: number[] }>();
  readonly #annotations: { key: number; owner: number }[] = [];
  #keys = 0;

  constructor(file: PdfFile) {
    this.#file = file;
    this.#number = file.reserve();
    this.root = this.#create('Document', this.#number, {});
  }

  element(type: StructureType, parent: StructureElement, options: StructureOptions = {}): StructureElement {
    const element = this.#create(type, parent.number, options);
    this.#elements.get(parent.number)?.kids.push({ element });
    return element;
  }

  /** A new piece of content of the page that belongs to the element: its number in the page. */
  content(element: StructureElement, page: number): number {
    const known = this.#pages.get(page) ?? { key: this.#nextKey(), owners: [] };
    this.#pages.set(page, known);
    const content = known.owners.push(element.number) - 1;
    this.#elements.get(element.number)?.kids.push({ page, content });
    return content;
  }

  /** An annotation that the element describes: its key in the tree. */
  annotation(element: StructureElement, page: number, annotation: number): number {
    const key = this.#nextKey();
    this.#annotations.push({ key, owner: element.number });
    this.#elements.get(element.number)?.kids.push({ page, annotation });
    return key;
  }

  /** The key of a page in the tree; undefined when nothing on it belongs to any element. */
  keyOf(page: number): number | undefined {
    return this.#pages.get(page)?.key;
  }

  /** Writes all of it; the number of its root, for the catalog. */
  write(): number {
    for (const element of this.#elements.values()) this.#file.set(element.number, elementBody(element));
    const numbers = [
      ...[...this.#pages.values()].map(({ key, owners }) => ({ key, value: `[${owners.map(referenceTo).join(' ')}]` })),
      ...this.#annotations.map(({ key, owner }) => ({ key, value: referenceTo(owner) })),
    ].sort((a, b) => a.key - b.key);
    const parents = this.#file.add(`<</Nums[${numbers.map(({ key, value }) => `${key} ${value}`).join(' ')}]>>`);
    this.#file.set(
      this.#number,
      `<</Type/StructTreeRoot/K[${referenceTo(this.root.number)}]/ParentTree ${referenceTo(parents)}/ParentTreeNextKey ${this.#keys}>>`,
    );
    return this.#number;
  }

  #create(type: StructureType, parent: number, options: StructureOptions): StructureElement {
    const record: ElementRecord = { ...options, type, parent, number: this.#file.reserve(), kids: [] };
    this.#elements.set(record.number, record);
    return record;
  }

  #nextKey(): number {
    this.#keys += 1;
    return this.#keys - 1;
  }
}

/** Kids on the page that the element names are written as numbers alone, others with their page (section 14.7.4). */
function elementBody({ type, parent, kids, language, alternative, attributes }: ElementRecord): string {
  const page = kids.find((kid) => 'page' in kid)?.page;
  const written = kids.map((kid) => {
    if ('element' in kid) return referenceTo(kid.element.number);
    if ('annotation' in kid) return `<</Type/OBJR/Pg ${referenceTo(kid.page)}/Obj ${referenceTo(kid.annotation)}>>`;
    return kid.page === page ? String(kid.content) : `<</Type/MCR/Pg ${referenceTo(kid.page)}/MCID ${kid.content}>>`;
  });
  return (
    `<</Type/StructElem/S/${type}/P ${referenceTo(parent)}${page === undefined ? '' : `/Pg ${referenceTo(page)}`}` +
    `${language === undefined ? '' : `/Lang ${textString(language)}`}${alternative === undefined ? '' : `/Alt ${textString(alternative)}`}` +
    `${attributes === undefined ? '' : `/A${attributes}`}/K[${written.join(' ')}]>>`
  );
}
