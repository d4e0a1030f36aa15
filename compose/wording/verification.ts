import type { CheckName } from '../../audit/verify/checks.ts';
import type { Verdict } from '../../audit/verify/finding.ts';
import type { Language, Texts } from '../../gateway/problems/language.ts';
import type { CheckSentences } from './check-sentences.ts';
import { ENGLISH_CHECKS } from './checks/english.ts';
import { FRENCH_CHECKS } from './checks/french.ts';
import { PORTUGUESE_CHECKS } from './checks/portuguese.ts';
import { SPANISH_CHECKS } from './checks/spanish.ts';

/** Whole sentences for the outcome of every check. */
export const CHECK_SENTENCES: Readonly<Record<Language, CheckSentences>> = {
  es: SPANISH_CHECKS,
  pt: PORTUGUESE_CHECKS,
  fr: FRENCH_CHECKS,
  en: ENGLISH_CHECKS,
};

/** What one outcome of a check means, in every language. */
export function checkTexts(check: CheckName, verdict: Verdict): Texts {
  return {
    es: SPANISH_CHECKS[check][verdict],
    pt: PORTUGUESE_CHECKS[check][verdict],
    fr: FRENCH_CHECKS[check][verdict],
    en: ENGLISH_CHECKS[check][verdict],
  };
}

export const VERDICT_TEXTS: Readonly<Record<Verdict, Texts>> = {
  PASSED: {
    es: 'VÁLIDO: todo lo comprobado es correcto.',
    pt: 'VÁLIDO: tudo o que foi verificado está correto.',
    fr: 'VALIDE : tout ce qui a été vérifié est correct.',
    en: 'VALID: everything that was checked holds.',
  },
  INDETERMINATE: {
    es: 'NO CONCLUYENTE: falta información para decidir.',
    pt: 'NÃO CONCLUSIVO: falta informação para decidir.',
    fr: 'NON CONCLUANT : des informations manquent pour décider.',
    en: 'INDETERMINATE: information is missing for a decision.',
  },
  FAILED: {
    es: 'NO VÁLIDO: al menos una comprobación falló.',
    pt: 'NÃO VÁLIDO: pelo menos uma verificação falhou.',
    fr: 'NON VALIDE : au moins une vérification a échoué.',
    en: 'NOT VALID: at least one check failed.',
  },
};

/** Headings of the report for people. */
export const REPORT_HEADINGS = {
  receipts: { es: 'Acuses', pt: 'Recibos', fr: 'Accusés', en: 'Receipts' },
  failed: { es: 'Lo que falla', pt: 'O que falha', fr: 'Ce qui échoue', en: 'What fails' },
  open: {
    es: 'Lo que no se puede decidir',
    pt: 'O que não se pode decidir',
    fr: 'Ce qui ne peut être décidé',
    en: 'What cannot be decided',
  },
  warnings: { es: 'Advertencias', pt: 'Avisos', fr: 'Avertissements', en: 'Warnings' },
  passed: { es: 'Lo que es correcto', pt: 'O que está correto', fr: 'Ce qui est correct', en: 'What holds' },
  commands: {
    es: 'Cómo comprobar lo mismo con otros programas',
    pt: 'Como verificar o mesmo com outros programas',
    fr: 'Comment vérifier la même chose avec d’autres programmes',
    en: 'How to check the same with other programs',
  },
  file: { es: 'Archivo', pt: 'Ficheiro', fr: 'Fichier', en: 'File' },
  messages: { es: 'Mensajes', pt: 'Mensagens', fr: 'Messages', en: 'Messages' },
  conversation: { es: 'Conversación', pt: 'Conversação', fr: 'Conversation', en: 'Conversation' },
  message: { es: 'Mensaje', pt: 'Mensagem', fr: 'Message', en: 'Message' },
  sender: { es: 'Remitente', pt: 'Remetente', fr: 'Expéditeur', en: 'Sender' },
  recipient: { es: 'Destinatario', pt: 'Destinatário', fr: 'Destinataire', en: 'Recipient' },
  at: { es: 'Comprobado a fecha de', pt: 'Verificado à data de', fr: 'Vérifié à la date du', en: 'Verified as of' },
  signer: { es: 'Firmado por', pt: 'Assinado por', fr: 'Signé par', en: 'Signed by' },
} as const satisfies Record<string, Texts>;
