import type { ProblemRow } from '../problem-row.ts';

/** Faults of typed messages: what a treaty's rules have to say before something is sent. */
export const LEGAL_ROWS = {
  'legal-message-invalid': {
    status: 422,
    exit: 'refused',
    title: {
      es: 'Los datos jurídicos del mensaje no siguen su esquema.',
      pt: 'Os dados jurídicos da mensagem não seguem o seu esquema.',
      fr: 'Les données juridiques du message ne suivent pas leur schéma.',
      en: 'The legal data of the message do not follow their schema.',
    },
    advice: {
      es: 'Corrija los campos señalados; el esquema de cada tipo de mensaje está publicado.',
      pt: 'Corrija os campos assinalados; o esquema de cada tipo de mensagem está publicado.',
      fr: 'Corrigez les champs signalés ; le schéma de chaque type de message est publié.',
      en: 'Correct the fields shown; the schema of each kind of message is published.',
    },
  },
  'legal-rule-stops': {
    status: 422,
    exit: 'refused',
    title: {
      es: 'Una regla jurídica detiene el envío.',
      pt: 'Uma regra jurídica impede o envio.',
      fr: 'Une règle juridique arrête l’envoi.',
      en: 'A legal rule stops this from being sent.',
    },
    advice: {
      es: 'Corrija el mensaje, o pida a quien supervisa que lo envíe con un motivo, que quedará registrado.',
      pt: 'Corrija a mensagem, ou peça a quem supervisiona que a envie com um motivo, que ficará registado.',
      fr: 'Corrigez le message, ou demandez à la personne qui supervise de l’envoyer avec un motif, qui sera enregistré.',
      en: 'Correct the message, or ask a supervisor to send it with a reason, which is recorded.',
    },
  },
  'override-not-allowed': {
    status: 403,
    exit: 'refused',
    title: {
      es: 'Solo quien supervisa puede enviar lo que detiene una regla jurídica.',
      pt: 'Só quem supervisiona pode enviar o que uma regra jurídica impede.',
      fr: 'Seule la personne qui supervise peut envoyer ce qu’une règle juridique arrête.',
      en: 'Only a supervisor may send what a legal rule stops.',
    },
    advice: {
      es: 'Pida el envío a una persona con esa función.',
      pt: 'Peça o envio a uma pessoa com essa função.',
      fr: 'Demandez l’envoi à une personne qui a cette fonction.',
      en: 'Ask somebody with that function to send it.',
    },
  },
} as const satisfies Record<string, ProblemRow>;
