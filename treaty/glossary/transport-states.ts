import { type GlossaryEntry, term } from './term.ts';

/**
 * What a clerk reads as the status of a message, at the sender and at the recipient alike. A status states what signed receipts prove and nothing
 * more: not that somebody has read the content, and nothing about the merit of the request.
 */
export const TRANSPORT_STATE_GLOSSARY = {
  submitted: {
    term: term('En preparación', 'Em preparação', 'En préparation', 'In preparation'),
    sentence: {
      es: 'Guardado en la pasarela de la autoridad remitente; aún no está preparado para el envío.',
      pt: 'Guardada no gateway da autoridade remetente; ainda não está preparada para o envio.',
      fr: 'Enregistré dans la passerelle de l’autorité expéditrice ; pas encore prêt à l’envoi.',
      en: 'Stored in the sending authority’s gateway; not ready to be sent yet.',
    },
  },
  accepted: {
    term: term('Listo para el envío', 'Pronta para o envio', 'Prêt à l’envoi', 'Ready to be sent'),
    sentence: {
      es: 'Firmado, cifrado y listo; la pasarela de la autoridad destinataria aún no ha confirmado que lo recibió.',
      pt: 'Assinada, cifrada e pronta; o gateway da autoridade destinatária ainda não confirmou que a recebeu.',
      fr: 'Signé, chiffré et prêt ; la passerelle de l’autorité destinataire n’en a pas encore confirmé la réception.',
      en: 'Signed, sealed and ready; the recipient authority’s gateway has not confirmed receipt yet.',
    },
  },
  relayed: {
    term: term('Recibido, aún cifrado', 'Recebida, ainda cifrada', 'Reçu, encore chiffré', 'Received, still sealed'),
    sentence: {
      es: 'Recibido cifrado en la pasarela de la autoridad destinataria; aún no abierto ni verificado.',
      pt: 'Recebida cifrada no gateway da autoridade destinatária; ainda não aberta nem verificada.',
      fr: 'Reçu chiffré par la passerelle de l’autorité destinataire ; pas encore ouvert ni vérifié.',
      en: 'Received, sealed, by the recipient authority’s gateway; not opened or verified yet.',
    },
  },
  'delivery-unconfirmed': {
    term: term(
      'Disponibilidad sin confirmar',
      'Disponibilidade por confirmar',
      'Disponibilité non confirmée',
      'Availability unconfirmed',
      'Disponibilidade não confirmada',
    ),
    sentence: {
      es: 'La otra pasarela lo recibió, pero venció el plazo sin que confirmara que el contenido está disponible.',
      pt: 'O outro gateway recebeu-a, mas o prazo venceu sem que confirmasse que o conteúdo está disponível.',
      fr: 'L’autre passerelle l’a reçu, mais le délai a expiré sans qu’elle confirme que le contenu est disponible.',
      en: 'The other gateway received it, but the deadline passed without word that the content is available.',
    },
  },
  consigned: {
    term: term(
      'A disposición del destinatario',
      'À disposição do destinatário',
      'À la disposition du destinataire',
      'Available to the addressee',
    ),
    sentence: {
      es: 'Entregado en el sistema de la autoridad destinataria; aún no consta que alguien lo haya retirado o leído.',
      pt: 'Entregue no sistema da autoridade destinatária; ainda não consta que alguém a tenha retirado ou lido.',
      fr: 'Remis au système de l’autorité destinataire ; rien n’indique encore qu’une personne l’ait retiré ou lu.',
      en: 'Delivered to the recipient authority’s system; nothing shows yet that anybody has taken it over or read it.',
    },
  },
  'handover-unconfirmed': {
    term: term(
      'Retirada sin confirmar',
      'Levantamento por confirmar',
      'Retrait non confirmé',
      'Collection unconfirmed',
      'Retirada não confirmada',
    ),
    sentence: {
      es: 'Estaba disponible en el sistema de la autoridad destinataria, pero venció el plazo sin noticia de su retirada.',
      pt: 'Estava disponível no sistema da autoridade destinatária, mas o prazo venceu sem notícia da sua retirada.',
      fr: 'Il était disponible dans le système de l’autorité destinataire, mais le délai a expiré sans nouvelle de son retrait.',
      en: 'It was available in the recipient authority’s system, but the deadline passed without word of its collection.',
    },
  },
  rejected: {
    term: term('No enviado', 'Não enviada', 'Non envoyé', 'Not sent'),
    sentence: {
      es: 'No se pudo preparar; no se envió nada.',
      pt: 'Não foi possível prepará-la; nada foi enviado.',
      fr: 'Il n’a pas pu être préparé ; rien n’a été envoyé.',
      en: 'It could not be prepared; nothing was sent.',
    },
  },
  failed: {
    term: term(
      'Sin respuesta de la otra pasarela',
      'Sem resposta do outro gateway',
      'Sans réponse de l’autre passerelle',
      'No answer from the other gateway',
    ),
    sentence: {
      es: 'Venció el plazo sin que la otra pasarela confirmara que lo recibió.',
      pt: 'O prazo venceu sem que o outro gateway confirmasse que a recebeu.',
      fr: 'Le délai a expiré sans que l’autre passerelle en confirme la réception.',
      en: 'The deadline passed without confirmation of receipt from the other gateway.',
    },
  },
  refused: {
    term: term(
      'No aceptado por la otra pasarela',
      'Não aceite pelo outro gateway',
      'Non accepté par l’autre passerelle',
      'Not accepted by the other gateway',
      'Não aceita pelo outro gateway',
    ),
    sentence: {
      es: 'La pasarela de la autoridad destinataria no lo aceptó; el motivo figura en su acuse firmado.',
      pt: 'O gateway da autoridade destinatária não a aceitou; o motivo consta do seu recibo assinado.',
      fr: 'La passerelle de l’autorité destinataire ne l’a pas accepté ; le motif figure dans son accusé signé.',
      en: 'The recipient authority’s gateway did not take it; its signed receipt gives the reason.',
    },
  },
  'not-consigned': {
    term: term(
      'Contenido no abierto o no verificado',
      'Conteúdo não aberto ou não verificado',
      'Contenu non ouvert ou non vérifié',
      'Content not opened or not verified',
    ),
    sentence: {
      es: 'La otra pasarela lo recibió, pero el contenido no se pudo abrir o no superó la verificación.',
      pt: 'O outro gateway recebeu-a, mas não foi possível abrir o conteúdo ou a verificação falhou.',
      fr: 'L’autre passerelle l’a reçu, mais le contenu n’a pas pu être ouvert ou la vérification a échoué.',
      en: 'The other gateway received it, but the content could not be opened or did not verify.',
    },
  },
  'not-collected': {
    term: term(
      'No retirado en plazo',
      'Não levantada no prazo',
      'Non retiré dans le délai',
      'Not collected in time',
      'Não retirada no prazo',
    ),
    sentence: {
      es: 'Nadie lo retiró dentro del plazo; sigue disponible en el sistema de la autoridad destinataria.',
      pt: 'Ninguém a retirou dentro do prazo; continua disponível no sistema da autoridade destinatária.',
      fr: 'Personne ne l’a retiré dans le délai ; il reste disponible dans le système de l’autorité destinataire.',
      en: 'Nobody collected it in time; it stays available in the recipient authority’s system.',
    },
  },
  'handed-over': {
    term: term(
      'Retirado por el destinatario',
      'Levantada pelo destinatário',
      'Retiré par le destinataire',
      'Taken over by the addressee',
      'Retirada pelo destinatário',
    ),
    sentence: {
      es: 'Retirado por un funcionario o un sistema autenticado de la autoridad destinataria.',
      pt: 'Retirada por um funcionário ou um sistema autenticado da autoridade destinatária.',
      fr: 'Retiré par un agent ou un système authentifié de l’autorité destinataire.',
      en: 'Taken over by an authenticated officer or system of the recipient authority.',
    },
  },
} as const satisfies Readonly<Record<string, GlossaryEntry>>;
