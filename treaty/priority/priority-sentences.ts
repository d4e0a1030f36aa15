import type { PriorityCriterion, PriorityReason } from './assess-priority.ts';

type Language = 'es' | 'pt' | 'fr' | 'en';

/** Why a request stands where it stands; {value} is a date, a number of days, or the words for a level. */
const SENTENCES: Readonly<Record<Language, Readonly<Record<PriorityCriterion, string>>>> = {
  es: {
    urgency: 'Urgencia declarada: {value}.',
    libertyAtStake: 'Está en juego la libertad de una persona.',
    arrestBeforeTrial: 'Hay detención antes del juicio.',
    seriousness: 'Gravedad declarada: {value}.',
    evidenceLossRisk: 'Riesgo de perder pruebas decisivas: {value}.',
    evidenceLostOn: 'Las pruebas pueden perderse el {value}.',
    limitationOn: 'La prescripción se cumple el {value}.',
    hearingOn: 'La audiencia es el {value}.',
    reasonedDeadline: 'Se pide respuesta, con motivos, antes del {value}.',
    stage: 'Estado del procedimiento: {value}.',
    age: 'Espera desde hace {value} días.',
  },
  pt: {
    urgency: 'Urgência declarada: {value}.',
    libertyAtStake: 'Está em causa a liberdade de uma pessoa.',
    arrestBeforeTrial: 'Há detenção antes do julgamento.',
    seriousness: 'Gravidade declarada: {value}.',
    evidenceLossRisk: 'Risco de perder provas decisivas: {value}.',
    evidenceLostOn: 'As provas podem perder-se em {value}.',
    limitationOn: 'A prescrição completa-se em {value}.',
    hearingOn: 'A audiência é em {value}.',
    reasonedDeadline: 'Pede-se resposta, com motivos, até {value}.',
    stage: 'Fase do processo: {value}.',
    age: 'Espera há {value} dias.',
  },
  fr: {
    urgency: 'Urgence déclarée : {value}.',
    libertyAtStake: 'La liberté d’une personne est en jeu.',
    arrestBeforeTrial: 'Il y a détention avant le procès.',
    seriousness: 'Gravité déclarée : {value}.',
    evidenceLossRisk: 'Risque de perdre des preuves décisives : {value}.',
    evidenceLostOn: 'Les preuves peuvent disparaître le {value}.',
    limitationOn: 'La prescription est acquise le {value}.',
    hearingOn: 'L’audience est le {value}.',
    reasonedDeadline: 'Une réponse est demandée, avec motifs, avant le {value}.',
    stage: 'État de la procédure : {value}.',
    age: 'Elle attend depuis {value} jours.',
  },
  en: {
    urgency: 'Declared urgency: {value}.',
    libertyAtStake: 'The liberty of a person is at stake.',
    arrestBeforeTrial: 'There is an arrest before trial.',
    seriousness: 'Declared seriousness: {value}.',
    evidenceLossRisk: 'Risk of losing crucial evidence: {value}.',
    evidenceLostOn: 'The evidence may be lost on {value}.',
    limitationOn: 'The matter becomes time-barred on {value}.',
    hearingOn: 'The hearing is on {value}.',
    reasonedDeadline: 'An answer is wished, with reasons, by {value}.',
    stage: 'Stage of the proceedings: {value}.',
    age: 'It has been waiting for {value} days.',
  },
};

/** The levels of criteria in words. What is not here, a date or a number, is shown as it is. */
const LEVELS: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  es: {
    urgent: 'urgente',
    emergency: 'emergencia, con peligro para la vida o la integridad de una persona',
    ordinary: 'ordinaria',
    minor: 'leve',
    serious: 'grave',
    'very-serious': 'muy grave',
    possible: 'posible',
    imminent: 'inminente',
    preliminary: 'diligencias preliminares',
    investigation: 'investigación',
    prosecution: 'acusación',
    trial: 'juicio',
    appeal: 'recurso',
    enforcement: 'ejecución',
  },
  pt: {
    urgent: 'urgente',
    emergency: 'emergência, com perigo para a vida ou a integridade de uma pessoa',
    ordinary: 'ordinária',
    minor: 'leve',
    serious: 'grave',
    'very-serious': 'muito grave',
    possible: 'possível',
    imminent: 'iminente',
    preliminary: 'diligências preliminares',
    investigation: 'investigação',
    prosecution: 'acusação',
    trial: 'julgamento',
    appeal: 'recurso',
    enforcement: 'execução',
  },
  fr: {
    urgent: 'urgente',
    emergency: 'péril imminent pour la vie ou l’intégrité d’une personne',
    ordinary: 'ordinaire',
    minor: 'mineure',
    serious: 'grave',
    'very-serious': 'très grave',
    possible: 'possible',
    imminent: 'imminent',
    preliminary: 'enquête préliminaire',
    investigation: 'instruction',
    prosecution: 'poursuites',
    trial: 'procès',
    appeal: 'recours',
    enforcement: 'exécution',
  },
  en: {
    urgent: 'urgent',
    emergency: 'emergency, with a threat to the life or safety of a person',
    ordinary: 'ordinary',
    minor: 'minor',
    serious: 'serious',
    'very-serious': 'very serious',
    possible: 'possible',
    imminent: 'imminent',
    preliminary: 'preliminary',
    investigation: 'investigation',
    prosecution: 'prosecution',
    trial: 'trial',
    appeal: 'appeal',
    enforcement: 'enforcement',
  },
};

/** The sentence that tells a clerk one reason. */
export function prioritySentence({ criterion, value }: PriorityReason, language: Language): string {
  const levels = LEVELS[language];
  const words = Object.hasOwn(levels, value) ? (levels[value] ?? value) : value;
  return SENTENCES[language][criterion].replaceAll('{value}', () => words);
}
