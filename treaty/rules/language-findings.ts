import type { LegalFinding } from '../finding.ts';
import { acceptedLanguagesFor, isAccepted, untranslatedFiles } from '../languages/accepted-languages.ts';
import type { LegalCheck } from './check.ts';
import { legalFinding } from './legal-finding.ts';

/**
 * R10 to R12: whether the addressee can read it (UNTOC 18(14)). Of a request every document is looked at, of what follows only the text: an answer
 * comes in the language of the State that gives it unless the two have agreed otherwise, and evidence is not translated by its sender.
 */
export function languageFindings({ message, basis, instruments, recipient, today, digests }: LegalCheck): LegalFinding[] {
  if (message.kind !== 'request') return [];
  const carrying = new Set(basis?.carries.map(({ instrument }) => instrument));
  const accepted = acceptedLanguagesFor({
    country: recipient.country,
    matter: message.matter,
    instruments: instruments.filter(({ identifier }) => carrying.has(identifier)),
    on: today,
    ...(recipient.profile === undefined ? {} : { profile: recipient.profile }),
  });
  if (accepted.length === 0) return [legalFinding('accepted-languages-unknown')];
  const shown = accepted.join(', ');
  const letterAccepted = message.files.some(({ document, language }) => document === 'letter' && isAccepted(language, accepted));
  const readable = letterAccepted || isAccepted(message.language, accepted);
  return [
    ...(readable
      ? []
      : [legalFinding('language-not-accepted', { pointer: '/language', parameters: { language: message.language, accepted: shown } })]),
    ...untranslatedFiles(message.files, accepted, digests).map(({ index, language }) =>
      legalFinding('translation-missing', { pointer: `/files/${index}`, parameters: { language, accepted: shown } }),
    ),
  ];
}
