import type { TransportState } from '../../evidence/transport-state.ts';
import type { Language, Texts } from '../../gateway/problems/language.ts';
import { STATE_TEXTS } from '../../gateway/problems/state-texts.ts';
import { problemRow, rowNameOf } from '../../gateway/problems/table.ts';
import type { MessageAnswer, MessageSummaryAnswer, PendingAnswer } from '../api-client/answers.ts';
import { eventSentence, reasonSentences } from './events.ts';
import { localInstant } from './instant.ts';
import { typedMessageLines } from './legal/typed-message-lines.ts';
import { letterLines } from './letter-signatures.ts';
import { printable } from './printable.ts';
import { TRAINING_TEXTS } from './training.ts';

/** What a state means, as a sentence; the state itself where only a later version has one. */
export function stateSentence(state: string, language: Language): string {
  return Object.hasOwn(STATE_TEXTS, state) ? STATE_TEXTS[state as TransportState][language] : printable(state);
}

/** What is told of a list with nothing in it. */
export const NO_MESSAGES: Texts = {
  es: 'No hay mensajes.',
  pt: 'Não há mensagens.',
  fr: 'Aucun message.',
  en: 'There are no messages.',
};

/** A message of a list: one line to search in, and under it what that means and until when the next step has time. */
export function summaryLines(message: MessageSummaryAnswer, language: Language): string[] {
  return [summaryLine(message), ...statusLines(message, language).map((line) => `  ${line}`)];
}

function summaryLine({ messageId, createdAt, state, lane, direction, sender, recipient }: MessageSummaryAnswer): string {
  return [messageId, localInstant(createdAt), state, lane, direction === 'inbound' ? sender : recipient].join('  ');
}

function statusLines(message: MessageSummaryAnswer, language: Language): string[] {
  const deadline = nextDeadline(message);
  return [
    stateSentence(message.state, language),
    ...(deadline === undefined ? [] : [WORDS[deadline.name][language](localInstant(deadline.at))]),
    ...(message.lastProblem === undefined || message.terminal ? [] : [problemTitle(message.lastProblem, language)]),
  ];
}

/** Everything about one message: what it is, who has signed its letter, what was stated about it, and what is still to be done. */
export function messageLines(message: MessageAnswer, language: Language): string[] {
  return [
    summaryLine(message),
    ...statusLines(message, language),
    ...(message.training === true ? [TRAINING_TEXTS[language]] : []),
    ...(message.subject === undefined ? [] : [printable(message.subject)]),
    ...(message.legal === undefined ? [] : typedMessageLines(message.legal, message.direction, language).map((line) => `  ${line}`)),
    ...message.files.map(({ name, role, size, sha256 }) => `  ${printable(role)}  ${printable(name)}  ${size}  ${sha256}`),
    ...letterLines(message, language).map((line) => `  ${line}`),
    ...message.evidence.flatMap(({ eventTime, event, issuer, reasons }) => [
      `  ${localInstant(eventTime)}  ${eventSentence(event, language)} (${printable(issuer)})`,
      ...reasonSentences(reasons, language).map((reason) => `    ${printable(reason)}`),
    ]),
    ...message.pending.flatMap((work) => pendingLines(work, language)),
    ...message.conflicts.map(({ kind }) => `  ! ${printable(kind)}`),
  ];
}

/** Work that has not been done yet: what, when again, and what was in the way. */
function pendingLines({ kind, state, attempts, nextAttemptAt, lastError, progress }: PendingAnswer, language: Language): string[] {
  const what = Object.hasOwn(WORK, kind) ? WORK[kind as keyof typeof WORK][language] : printable(kind);
  const when =
    state === 'ready'
      ? WORDS.ready[language](localInstant(nextAttemptAt))
      : state === 'dead'
        ? WORDS.dead[language]
        : WORDS.running[language];
  const done = progress === undefined || progress.total === 0 ? '' : ` ${WORDS.done[language](percentOf(progress))}`;
  return [
    `  > ${what} ${when}${done}${attempts > 0 ? ` ${WORDS.attempts[language](attempts)}` : ''}`,
    ...(lastError === undefined ? [] : [`    ${problemTitle(lastError, language)}`]),
  ];
}

function percentOf({ done, total }: { done: number; total: number }): number {
  return Math.floor((100 * Math.min(done, total)) / total);
}

function problemTitle(code: string, language: Language): string {
  return `${problemRow(rowNameOf(code) ?? 'internal').title[language]} [${printable(code)}]`;
}

type DeadlineName = 'relay' | 'consignment' | 'handover';

const DEADLINE_OF_STATE: Readonly<Record<string, DeadlineName>> = {
  submitted: 'relay',
  accepted: 'relay',
  relayed: 'consignment',
  consigned: 'handover',
};

function nextDeadline({ state, terminal, deadlines }: MessageSummaryAnswer): { name: DeadlineName; at: string } | undefined {
  const name = Object.hasOwn(DEADLINE_OF_STATE, state) ? DEADLINE_OF_STATE[state] : undefined;
  return name === undefined || terminal ? undefined : { name, at: deadlines[name] };
}

const WORK = {
  prepare: {
    es: 'Falta prepararlo (firmar y cifrar).',
    pt: 'Falta prepará-la (assinar e cifrar).',
    fr: 'Il reste à le préparer (signer et chiffrer).',
    en: 'It still has to be prepared (signed and sealed).',
  },
  transmit: {
    es: 'Falta enviarlo a la otra pasarela.',
    pt: 'Falta enviá-la ao outro gateway.',
    fr: 'Il reste à l’envoyer à l’autre passerelle.',
    en: 'It still has to be sent to the other gateway.',
  },
  open: {
    es: 'Falta abrirlo y comprobarlo.',
    pt: 'Falta abri-la e verificá-la.',
    fr: 'Il reste à l’ouvrir et à le vérifier.',
    en: 'It still has to be opened and checked.',
  },
} as const satisfies Record<string, Texts>;

type Sentences<Argument> = Readonly<Record<Language, (argument: Argument) => string>>;

const WORDS: {
  relay: Sentences<string>;
  consignment: Sentences<string>;
  handover: Sentences<string>;
  ready: Sentences<string>;
  attempts: Sentences<number>;
  done: Sentences<number>;
  running: Texts;
  dead: Texts;
} = {
  relay: {
    es: (at) => `La otra pasarela tiene hasta ${at} para confirmar que lo recibió.`,
    pt: (at) => `O outro gateway tem até ${at} para confirmar que a recebeu.`,
    fr: (at) => `L’autre passerelle a jusqu’au ${at} pour en confirmer la réception.`,
    en: (at) => `The other gateway has until ${at} to confirm receipt.`,
  },
  consignment: {
    es: (at) => `El contenido debe estar disponible para la autoridad destinataria antes de ${at}.`,
    pt: (at) => `O conteúdo deve estar disponível para a autoridade destinatária até ${at}.`,
    fr: (at) => `Le contenu doit être disponible pour l’autorité destinataire avant le ${at}.`,
    en: (at) => `The content has to be available to the recipient authority by ${at}.`,
  },
  handover: {
    es: (at) => `La autoridad destinataria tiene hasta ${at} para retirarlo.`,
    pt: (at) => `A autoridade destinatária tem até ${at} para a retirar.`,
    fr: (at) => `L’autorité destinataire a jusqu’au ${at} pour le retirer.`,
    en: (at) => `The recipient authority has until ${at} to take it over.`,
  },
  ready: {
    es: (at) => `Próximo intento: ${at}.`,
    pt: (at) => `Próxima tentativa: ${at}.`,
    fr: (at) => `Prochaine tentative : ${at}.`,
    en: (at) => `Next attempt: ${at}.`,
  },
  attempts: {
    es: (count) => `Intentos hechos: ${count}.`,
    pt: (count) => `Tentativas feitas: ${count}.`,
    fr: (count) => `Tentatives faites : ${count}.`,
    en: (count) => `Attempts made: ${count}.`,
  },
  done: {
    es: (percent) => `Hecho: ${percent} %.`,
    pt: (percent) => `Feito: ${percent} %.`,
    fr: (percent) => `Fait : ${percent} %.`,
    en: (percent) => `Done: ${percent} %.`,
  },
  running: { es: 'Se está haciendo ahora.', pt: 'Está a ser feito agora.', fr: 'C’est en cours.', en: 'It is being done now.' },
  dead: {
    es: 'Ya no se intenta: un operador tiene que intervenir.',
    pt: 'Já não se tenta: um operador tem de intervir.',
    fr: 'On n’essaie plus : un opérateur doit intervenir.',
    en: 'It is not tried any more: an operator has to step in.',
  },
};
