import { catalogOf, signatureFieldsOf } from '../../../crypto/pades/document-structure.ts';
import { writeIncrementalUpdate } from '../../../crypto/pades/incremental-update.ts';
import { openPdf } from '../../../crypto/pades/pdf-document.ts';
import { type PdfDictionary, rawOf } from '../../../crypto/pades/pdf-object.ts';
import type { JudgedLetter } from './letters.ts';

/** What is taken away from the catalog of a good letter, and the clause that asks for it. */
const WITHOUT: readonly (readonly [key: string, flavour: '2a' | 'ua1', clause: string])[] = [
  ['Lang', 'ua1', '7.2'],
  ['MarkInfo', '2a', '6.7.2.2'],
  ['StructTreeRoot', '2a', '6.7.3.3'],
  ['OutputIntents', '2a', '6.2.4.3'],
  ['Metadata', '2a', '6.6.2.1'],
  ['ViewerPreferences', 'ua1', '7.1'],
];

/** The letter with one thing taken away each time, by an update as an honest writer makes it. */
export function spoiltLetters(pdf: Buffer): JudgedLetter[] {
  const document = openPdf(pdf, pdf.length);
  const { number, generation, dictionary } = catalogOf(document);
  return [
    ...WITHOUT.map(([key, flavour, clause]) => {
      const update = writeIncrementalUpdate(document, [{ number, generation, body: dictionaryWithout(dictionary, key) }]);
      return { name: `without-${key}`, pdf: Buffer.concat([pdf, update.bytes]), breaks: { flavour, clause } };
    }),
    { name: 'field-apart', pdf: fieldApart(pdf), breaks: { flavour: 'ua1', clause: '7.18.4' } },
  ];
}

/** The field for the signature without its place in the structure. */
function fieldApart(pdf: Buffer): Buffer {
  const document = openPdf(pdf, pdf.length);
  const [field] = signatureFieldsOf(document);
  if (field === undefined) throw new TypeError('the letter has no field');
  const body = dictionaryWithout(field.dictionary, 'StructParent');
  return Buffer.concat([pdf, writeIncrementalUpdate(document, [{ number: field.number, generation: 0, body }]).bytes]);
}

function dictionaryWithout(dictionary: PdfDictionary, key: string): string {
  const kept = [...dictionary.entries].filter(([name]) => name !== key);
  return `<<${kept.map(([name, value]) => `/${name} ${rawOf(value).toString('latin1')}`).join('')}>>`;
}
