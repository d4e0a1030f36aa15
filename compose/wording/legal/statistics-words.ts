import type { Language, Texts } from '../../../gateway/problems/language.ts';
import { GROUND_GLOSSARY } from '../../../treaty/glossary/grounds.ts';
import { REQUEST_TYPE_GLOSSARY } from '../../../treaty/glossary/request-types.ts';
import { STAGE_GLOSSARY } from '../../../treaty/glossary/stages.ts';
import { type Term, termIn } from '../../../treaty/glossary/term.ts';
import { VALUE_WORDS } from '../../../treaty/letter/words/value-words.ts';
import { inLanguage } from '../../../treaty/letter/words/words.ts';
import { printable } from '../printable.ts';

export const STATISTICS_WORDS = {
  title: {
    es: 'Solicitudes hechas desde {from} y antes de {to}',
    pt: 'Pedidos feitos desde {from} e antes de {to}',
    fr: 'Demandes faites du {from} inclus au {to} exclu',
    en: 'Requests made from {from} until before {to}',
  },
  counted: { es: 'Contadas: {at}', pt: 'Contados: {at}', fr: 'Comptées : {at}', en: 'Counted: {at}' },
  outgoing: { es: 'Enviadas', pt: 'Enviados', fr: 'Envoyées', en: 'Sent' },
  incoming: { es: 'Recibidas', pt: 'Recebidos', fr: 'Reçues', en: 'Received' },
  nothing: {
    es: 'No hubo ninguna solicitud.',
    pt: 'Não houve nenhum pedido.',
    fr: 'Il n’y a eu aucune demande.',
    en: 'There was no request.',
  },
  requests: { es: 'Solicitudes', pt: 'Pedidos', fr: 'Demandes', en: 'Requests' },
  open: { es: 'Abiertas', pt: 'Abertos', fr: 'En cours', en: 'Open' },
  answered: { es: 'Contestadas', pt: 'Respondidos', fr: 'Répondues', en: 'Answered' },
  refused: { es: 'Denegadas', pt: 'Recusados', fr: 'Refusées', en: 'Refused' },
  unanswered: { es: 'Sin respuesta', pt: 'Sem resposta', fr: 'Sans réponse', en: 'Unanswered' },
  days: { es: 'Días', pt: 'Dias', fr: 'Jours', en: 'Days' },
  'days-explained': {
    es: 'Días: la mediana desde la solicitud hasta su fin.',
    pt: 'Dias: a mediana desde o pedido até ao seu fim.',
    fr: 'Jours : la médiane de la demande à son issue.',
    en: 'Days: the median from the request to its end.',
  },
} as const satisfies Record<string, Texts>;

/** By what requests are counted. */
const DIMENSIONS: Readonly<Record<string, Texts>> = {
  all: { es: 'En total', pt: 'No total', fr: 'Au total', en: 'In all' },
  country: { es: 'Por país', pt: 'Por país', fr: 'Par pays', en: 'By country' },
  instrument: { es: 'Por instrumento', pt: 'Por instrumento', fr: 'Par instrument', en: 'By instrument' },
  type: { es: 'Por tipo', pt: 'Por tipo', fr: 'Par type', en: 'By type' },
  matter: { es: 'Por materia', pt: 'Por matéria', fr: 'Par matière', en: 'By matter' },
  'offence-category': {
    es: 'Por clase de delito',
    pt: 'Por categoria de crime',
    fr: 'Par catégorie d’infraction',
    en: 'By category of offence',
  },
  urgency: { es: 'Por urgencia', pt: 'Por urgência', fr: 'Par urgence', en: 'By urgency' },
  outcome: { es: 'Por resultado', pt: 'Por resultado', fr: 'Par issue', en: 'By outcome' },
  ground: { es: 'Por motivo', pt: 'Por fundamento', fr: 'Par motif', en: 'By ground' },
  'supplement-rounds': {
    es: 'Por complementos pedidos',
    pt: 'Por complementos pedidos',
    fr: 'Par compléments demandés',
    en: 'By supplements asked for',
  },
  stage: { es: 'Por etapa', pt: 'Por fase', fr: 'Par étape', en: 'By stage' },
  age: { es: 'Abiertas, por antigüedad', pt: 'Abertos, por antiguidade', fr: 'En cours, par ancienneté', en: 'Open ones, by age' },
};

const VALUES: Readonly<Record<string, Texts>> = {
  'not-stated': { es: 'sin indicar', pt: 'por indicar', fr: 'non indiqué', en: 'not stated' },
  none: { es: 'ninguno', pt: 'nenhum', fr: 'aucun', en: 'none' },
  open: { es: 'abierta', pt: 'aberto', fr: 'en cours', en: 'open' },
  answered: { es: 'contestada', pt: 'respondido', fr: 'répondue', en: 'answered' },
  'answered-in-part': { es: 'contestada en parte', pt: 'respondido em parte', fr: 'répondue en partie', en: 'answered in part' },
  'without-result': { es: 'sin resultado', pt: 'sem resultado', fr: 'sans résultat', en: 'without result' },
  refused: { es: 'denegada', pt: 'recusado', fr: 'refusée', en: 'refused' },
  withdrawn: { es: 'retirada', pt: 'retirado', fr: 'retirée', en: 'withdrawn' },
  transferred: { es: 'transferida', pt: 'transferido', fr: 'transférée', en: 'transferred' },
};

const UNDER: Texts = { es: 'menos de {days} días', pt: 'menos de {days} dias', fr: 'moins de {days} jours', en: 'under {days} days' };
const FROM: Texts = { es: '{days} días o más', pt: '{days} dias ou mais', fr: '{days} jours ou plus', en: '{days} days or more' };

/** What a dimension is called; the code itself where only a later version has it. */
export function dimensionWord(dimension: string, language: Language): string {
  return textOf(DIMENSIONS, dimension, language) ?? printable(dimension);
}

/** What a value of a dimension is called. Codes of countries and identifiers of instruments stand for themselves. */
export function valueWord(dimension: string, value: string, language: Language): string {
  if (dimension === 'all') return dimensionWord('all', language);
  const common = textOf(VALUES, value, language);
  if (common !== undefined && (dimension === 'outcome' || value === 'none' || value === 'not-stated')) return common;
  if (dimension === 'age') return ageWord(value, language);
  const term = termOf(dimension, value);
  if (term !== undefined) return termIn(term, language);
  const coded = CODED.has(dimension) && Object.hasOwn(VALUE_WORDS, value) ? VALUE_WORDS[value] : undefined;
  return coded === undefined ? printable(value) : inLanguage(coded, language);
}

/** Dimensions whose values letters have words for. */
const CODED: ReadonlySet<string> = new Set(['matter', 'offence-category', 'urgency']);

function termOf(dimension: string, value: string): Term | undefined {
  const grounds = new Map<string, Term>(Object.entries(GROUND_GLOSSARY).map(([ground, { term }]) => [ground, term]));
  const terms: Readonly<Record<string, ReadonlyMap<string, Term>>> = {
    type: new Map(Object.entries(REQUEST_TYPE_GLOSSARY)),
    stage: new Map(Object.entries(STAGE_GLOSSARY)),
    ground: grounds,
  };
  return terms[dimension]?.get(value);
}

function ageWord(value: string, language: Language): string {
  const [, side, days] = /^(under|from)-0*(\d+)-days$/.exec(value) ?? [];
  if (days === undefined) return printable(value);
  return (side === 'under' ? UNDER : FROM)[language].replace('{days}', days);
}

function textOf(texts: Readonly<Record<string, Texts>>, name: string, language: Language): string | undefined {
  return Object.hasOwn(texts, name) ? texts[name]?.[language] : undefined;
}
