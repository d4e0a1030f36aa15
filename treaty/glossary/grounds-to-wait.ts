import { type GlossaryEntry, term } from './term.ts';

/** Grounds of a postponement or a delay, and the one for what no code fits. */
export const GROUNDS_TO_WAIT = {
  'own-proceedings': {
    term: term('Proceso propio en curso', 'Processo próprio em curso', 'Procédure nationale en cours', 'Proceedings of its own'),
    sentence: {
      es: 'La ejecución perjudicaría una investigación o un proceso en curso en el Estado requerido.',
      pt: 'A execução prejudicaria uma investigação ou um processo em curso no Estado requerido.',
      fr: 'L’exécution entraverait une enquête ou une procédure en cours dans l’État requis.',
      en: 'Execution would interfere with an investigation or proceedings under way in the requested State.',
    },
  },
  'serving-sentence': {
    term: term('Cumplimiento de condena', 'Cumprimento de pena', 'Peine en cours d’exécution', 'Serving a sentence'),
    sentence: {
      es: 'La persona cumple una pena en el Estado requerido.',
      pt: 'A pessoa cumpre uma pena no Estado requerido.',
      fr: 'La personne purge une peine dans l’État requis.',
      en: 'The person is serving a sentence in the requested State.',
    },
  },
  'recovery-beyond-order': {
    term: term(
      'Riesgo de recuperar más de lo decomisado',
      'Risco de recuperar mais do que o decretado',
      'Risque de recouvrement excessif',
      'Recovery beyond the order',
    ),
    sentence: {
      es: 'La ejecución simultánea en varios Estados podría superar el importe de la resolución.',
      pt: 'A execução simultânea em vários Estados poderia exceder o montante da decisão.',
      fr: 'L’exécution simultanée dans plusieurs États pourrait dépasser le montant de la décision.',
      en: 'Execution in several States at once could exceed the amount of the order.',
    },
  },
  'order-already-pending': {
    term: term(
      'Otra resolución pendiente sobre los bienes',
      'Outra decisão pendente sobre os bens',
      'Autre décision pendante sur les biens',
      'Another order pending',
    ),
    sentence: {
      es: 'Ya hay otra resolución pendiente sobre los mismos bienes.',
      pt: 'Já há outra decisão pendente sobre os mesmos bens.',
      fr: 'Une autre décision est déjà pendante sur les mêmes biens.',
      en: 'Another order on the same property is pending already.',
    },
  },
  'remedy-pending': {
    term: term('Recurso pendiente', 'Recurso pendente', 'Recours pendant', 'Remedy pending'),
    sentence: {
      es: 'Hay un recurso sin resolver.',
      pt: 'Há um recurso por resolver.',
      fr: 'Un recours n’est pas encore tranché.',
      en: 'A remedy has not been decided yet.',
    },
  },
  'humanitarian-reasons': {
    term: term('Razones humanitarias', 'Razões humanitárias', 'Raisons humanitaires', 'Humanitarian reasons'),
    sentence: {
      es: 'La salud u otra circunstancia grave de la persona aconseja esperar.',
      pt: 'A saúde ou outra circunstância grave da pessoa aconselha a esperar.',
      fr: 'L’état de santé ou une autre circonstance grave de la personne commande d’attendre.',
      en: 'The health of the person or another grave circumstance speaks for waiting.',
    },
  },
  'force-majeure': {
    term: term('Fuerza mayor', 'Força maior', 'Force majeure', 'Force majeure'),
    sentence: {
      es: 'Una causa de fuerza mayor lo impide por ahora.',
      pt: 'Uma causa de força maior impede-o por agora.',
      fr: 'Un cas de force majeure l’empêche pour l’instant.',
      en: 'Force majeure stands in the way for now.',
    },
  },
  'awaiting-court': {
    term: term(
      'En espera de resolución judicial',
      'À espera de decisão judicial',
      'En attente d’une décision de justice',
      'Awaiting a court',
      'Aguardando decisão judicial',
    ),
    sentence: {
      es: 'La medida depende de una resolución judicial que aún no se ha dictado.',
      pt: 'A medida depende de uma decisão judicial que ainda não foi proferida.',
      fr: 'La mesure dépend d’une décision de justice qui n’est pas encore rendue.',
      en: 'The measure depends on a court decision that has not been given yet.',
    },
  },
  'awaiting-other-authority': {
    term: term(
      'En espera de otra autoridad',
      'À espera de outra autoridade',
      'En attente d’une autre autorité',
      'Awaiting another authority',
      'Aguardando outra autoridade',
    ),
    sentence: {
      es: 'Otra autoridad del Estado requerido aún no ha contestado.',
      pt: 'Outra autoridade do Estado requerido ainda não respondeu.',
      fr: 'Une autre autorité de l’État requis n’a pas encore répondu.',
      en: 'Another authority of the requested State has not answered yet.',
    },
  },
  'awaiting-third-party': {
    term: term('En espera de un tercero', 'À espera de terceiro', 'En attente d’un tiers', 'Awaiting a third party', 'Aguardando terceiro'),
    sentence: {
      es: 'Un tercero, como un banco o un proveedor, aún no ha contestado.',
      pt: 'Um terceiro, como um banco ou um prestador de serviços, ainda não respondeu.',
      fr: 'Un tiers, banque ou fournisseur, n’a pas encore répondu.',
      en: 'A third party, such as a bank or a provider, has not answered yet.',
    },
  },
  'locating-person-or-object': {
    term: term('Localización en curso', 'Localização em curso', 'Localisation en cours', 'Locating'),
    sentence: {
      es: 'Se está buscando a la persona o el objeto.',
      pt: 'Está a procurar-se a pessoa ou o objeto.',
      fr: 'La personne ou l’objet est recherché.',
      en: 'The person or the object is being looked for.',
    },
  },
  backlog: {
    term: term('Acumulación de trabajo', 'Acumulação de trabalho', 'Encombrement du service', 'Backlog'),
    sentence: {
      es: 'Hay más solicitudes de las que pueden tramitarse a la vez.',
      pt: 'Há mais pedidos do que os que podem ser tramitados ao mesmo tempo.',
      fr: 'Les demandes sont plus nombreuses que le service ne peut en traiter.',
      en: 'There are more requests than can be handled at once.',
    },
  },
  'technical-fault': {
    term: term('Avería técnica', 'Avaria técnica', 'Panne technique', 'Technical fault', 'Falha técnica'),
    sentence: {
      es: 'Una avería técnica impide avanzar por ahora.',
      pt: 'Uma falha técnica impede avançar por agora.',
      fr: 'Une panne technique empêche d’avancer pour l’instant.',
      en: 'A technical fault stands in the way for now.',
    },
  },
  other: {
    term: term('Otro motivo', 'Outro motivo', 'Autre motif', 'Other ground'),
    sentence: {
      es: 'Hay otro motivo, que se explica en el mensaje.',
      pt: 'Há outro motivo, que se explica na mensagem.',
      fr: 'Il y a un autre motif, exposé dans le message.',
      en: 'There is another ground, which the message explains.',
    },
  },
} as const satisfies Readonly<Record<string, GlossaryEntry>>;
