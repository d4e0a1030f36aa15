import { readTypeface } from '../../../adapters/letter-rendering/fonts/typeface.ts';
import { renderLetter } from '../../../adapters/letter-rendering/render-letter.ts';
import { drawSignatureMark } from '../../../adapters/letter-rendering/signature-mark.ts';
import { reservedPlaces } from '../../../crypto/pades/reserved-place.ts';
import { signPades } from '../../../crypto/pades/sign.ts';
import { CONVERSATION_EXAMPLES } from '../../../treaty/conversation/examples/conversation-examples.ts';
import { legalLetter } from '../../../treaty/letter/legal-letter.ts';
import { LETTER_LANGUAGES, type LetterDocument } from '../../../treaty/letter/letter-document.ts';
import { signatureMarkLines } from '../../../treaty/letter/signature-mark-lines.ts';
import type { LegalMessage } from '../../../treaty/message.ts';
import { REQUEST_EXAMPLES } from '../../../treaty/requests/examples/request-examples.ts';
import { inventedBlocks, inventedLetter } from '../../support/invented-letter.ts';
import { letterContext } from '../../support/letter-context.ts';
import type { SigningFixture } from '../../unit/pades/support.ts';

/** A file to be judged. `breaks`: the beginning of a clause that it must be found to break, by the flavour that has it. */
export interface JudgedLetter {
  name: string;
  pdf: Buffer;
  breaks?: { flavour: '2a' | 'ua1'; clause: string };
}

const CREATED_AT = new Date('2026-11-20T10:00:00Z');
const MAXIMUM_LENGTH = 64 * 1024 * 1024;
const typeface = readTypeface();

const rendered = (document: LetterDocument): Buffer =>
  renderLetter(document, { identifier: document.title, createdAt: CREATED_AT }, typeface);

const letterOf = (message: LegalMessage, language: LetterDocument['language']): LetterDocument =>
  legalLetter(message, letterContext(message, language));

/** One kind of message after the other, the languages taking turns; each type of request in all of them. */
export function conformingLetters(): JudgedLetter[] {
  const requests = Object.entries(REQUEST_EXAMPLES).flatMap(([type, { complete }]) =>
    LETTER_LANGUAGES.map((language) => ({ name: `${type}-${language}`, pdf: rendered(letterOf(complete, language)) })),
  );
  const messages = CONVERSATION_EXAMPLES.map(({ message }, index) => {
    const language = LETTER_LANGUAGES[index % LETTER_LANGUAGES.length] ?? 'es';
    return { name: `${message.kind}-${index}-${language}`, pdf: rendered(letterOf(message, language)) };
  });
  const rows = Array.from({ length: 300 }, (_, index) => [`anexo-${index}.pdf`, 'a3f5'.repeat(16)]);
  const columns = [
    { heading: 'Fichero', share: 1 },
    { heading: 'SHA-256', share: 2 },
  ];
  return [
    ...requests,
    ...messages,
    { name: 'watermark', pdf: rendered(inventedLetter(inventedBlocks(), { watermark: 'ADIESTRAMIENTO - SIN VALOR LEGAL' })) },
    { name: 'long-table', pdf: rendered(inventedLetter([...inventedBlocks(), { kind: 'table', caption: 'Anexos', columns, rows }])) },
  ];
}

/** Signed in the place kept for it, with a time-stamp. */
export async function signedLetters({ signer, requestTimestamp }: SigningFixture): Promise<JudgedLetter[]> {
  const letters: JudgedLetter[] = [];
  for (const language of LETTER_LANGUAGES) {
    const pdf = rendered(letterOf(REQUEST_EXAMPLES['mutual-legal-assistance'].complete, language));
    const [place] = reservedPlaces(pdf, MAXIMUM_LENGTH);
    if (place === undefined) throw new TypeError('the letter keeps no place for a signature');
    const facts = {
      language,
      authority: 'Autoridad central inventada de XA',
      signedAt: CREATED_AT.toISOString(),
      timeZone: 'Europe/Madrid',
    };
    const appearance = drawSignatureMark({ language, lines: signatureMarkLines(facts) }, place, typeface);
    const mark = { field: place.field, appearance };
    const signed = await signPades({ pdf, signer, signingTime: CREATED_AT, maximumLength: MAXIMUM_LENGTH, requestTimestamp, mark });
    letters.push({ name: `signed-${language}`, pdf: signed.pdf });
  }
  return letters;
}
