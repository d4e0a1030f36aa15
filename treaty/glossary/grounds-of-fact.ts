import { type GlossaryEntry, term } from './term.ts';

/** Grounds in the facts, in the form of the request, and those that conventions exclude. */
export const GROUNDS_OF_FACT = {
  'assets-gone': {
    term: term('Bienes desaparecidos o destruidos', 'Bens desaparecidos ou destruídos', 'Biens disparus ou détruits', 'Assets gone'),
    sentence: {
      es: 'Los bienes han desaparecido o fueron destruidos.',
      pt: 'Os bens desapareceram ou foram destruídos.',
      fr: 'Les biens ont disparu ou ont été détruits.',
      en: 'The property has vanished or been destroyed.',
    },
  },
  'assets-already-confiscated': {
    term: term(
      'Bienes ya decomisados',
      'Bens já declarados perdidos',
      'Biens déjà confisqués',
      'Assets already confiscated',
      'Bens já confiscados',
    ),
    sentence: {
      es: 'Los bienes ya fueron decomisados en otro procedimiento.',
      pt: 'Os bens já foram declarados perdidos noutro processo.',
      fr: 'Les biens ont déjà été confisqués dans une autre procédure.',
      en: 'The property has been confiscated in other proceedings already.',
    },
  },
  'location-too-vague': {
    term: term('Localización imprecisa', 'Localização imprecisa', 'Localisation imprécise', 'Location too vague'),
    sentence: {
      es: 'Lo indicado no basta para localizar a la persona, el bien o el dato.',
      pt: 'O que se indica não basta para localizar a pessoa, o bem ou o dado.',
      fr: 'Les indications ne suffisent pas pour localiser la personne, le bien ou la donnée.',
      en: 'What is given is not enough to locate the person, the property or the data.',
    },
  },
  'person-not-found': {
    term: term('Persona no localizada', 'Pessoa não localizada', 'Personne introuvable', 'Person not found'),
    sentence: {
      es: 'No se ha podido localizar a la persona.',
      pt: 'Não foi possível localizar a pessoa.',
      fr: 'La personne n’a pu être localisée.',
      en: 'The person could not be found.',
    },
  },
  'evidence-not-available': {
    term: term('Prueba no disponible', 'Prova não disponível', 'Preuve indisponible', 'Evidence not available'),
    sentence: {
      es: 'Lo solicitado no existe o ya no se conserva.',
      pt: 'O que se pede não existe ou já não é conservado.',
      fr: 'Ce qui est demandé n’existe pas ou n’est plus conservé.',
      en: 'What is asked for does not exist or is not kept any more.',
    },
  },
  formality: {
    term: term('Defecto de forma', 'Vício de forma', 'Vice de forme', 'Formality'),
    sentence: {
      es: 'Falta una formalidad que la ley exige.',
      pt: 'Falta uma formalidade que a lei exige.',
      fr: 'Une formalité exigée par la loi fait défaut.',
      en: 'A formality that the law demands is missing.',
    },
  },
  translation: {
    term: term(
      'Falta de traducción utilizable',
      'Falta de tradução utilizável',
      'Défaut de traduction utilisable',
      'No usable translation',
    ),
    sentence: {
      es: 'No hay una traducción que pueda utilizarse.',
      pt: 'Não há uma tradução que possa ser utilizada.',
      fr: 'Il n’y a pas de traduction utilisable.',
      en: 'There is no translation that can be used.',
    },
  },
  'supplement-not-given': {
    term: term(
      'Información complementaria no recibida',
      'Informações complementares não prestadas',
      'Complément non fourni',
      'Supplement not given',
    ),
    sentence: {
      es: 'La información complementaria que se pidió no ha llegado.',
      pt: 'As informações complementares que se pediram não chegaram.',
      fr: 'Le complément demandé n’est pas parvenu.',
      en: 'The supplementary information asked for has not come.',
    },
  },
  'wrong-authority': {
    term: term('Autoridad no competente', 'Autoridade não competente', 'Autorité incompétente', 'Wrong authority'),
    sentence: {
      es: 'La autoridad que recibió la solicitud no es competente.',
      pt: 'A autoridade que recebeu o pedido não é competente.',
      fr: 'L’autorité saisie n’est pas compétente.',
      en: 'The authority that received the request is not competent.',
    },
  },
  'minor-matter': {
    term: term('Asunto de poca importancia', 'Assunto de pouca importância', 'Affaire de faible importance', 'Minor matter'),
    sentence: {
      es: 'El asunto es de tan poca importancia que no justifica la medida.',
      pt: 'O assunto é de tão pouca importância que não justifica a medida.',
      fr: 'L’affaire est de trop faible importance pour justifier la mesure.',
      en: 'The matter is too small to justify the measure.',
    },
  },
  volume: {
    term: term('Volumen desproporcionado', 'Volume desproporcionado', 'Volume disproportionné', 'Volume'),
    sentence: {
      es: 'El volumen de lo solicitado excede de lo que puede tramitarse.',
      pt: 'O volume do que se pede excede o que pode ser tramitado.',
      fr: 'Le volume demandé excède ce qui peut être traité.',
      en: 'The volume of what is asked for exceeds what can be dealt with.',
    },
  },
  'costs-not-agreed': {
    term: term('Gastos sin acuerdo', 'Despesas sem acordo', 'Frais sans accord', 'Costs not agreed'),
    sentence: {
      es: 'No hubo acuerdo sobre los gastos extraordinarios.',
      pt: 'Não houve acordo sobre as despesas extraordinárias.',
      fr: 'Les frais extraordinaires n’ont pas fait l’objet d’un accord.',
      en: 'The extraordinary costs were not agreed.',
    },
  },
  'bank-secrecy': {
    term: term('Secreto bancario', 'Sigilo bancário', 'Secret bancaire', 'Bank secrecy'),
    sentence: {
      es: 'Se invoca el secreto bancario, que las convenciones no admiten como motivo.',
      pt: 'Invoca-se o sigilo bancário, que as convenções não admitem como motivo.',
      fr: 'Le secret bancaire est invoqué, que les conventions n’admettent pas comme motif.',
      en: 'Bank secrecy is invoked, which the conventions do not admit as a ground.',
    },
  },
  'fiscal-character': {
    term: term(
      'Carácter fiscal del delito',
      'Carácter fiscal do crime',
      'Caractère fiscal de l’infraction',
      'Fiscal character of the offence',
      'Caráter fiscal do crime',
    ),
    sentence: {
      es: 'Se invoca el carácter fiscal del delito, que por sí solo no es motivo.',
      pt: 'Invoca-se a natureza fiscal do crime, que por si só não é motivo.',
      fr: 'Le caractère fiscal de l’infraction est invoqué, qui à lui seul n’est pas un motif.',
      en: 'The fiscal character of the offence is invoked, which alone is no ground.',
    },
  },
} as const satisfies Readonly<Record<string, GlossaryEntry>>;
