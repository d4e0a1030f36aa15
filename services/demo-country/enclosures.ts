import { createHash } from 'node:crypto';
import type { FileDeclaration } from '../../treaty/common/file-declaration.ts';
import type { Enclosure } from './country-gateway.ts';
import type { CountryTexts } from './texts/country-texts.ts';

const ROWS = 12;

/** Invented records, the same for the same request; every row says that it is invented. */
export function inventedRecords(requestId: string, { recordsName, recordsHeading, recordsRow }: CountryTexts): Enclosure {
  const rows = Array.from({ length: ROWS }, (_, index) => {
    const digest = createHash('sha256').update(`${requestId}/${index}`).digest();
    const amount = (digest.readUInt16BE(0) / 10).toFixed(2);
    return [index + 1, recordsRow, amount, 'XTS'].join(';');
  });
  return {
    name: recordsName,
    mediaType: 'text/csv',
    content: Buffer.from([recordsHeading, ...rows, ''].join('\r\n'), 'utf8'),
  };
}

export function digestOf({ content }: Enclosure): string {
  return createHash('sha256').update(content).digest('hex');
}

/** What an answer declares of the file. */
export function declarationOf(enclosure: Enclosure, language: string): FileDeclaration {
  return { name: enclosure.name, sha256: digestOf(enclosure), document: 'evidence', language, version: { kind: 'original' } };
}
