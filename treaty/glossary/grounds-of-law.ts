import { type GlossaryEntry, term } from './term.ts';

/** Grounds that a treaty or a law gives. */
export const GROUNDS_OF_LAW = {
  'not-in-conformity': {
    term: term(
      'Falta de conformidad con el tratado',
      'Desconformidade com o tratado',
      'Non-conformité au traité',
      'Not in conformity with the treaty',
    ),
    sentence: {
      es: 'La solicitud no se ajusta a lo que el instrumento aplicable exige.',
      pt: 'O pedido não está conforme com o que o instrumento aplicável exige.',
      fr: 'La demande n’est pas conforme à ce qu’exige l’instrument applicable.',
      en: 'The request is not made in conformity with the instrument that applies.',
    },
  },
  'essential-interests': {
    term: term(
      'Soberanía, seguridad u orden público',
      'Soberania, segurança ou ordem pública',
      'Souveraineté, sécurité ou ordre public',
      'Sovereignty, security or ordre public',
    ),
    sentence: {
      es: 'La ejecución podría menoscabar la soberanía, la seguridad, el orden público u otros intereses fundamentales del Estado requerido.',
      pt: 'A execução poderia prejudicar a soberania, a segurança, a ordem pública ou outros interesses essenciais do Estado requerido.',
      fr: 'L’exécution pourrait porter atteinte à la souveraineté, à la sécurité, à l’ordre public ou à d’autres intérêts essentiels de l’État requis.',
      en: 'Execution is likely to prejudice the sovereignty, security, ordre public or other essential interests of the requested State.',
    },
  },
  'own-law-forbids': {
    term: term('Prohibición del derecho interno', 'Proibição do direito interno', 'Interdiction du droit interne', 'Own law forbids it'),
    sentence: {
      es: 'El derecho interno prohibiría lo solicitado si se tratara de un delito análogo propio.',
      pt: 'O direito interno proibiria o que se pede se se tratasse de um crime análogo próprio.',
      fr: 'Le droit interne interdirait la mesure pour une infraction analogue relevant de la compétence nationale.',
      en: 'The State’s own law would forbid the measure for a similar offence of its own.',
    },
  },
  'contrary-to-assistance-law': {
    term: term(
      'Contraria a la legislación sobre asistencia',
      'Contrário à lei de auxílio judiciário',
      'Contraire au droit de l’entraide',
      'Contrary to its law on assistance',
      'Contrário à lei de assistência jurídica',
    ),
    sentence: {
      es: 'Acceder a la solicitud sería contrario al ordenamiento del Estado requerido en materia de asistencia judicial.',
      pt: 'Aceder ao pedido seria contrário à ordem jurídica do Estado requerido em matéria de assistência.',
      fr: 'Accéder à la demande serait contraire au système juridique de l’État requis en matière d’entraide.',
      en: 'Granting the request would be contrary to the legal system of the requested State relating to assistance.',
    },
  },
  'dual-criminality': {
    term: term(
      'Falta de doble incriminación',
      'Falta de dupla incriminação',
      'Défaut de double incrimination',
      'Absence of dual criminality',
    ),
    sentence: {
      es: 'La conducta descrita no constituye delito en el Estado requerido.',
      pt: 'A conduta descrita não constitui crime no Estado requerido.',
      fr: 'Les faits décrits ne constituent pas une infraction dans l’État requis.',
      en: 'The conduct described is not an offence in the requested State.',
    },
  },
  'no-legal-basis': {
    term: term('Falta de base jurídica', 'Falta de base jurídica', 'Défaut de base juridique', 'No legal basis'),
    sentence: {
      es: 'Ningún tratado, ni la reciprocidad, permite prestar la asistencia.',
      pt: 'Nenhum tratado, nem a reciprocidade, permite prestar a assistência.',
      fr: 'Aucun traité, ni la réciprocité, ne permet d’accorder l’entraide.',
      en: 'Neither a treaty nor reciprocity allows the assistance.',
    },
  },
  'offence-not-covered': {
    term: term('Delito no comprendido', 'Crime não abrangido', 'Infraction non visée', 'Offence not covered'),
    sentence: {
      es: 'El delito no está comprendido en el instrumento invocado.',
      pt: 'O crime não está abrangido pelo instrumento invocado.',
      fr: 'L’infraction n’entre pas dans le champ de l’instrument invoqué.',
      en: 'The offence is not covered by the instrument relied on.',
    },
  },
  'political-offence': {
    term: term('Delito político', 'Crime político', 'Infraction politique', 'Political offence'),
    sentence: {
      es: 'La solicitud se refiere a un delito político o conexo con uno político.',
      pt: 'O pedido refere-se a um crime político ou conexo com um crime político.',
      fr: 'La demande se rapporte à une infraction politique ou connexe à une telle infraction.',
      en: 'The request concerns a political offence or one connected with it.',
    },
  },
  'military-offence': {
    term: term('Delito militar', 'Crime militar', 'Infraction militaire', 'Military offence'),
    sentence: {
      es: 'El delito lo es solo según el derecho militar.',
      pt: 'O crime só o é segundo o direito militar.',
      fr: 'L’infraction n’en est une qu’en droit militaire.',
      en: 'The offence is one under military law alone.',
    },
  },
  limitation: {
    term: term('Prescripción', 'Prescrição', 'Prescription', 'Limitation'),
    sentence: {
      es: 'La acción o la pena ha prescrito.',
      pt: 'A ação ou a pena prescreveu.',
      fr: 'L’action ou la peine est prescrite.',
      en: 'The action or the penalty is time-barred.',
    },
  },
  amnesty: {
    term: term('Amnistía o indulto', 'Amnistia ou indulto', 'Amnistie ou grâce', 'Amnesty or pardon', 'Anistia ou indulto'),
    sentence: {
      es: 'Los hechos están cubiertos por una amnistía o un indulto.',
      pt: 'A conduta foi perdoada por uma lei ou por um ato de clemência.',
      fr: 'Les faits sont couverts par une amnistie ou une grâce.',
      en: 'The facts are covered by an amnesty or a pardon.',
    },
  },
  immunity: {
    term: term('Inmunidad', 'Imunidade', 'Immunité', 'Immunity'),
    sentence: {
      es: 'La persona goza de inmunidad en el Estado requerido.',
      pt: 'A pessoa goza de imunidade no Estado requerido.',
      fr: 'La personne jouit d’une immunité dans l’État requis.',
      en: 'The person enjoys immunity in the requested State.',
    },
  },
  'already-judged': {
    term: term('Cosa juzgada', 'Caso julgado', 'Chose jugée', 'Already judged', 'Coisa julgada'),
    sentence: {
      es: 'La persona ya fue juzgada definitivamente por los mismos hechos.',
      pt: 'A pessoa já foi julgada definitivamente pela mesma conduta.',
      fr: 'La personne a déjà été définitivement jugée pour les mêmes faits.',
      en: 'The person has been finally judged for the same facts already.',
    },
  },
  refugee: {
    term: term('Refugio o asilo', 'Asilo ou refúgio', 'Asile ou statut de réfugié', 'Refugee status or asylum', 'Refúgio ou asilo'),
    sentence: {
      es: 'La persona tiene protección internacional frente al Estado requirente.',
      pt: 'A pessoa tem proteção internacional perante o Estado requerente.',
      fr: 'La personne bénéficie d’une protection internationale à l’égard de l’État requérant.',
      en: 'The person enjoys international protection against the requesting State.',
    },
  },
  nationality: {
    term: term('Nacionalidad', 'Nacionalidade', 'Nationalité', 'Nationality'),
    sentence: {
      es: 'La persona es nacional del Estado requerido, que no entrega a sus nacionales.',
      pt: 'A pessoa é nacional do Estado requerido, que não entrega os seus nacionais.',
      fr: 'La personne est ressortissante de l’État requis, qui ne remet pas ses nationaux.',
      en: 'The person is a national of the requested State, which does not surrender its nationals.',
    },
  },
  'discriminatory-purpose': {
    term: term('Finalidad discriminatoria', 'Finalidade discriminatória', 'But discriminatoire', 'Discriminatory purpose'),
    sentence: {
      es: 'Hay motivos fundados para creer que la solicitud persigue castigar a la persona por su sexo, raza, religión, nacionalidad, origen étnico u opiniones políticas.',
      pt: 'Há razões fundadas para crer que o pedido visa punir a pessoa pelo seu sexo, raça, religião, nacionalidade, origem étnica ou opiniões políticas.',
      fr: 'Il y a de sérieuses raisons de penser que la demande vise à punir la personne en raison de son sexe, de sa race, de sa religion, de sa nationalité, de son origine ethnique ou de ses opinions politiques.',
      en: 'There are substantial grounds for believing that the request is made to punish the person for sex, race, religion, nationality, ethnic origin or political opinions.',
    },
  },
  'penalty-not-accepted': {
    term: term('Pena inadmisible', 'Pena inadmissível', 'Peine inadmissible', 'Penalty not accepted'),
    sentence: {
      es: 'La pena que puede imponerse no es admisible en el Estado requerido.',
      pt: 'A pena que pode ser imposta não é admissível no Estado requerido.',
      fr: 'La peine encourue n’est pas admise dans l’État requis.',
      en: 'The penalty that may be imposed is not accepted in the requested State.',
    },
  },
  'consent-lacking': {
    term: term('Falta de consentimiento', 'Falta de consentimento', 'Défaut de consentement', 'Consent lacking'),
    sentence: {
      es: 'La persona no ha dado el consentimiento libre e informado que la medida exige.',
      pt: 'A pessoa não deu o consentimento livre e informado que a medida exige.',
      fr: 'La personne n’a pas donné le consentement libre et éclairé que la mesure exige.',
      en: 'The person has not given the free and informed consent that the measure demands.',
    },
  },
  'third-party-rights': {
    term: term(
      'Derechos de terceros de buena fe',
      'Direitos de terceiros de boa-fé',
      'Droits de tiers de bonne foi',
      'Rights of bona fide third parties',
    ),
    sentence: {
      es: 'La medida lesionaría derechos de terceros de buena fe.',
      pt: 'A medida lesaria direitos de terceiros de boa-fé.',
      fr: 'La mesure porterait atteinte aux droits de tiers de bonne foi.',
      en: 'The measure would prejudice the rights of bona fide third parties.',
    },
  },
} as const satisfies Readonly<Record<string, GlossaryEntry>>;
