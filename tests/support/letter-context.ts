import { createHash } from 'node:crypto';
import { instrumentName } from '../../treaty/instruments/instrument-texts.ts';
import { KNOWN_INSTRUMENTS } from '../../treaty/instruments/known-instruments.ts';
import type { LetterContext, LetterFile } from '../../treaty/letter/letter-context.ts';
import type { LetterLanguage } from '../../treaty/letter/letter-document.ts';
import type { LegalMessage } from '../../treaty/message.ts';

const AUTHORITIES: Readonly<Record<LetterLanguage, readonly [string, string, string]>> = {
  es: ['Autoridad central inventada de XA', 'Ministerio de Justicia de XA', 'Autoridad central inventada de XB'],
  pt: ['Autoridade central inventada de XA', 'Ministério da Justiça de XA', 'Autoridade central inventada de XB'],
  fr: ['Autorité centrale inventée de XA', 'Ministère de la justice de XA', 'Autorité centrale inventée de XB'],
  en: ['Invented central authority of XA', 'Ministry of Justice of XA', 'Invented central authority of XB'],
};

/** A letter of the invented authority XA to the invented authority XB with the files that the message declares. */
export function letterContext(message: LegalMessage, language: LetterLanguage = 'es'): LetterContext {
  const [own, above, other] = AUTHORITIES[language];
  return {
    language,
    sender: { names: [own, above], contact: ['Calle Inventada 12, Ciudad Ejemplo, XA', '+99 1 555 0100 · cooperacion@central.xa.example'] },
    recipient: { names: [other], contact: ['Rua Inventada 3, Cidade Exemplo, XB'] },
    registerNumber: 'XA-DEMO/2026/000042',
    messageId: '019a0000-0000-7000-8000-000000000001',
    writtenAt: '2026-11-20T10:00:00Z',
    timeZone: 'Europe/Madrid',
    recipientTimeZone: 'America/Bogota',
    instrumentNames: Object.fromEntries(KNOWN_INSTRUMENTS.map((one) => [one.identifier, instrumentName(one, language)])),
    files: (message.files ?? []).map(({ name }): LetterFile => ({ name, sha256: createHash('sha256').update(name).digest('hex') })),
    signatory: { name: 'Funcionaria Inventada', functions: 'Jefa del servicio de cooperación' },
  };
}
