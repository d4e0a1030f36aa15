import { type PdfDictionary, rawOf } from './pdf-object.ts';

/** A dictionary with some values replaced or added, every other one octet for octet as it stood. */
export function dictionaryWith(dictionary: PdfDictionary, changes: Record<string, string>): string {
  const entries = new Map([...dictionary.entries].map(([key, value]) => [writeName(key), rawOf(value).toString('latin1')]));
  for (const [key, value] of Object.entries(changes)) entries.set(writeName(key), value);
  return `<<\n${[...entries].map(([key, value]) => `${key} ${value}\n`).join('')}>>`;
}

/** Section 7.3.5: everything but plain letters, digits and a few marks is escaped. */
function writeName(name: string): string {
  return `/${name.replace(/[^A-Za-z0-9._-]/g, (character) => `#${character.charCodeAt(0).toString(16).padStart(2, '0')}`)}`;
}
