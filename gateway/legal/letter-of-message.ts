import { legalLetter } from '../../treaty/letter/legal-letter.ts';
import type { LetterAuthority, LetterContext, LetterFile } from '../../treaty/letter/letter-context.ts';
import type { LetterDocument, LetterLanguage } from '../../treaty/letter/letter-document.ts';
import { signatureMarkLines } from '../../treaty/letter/signature-mark-lines.ts';
import type { LegalMessage } from '../../treaty/message.ts';
import type { LetterMark } from '../contracts/letters.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { instrumentsInUse } from './examine-with-directory.ts';

/** Name of a letter that the gateway renders; no submitted file can have it then. */
export const RENDERED_LETTER_NAME = 'letter.pdf';

/** A typed message that gets its letter from us. */
export interface LetterOrder {
  language: LetterLanguage;
  message: LegalMessage;
  messageId: string;
  recipient: string;
  registerNumber: string;
  writtenAt: Date;
  files: readonly LetterFile[];
}

type Composer = Pick<GatewayDependencies, 'authority' | 'directory' | 'instruments' | 'settings' | 'letterRenderer'>;

/**
 * Renders the letter of a typed message (PDF/A, tagged), with a place for the seal. Throws LetterRenderingError `letter-character-missing`,
 * `letter-too-long` for what is in the message, and `letter-not-rendered` when its thread died.
 */
export async function renderLetterOf(composer: Composer, order: LetterOrder): Promise<Buffer> {
  return composer.letterRenderer.render(letterDocumentOf(composer, order), { identifier: order.messageId, createdAt: order.writtenAt });
}

/** What the seal shows on it. */
export function sealMarkOf(composer: Composer, order: LetterOrder): LetterMark | undefined {
  const place = letterDocumentOf(composer, order).blocks.find((block) => block.kind === 'signature-place');
  if (place === undefined) return undefined;
  const [authority = composer.authority] = letterAuthority(composer, composer.authority, order.language).names;
  const { language, writtenAt } = order;
  const lines = signatureMarkLines({
    language,
    authority,
    signedAt: writtenAt.toISOString(),
    timeZone: zoneOf(composer, composer.authority),
  });
  return { field: place.field, draw: (size) => composer.letterRenderer.drawMark({ language, lines }, size) };
}

function letterDocumentOf(composer: Composer, order: LetterOrder): LetterDocument {
  const { language, message, messageId, recipient, registerNumber, writtenAt, files } = order;
  const context: LetterContext = {
    language,
    sender: letterAuthority(composer, composer.authority, language),
    recipient: letterAuthority(composer, recipient, language),
    registerNumber,
    messageId,
    writtenAt: writtenAt.toISOString(),
    timeZone: zoneOf(composer, composer.authority),
    recipientTimeZone: zoneOf(composer, recipient),
    instrumentNames: instrumentNames(composer, language),
    files,
    ...(composer.settings.environment === 'training' ? { training: true } : {}),
  };
  return legalLetter(message, context);
}

function letterAuthority({ directory }: Composer, identifier: string, language: LetterLanguage): LetterAuthority {
  const record = directory.authority(identifier);
  if (record === undefined) return { names: [identifier], contact: [] };
  const contacts = record.profile?.aroundTheClock ?? [];
  const contact = contacts.slice(0, 1).flatMap(({ telephone, email }) => [telephone, email].filter((line) => line !== undefined));
  return { names: [nameIn(record.names, language) ?? identifier], contact };
}

/** In the language of the letter, else in Spanish, else as there is one. */
function nameIn(names: Readonly<Record<string, string>>, language: string): string | undefined {
  const inLanguage = Object.entries(names).find(([tag]) => tag.split('-', 1)[0] === language)?.[1];
  return inLanguage ?? names.es ?? Object.values(names)[0];
}

function zoneOf({ directory, settings, authority }: Composer, identifier: string): string {
  const published = directory.authority(identifier)?.profile?.office.timeZone;
  return published ?? (identifier === authority ? settings.register.timeZone : 'UTC');
}

function instrumentNames(composer: Composer, language: LetterLanguage): Record<string, string> {
  return Object.fromEntries(
    instrumentsInUse(composer).map(({ identifier, names }) => [
      identifier,
      nameIn(names as Readonly<Record<string, string>>, language) ?? identifier,
    ]),
  );
}
