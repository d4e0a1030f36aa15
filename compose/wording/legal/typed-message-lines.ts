import type { Language, Texts } from '../../../gateway/problems/language.ts';
import { MESSAGE_KIND_GLOSSARY } from '../../../treaty/glossary/message-kinds.ts';
import { REQUEST_TYPE_GLOSSARY } from '../../../treaty/glossary/request-types.ts';
import { type Term, termIn } from '../../../treaty/glossary/term.ts';
import type { TypedMessageAnswer } from '../../api-client/answers-cases.ts';
import { localInstant } from '../instant.ts';
import { printable } from '../printable.ts';
import { wrapped } from '../wrap.ts';
import { findingLines, irregularityLines, LINE_WIDTH } from './finding-lines.ts';

const UNREADABLE: Texts = {
  es: 'El mensaje lleva datos jurídicos que no se pueden leer; la carta sí.',
  pt: 'A mensagem traz dados jurídicos que não se podem ler; a carta sim.',
  fr: 'Le message porte des données juridiques illisibles ; la lettre se lit.',
  en: 'The message carries legal data that cannot be read; the letter can.',
};

const UNASSESSED: Texts = {
  es: 'Las reglas jurídicas no se pudieron aplicar: no han dicho nada.',
  pt: 'As regras jurídicas não se puderam aplicar: não disseram nada.',
  fr: 'Les règles juridiques n’ont pu être appliquées : elles n’ont rien dit.',
  en: 'The legal rules could not be applied: they have said nothing.',
};

const SENDERS_NUMBER: Texts = {
  es: 'Número en el registro del remitente: {number}.',
  pt: 'Número no registo do remetente: {number}.',
  fr: 'Numéro dans le registre de l’expéditeur : {number}.',
  en: 'Number in the register of the sender: {number}.',
};

const OVERRIDDEN: Texts = {
  es: 'Enviado a pesar de {rules} por {by}, {at}: {reason}',
  pt: 'Enviada apesar de {rules} por {by}, {at}: {reason}',
  fr: 'Envoyé malgré {rules} par {by}, {at} : {reason}',
  en: 'Sent in spite of {rules} by {by}, {at}: {reason}',
};

/** What a message says as a typed message: its kind, and what legal rules found. Of a received one that is an irregularity and no more. */
export function typedMessageLines(legal: TypedMessageAnswer, direction: 'outbound' | 'inbound', language: Language): string[] {
  const { kind, requestType, findings, unreadable, unassessed, senderRegisterNumber: number, override } = legal;
  const names = [
    ...(kind === undefined ? [] : [glossaryName(MESSAGE_KIND_GLOSSARY, kind, language)]),
    ...(requestType === undefined ? [] : [glossaryName(REQUEST_TYPE_GLOSSARY, requestType, language)]),
  ];
  return [
    ...(names.length === 0 ? [] : [names.join(': ')]),
    ...(number === undefined ? [] : [SENDERS_NUMBER[language].replace('{number}', () => printable(number))]),
    ...(unreadable === undefined ? [] : [UNREADABLE[language]]),
    ...(unassessed === true ? [UNASSESSED[language]] : []),
    ...(direction === 'inbound' ? irregularityLines(findings, language) : findingLines(findings, language)),
    ...(override === undefined ? [] : wrapped(overridden(override, language), LINE_WIDTH, { first: '', later: '     ' })),
  ];
}

function overridden({ rules, by, at, reason }: NonNullable<TypedMessageAnswer['override']>, language: Language): string {
  const values: Readonly<Record<string, string>> = { rules: rules.join(', '), by, at: localInstant(at), reason };
  return OVERRIDDEN[language].replaceAll(/\{(\w+)\}/g, (braced, name: string) => printable(values[name] ?? braced));
}

/** The name of the glossary; a code that only a later version has stands for itself. */
export function glossaryName(glossary: Readonly<Record<string, Term>>, code: string, language: Language): string {
  const term = Object.hasOwn(glossary, code) ? glossary[code] : undefined;
  return term === undefined ? printable(code) : termIn(term, language);
}
