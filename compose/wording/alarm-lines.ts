import type { Language, Texts } from '../../gateway/problems/language.ts';
import type { AlarmAnswer, AlarmSummaryAnswer } from '../api-client/answers-alarms.ts';
import { localInstant } from './instant.ts';
import { printable } from './printable.ts';

/** What is told of a list with nothing in it. */
export const NO_ALARMS: Texts = {
  es: 'No hay alarmas abiertas.',
  pt: 'Não há alarmes abertos.',
  fr: 'Aucune alarme ouverte.',
  en: 'There are no open alarms.',
};

/** An alarm of a list: one line to search in, and under it what is the case. */
export function alarmSummaryLines(alarm: AlarmSummaryAnswer, language: Language): string[] {
  return [alarmLine(alarm), `  ${printable(alarm.text)}`, ...factLines(alarm, alarm.proofs, language)];
}

/** Everything about one alarm: what is the case, what to do, and what came of it; the proofs themselves are written into files. */
export function alarmLines(alarm: AlarmAnswer, language: Language): string[] {
  const { acknowledgement, earlier } = alarm;
  return [
    alarmLine(alarm),
    `  ${printable(alarm.text)}`,
    `  ${printable(alarm.advice)}`,
    ...factLines(alarm, alarm.proofs.length, language),
    ...(acknowledgement === undefined ? [] : [`  ${acknowledgementLine(acknowledgement, language)}`]),
    ...(earlier === undefined ? [] : [`  ${WORDS.earlier[language](printable(earlier))}`]),
  ];
}

type Facts = Pick<AlarmSummaryAnswer, 'id' | 'code' | 'raisedAt' | 'peer' | 'message' | 'acknowledgedAt'>;

function alarmLine({ id, raisedAt, code, peer, message }: Facts): string {
  const about = [peer, message?.messageId].filter((part) => part !== undefined);
  return [id, localInstant(raisedAt), code, ...about].map(printable).join('  ');
}

function factLines({ acknowledgedAt }: Facts, proofs: number, language: Language): string[] {
  return [
    ...(proofs === 0 ? [] : [`  ${WORDS.proofs[language](proofs)}`]),
    `  ${acknowledgedAt === undefined ? WORDS.open[language] : WORDS.acknowledged[language](localInstant(acknowledgedAt))}`,
  ];
}

function acknowledgementLine({ by, note }: NonNullable<AlarmAnswer['acknowledgement']>, language: Language): string {
  return note === undefined ? WORDS.settled[language] : WORDS.note[language](printable(by), printable(note));
}

const WORDS = {
  open: {
    es: 'Nadie la ha atendido todavía.',
    pt: 'Ainda ninguém o atendeu.',
    fr: 'Personne ne l’a encore traitée.',
    en: 'Nobody has acknowledged it yet.',
  },
  acknowledged: {
    es: (at: string) => `Atendida: ${at}.`,
    pt: (at: string) => `Atendido: ${at}.`,
    fr: (at: string) => `Traitée : ${at}.`,
    en: (at: string) => `Acknowledged: ${at}.`,
  },
  note: {
    es: (by: string, note: string) => `Lo que anotó ${by}: ${note}`,
    pt: (by: string, note: string) => `O que anotou ${by}: ${note}`,
    fr: (by: string, note: string) => `Note de ${by} : ${note}`,
    en: (by: string, note: string) => `Note by ${by}: ${note}`,
  },
  settled: {
    es: 'La propia pasarela comprobó que había terminado.',
    pt: 'O próprio gateway verificou que tinha terminado.',
    fr: 'La passerelle elle-même a constaté que c’était terminé.',
    en: 'The gateway itself found that it was over.',
  },
  proofs: {
    es: (count: number) => `Pruebas firmadas que se conservan: ${count}.`,
    pt: (count: number) => `Provas assinadas que se conservam: ${count}.`,
    fr: (count: number) => `Preuves signées conservées : ${count}.`,
    en: (count: number) => `Signed proofs that are kept: ${count}.`,
  },
  earlier: {
    es: (id: string) => `Ya ocurrió antes: alarma ${id}.`,
    pt: (id: string) => `Já ocorreu antes: alarme ${id}.`,
    fr: (id: string) => `Cela s’est déjà produit : alarme ${id}.`,
    en: (id: string) => `It has happened before: alarm ${id}.`,
  },
} as const satisfies Record<string, Record<Language, string | ((...values: never[]) => string)>>;
