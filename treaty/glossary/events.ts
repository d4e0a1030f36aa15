import { type GlossaryEntry, term } from './term.ts';

/**
 * Events of EN 319 522 and two of our own, under their names there. The sentence is what a clerk reads about a signed receipt. Its issuer and time
 * stand beside it: a relay states B.1, B.2 and B.3 about its own part of the way, and the words fit that too.
 */
export const EVENT_GLOSSARY = {
  SubmissionAcceptance: {
    term: term('Aceptación del envío', 'Aceitação do envio', 'Acceptation de l’envoi', 'Acceptance for dispatch'),
    sentence: {
      es: 'La pasarela remitente declara que aceptó el mensaje, lo firmó y lo cifró para la autoridad destinataria.',
      pt: 'O gateway remetente declara que aceitou a mensagem, a assinou e a cifrou para a autoridade destinatária.',
      fr: 'La passerelle expéditrice déclare avoir accepté le message, l’avoir signé et chiffré pour l’autorité destinataire.',
      en: 'The sending gateway states that it accepted the message, signed it, and sealed it to the recipient authority.',
    },
  },
  SubmissionRejection: {
    term: term('Rechazo del envío', 'Rejeição do envio', 'Rejet de l’envoi', 'Rejection before dispatch'),
    sentence: {
      es: 'La pasarela remitente declara que no pudo preparar el mensaje y que no lo envió.',
      pt: 'O gateway remetente declara que não conseguiu preparar a mensagem e que não a enviou.',
      fr: 'La passerelle expéditrice déclare n’avoir pu préparer le message et ne pas l’avoir envoyé.',
      en: 'The sending gateway states that it could not prepare the message and did not send it.',
    },
  },
  RelayAcceptance: {
    term: term(
      'Acuse de recepción del contenido cifrado',
      'Recibo da receção do conteúdo cifrado',
      'Accusé de réception du contenu chiffré',
      'Receipt of the sealed content',
      'Recibo de recebimento do conteúdo cifrado',
    ),
    sentence: {
      es: 'La pasarela que firma declara que recibió completo el contenido cifrado y lo guardó, sin abrirlo todavía.',
      pt: 'O gateway que assina declara que recebeu completo o conteúdo cifrado e o guardou, ainda sem o abrir.',
      fr: 'La passerelle signataire déclare avoir reçu le contenu chiffré complet et l’avoir enregistré, sans l’ouvrir encore.',
      en: 'The signing gateway states that it received the whole sealed content and stored it, not opened yet.',
    },
  },
  RelayRejection: {
    term: term('Rechazo de la recepción', 'Recusa da receção', 'Refus de réception', 'Refusal of receipt', 'Recusa do recebimento'),
    sentence: {
      es: 'La pasarela que firma declara que no acepta el mensaje, y por qué motivo.',
      pt: 'O gateway que assina declara que não aceita a mensagem, e por que motivo.',
      fr: 'La passerelle signataire déclare qu’elle n’accepte pas le message, et pour quel motif.',
      en: 'The signing gateway states that it does not take the message, and for what reason.',
    },
  },
  RelayFailure: {
    term: term(
      'Falta de respuesta en plazo',
      'Falta de resposta no prazo',
      'Absence de réponse dans le délai',
      'No answer within the time limit',
    ),
    sentence: {
      es: 'La pasarela que firma declara que venció el plazo sin respuesta de la pasarela siguiente.',
      pt: 'O gateway que assina declara que o prazo venceu sem resposta do gateway seguinte.',
      fr: 'La passerelle signataire déclare que le délai a expiré sans réponse de la passerelle suivante.',
      en: 'The signing gateway states that the deadline passed without an answer from the next gateway.',
    },
  },
  ContentConsignment: {
    term: term('Puesta a disposición', 'Colocação à disposição', 'Mise à disposition', 'Making available', 'Disponibilização'),
    sentence: {
      es: 'La pasarela destinataria declara que abrió y verificó el contenido, y que está disponible; no declara que se haya leído.',
      pt: 'O gateway destinatário declara que abriu e verificou o conteúdo, e que está disponível; não declara que tenha sido lido.',
      fr: 'La passerelle destinataire déclare avoir ouvert et vérifié le contenu, et l’avoir mis à disposition, non qu’il a été lu.',
      en: 'The recipient’s gateway states that it opened and verified the content, which is available; not that it was read.',
    },
  },
  ContentConsignmentFailure: {
    term: term(
      'Puesta a disposición fallida',
      'Colocação à disposição sem êxito',
      'Échec de la mise à disposition',
      'Failure to make available',
      'Disponibilização sem êxito',
    ),
    sentence: {
      es: 'La pasarela destinataria declara que no pudo abrir o verificar el contenido, y por qué motivo.',
      pt: 'O gateway destinatário declara que não conseguiu abrir ou verificar o conteúdo, e por que motivo.',
      fr: 'La passerelle destinataire déclare n’avoir pu ouvrir ou vérifier le contenu, et pour quel motif.',
      en: 'The recipient’s gateway states that it could not open or verify the content, and for what reason.',
    },
  },
  ConsignmentNotification: {
    term: term(
      'Aviso de puesta a disposición',
      'Aviso de colocação à disposição',
      'Avis de mise à disposition',
      'Notice of availability',
      'Aviso de disponibilização',
    ),
    sentence: {
      es: 'La pasarela destinataria declara que envió un aviso de que hay un mensaje disponible, sin su contenido.',
      pt: 'O gateway destinatário declara que enviou um aviso de que há uma mensagem disponível, sem o seu conteúdo.',
      fr: 'La passerelle destinataire déclare avoir envoyé un avis indiquant qu’un message est disponible, sans son contenu.',
      en: 'The recipient’s gateway states that it sent a notice that a message is available, without its content.',
    },
  },
  ConsignmentNotificationFailure: {
    term: term(
      'Aviso de puesta a disposición no enviado',
      'Aviso de colocação à disposição não enviado',
      'Avis de mise à disposition non envoyé',
      'Notice of availability not sent',
      'Aviso de disponibilização não enviado',
    ),
    sentence: {
      es: 'La pasarela destinataria declara que no pudo enviar el aviso; el mensaje sigue disponible.',
      pt: 'O gateway destinatário declara que não conseguiu enviar o aviso; a mensagem continua disponível.',
      fr: 'La passerelle destinataire déclare n’avoir pu envoyer l’avis ; le message reste disponible.',
      en: 'The recipient’s gateway states that it could not send the notice; the message stays available.',
    },
  },
  ContentHandover: {
    term: term(
      'Retirada por el destinatario',
      'Levantamento pelo destinatário',
      'Retrait par le destinataire',
      'Taking over by the addressee',
      'Retirada pelo destinatário',
    ),
    sentence: {
      es: 'La pasarela destinataria declara que un funcionario o un sistema autenticado retiró el contenido.',
      pt: 'O gateway destinatário declara que um funcionário ou um sistema autenticado retirou o conteúdo.',
      fr: 'La passerelle destinataire déclare qu’un agent ou un système authentifié a retiré le contenu.',
      en: 'The recipient’s gateway states that an authenticated officer or system took over the content.',
    },
  },
  ContentHandoverFailure: {
    term: term(
      'Falta de retirada en plazo',
      'Falta de levantamento no prazo',
      'Absence de retrait dans le délai',
      'Failure to collect in time',
      'Falta de retirada no prazo',
    ),
    sentence: {
      es: 'La pasarela destinataria declara que nadie retiró el contenido dentro del plazo; el contenido se conserva.',
      pt: 'O gateway destinatário declara que ninguém retirou o conteúdo dentro do prazo; o conteúdo é conservado.',
      fr: 'La passerelle destinataire déclare que personne n’a retiré le contenu dans le délai ; le contenu est conservé.',
      en: 'The recipient’s gateway states that nobody collected the content in time; the content is kept.',
    },
  },
  DeliveryUnconfirmed: {
    term: term(
      'Disponibilidad sin confirmar',
      'Disponibilidade por confirmar',
      'Disponibilité non confirmée',
      'Availability unconfirmed',
      'Disponibilidade não confirmada',
    ),
    sentence: {
      es: 'La pasarela remitente declara que, vencido el plazo, no tiene noticia de si el contenido está disponible.',
      pt: 'O gateway remetente declara que, vencido o prazo, não tem notícia de que o conteúdo esteja disponível.',
      fr: 'La passerelle expéditrice déclare que, le délai expiré, elle ignore si le contenu est disponible.',
      en: 'The sending gateway states that the deadline has passed without word that the content is available.',
    },
  },
  HandoverUnconfirmed: {
    term: term(
      'Retirada sin confirmar',
      'Levantamento por confirmar',
      'Retrait non confirmé',
      'Collection unconfirmed',
      'Retirada não confirmada',
    ),
    sentence: {
      es: 'La pasarela remitente declara que, vencido el plazo, no tiene noticia de si el contenido fue retirado.',
      pt: 'O gateway remetente declara que, vencido o prazo, não tem notícia de que o conteúdo tenha sido retirado.',
      fr: 'La passerelle expéditrice déclare que, le délai expiré, elle ignore si le contenu a été retiré.',
      en: 'The sending gateway states that the deadline has passed without word of the collection of the content.',
    },
  },
} as const satisfies Readonly<Record<string, GlossaryEntry>>;
