import type { Language } from '../../gateway/problems/language.ts';
import type { LetterSignatureAnswer } from '../api-client/answers.ts';
import { printable } from './printable.ts';
import { hasReason, reasonTexts } from './reasons.ts';

type Texts = Readonly<Record<Language, string>>;

const VERDICTS: Readonly<Record<string, Texts>> = {
  PASSED: { es: 'válida', pt: 'válida', fr: 'valable', en: 'valid' },
  INDETERMINATE: { es: 'no se puede decidir', pt: 'não se pode decidir', fr: 'indécidable', en: 'cannot be decided' },
  FAILED: { es: 'no válida', pt: 'não válida', fr: 'non valable', en: 'not valid' },
};
const SIGNED: Texts = { es: 'carta firmada por', pt: 'carta assinada por', fr: 'lettre signée par', en: 'letter signed by' };
const UNKNOWN_SIGNER: Texts = { es: 'alguien sin identificar', pt: 'alguém por identificar', fr: 'un inconnu', en: 'somebody unknown' };
const CHANGED: Texts = {
  es: 'después se cambió el archivo',
  pt: 'depois o ficheiro foi alterado',
  fr: 'le fichier a été modifié ensuite',
  en: 'the file was changed afterwards',
};
const NOT_EXAMINED: Texts = {
  es: 'no se han podido examinar las firmas de la carta',
  pt: 'não foi possível examinar as assinaturas da carta',
  fr: 'les signatures de la lettre n’ont pas pu être examinées',
  en: 'the signatures of the letter could not be examined',
};

/** One line for each signature of a letter, and one where they could not be told. */
export function letterLines(
  { letterSignatures, letterProblem }: { letterSignatures: readonly LetterSignatureAnswer[]; letterProblem?: string | undefined },
  language: Language,
): string[] {
  return [
    ...letterSignatures.map((signature) => signatureLine(signature, language)),
    ...(letterProblem === undefined ? [] : [`${NOT_EXAMINED[language]}: ${reasonOf(letterProblem, language)}`]),
  ];
}

function signatureLine(signature: LetterSignatureAnswer, language: Language): string {
  const { verdict, code, level, signer, changesAfter } = signature;
  const who = signer === undefined ? UNKNOWN_SIGNER[language] : (signer.authority ?? printable(signer.subject));
  const outcome = VERDICTS[verdict]?.[language] ?? printable(verdict);
  const reason = code === undefined ? '' : ` (${reasonOf(code, language)})`;
  const changed = changesAfter.some(({ harmless }) => !harmless) ? `; ${CHANGED[language]}` : '';
  return `${SIGNED[language]} ${who}${level === undefined ? '' : `, ${printable(level)}`}: ${outcome}${reason}${changed}`;
}

/** Its sentence, or the code itself where only a later version has one. */
function reasonOf(code: string, language: Language): string {
  return hasReason(code) ? reasonTexts(code)[language].replace(/\.$/, '') : printable(code);
}
